"""Our own connections, over httpcore: at most so many at once, and the one used last is used next.

A pool of httpcore looks at all its connections whenever a call begins or ends, so that 200 calls at once cost 200 times
as much as one. Here each call holds a connection of its own, which nobody else looks at meanwhile.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from typing import Any, Generic, TypeVar

import anyio
import httpcore
import sniffio

from ._attempt import Attempt
from ._headers import Headers
from ._network import Origin
from ._streams import AsyncBackend, Backend, has_more, within

Connection = TypeVar("Connection", httpcore.ConnectionInterface, httpcore.AsyncConnectionInterface)

MOST = 100
"""Connections of one client, and so calls under way: what further ones would bring is waiting at the server."""
KEPT = 15.0
"""Seconds that an unused connection is kept: less than servers do, who then close it under a call."""
_CLOSING = 5.0
"""Seconds that closing a connection may take, whatever the deadline."""
_BUSY = "every connection is busy"

clock = time.monotonic


class _Shelf(Generic[Connection]):
    """All connections of a pool, and which of them nobody uses."""

    def __init__(self, make: Callable[[], Connection]) -> None:
        self._make: Callable[[], Connection] = make
        self._lock = threading.Lock()
        self._idle: deque[tuple[float, Connection]] = deque()
        self._busy: set[Connection] = set()
        self._closed = False

    def take(self) -> tuple[Connection, list[Connection]]:
        """The connection that was used last, else a new one; and those that are to be closed."""
        stale = list[Connection]()
        with self._lock:
            expired = clock() - KEPT
            while self._idle and self._idle[0][0] < expired:
                stale.append(self._idle.popleft()[1])
            while self._idle:
                connection = self._idle.pop()[1]
                if not connection.has_expired():  # the server may have hung up meanwhile
                    break
                stale.append(connection)
            else:
                connection = self._make()
            self._busy.add(connection)
        return connection, stale

    def put(self, connection: Connection, *, fine: bool) -> bool:
        """What a call has used is free again; returns whether it is to be closed."""
        with self._lock:
            self._busy.discard(connection)
            keep = fine and not self._closed and connection.is_idle()
            if keep:
                self._idle.append((clock(), connection))
        return not keep

    def held(self) -> tuple[int, int]:
        """How many are idle and in use."""
        with self._lock:
            return len(self._idle), len(self._busy)

    def clear(self) -> list[Connection]:
        """Keep nothing any more; returns what is to be closed."""
        with self._lock:
            self._closed = True
            found = list(self._busy) + [connection for _, connection in self._idle]
            self._idle.clear()
        return found


class Pool:
    """The connections of blocking calls; `opened` is called when there is one more."""

    def __init__(self, base_url: str, opened: Callable[[], None]) -> None:
        self._origin, self._backend = Origin(base_url), Backend(httpcore.SyncBackend(), opened)
        options, kind = self._origin.options()
        kinds = {"direct": httpcore.ConnectionPool, "http": httpcore.HTTPProxy, "socks": httpcore.SOCKSProxy}
        self._maker: httpcore.ConnectionPool = kinds[kind](**options, network_backend=self._backend)
        self._shelf = _Shelf(lambda: self._maker.create_connection(self._origin.core))
        self._slots = threading.BoundedSemaphore(MOST)

    def check(self) -> None:
        """Always ready."""

    def held(self) -> tuple[int, int]:
        """Connections that are idle and in use."""
        return self._shelf.held()

    def exchange(self, attempt: Attempt) -> None:
        """Send the request, and tell the attempt what comes."""
        request = self._origin.request(attempt)
        with within(attempt.deadline):
            if not self._slots.acquire(timeout=request.extensions["timeout"]["pool"]):
                raise httpcore.PoolTimeout(_BUSY)
            try:
                self._exchange(request, attempt)
            finally:
                self._slots.release()

    def _exchange(self, request: httpcore.Request, attempt: Attempt) -> None:
        connection, stale = self._shelf.take()
        fine = False
        try:
            _close(stale)
            response = connection.handle_request(request)
            attempt.began(response.status, Headers(response.headers))
            for chunk in response.stream:  # type: ignore[union-attr]  # of a sync connection it is not async
                attempt.take(chunk)
            fine = not has_more(connection)
            with suppress(Exception):  # what came is known by now, and must not be lost
                response.close()
        finally:
            if self._shelf.put(connection, fine=fine):
                _close([connection])

    def close(self) -> None:
        """Close all connections: calls under way fail, and no new one is opened."""
        self._backend.closed = True
        _close(self._shelf.clear())


class AsyncPool:
    """The connections of async calls, which close themselves when their event loop shuts down. To be made in it."""

    def __init__(self, base_url: str, opened: Callable[[], None]) -> None:
        # Any: in httpcore each may be a stand-in, for want of its library
        kind: Any = httpcore.TrioBackend if sniffio.current_async_library() == "trio" else httpcore.AnyIOBackend
        self._origin, self._backend = Origin(base_url), AsyncBackend(kind(), opened)
        options, kind = self._origin.options()
        kinds = {
            "direct": httpcore.AsyncConnectionPool, "http": httpcore.AsyncHTTPProxy, "socks": httpcore.AsyncSOCKSProxy,
        }  # fmt: skip
        maker: httpcore.AsyncConnectionPool = kinds[kind](**options, network_backend=self._backend)
        origin = self._origin.core
        self._shelf = _Shelf(lambda: maker.create_connection(origin))
        self._slots = anyio.Semaphore(MOST, max_value=MOST)
        self._keeper = closed_at_the_end(self._close_all)
        with suppress(StopIteration):  # begins, and is known to the loop from then on
            self._keeper.__anext__().send(None)

    def check(self) -> None:
        """Always ready."""

    def held(self) -> tuple[int, int]:
        """Connections that are idle and in use."""
        return self._shelf.held()

    async def exchange(self, attempt: Attempt) -> None:
        """As that of `Pool`."""
        request = self._origin.request(attempt)
        await turn(self._slots, request.extensions["timeout"]["pool"])
        try:
            await self._exchange(request, attempt)
        finally:
            self._slots.release()

    async def _exchange(self, request: httpcore.Request, attempt: Attempt) -> None:
        connection, stale = self._shelf.take()
        fine = False
        try:
            if stale:
                await _close_async(stale)
            response = await connection.handle_async_request(request)
            attempt.began(response.status, Headers(response.headers))
            async for chunk in response.stream:  # type: ignore[union-attr]  # of an async connection it is
                attempt.take(chunk)
            fine = not has_more(connection)
            # What came is known by now, and neither an error nor the deadline may take it away.
            with anyio.move_on_after(_CLOSING, shield=True), suppress(Exception):
                await response.aclose()
        finally:
            if self._shelf.put(connection, fine=fine):
                await _close_async([connection])

    async def _close_all(self) -> None:
        await _close_async(self._shelf.clear())

    async def aclose(self) -> None:
        """As `close` of `Pool`."""
        self._backend.closed = True
        await self._keeper.aclose()


async def turn(slots: anyio.Semaphore, seconds: float | None) -> None:
    """Wait for a slot here: in the queue of a library a call that is cancelled as its turn comes may keep it."""
    try:
        slots.acquire_nowait()
    except anyio.WouldBlock:
        with anyio.move_on_after(seconds) as scope:
            await slots.acquire()
        if scope.cancelled_caught:
            raise httpcore.PoolTimeout(_BUSY) from None


async def closed_at_the_end(close: Callable[[], Awaitable[None]]) -> AsyncGenerator[None]:
    """Event loops shut down the generators that have begun in them, and nothing else of what is open there."""
    try:
        yield
    finally:
        await close()


def _close(connections: list[httpcore.ConnectionInterface]) -> None:
    for connection in connections:
        with suppress(Exception):  # it is of no use any more, whatever it says
            connection.close()


async def _close_async(connections: list[httpcore.AsyncConnectionInterface]) -> None:
    for connection in connections:
        with anyio.move_on_after(_CLOSING, shield=True), suppress(Exception):
            await connection.aclose()
