"""Connections of async clients under asyncio by aiohttp, of the extra `fast`: a third of the CPU time of httpx's.

aiohttp is used for connections and for HTTP. What it would do on its own account is switched off: repeating requests,
following redirects, cookies, headers and URLs of its own making, decoding, credentials and proxies of the environment.
"""

from __future__ import annotations

import asyncio
import select
import socket
from contextlib import suppress
from typing import Any
from weakref import WeakSet

import aiohttp
import anyio
import httpx
from aiohttp import payload
from aiohttp.abc import AbstractStreamWriter
from aiohttp.connector import Connection
from multidict import CIMultiDict
from yarl import URL

from . import _network
from ._attempt import Attempt, Direct, seconds_for
from ._request import Request

_LINE = 64 * 1024
"""Bytes that a header may have."""
_LINES = 256
"""Headers that an answer may have: together with `_LINE` no more memory than a body."""
_PIECE = 64 * 1024
"""Bytes of a body written at a time, each within the time for silence."""
_NO_TYPE = ("content-type",)
_CLOSED = "the client was closed meanwhile"
_BUSY = "every connection is busy"


class AiohttpConnections(Direct):
    """The connections of one event loop, which closes them when it shuts down. To be made in that loop."""

    def __init__(self, base_url: str) -> None:
        url, limits = httpx.URL(base_url), _network._LIMITS
        self._given, self._base, self._closed = base_url, str(url), False
        self._slots = anyio.Semaphore(limits.max_connections or 1)
        self._calls = set[_Call]()
        self._session = aiohttp.ClientSession(
            connector=_Connector(
                limit=0,  # who waits for a connection waits for a slot
                keepalive_timeout=limits.keepalive_expiry,
                ssl=_network.ssl_context() if url.scheme == "https" else True,
                resolver=aiohttp.ThreadedResolver(),
                use_dns_cache=False,
            ),
            request_class=_Request,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(),
            auto_decompress=False,
            max_line_size=_LINE,
            max_field_size=_LINE,
            max_headers=_LINES,
        )
        self._keeper = _network.closed_at_the_end(self._session.close)
        with suppress(StopIteration):  # begins, and is known to the loop from then on
            self._keeper.__anext__().send(None)

    def __del__(self) -> None:
        """A loop that was closed by hand takes the connections with it; asyncio itself warns of them."""
        self._session.detach()

    async def exchange(self, attempt: Attempt) -> None:
        await self._slot(seconds_for(attempt.step)[0])
        # Only the base is anybody's: the rest is escaped by now, and goes out as it is.
        call = _Call(attempt, URL(self._base + attempt.step.request.url.removeprefix(self._given), encoded=True))
        self._calls.add(call)
        try:
            if self._closed:
                raise httpx.ConnectError(_CLOSED)
            await call.made(self._session)
        finally:
            self._calls.discard(call)
            self._slots.release()

    async def _slot(self, seconds: float) -> None:
        """Wait for our turn here: a task of aiohttp that is cancelled as its turn comes keeps it from the others."""
        try:
            self._slots.acquire_nowait()
        except anyio.WouldBlock:
            with anyio.move_on_after(seconds) as scope:
                await self._slots.acquire()
            if scope.cancelled_caught:
                raise httpx.PoolTimeout(_BUSY) from None

    async def aclose(self) -> None:
        self._closed = True
        for call in self._calls:
            call.close()
        await self._keeper.aclose()


class _Connector(aiohttp.TCPConnector):
    """aiohttp's, which gives a kept connection only if nothing has come over it since its last answer."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._used = WeakSet[object]()

    def __del__(self, _: object = None) -> None:
        """As for `AiohttpConnections`."""

    async def connect(self, *args: Any, **options: Any) -> Connection:
        while True:
            connection = await super().connect(*args, **options)
            protocol = connection.protocol
            if protocol not in self._used:
                self._used.add(protocol)
                return connection
            if protocol is not None and not protocol.should_close and not _readable(connection):
                return connection
            connection.close()


def _readable(connection: Connection) -> bool:
    """Whether the other end has hung up, or said something unasked, that the loop has not yet seen."""
    transport = connection.transport
    found: socket.socket | None = None if transport is None else transport.get_extra_info("socket")
    if found is None or found.fileno() < 0:
        return True
    poll = select.poll()
    poll.register(found.fileno(), select.POLLIN)
    return bool(poll.poll(0))


class _Request(aiohttp.ClientRequest):
    """aiohttp's, which tells the call when there is a connection to send it over."""

    call: _Call

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        self.call.connected(conn)
        return await super().send(conn)


