"""Names by which control calls may come: a web page must not reach them, neither by a name of its own nor as itself."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Mapping

from ..._urls import is_loopback

WILDCARDS = ("0.0.0.0", "::")
"""Addresses to listen on that stand for all of a machine's."""

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")


def foreign(headers: Mapping[str, str], allowed: Collection[str]) -> str | None:
    """Why a control call is refused, or None.

    A browser always tells the name it has asked for (Host), and at writes the page that asks (Origin). A page of
    another site has its own name in the one (DNS rebinding) or in the other. Where a wildcard is allowed, other
    machines are meant to call: addresses and names without a dot will do as Host, as no site has them for a name.
    """
    host, origin = headers.get("host", ""), headers.get("origin")
    wide = not set(WILDCARDS).isdisjoint(allowed)
    if not _is_known(host, allowed) and not (wide and _is_near(host)):
        return f"control calls do not come by the name {host[:100]!r}: {_remedy(host)}"
    if origin is not None and not _is_known(re.sub(r"^https?://", "", origin), allowed):
        return f"control calls do not come from pages of {origin[:100]!r}: {_remedy(origin)}"
    return None


def _is_known(host: str, allowed: Collection[str]) -> bool:
    name = _name(host)
    return is_loopback(name) or (bool(name) and name in {each.strip("[]").lower() for each in allowed})


def _is_near(host: str) -> bool:
    """Whether it is an address, or a name without a dot, as containers have."""
    name = _name(host)
    try:
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return bool(name) and "." not in name


def _name(host: str) -> str:
    found = _HOST.fullmatch(host)
    return found[1].strip("[]").lower() if found else ""


def _remedy(given: str) -> str:
    found = _HOST.fullmatch(given.rpartition("/")[2])
    name = found[1] if found else "NAME"
    return f"use localhost, or allow it with --allow-host {name} or allowed_hosts=[{name!r}]"
