"""What an error says of an attempt: whether it was sent, ran out of time, can pass. In the words of httpx."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import httpx

from ._attempt import OutOfTime
from ._body import BodyError
from ._call import Failure

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)

_CUT_OFF = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
"""The connection ended below TLS, as connections do."""


def as_httpx(error: Exception) -> Exception:
    """The error of httpx that says the same, with this one as its cause; what is neither ours nor httpcore's stays."""
    kind = type(error)
    if kind is OutOfTime:
        same: Callable[[str], Exception] = httpx.TimeoutException
    elif kind is BodyError:
        same = httpx.DecodingError
    elif kind.__module__.partition(".")[0] == "httpcore":
        same = getattr(httpx, kind.__name__, httpx.ConnectError)  # ConnectionNotAvailable has no namesake
    else:
        return error
    mapped = same(str(error))
    mapped.__cause__ = error
    return mapped


def failure(error: Exception, *, sent: bool, closed: bool) -> Failure:
    """The failure that this error of httpx stands for; no further try can mend it if the client was closed."""
    timed_out = isinstance(error, httpx.TimeoutException)
    sent = sent and not isinstance(error, _NEVER_SENT)
    return Failure(error, sent=sent, timed_out=timed_out, can_pass=not (closed or _is_tls(error)))


def _is_tls(error: BaseException | None) -> bool:
    """Whether a certificate or the handshake failed: that will not pass.

    Not by the context: there may stand what the caller is handling, or that a handshake was waiting for bytes.
    """
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or _first_of(error.args)
    return error is not None and not isinstance(error, _CUT_OFF)


def _first_of(args: tuple[object, ...]) -> BaseException | None:
    """What an error of httpcore is about: it drops the cause and keeps it as its argument."""
    return args[0] if args and isinstance(args[0], BaseException) else None
