"""Our own transports: httpx's, with every read and write of the sync one capped at the time that the call has left.

httpx times out when nothing comes for a while, so a server that sends a byte now and then is never given up. In async
code a cancel scope around the attempt ends it; in sync code only the socket can, and httpcore lets us put ours in.
"""

from __future__ import annotations

import functools
import os
import socket
import ssl
import threading
import time
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

clock = time.monotonic

_PIECE = 64 * 1024
_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=15.0)

_CLOSED = "the client was closed meanwhile"

_this_thread = threading.local()


@contextmanager
def within(deadline: float | None) -> Iterator[None]:
    """Cap what this thread reads and writes meanwhile."""
    _this_thread.deadline = deadline
    try:
        yield
    finally:
        _this_thread.deadline = None


def _left(timeout: float | None, error: type[Exception]) -> float | None:
    deadline: float | None = getattr(_this_thread, "deadline", None)
    if deadline is None:
        return timeout
    left = deadline - clock()
    if left <= 0:
        raise error("the time for the call is over")
    return left if timeout is None else min(timeout, left)


class _Stream(httpcore.NetworkStream):
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
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(timeout, httpcore.ConnectTimeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Opens connections, until it is closed: httpcore's pool would open some even then, for calls that wait."""

    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self._inner = inner
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
        stream = _Stream(self._inner.connect_tcp(host, port, left, local_address, socket_options))
        if self.closed:
            stream.close()
            raise httpcore.ConnectError(_CLOSED)
        return stream

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _AsyncBackend(httpcore.AsyncNetworkBackend):
    """The same for async connections, which need no cap of ours."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend) -> None:
        self._inner = inner
        self.closed = False

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        if self.closed:
            await stream.aclose()
            raise httpcore.ConnectError(_CLOSED)
        return stream

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


# httpcore takes a backend as an argument, httpx does not hand one on: hence the private names, in what follows alone.
class SyncTransport(httpx.HTTPTransport):
    """httpx's transport over connections that know the deadline of the thread that uses them."""

    def __init__(self, url: httpx.URL) -> None:
        super().__init__(**_options(url))
        self._backend = self._pool._network_backend = _Backend(self._pool._network_backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return super().handle_request(request)
        except BaseException:
            self._pool._close_connections(_superfluous(self._pool))
            raise

    def close(self) -> None:
        self._backend.closed = True
        super().close()


class AsyncTransport(httpx.AsyncHTTPTransport):
    """httpx's transport, which closes itself when its event loop shuts down. To be made in that loop."""

    def __init__(self, url: httpx.URL) -> None:
        super().__init__(**_options(url))
        self._backend = self._pool._network_backend = _AsyncBackend(self._pool._network_backend)
        self._keeper = _closed_at_the_end(self._pool)
        with suppress(StopIteration):  # begins, and is known to the loop from then on
            self._keeper.__anext__().send(None)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await super().handle_async_request(request)
        except BaseException:
            await self._pool._close_connections(_superfluous(self._pool))  # shielded by httpcore
            raise

    async def aclose(self) -> None:
        self._backend.closed = True
        await self._keeper.aclose()


def _superfluous(pool: Any) -> list[Any]:
    """What is to be closed after a call failed.

    A call that is cancelled, or whose time is up, just as it is given a new connection never opens it. httpcore keeps
    such a connection as if it was in use, so that its slot would be lost: whoever waits gets the slot.
    """
    with pool._optional_thread_lock:
        given = {id(request.connection) for request in pool._requests}
        lost = {id(c) for c in pool._connections if not (id(c) in given or c.is_idle() or c.is_closed())}
        if not lost:
            return []
        pool._connections = [connection for connection in pool._connections if id(connection) not in lost]
        closing: list[Any] = pool._assign_requests_to_connections()
        return closing


async def _closed_at_the_end(pool: Any) -> AsyncGenerator[None]:
    """Event loops shut down the generators that have begun in them, and nothing else of what is open there."""
    try:
        yield
    finally:
        await pool.aclose()


def _options(url: httpx.URL) -> dict[str, Any]:
    proxy = _proxy(url)
    needs_tls = url.scheme == "https" or (proxy or "").startswith("https:")
    return {"verify": _ssl_context(*_certificates()) if needs_tls else False, "limits": _LIMITS, "proxy": proxy}


def _proxy(url: httpx.URL) -> str | None:
    """What HTTPS_PROXY, ALL_PROXY and so on say of this URL, unless NO_PROXY excepts it."""
    if proxy_bypass(url.host):
        return None
    proxies = getproxies()
    found = proxies.get(url.scheme) or proxies.get("all")
    return found if not found or "://" in found else f"http://{found}"


def _certificates() -> tuple[str | None, str | None]:
    return os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")


@functools.lru_cache(maxsize=4)
def _ssl_context(file: str | None, directory: str | None) -> ssl.SSLContext:
    """One for all clients: it takes 20 ms to make. Made anew when the environment names other certificates."""
    return httpx.create_ssl_context()
