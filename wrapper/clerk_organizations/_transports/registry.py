"""Transports by event loop or process: our own, made when they are needed, or the user's; forks and closing."""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary

import sniffio

from .._fork import reset_in_children
from ..errors import ClerkConfigurationError
from .interrupts import from_signal_handler
from .latch import Latch


class Transport(Protocol):
    """Executes exchanges: `send`, blocking or async, and `close` or `aclose`."""

    def check(self) -> None:
        """Raise ClerkConfigurationError if nothing can be sent."""

    def counts(self) -> tuple[int, int] | None:
        """Numbers of idle connections and of those in use; None if unknown."""


T = TypeVar("T", bound=Transport)

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


class _Process:
    """Scope of blocking calls: the process."""


_PROCESS = _Process()


def process_scope() -> object:
    """The scope of blocking calls."""
    return _PROCESS


def loop_scope() -> object:
    """The scope of async calls: connections belong to the event loop that opened them."""
    if sniffio.current_async_library() == "trio":
        import trio  # noqa: PLC0415 - loaded already where it runs, and not installed everywhere

        return trio.lowlevel.current_trio_token()
    import asyncio  # noqa: PLC0415 - blocking clients do not need it

    return asyncio.get_running_loop()


_inherited_by_fork: list[object] = []
"""Connections inherited by fork. Referenced forever, so that garbage collection emits no ResourceWarning."""


class TransportRegistry(Generic[T]):
    """One transport of our own per scope and way of sending, or the user's; after a fork the child makes its own.

    Args:
        make: Makes a transport of our own; takes whether httpx is to send.
        by_httpx: Returns whether httpx is to send the running call.
        scope: Returns the scope of the running call.
        custom: The user's transport.
    """

    def __init__(
        self,
        make: Callable[[bool], T],
        by_httpx: Callable[[], bool],
        scope: Callable[[], object],
        custom: T | None,
    ) -> None:
        self._make, self.by_httpx, self.scope = make, by_httpx, scope
        self.custom = custom
        self._lock, self.closed = threading.RLock(), Latch()  # a signal handler may close it in this thread
        self._own: WeakKeyDictionary[object, dict[bool, T]] = WeakKeyDictionary()
        reset_in_children(self)

    def find(self) -> T | None:
        """The transport to send through, if it is made; raises ClerkConfigurationError if there is none."""
        self.check_open()
        if self.custom is not None:
            self.custom.check()
            return self.custom
        own = self._own.get(self.scope())
        return None if own is None else own.get(self.by_httpx())

    def create(self) -> T:
        """The transport to send through, which is made now unless it is there; errors as of `find`."""
        by_httpx, scope = self.by_httpx(), self.scope()
        with self._lock:
            self.check_open()  # another thread may have closed the client since
            # Connections reference their loop, so entries of closed loops do not vanish by themselves.
            for closed in [other for other in self._scopes() if _is_closed_loop(other)]:
                self._own.pop(closed, None)
            found = self._own.get(scope, {}).get(by_httpx)
            if found is None:
                made = _make_or_explain(partial(self._make, by_httpx))
                # A signal handler may have made another one meanwhile, or closed the client.
                found = self._own.setdefault(scope, {}).setdefault(by_httpx, made)
                self.check_open()
            return found

    def check_open(self) -> None:
        """Raise ClerkConfigurationError if the client is closed."""
        if self.closed.is_set():
            raise ClerkConfigurationError("the client is closed")

    def counts(self) -> tuple[int, int] | None:
        """Numbers of idle connections and of those in use, in all scopes together; None if unknown."""
        if self.custom is not None:
            return self.custom.counts()
        with self._lock:
            found = [own.counts() for scope in self._scopes() for own in [*self._own.get(scope, {}).values()]]
        known = [counts for counts in found if counts is not None]
        if len(known) < len(found):
            return None
        return sum(idle for idle, _ in known), sum(in_use for _, in_use in known)

    def close(self) -> list[T]:
        """Refuse further calls; returns the transports that the caller has to close."""
        with self._lock:
            if self.closed.is_set():
                return []
            self.closed.set()
            if self.custom is not None:
                return [self.custom]
            own = self._own.pop(self.scope(), {})
            self._own.clear()  # those of other loops close themselves there
            return list(own.values())

    def _scopes(self) -> list[object]:
        """Those that have transports, taken at once: a signal handler may add one."""
        return [scope for reference in self._own.keyrefs() if (scope := reference()) is not None]

    def reset_after_fork(self) -> None:
        """Start anew in a forked child: threads of the parent may hold the locks, and its connections are not ours."""
        closed = self.closed.is_set()
        _inherited_by_fork.append(dict(self._own))
        self._lock, self.closed = threading.RLock(), Latch()
        self._own = WeakKeyDictionary()
        if closed:
            self.closed.set()


def _is_closed_loop(scope: object) -> bool:
    """Whether it is an asyncio loop that was closed."""
    is_closed: Callable[[], bool] | None = getattr(scope, "is_closed", None)
    return is_closed is not None and is_closed()


def _make_or_explain(make: Callable[[], T]) -> T:
    try:
        return make()
    except Exception as error:
        if not _is_of_environment(error):
            raise
        explained, cause = _explained(error)
    raise explained from cause


def _is_of_environment(error: Exception) -> bool:
    """Whether proxies or certificates that the environment names cannot be used: httpx raises half a dozen types."""
    import httpx  # noqa: PLC0415 - only failures need it

    return isinstance(error, (OSError, ValueError, ImportError, httpx.InvalidURL)) and not from_signal_handler(error)


def _explained(error: Exception) -> tuple[ClerkConfigurationError, Exception]:
    """The error that names the variables, and its cause; what is said of a proxy may hold its password."""
    names = _CERTIFICATES if isinstance(error, OSError) else _PROXIES
    found = [name for name in names if name in os.environ or name.lower() in os.environ]
    where, kind, said = f"check {', '.join(found)} in the environment: " if found else "", type(error).__name__, ""
    if isinstance(error, (OSError, ImportError)):
        said = f": {error}"
    else:
        error = ValueError("the value is not shown: it may hold a password")
    return ClerkConfigurationError(f"no connection can be made: {where}{kind}{said}"), error


def close_on_loop_shutdown(close: Callable[[], Awaitable[None]]) -> AsyncGenerator[None]:
    """Call `close` when the running event loop shuts down, or when the returned generator is closed.

    A started async generator is the only portable hook (`shutdown_asyncgens`).
    """
    keeper = _until_closed(close)
    with suppress(StopIteration):  # starts, and is known to the loop from then on
        keeper.__anext__().send(None)
    return keeper


async def _until_closed(close: Callable[[], Awaitable[None]]) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        await close()
