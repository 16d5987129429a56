"""Our own transports: httpx's, with every read and write of the sync one capped at the time that the call has left.

httpx times out when nothing comes for a while, so a server that sends a byte now and then is never given up. In async
code a cancel scope around the attempt ends it; in sync code only the socket can, and httpcore lets us put ours in.
"""

# ruff: noqa: ASYNC109 - timeouts are part of httpcore's interface
from __future__ import annotations

import functools
import os
import ssl
import threading
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from urllib.request import getproxies, proxy_bypass

import anyio
import httpcore
import httpx

from ._settings import is_loopback

clock = time.monotonic

_PIECE = 64 * 1024
_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=15.0)

_BUSY = "every connection is busy"

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
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(timeout, httpcore.ConnectTimeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Opens connections."""

    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.connect_tcp(host, port, left, local_address, socket_options))

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _AsyncStream(httpcore.AsyncNetworkStream):
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
            return _AsyncStream(await self._inner.start_tls(ssl_context, server_hostname, timeout))
        except BaseException:
            with anyio.CancelScope(shield=True):
                await self._inner.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _AsyncBackend(httpcore.AsyncNetworkBackend):
    """Opens connections."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend) -> None:
        self._inner = inner

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return _AsyncStream(await self._inner.connect_tcp(host, port, timeout, local_address, socket_options))

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


class SyncTransport(httpx.HTTPTransport):
    """httpx's transport over connections that know the deadline of the thread that uses them."""

    def __init__(self, url: httpx.URL) -> None:
        super().__init__(**_options(url))
        # httpcore takes a backend as an argument, httpx does not hand one on: the one private name that we touch.
        self._pool._network_backend = _Backend(self._pool._network_backend)
        self._slots = threading.BoundedSemaphore(_LIMITS.max_connections or 1)

    @contextmanager
    def slot(self, request: httpx.Request) -> Iterator[None]:
        """Wait for our turn here, not in the pool: there a request that gives up can take its connection with it."""
        if not self._slots.acquire(timeout=request.extensions["timeout"]["pool"]):
            raise httpx.PoolTimeout(_BUSY)
        try:
            yield
        finally:
            self._slots.release()


class AsyncTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over connections that no cancelled call leaves open."""

    def __init__(self, url: httpx.URL) -> None:
        super().__init__(**_options(url))
        self._pool._network_backend = _AsyncBackend(self._pool._network_backend)
        self._slots = anyio.Semaphore(_LIMITS.max_connections or 1)

    @asynccontextmanager
    async def slot(self, request: httpx.Request) -> AsyncIterator[None]:
        """As that of `SyncTransport`."""
        try:
            self._slots.acquire_nowait()
        except anyio.WouldBlock:
            with anyio.move_on_after(request.extensions["timeout"]["pool"]) as scope:
                await self._slots.acquire()
            if scope.cancelled_caught:
                raise httpx.PoolTimeout(_BUSY) from None
        try:
            yield
        finally:
            self._slots.release()


def _options(url: httpx.URL) -> dict[str, Any]:
    proxy = _proxy(url)
    needs_tls = url.scheme == "https" or (proxy or "").startswith("https:")
    return {"verify": _ssl_context(*_certificates()) if needs_tls else False, "limits": _LIMITS, "proxy": proxy}


def _proxy(url: httpx.URL) -> str | None:
    """What HTTPS_PROXY, ALL_PROXY and so on say of this URL, unless NO_PROXY excepts it.

    What is on this machine needs no proxy: it may be http, and then the proxy would get the key unencrypted.
    """
    port = url.port or (443 if url.scheme == "https" else 80)
    if is_loopback(url.host) or proxy_bypass(url.host) or proxy_bypass(f"{url.host}:{port}"):
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
