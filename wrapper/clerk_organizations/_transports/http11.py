"""Connections of our own transports: httpcore's, with what it lacks.

httpx times out when nothing comes for a while, so a server that sends a byte now and then is never given up. In async
code a cancel scope around the attempt ends it; in sync code only the socket can: every read and write here is capped at
the time that the call has left.
"""

# ruff: noqa: ASYNC109 - timeouts are part of httpcore's interface
from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import anyio
import httpcore

from ._attempt import Attempt

clock = time.monotonic

_PIECE = 64 * 1024
_CLOSED = "the client was closed meanwhile"

_TO_PARSER = ("_stream", "_httpcore_stream", "_connection", "_h11_state")
"""What hides the parser of a connection; httpx and httpcore have no public way to it."""

_this_thread = threading.local()


@contextmanager
def within(deadline: float | None) -> Iterator[None]:
    """Cap what this thread reads and writes meanwhile."""
    _this_thread.deadline = deadline
    try:
        yield
    finally:
        _this_thread.deadline = None


def has_more(part: Any) -> bool:
    """Whether bytes came behind the answer: the next call on this connection would take them for its own answer.

    To be asked of a connection or of the body of a response, when the body was read and is not closed yet.
    """
    while part is not None and not hasattr(part, "trailing_data"):
        part = next((getattr(part, name) for name in _TO_PARSER if hasattr(part, name)), None)
    return part is not None and part.trailing_data[0] != b""


def _left(timeout: float | None, error: type[Exception]) -> float | None:
    deadline: float | None = getattr(_this_thread, "deadline", None)
    if deadline is None:
        return timeout
    left = deadline - clock()
    if left <= 0:
        raise error("the time for the call is over")
    return left if timeout is None else min(timeout, left)


class Content:
    """The body of a request. Until it is asked for, a request that has one cannot have happened."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt

    def __iter__(self) -> Iterator[bytes]:
        self._attempt.sent = True
        if self._attempt.request.content:
            yield self._attempt.request.content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._attempt.sent = True
        if self._attempt.request.content:
            yield self._attempt.request.content


class Stream(httpcore.NetworkStream):
    """A connection."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            self._inner.write(buffer[start : start + _PIECE], _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        with suppress(OSError):  # a thread that waits for this connection would not notice that it is merely closed
            socket.socket.shutdown(self._inner.get_extra_info("socket"), socket.SHUT_RDWR)
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return Stream(self._inner.start_tls(ssl_context, server_hostname, _left(timeout, httpcore.ConnectTimeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """Opens connections, until it is closed: httpcore's pool would open some even then, for calls that wait.

    `opened` is called when there is one more.
    """

    def __init__(self, inner: httpcore.NetworkBackend, opened: Callable[[], None]) -> None:
        self._inner, self._opened = inner, opened
        self.closed = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        stream = Stream(self._inner.connect_tcp(host, port, left, local_address, socket_options))
        self._opened()
        if self.closed:
            stream.close()
            raise httpcore.ConnectError(_CLOSED)
        return stream

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class AsyncStream(httpcore.AsyncNetworkStream):
    """A connection that is closed when the call is cancelled in the TLS handshake, where httpcore would leak it."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            return AsyncStream(await self._inner.start_tls(ssl_context, server_hostname, timeout))
        except BaseException:
            with anyio.CancelScope(shield=True):
                await self._inner.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class AsyncBackend(httpcore.AsyncNetworkBackend):
    """Opens connections, until it is closed; `opened` is called when there is one more."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend, opened: Callable[[], None]) -> None:
        self._inner, self._opened = inner, opened
        self.closed = False

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = AsyncStream(await self._inner.connect_tcp(host, port, timeout, local_address, socket_options))
        self._opened()
        if self.closed:
            await stream.aclose()
            raise httpcore.ConnectError(_CLOSED)
        return stream

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)
