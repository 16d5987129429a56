"""What takes long before the first call: imports and certificates. Done once in a process, in any thread."""

from __future__ import annotations

import os
from contextlib import suppress

from .origin import Origin, ssl_context

_prepared = set[object]()
"""What this process has prepared, whichever client asked for it."""


def is_prepared(url: str, by_httpx: bool) -> bool:
    """Whether a transport to such a URL can be made at once."""
    return _key(url, by_httpx) in _prepared


def prepare(url: str, by_httpx: bool) -> None:
    """Make it so. What fails here fails again, and is explained, where the transport is made."""
    with suppress(Exception):
        origin = Origin(url)
        if origin.proxy() or by_httpx:
            from . import custom, failures  # noqa: F401, PLC0415 - import httpx and httpcore, which only these need
        else:
            from . import pool  # noqa: F401, PLC0415 - imports httpcore, which only sending needs
        if origin.is_secure:
            ssl_context()
        _prepared.add(_key(url, by_httpx))


def _key(url: str, by_httpx: bool) -> object:
    return url.partition(":")[0], by_httpx, os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