class _Call:
    """One request and its answer."""

    def __init__(self, attempt: Attempt, url: URL) -> None:
        self._attempt, self._url = attempt, url
        self._body: _Body | None = None
        self._transport: asyncio.Transport | None = None
        self._response: aiohttp.ClientResponse | None = None

    async def made(self, session: aiohttp.ClientSession) -> None:
        """Send, and tell the attempt what comes; raises what httpx would."""
        error: BaseException | None = None
        try:
            await self._answered(session)
            return
        except BaseException as raised:
            self._abort()
            if not isinstance(raised, aiohttp.ClientError | TimeoutError):
                raise
            error = (raised.__cause__ or raised) if isinstance(raised, _Lost) else raised
        # Out of the block, as errors of aiohttp may hold the headers, and so the key, and would be the context.
        raise self._named(error) from (error.__cause__ if isinstance(error, aiohttp.ClientResponseError) else error)

    async def _answered(self, session: aiohttp.ClientSession) -> None:
        attempt, request = self._attempt, self._attempt.step.request
        connect, silence = seconds_for(attempt.step)
        if request.content is not None:
            self._body = _Body(request.content, silence)
        self._response = await session.request(
            request.method,
            self._url,
            data=self._body,
            skip_auto_headers=_NO_TYPE if self._body is None and request.method != "GET" else None,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(connect=connect, sock_read=silence),
            middlewares=(self._sent,),
        )
        attempt.came(self._response.status, httpx.Headers(self._response.raw_headers))
        content = self._response.content
        while chunk := await content.readany():
            attempt.take(chunk)
        if self._body is not None and not self._body.whole:
            self._abort()

    async def _sent(self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        """In place of what aiohttp says by itself our own headers; and no errors after which it repeats a request."""
        assert isinstance(request, _Request)
        request.call, request.headers = self, _headers(self._attempt.step.request, self._url)
        try:
            return await handler(request)
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
            raise _Lost from error

    def connected(self, connection: Connection) -> None:
        """There is a connection: whatever happens from now on, the server may have seen the request."""
        self._transport, self._attempt.sent = connection.transport, True

    def close(self) -> None:
        """End the call, from another task."""
        if self._response is not None:
            self._response.close()
        self._abort()

    def _abort(self) -> None:
        """Close the connection, whatever is still to be written, unless it was given back and may serve another."""
        if self._response is not None and not self._response.closed:
            self._response.close()
        elif self._response is not None and (self._body is None or self._body.whole):
            return
        if self._transport is not None:
            self._transport.abort()

    def _named(self, error: BaseException) -> httpx.TransportError:
        """By the names of httpx, as for other connections: the log and `__cause__` tell them."""
        said = error.message if isinstance(error, aiohttp.ClientResponseError) else str(error)
        timed_out = isinstance(error, TimeoutError)
        if not self._attempt.sent:
            return httpx.ConnectTimeout(said) if timed_out else httpx.ConnectError(said)
        if timed_out:
            written = self._body is None or self._body.whole
            return httpx.ReadTimeout(said) if written else httpx.WriteTimeout(said)
        return httpx.ReadError(said) if isinstance(error, aiohttp.ClientOSError) else httpx.RemoteProtocolError(said)


class _Lost(aiohttp.ClientError):
    """An error, its cause, after which aiohttp would repeat a request if it knew it."""


class _Body(payload.Payload):
    """The body of a request, written piece by piece, as each may take only so long."""

    whole = False
    """Whether all of it was written."""

    def __init__(self, content: bytes, silence: float) -> None:
        super().__init__(content)
        self._size, self._silence = len(content), silence

    async def write(self, writer: AbstractStreamWriter) -> None:
        for start in range(0, len(self._value), _PIECE):
            async with asyncio.timeout(self._silence):
                await writer.write(self._value[start : start + _PIECE])
        self.whole = True

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        return str(self._value, encoding, errors)


def _headers(request: Request, url: URL) -> CIMultiDict[str]:
    """What the other connections send as well, in the same order and case."""
    headers = CIMultiDict[str]()
    if "host" not in request.headers:
        headers["Host"] = url.host_port_subcomponent or ""
    if request.content is not None:
        headers["Content-Length"] = str(len(request.content))
    headers.extend(request.headers)
    return headers
