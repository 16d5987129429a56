"""URLs beyond plain ASCII, and those of proxies: as httpx reads them."""

from __future__ import annotations

from typing import TypeAlias

import httpx

Auth: TypeAlias = tuple[bytes, bytes] | None


def raw_host(url: str) -> str:
    """The host as it is looked up; raises ValueError."""
    try:
        host = httpx.URL(url).raw_host.decode()
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from None
    host.encode("idna")  # what the resolver would refuse when it is too late
    return host


def raw_path(url: str) -> bytes:
    """Path and query, with everything escaped that has to be; raises httpx.InvalidURL."""
    return httpx.URL(url).raw_path


def proxy(url: str) -> tuple[bytes, bytes, int | None, Auth]:
    """Scheme, host, port and who to log in as; raises ValueError or httpx.InvalidURL."""
    found = httpx.Proxy(url)
    return found.url.raw_scheme, found.url.raw_host, found.url.port, found.raw_auth
