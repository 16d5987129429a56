"""Our own transports: httpx's, over connections of `_streams.py`, and what the environment says of proxies and TLS."""

from __future__ import annotations

import functools
import os
import ssl
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any
from urllib.request import getproxies, proxy_bypass

import anyio
import httpx

from ._settings import is_loopback
from ._streams import AsyncBackend, Backend

_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=100, keepalive_expiry=15.0)
"""All may be kept: httpcore closes surplus ones, and with threads it can hit one that was just given to a call."""

_BUSY = "every connection is busy"


# httpcore takes a backend as an argument, httpx does not hand one on: hence the private names, in what follows alone.
class SyncTransport(httpx.HTTPTransport):
    """httpx's transport over connections that know the deadline of the thread that uses them."""

    def __init__(self, url: httpx.URL) -> None:
        super().__init__(**_options(url))
        self._backend = self._pool._network_backend = Backend(self._pool._network_backend)
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
        self._backend = self._pool._network_backend = AsyncBackend(self._pool._network_backend)
        self._slots = anyio.Semaphore(_LIMITS.max_connections or 1)
        self._keeper = closed_at_the_end(self._pool.aclose)
        with suppress(StopIteration):  # begins, and is known to the loop from then on
            self._keeper.__anext__().send(None)

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


async def closed_at_the_end(close: Callable[[], Awaitable[None]]) -> AsyncGenerator[None]:
    """Event loops shut down the generators that have begun in them, and nothing else of what is open there."""
    try:
        yield
    finally:
        await close()


def _options(url: httpx.URL) -> dict[str, Any]:
    proxy = proxy_for(url)
    needs_tls = url.scheme == "https" or (proxy or "").startswith("https:")
    return {"verify": ssl_context() if needs_tls else False, "limits": _LIMITS, "proxy": proxy}


def proxy_for(url: httpx.URL) -> str | None:
    """What HTTPS_PROXY, ALL_PROXY and so on say of this URL, unless NO_PROXY excepts it.

    What is on this machine needs no proxy: it may be http, and then the proxy would get the key unencrypted.
    """
    port = url.port or (443 if url.scheme == "https" else 80)
    if is_loopback(url.host) or proxy_bypass(url.host) or proxy_bypass(f"{url.host}:{port}"):
        return None
    proxies = getproxies()
    found = proxies.get(url.scheme) or proxies.get("all")
    return found if not found or "://" in found else f"http://{found}"


def ssl_context() -> ssl.SSLContext:
    """One for all clients: it takes 20 ms to make. Made anew when the environment names other certificates."""
    return _ssl_context(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@functools.lru_cache(maxsize=4)
def _ssl_context(file: str | None, directory: str | None) -> ssl.SSLContext:
    return httpx.create_ssl_context()
