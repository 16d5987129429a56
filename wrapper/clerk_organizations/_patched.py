"""Whether something has taken the place of what httpx sends with: a mock, a recorder or an instrument."""

from __future__ import annotations

import sys
from types import FunctionType

_SENDING: dict[str, dict[str, tuple[str, ...]]] = {
    "httpx": {
        "Client": ("send", "_send_single_request", "_transport_for_url"),
        "AsyncClient": ("send", "_send_single_request", "_transport_for_url"),
        "HTTPTransport": ("handle_request",),
        "AsyncHTTPTransport": ("handle_async_request",),
    },
    "httpcore": {"ConnectionPool": ("handle_request",), "AsyncConnectionPool": ("handle_async_request",)},
}
"""What tools replace, by library and class. A private method that a version of httpx lacks tells nothing."""


def is_httpx_patched() -> bool:
    """Whether a function of these is not that of its library. Imports nothing: what is not loaded is not patched."""
    return any(
        not _is_of(library, found)
        for library, classes in _SENDING.items()
        if library in sys.modules
        for name, methods in classes.items()
        for method in methods
        if (found := getattr(getattr(sys.modules[library], name, None), method, None)) is not None
    )


def _is_of(library: str, function: object) -> bool:
    """Whether a function was defined in this library. Decorators copy its names, proxies its class, and not these."""
    return type(function) is FunctionType and str(function.__globals__.get("__name__")).partition(".")[0] == library
