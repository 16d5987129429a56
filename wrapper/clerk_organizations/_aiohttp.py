"""Connections of async clients under asyncio by aiohttp, of the extra `fast`: a third of the CPU time of httpx's.

aiohttp is used for connections and for HTTP. What it would do on its own account is switched off: repeating requests,
following redirects, cookies, headers and URLs of its own making, decoding, credentials and proxies of the environment.
"""

from __future__ import annotations

import asyncio
import re
import select
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from weakref import finalize

import aiohttp
import anyio
import httpx
from aiohttp import payload
from aiohttp.abc import AbstractStreamWriter
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from multidict import CIMultiDict
from yarl import URL

from . import _pools
from ._attempt import Attempt
from ._headers import Headers
from ._network import ssl_context

_OLDEST = (3, 14, 5)
if tuple(map(int, re.findall("[0-9]+", aiohttp.__version__)[:3])) < _OLDEST:
    raise ImportError("it must be {}.{}.{} or newer".format(*_OLDEST))

_LINE = 64 * 1024
"""Bytes that a header may have."""
_LINES = 256
"""Headers that an answer may have: together with `_LINE` no more memory than a body."""
_PIECE = 64 * 1024
"""Bytes of a body written at a time, each within the time for silence."""
_INTERIM = b"HTTP/1.1 1"
_NO_TYPE = ("content-type",)
_CLOSED = "the client was closed meanwhile"


