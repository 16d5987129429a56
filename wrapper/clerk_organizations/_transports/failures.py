"""From an exception to the failure of an exchange: sent or not, timed out, worth another try. In httpx's names."""

from __future__ import annotations

import ssl

import httpcore
import httpx

from .._calls.steps import TransportFailure
from .exceptions import DeadlineExceeded, DecodingError

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

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
"""Exceptions that are raised before anything of a request is sent."""

TLS_DISCONNECTS = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
"""TLS errors that mean a lost connection, which may pass."""


def map_exception(error: Exception) -> Exception:
    """The same exception as one of httpx, with this one as its cause; one of another origin is returned as it is."""
    kind = _HTTPX.get(type(error))
    if kind is None:
        return error
    mapped = kind(str(error))
    mapped.__cause__ = error
    return mapped


def transport_failure(error: Exception, *, sent: bool, closed: bool) -> TransportFailure:
    """The failure that a mapped exception stands for. After the client was closed, no retry can succeed."""
    timed_out = isinstance(error, httpx.TimeoutException)
    sent = sent and not isinstance(error, NOT_SENT)
    return TransportFailure(error, sent=sent, timed_out=timed_out, can_pass=not (closed or _is_tls(error)))


def _is_tls(error: BaseException | None) -> bool:
    """Whether a certificate or the handshake failed, which a retry does not mend.

    Contexts are not followed: one may be what the caller is handling, or that a handshake was waiting for bytes.
    """
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or _first_of(error.args)
    return error is not None and not isinstance(error, TLS_DISCONNECTS)


def _first_of(args: tuple[object, ...]) -> BaseException | None:
    """The original exception: httpcore keeps it as the argument of its own, and may drop the cause."""
    return args[0] if args and isinstance(args[0], BaseException) else None
