"""NO_PROXY: names, domains, addresses and networks that are called without a proxy."""

from __future__ import annotations

import ipaddress
import re

from .._urls import ascii_host


def is_excluded(host: str, port: int, no_proxy: str) -> bool:
    """Whether the value of NO_PROXY names this host, in lower case and without brackets, or all."""
    return any(_matches(entry, host, port) for entry in re.split(r"[,\s]+", no_proxy.lower()) if entry)


def _matches(entry: str, host: str, port: int) -> bool:
    if entry == "*":
        return True
    if (network := _network(entry)) is not None:
        return _is_in(host, network)
    name, _, wanted = entry.rpartition(":") if re.search(r":\d+$", entry) else (entry, "", "")
    if wanted and int(wanted) != port:
        return False
    if (network := _network(name)) is not None:
        return _is_in(host, network)
    domain = _as_looked_up(name.removeprefix("*").strip("."))
    return bool(domain) and (host.rstrip(".") == domain or host.rstrip(".").endswith(f".{domain}"))


def _as_looked_up(domain: str) -> str:
    """The name in ASCII, as that of the host is; one that cannot be a host's is left as it is."""
    if domain.isascii():
        return domain
    try:
        return ascii_host(f"https://{domain}").strip(".")  # where a full stop of another script stood
    except ValueError:
        return domain


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """The network that this names, of one address or many; an address of IPv6 may have brackets."""
    bare = re.sub(r"^\[(.*)\](?=/|$)", r"\1", text)
    try:
        return ipaddress.ip_network(bare, strict=False)
    except ValueError:
        return None


def _is_in(host: str, network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    try:
        return ipaddress.ip_address(host) in network
    except ValueError:  # a name, which is not looked up for it
        return False