class AiohttpPool:
    """The connections of one event loop, which closes them when it shuts down. To be made in that loop."""

    def __init__(self, base_url: str, opened: Callable[[], None]) -> None:
        url = httpx.URL(base_url)
        self._wires = set[_Wire]()
        self._given, self._base, self._closed = base_url, str(url), False
        self._slots = anyio.Semaphore(_pools.MOST, max_value=_pools.MOST)
        self._calls = set[_Call]()
        self._session = aiohttp.ClientSession(
            connector=_Connector(
                self._wires,
                opened,
                limit=0,  # who waits for a connection waits for a slot
                keepalive_timeout=_pools.KEPT,
                ssl=ssl_context() if url.scheme == "https" else True,
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
        # A loop that was closed by hand takes the connections with it, and asyncio itself warns of them.
        finalize(self, self._session.detach).atexit = False
        self._keeper = _pools.closed_at_the_end(self._session.close)
        with suppress(StopIteration):  # begins, and is known to the loop from then on
            self._keeper.__anext__().send(None)

    def check(self) -> None:
        """Always ready."""

    async def exchange(self, attempt: Attempt) -> None:
        """Send the request, and tell the attempt what comes; raises errors of httpx and httpcore."""
        await _pools.turn(self._slots, attempt.timeouts()["pool"])
        # Only the base is anybody's: the rest is escaped by now, and goes out as it is.
        call = _Call(attempt, URL(self._base + attempt.request.url.removeprefix(self._given), encoded=True))
        self._calls.add(call)
        try:
            if self._closed:
                raise httpx.ConnectError(_CLOSED)
            await call.made(self._session)
        finally:
            self._calls.discard(call)
            call.leave()
            self._slots.release()

    def held(self) -> tuple[int, int]:
        """Connections that are idle and in use."""
        in_use = sum(wire.call is not None for wire in self._wires)
        return len(self._wires) - in_use, in_use

    async def aclose(self) -> None:
        """Close all connections: calls under way fail, and no new one is opened."""
        self._closed = True
        for call in self._calls:
            call.close()
        await self._keeper.aclose()


class _Connector(aiohttp.TCPConnector):
    """aiohttp's, which gives a kept connection only if nothing has come over it since its last answer.

    Args:
        wires: All that are open.
        opened: Called when there is one more.
    """

    def __init__(self, wires: set[_Wire], opened: Callable[[], None], **options: Any) -> None:
        super().__init__(**options)
        self._wires, self._opened = wires, opened

    def __del__(self, _: object = None) -> None:
        """As said above: not one warning more than asyncio's own."""

    async def connect(self, req: aiohttp.ClientRequest, *args: Any, **options: Any) -> Connection:
        assert isinstance(req, _Request)
        while True:
            connection = await super().connect(req, *args, **options)
            protocol, transport = connection.protocol, connection.transport
            if protocol is None or transport is None:
                connection.close()
                raise aiohttp.ClientConnectionError("lost as soon as it was made")
            wire = transport.get_protocol()
            if isinstance(wire, _Wire) and (protocol.should_close or _readable(transport)):
                transport.abort()
                connection.close()
                continue
            if not isinstance(wire, _Wire):
                wire = _Wire(transport, protocol, self._wires)
                self._opened()
            wire.call, req.call.wire = req.call, wire
            return connection


def _readable(transport: asyncio.Transport) -> bool:
    """Whether the other end has hung up, or said something unasked, that the loop has not yet seen."""
    found = transport.get_extra_info("socket").fileno()
    if found < 0:
        return True
    if not hasattr(select, "poll"):  # Windows, where the number of a socket is not limited
        return bool(select.select([found], [], [], 0)[0])
    poll = select.poll()
    poll.register(found, select.POLLIN)
    return bool(poll.poll(0))


class _Wire(asyncio.Protocol):
    """Stands between a socket and aiohttp, and sees what comes.

    Attributes:
        call: Who uses the connection, if it is in use.
    """

    call: _Call | None = None

    def __init__(self, transport: asyncio.Transport, inner: ResponseHandler, wires: set[_Wire]) -> None:
        self.transport, self._inner, self._wires = transport, inner, wires
        wires.add(self)
        transport.set_protocol(self)

    def data_received(self, data: bytes) -> None:
        if self.call is None or self.call.is_over:  # unasked: the next call would take it for its answer
            self.transport.abort()
        elif self.call.response is not None:
            self._inner.data_received(data)
        else:
            self._head_received(data)

    def _head_received(self, data: bytes) -> None:
        """First the headers: aiohttp forgets an answer if in the same bytes there is something wrong behind it."""
        end = data.find(b"\r\n\r\n") + 4
        if 4 <= end < len(data):
            self._inner.data_received(data[:end])
            self._inner.data_received(data[end:])
        else:
            self._inner.data_received(data)
            if data.startswith(_INTERIM):
                self._inner.start_timeout()  # behind it aiohttp would wait for ever

    def eof_received(self) -> None:
        self._inner.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wires.discard(self)
        self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()


class _Request(aiohttp.ClientRequest):
    """aiohttp's, which tells the call when it goes out."""

    call: _Call

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        response = await super().send(conn)  # fails without a byte sent, or waits for nothing
        self.call.sent()
        return response


class _Call:
    """One request and its answer."""

    def __init__(self, attempt: Attempt, url: URL) -> None:
        self._attempt, self._url = attempt, url
        self._body: _Body | None = None
        self.wire: _Wire | None = None
        self.response: aiohttp.ClientResponse | None = None

    @property
    def is_over(self) -> bool:
        """Whether the answer was read to its end, so that the connection may be another's."""
        return self.response is not None and self.response.closed

    async def made(self, session: aiohttp.ClientSession) -> None:
        """Send, and tell the attempt what comes; raises what httpx would."""
        error: BaseException | None = None
        try:
            await self._answered(session)
            return
        except BaseException as raised:
            self.close()
            if not isinstance(raised, aiohttp.ClientError | TimeoutError | ValueError):
                raise
            error = (raised.__cause__ or raised) if isinstance(raised, _Lost) else raised
        # Out of the block, as errors of aiohttp may hold the headers, and so the key, and would be the context.
        raise self._named(error) from (error.__cause__ if isinstance(error, aiohttp.ClientResponseError) else error)

    async def _answered(self, session: aiohttp.ClientSession) -> None:
        attempt, request = self._attempt, self._attempt.request
        timeouts = attempt.timeouts()
        if request.content is not None:
            self._body = _Body(request.content, timeouts["write"])
        self.response = await session.request(
            request.method,
            self._url,
            data=self._body,
            skip_auto_headers=_NO_TYPE if self._body is None and request.method != "GET" else None,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(connect=timeouts["connect"], sock_read=timeouts["read"]),
            middlewares=(self._sent,),
        )
        attempt.began(self.response.status, Headers(self.response.raw_headers))
        content = self.response.content
        while chunk := await content.readany():
            attempt.take(chunk)
        if self._body is not None and not self._body.whole:
            self.close()

    async def _sent(self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        """In place of what aiohttp says by itself our own headers; and no errors after which it repeats a request."""
        assert isinstance(request, _Request)
        request.call, request.headers = self, self._headers()
        try:
            return await handler(request)
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
            raise _Lost from error

    def _headers(self) -> CIMultiDict[str]:
        """What other connections send as well, in the same order and case."""
        request, headers = self._attempt.request, CIMultiDict[str]()
        given = dict(request.headers)
        if "host" in given:
            headers["host"] = given.pop("host")
        else:
            headers["Host"] = self._url.host_port_subcomponent or ""
        headers.extend(given)
        if request.content is not None:
            headers["Content-Length"] = str(len(request.content))
        elif request.method in ("POST", "PUT", "PATCH"):
            headers["Content-Length"] = "0"
        return headers

    def sent(self) -> None:
        """Whatever happens from now on, the server may have seen the request."""
        self._attempt.sent = True

    def leave(self) -> None:
        """The connection holds nothing of the call any more."""
        if self.wire is not None and self.wire.call is self:
            self.wire.call = None

    def close(self) -> None:
        """Close the connection, whatever is still to be written, unless it serves another call by now."""
        if self.response is not None:
            self.response.close()
        if self.wire is not None and self.wire.call is self:
            self.wire.transport.abort()

    def _named(self, error: BaseException) -> Exception:
        """By the names of httpx, as for other connections: the log and `__cause__` tell them."""
        said = error.message if isinstance(error, aiohttp.ClientResponseError) else str(error)
        timed_out = isinstance(error, TimeoutError)
        if isinstance(error, ValueError):  # the headers were checked by now
            return httpx.InvalidURL(said)
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

    def __init__(self, content: bytes, silence: float | None) -> None:
        super().__init__(content)
        self._size, self._silence = len(content), silence

    async def write(self, writer: AbstractStreamWriter) -> None:
        for start in range(0, len(self._value), _PIECE):
            async with asyncio.timeout(self._silence):
                await writer.write(self._value[start : start + _PIECE])
        self.whole = True

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        return str(self._value, encoding, errors)
