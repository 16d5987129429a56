"""Connection pools: a bounded number of connections, last in first out; each belongs to one call at a time.

A pool of httpcore scans all its connections whenever a call begins or ends, so that 200 calls at once cost 200 times as
much as one. Here no call looks at the connections of others.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar, cast

import anyio
import httpcore
import sniffio

from .._clock import clock
from .exchange import Exchange
from .http11 import AsyncConnection, Connection, RequestHeads
from .origin import Origin, ssl_context
from .registry import close_on_loop_shutdown
from .sockets import SocketBackend
from .timers import move_on_after

C = TypeVar("C", Connection, AsyncConnection)

MAX_CONNECTIONS = 100
"""Connections of one client, and so calls in flight: a server would only queue what further ones carry."""
KEEPALIVE_EXPIRY = 15.0
"""Seconds that an unused connection is kept: less than servers keep it, which would close it under a call."""
CLOSE_TIMEOUT = 5.0
"""Seconds that closing a connection may take, whatever the deadline."""
POOL_EXHAUSTED = "every connection is busy"
_QUEUED = "waiting for a free connection"


class ConnectionSet(Generic[C]):
    """The connections of a pool, idle and in use.

    A signal handler may call any of this in the thread that is in the midst of it: to close the client, or to make a
    call. So nothing holds between two lines, and what is taken is taken at once.
    """

    def __init__(self, make: Callable[[], C]) -> None:
        self._make: Callable[[], C] = make
        self._lock = threading.RLock()
        self._idle: deque[tuple[float, C]] = deque()
        self._in_use: set[C] = set()
        self._closed = False

    def acquire(self) -> tuple[C, list[C]]:
        """The idle connection that was used last, else a new one; and stale ones, which the caller closes."""
        stale = list[C]()
        with self._lock:
            self.check_open()
            expired = clock() - KEEPALIVE_EXPIRY
            with suppress(IndexError):
                while self._idle[0][0] < expired:
                    stale.append(self._idle.popleft()[1])
            while (connection := self._last_used()) is not None and connection.is_readable():
                stale.append(connection)  # the server may have hung up, or sent what nobody asked for
            connection = connection or self._make()
            self._in_use.add(connection)
        return connection, stale

    def _last_used(self) -> C | None:
        try:
            return self._idle.pop()[1]
        except IndexError:
            return None

    def check_open(self) -> None:
        """Raise httpcore.ConnectError after the end. Once more when a connection was acquired: those that are neither
        idle nor in use are not found by `close`.
        """
        if self._closed:
            raise httpcore.ConnectError("the client was closed meanwhile")

    def release(self, connection: C, *, reusable: bool) -> bool:
        """Take a connection back; returns whether the caller has to close it."""
        with self._lock:
            if reusable and not self._closed:
                self._idle.append((clock(), connection))  # from here on `close` finds it
            self._in_use.discard(connection)
            return not reusable or self._closed

    def counts(self) -> tuple[int, int]:
        """Numbers of idle connections and of those in use."""
        with self._lock:
            return len(self._idle), len(self._in_use)

    def close(self) -> list[C]:
        """Hand out nothing more; returns all connections, which the caller closes."""
        with self._lock:
            self._closed = True
            found = list(self._in_use) + [connection for _, connection in self._idle]
            self._idle.clear()
        return found


class ConnectionPool:
    """Connections of blocking calls.

    Args:
        origin: Where they lead to.
        opened: Called when one more is open.
    """

    def __init__(self, origin: Origin, opened: Callable[[], None]) -> None:
        _load_certificates(origin)
        heads = RequestHeads(origin)
        self._connections = ConnectionSet(lambda: Connection(origin, heads, SocketBackend(), opened))
        # Not a semaphore, whose lock a signal handler may find held.
        self._slots: SimpleQueue[None] = SimpleQueue()
        for _ in range(MAX_CONNECTIONS):
            self._slots.put(None)

    def check(self) -> None:
        """Always ready."""

    def counts(self) -> tuple[int, int]:
        """Numbers of idle connections and of those in use."""
        return self._connections.counts()

    def send(self, exchange: Exchange) -> None:
        """Send the request, and feed the response to the exchange."""
        try:
            self._slots.get_nowait()
        except Empty:
            self._wait_for_slot(exchange)
        try:
            connection, stale = self._connections.acquire()
            reusable = False
            try:
                _close(stale)
                self._connections.check_open()
                reusable = connection.send(exchange)
            finally:
                if self._connections.release(connection, reusable=reusable):
                    _close([connection])
        finally:
            self._slots.put(None)

    def _wait_for_slot(self, exchange: Exchange) -> None:
        if exchange.logs:
            exchange.log(_QUEUED)
        try:
            self._slots.get(timeout=exchange.connect_timeout)
        except Empty:
            raise httpcore.PoolTimeout(POOL_EXHAUSTED) from None

    def close(self) -> None:
        """Close all connections: calls in flight fail, and no new connection is opened."""
        _close(self._connections.close())


class AsyncConnectionPool:
    """Connections of async calls in one event loop, closed when it shuts down. Arguments as of `ConnectionPool`."""

    def __init__(self, origin: Origin, opened: Callable[[], None]) -> None:
        _load_certificates(origin)
        heads, backend = RequestHeads(origin), _async_backend()
        self._connections = ConnectionSet(lambda: AsyncConnection(origin, heads, backend, opened))
        self._slots = anyio.Semaphore(MAX_CONNECTIONS, max_value=MAX_CONNECTIONS)
        self._keeper = close_on_loop_shutdown(self._close_all)

    def check(self) -> None:
        """Always ready."""

    def counts(self) -> tuple[int, int]:
        """Numbers of idle connections and of those in use."""
        return self._connections.counts()

    async def send(self, exchange: Exchange) -> None:
        """As that of `ConnectionPool`."""
        await acquire_slot(self._slots, exchange)
        try:
            connection, stale = self._connections.acquire()
            reusable = False
            try:
                if stale:
                    await _close_async(stale)
                self._connections.check_open()
                reusable = await connection.send(exchange)
            finally:
                if self._connections.release(connection, reusable=reusable):
                    await _close_async([connection])
        finally:
            self._slots.release()

    async def _close_all(self) -> None:
        await _close_async(self._connections.close())

    async def aclose(self) -> None:
        """As `close` of `ConnectionPool`."""
        await self._keeper.aclose()


async def acquire_slot(slots: anyio.Semaphore, exchange: Exchange) -> None:
    """Acquire a slot within the time for a connection; raises httpcore.PoolTimeout."""
    try:
        slots.acquire_nowait()
    except anyio.WouldBlock:
        if exchange.logs:
            exchange.log(_QUEUED)
        with move_on_after(exchange.connect_timeout) as scope:
            await slots.acquire()
        if scope.cancelled_caught:
            raise httpcore.PoolTimeout(POOL_EXHAUSTED) from None


def _async_backend() -> httpcore.AsyncNetworkBackend:
    """The network backend for the running event loop."""
    if sniffio.current_async_library() == "trio":
        backend: Any = httpcore.TrioBackend  # Any: for type checkers it may be the stand-in for a missing trio
        return cast(httpcore.AsyncNetworkBackend, backend())

    from .asyncio_backend import AsyncioBackend  # noqa: PLC0415 - asyncio, which blocking clients do not need

    return AsyncioBackend()


def _load_certificates(origin: Origin) -> None:
    """Fail now if the environment names certificates that cannot be read."""
    if origin.is_secure:
        ssl_context()


@contextmanager
def _quietly() -> Iterator[None]:
    """Close a connection, which is of no use any more, whatever it says."""
    try:
        yield
    except Exception as error:
        from . import failures  # noqa: PLC0415 - imports httpx, which only failures need

        failures.raise_foreign(error)


def _close(connections: list[Connection]) -> None:
    with ExitStack() as closing:
        for connection in connections:
            closing.enter_context(_quietly())
            closing.callback(connection.close)


async def _close_async(connections: list[AsyncConnection]) -> None:
    for connection in connections:
        with anyio.move_on_after(CLOSE_TIMEOUT, shield=True), _quietly():
            await connection.aclose()
