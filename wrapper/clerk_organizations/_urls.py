"""URLs beyond plain ASCII, as httpx reads them."""

from __future__ import annotations

import httpx


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
