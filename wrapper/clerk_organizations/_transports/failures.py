"""From an exception to the failure of an exchange: sent or not, timed out, worth another try. In httpx's names."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Iterator

import anyio
import h11
import httpcore
import httpx

from .._calls.steps import TransportFailure
from .exceptions import DeadlineExceeded, DecodingError
from .interrupts import causes, from_signal_handler

_HTTPX: dict[type[Exception], type[httpx.TransportError] | type[httpx.DecodingError]] = {
    DeadlineExceeded: httpx.TimeoutException,
    DecodingError: httpx.DecodingError,
    httpcore.ConnectError: httpx.ConnectError,
    httpcore.ConnectTimeout: httpx.ConnectTimeout,
    httpcore.ConnectionNotAvailable: httpx.ConnectError,
    httpcore.LocalProtocolError: httpx.LocalProtocolError,
    httpcore.NetworkError: httpx.NetworkError,
    httpcore.PoolTimeout: httpx.PoolTimeout,
    httpcore.ProtocolError: httpx.ProtocolError,
    httpcore.ProxyError: httpx.ProxyError,
    httpcore.ReadError: httpx.ReadError,
    httpcore.ReadTimeout: httpx.ReadTimeout,
    httpcore.RemoteProtocolError: httpx.RemoteProtocolError,
    httpcore.TimeoutException: httpx.TimeoutException,
    httpcore.UnsupportedProtocol: httpx.UnsupportedProtocol,
    httpcore.WriteError: httpx.WriteError,
    httpcore.WriteTimeout: httpx.WriteTimeout,
}
"""The exception of httpx that says the same: log, statistics and `__cause__` use its names."""

_TRANSPORT_ERRORS = (
    DeadlineExceeded,
    DecodingError,
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    *(kind for kind in _HTTPX if kind.__module__.startswith("httpcore")),
    h11.ProtocolError,
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    anyio.EndOfStream,
    OSError,  # sockets, TLS, names
)
"""What sending can fail with. All else is of someone else: a signal handler, another thread, a hook, a transport."""

TLS_DISCONNECTS = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
"""TLS errors that mean a lost connection, which may pass."""


def is_transport_error(error: Exception) -> bool:
    """Whether sending has failed. Any other exception ends the call, as it is."""
    return isinstance(error, (*_TRANSPORT_ERRORS, *_trio_errors()))


def raise_foreign(error: Exception) -> None:
    """Raise what is no transport error, as it is: the error itself, or what a signal handler raised under it."""
    if (raised := from_signal_handler(error)) is not None:
        raise raised
    if not is_transport_error(error):
        raise error


def map_exception(error: Exception) -> Exception:
    """The same exception as one of httpx, with this one as its cause; one of another origin is returned as it is.

    What came out of connections of our own keeps its causes, but no tracebacks: these tell of nothing but this package.
    """
    kind = _HTTPX.get(type(error))
    if kind is None:
        return error
    for cause in causes(error):
        cause.__traceback__ = None
    mapped = kind(str(error))
    mapped.__cause__ = error
    return mapped


def transport_failure(error: Exception, *, sent: bool, closed: bool) -> TransportFailure:
    """The failure that a mapped exception stands for. After the client was closed, no retry can succeed."""
    timed_out = isinstance(error, httpx.TimeoutException)
    return TransportFailure(error, sent=sent, timed_out=timed_out, can_pass=not (closed or _is_tls(error)))


def _is_tls(error: BaseException) -> bool:
    """Whether a certificate or the handshake failed, which a retry does not mend.

    Contexts are not followed: one may be what the caller is handling, or that a handshake was waiting for bytes.
    """
    found = next((cause for cause in causes(error) if isinstance(cause, ssl.SSLError)), None)
    return found is not None and not isinstance(found, TLS_DISCONNECTS)


def _trio_errors() -> Iterator[type[Exception]]:
    """Those of trio where it is loaded."""
    if (trio := sys.modules.get("trio")) is not None:
        yield from (trio.BrokenResourceError, trio.ClosedResourceError)
