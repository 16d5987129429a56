"""Hosts and paths of URLs; httpx.URL reads those that are not plain ASCII."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?=.{1,253}$)(?=.*[A-Za-z])(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}")
_TARGET = re.compile(
    r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*(?:\?(?:[A-Za-z0-9._~&=+*-]|%[0-9A-Fa-f]{2})*)?"
)
"""Path and query that need no escaping."""


def ascii_host(url: str) -> str:
    """The host of a URL as it is looked up, in lower case; raises ValueError for one that cannot be."""
    host = urlsplit(url).hostname or ""
    return host if _is_plain(host) else _encoded_host(url)


def is_loopback(host: str) -> bool:
    """Whether this is a name or an address of this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"  # resolvers need not know that names under it are of this machine


def request_target(url: str, start: int) -> bytes:
    """Path and query of a URL from that index on, escaped where they must be; raises httpx.InvalidURL."""
    target = url[start:]
    if _TARGET.fullmatch(target) and "/." not in target:
        return target.encode()
    import httpx  # noqa: PLC0415 - slow, and hardly any path needs it

    return httpx.URL(url).raw_path


def _is_plain(host: str) -> bool:
    """Whether it is an address, or an ASCII name without anything to encode."""
    try:
        return bool(ipaddress.ip_address(host)) and "%" not in host
    except ValueError:
        return _HOST.fullmatch(host) is not None


def _encoded_host(url: str) -> str:
    import httpx  # noqa: PLC0415 - slow, and hardly any host needs it

    try:
        host = httpx.URL(url).raw_host.decode()
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from None
    host.encode("idna")  # raises here what the resolver would raise during a call
    return host
