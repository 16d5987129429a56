"""HTTP/1.1 connections: h11 speaks the protocol, httpcore's network backends carry the bytes."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import anyio
import h11
import httpcore

from .._clock import clock
from .._messages.headers import Headers
from .._messages.request import Request
from .exchange import Exchange
from .interrupts import from_signal_handler
from .origin import Origin, ssl_context
from .sockets import SocketBackend

_PIECE = 64 * 1024
"""Bytes that are read or written at a time, each within the time for silence."""
_MAX_HEAD = 100 * 1024
"""Bytes that the head of a response may have."""
_CLOSED = "the client was closed meanwhile"


class HTTP11Protocol:
    """HTTP/1.1 of one connection without I/O: the bytes to send, and what received bytes mean."""

    def __init__(self) -> None:
        self._h11 = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MAX_HEAD)

    def head(self, request: h11.Request) -> bytes:
        """The bytes before the body."""
        return self._h11.send(request) or b""

    def body(self, content: bytes | None) -> Iterator[bytes]:
        """The bytes of the body, piece by piece; the request is complete when the last was taken."""
        if content:
            for start in range(0, len(content), _PIECE):
                yield self._h11.send(h11.Data(content[start : start + _PIECE])) or b""
        self._h11.send(h11.EndOfMessage())

    def receive(self, data: bytes, exchange: Exchange) -> bool:
        """Pass received bytes, empty at the end of the stream, to the exchange; returns whether it is complete."""
        connection = self._h11
        if not data and connection.their_state is h11.SEND_RESPONSE:
            raise httpcore.RemoteProtocolError("Server disconnected without sending a response.")
        try:
            connection.receive_data(data)
            while (event := connection.next_event()) is not h11.NEED_DATA:
                if isinstance(event, h11.Data):
                    exchange.feed(bytes(event.data))
                elif isinstance(event, h11.Response):
                    exchange.response_started(event.status_code, Headers(event.headers.raw_items()))
                elif isinstance(event, h11.EndOfMessage):
                    return True
                elif not isinstance(event, h11.InformationalResponse):
                    raise httpcore.RemoteProtocolError("Server ended the HTTP/1.1 conversation.")
        except h11.RemoteProtocolError as error:
            raise httpcore.RemoteProtocolError(str(error)) from error
        return False

    def start_next_cycle(self) -> bool:
        """Make ready for another request; returns whether that is possible. Bytes behind the response prevent it: they
        would be taken for the response to the next request.
        """
        connection = self._h11
        done = connection.our_state is h11.DONE and connection.their_state is h11.DONE
        if not done or connection.trailing_data != (b"", False):
            return False
        connection.start_next_cycle()
        return True


class RequestHeads:
    """Heads of requests to one origin. Headers that were found valid are not checked again."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._checked: tuple[Mapping[str, str], str, h11.Request] | None = None

    def of(self, request: Request) -> h11.Request:
        """The head of a request; raises httpx.InvalidURL or httpcore.LocalProtocolError."""
        method, target, checked = request.method, self._origin.target(request), self._checked
        try:
            if request.content is None and checked and checked[0] is request.headers and checked[1] == method:
                return h11.Request(method=method, target=target, headers=checked[2].headers)
            head = h11.Request(method=method, target=target, headers=self._origin.headers(request))
        except h11.LocalProtocolError as error:
            raise httpcore.LocalProtocolError(str(error)) from error
        if request.content is None:  # these share the headers of their client
            self._checked = request.headers, method, head
        return head


class Connection:
    """Connection for blocking calls. Each read and write may take as long as the call has left.

    Args:
        origin: Where to connect to.
        heads: Heads of requests to the origin.
        backend: What opens the network stream.
        opened: Called when it is open.
    """

    def __init__(
        self, origin: Origin, heads: RequestHeads, backend: httpcore.NetworkBackend, opened: Callable[[], None]
    ) -> None:
        self._origin, self._heads, self._backend, self._opened = origin, heads, backend, opened
        self._protocol = HTTP11Protocol()
        self._stream: httpcore.NetworkStream | None = None
        self._closed = False

    def is_readable(self) -> bool:
        """Whether something came unasked, such as the end of the stream: then it cannot be used again."""
        return self._stream is None or bool(self._stream.get_extra_info("is_readable"))

    def send(self, exchange: Exchange) -> bool:
        """Send the request and receive the response; returns whether the connection can be used again."""
        request, silence = exchange.request, exchange.silence_timeout
        head = self._protocol.head(self._heads.of(request))
        stream = self._stream or self._connect(exchange)
        with _answered_early():
            self._write(stream, head, exchange, is_body=not request.content)
            for piece in self._protocol.body(request.content):
                self._write(stream, piece, exchange, is_body=True)
            if exchange.logs:
                exchange.log("request sent")
        receive = self._protocol.receive
        while not receive(stream.read(_PIECE, _left(exchange, silence, httpcore.ReadTimeout)), exchange):
            pass
        return self._protocol.start_next_cycle()

    def _write(self, stream: httpcore.NetworkStream, data: bytes, exchange: Exchange, *, is_body: bool) -> None:
        """Write the body, or what stands for it: from then on the server may have seen the request."""
        left = _left(exchange, exchange.silence_timeout, httpcore.WriteTimeout)
        exchange.sent = exchange.sent or is_body
        stream.write(data, left)

    def _connect(self, exchange: Exchange) -> httpcore.NetworkStream:
        origin = self._origin
        if exchange.logs:
            exchange.log(f"connecting to {origin.host}:{origin.port}")
        until = clock() + _left(exchange, exchange.connect_timeout, httpcore.ConnectTimeout)
        stream = self._stream = self._connect_tcp(until)  # known from now on, so that closing the client closes it
        try:
            self._opened()
            if self._closed:
                raise httpcore.ConnectError(_CLOSED)
            if origin.is_secure:
                stream = self._stream = stream.start_tls(ssl_context(), origin.host, _until(until))
        except BaseException:
            self.close()
            raise
        return stream

    def _connect_tcp(self, until: float) -> httpcore.NetworkStream:
        """Try the addresses of the host in turn; each gets an equal share of the time that is left."""
        host, port = self._origin.host, self._origin.port
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(error) from error
        addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
        for others in reversed(range(len(addresses))):
            if self._closed:
                raise httpcore.ConnectError(_CLOSED)
            share = _until(until) / (others + 1)
            try:
                return self._backend.connect_tcp(addresses[-1 - others], port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                if not others or from_signal_handler(error) is not None:
                    raise
        raise httpcore.ConnectError(f"no address for {host}")

    def close(self) -> None:
        """Close it, also under a call of another thread."""
        self._closed = True
        if isinstance(self._backend, SocketBackend):
            self._backend.abort()
        if self._stream is not None:
            self._stream.close()


class AsyncConnection:
    """Connection for async calls: a cancel scope around each exchange is its deadline. Arguments as of `Connection`."""

    def __init__(
        self, origin: Origin, heads: RequestHeads, backend: httpcore.AsyncNetworkBackend, opened: Callable[[], None]
    ) -> None:
        self._origin, self._heads, self._backend, self._opened = origin, heads, backend, opened
        self._protocol = HTTP11Protocol()
        self._stream: httpcore.AsyncNetworkStream | None = None
        self._connecting: anyio.CancelScope | None = None
        self._closed = False

    def is_readable(self) -> bool:
        """As that of `Connection`."""
        return self._stream is None or bool(self._stream.get_extra_info("is_readable"))

    async def send(self, exchange: Exchange) -> bool:
        """As that of `Connection`."""
        request, silence = exchange.request, exchange.silence_timeout
        head = self._protocol.head(self._heads.of(request))
        stream = self._stream or await self._connect_unless_closed(exchange)
        with _answered_early():
            exchange.sent = not request.content
            await stream.write(head, silence)
            for piece in self._protocol.body(request.content):
                exchange.sent = True
                await stream.write(piece, silence)
            if exchange.logs:
                exchange.log("request sent")
        receive = self._protocol.receive
        while not receive(await stream.read(_PIECE, silence), exchange):
            pass
        return self._protocol.start_next_cycle()

    async def _connect_unless_closed(self, exchange: Exchange) -> httpcore.AsyncNetworkStream:
        stream: httpcore.AsyncNetworkStream | None = None
        with anyio.CancelScope() as self._connecting:
            stream = await self._connect(exchange)
        self._connecting = None
        if stream is None or self._closed:
            raise httpcore.ConnectError(_CLOSED)
        return stream

    async def _connect(self, exchange: Exchange) -> httpcore.AsyncNetworkStream:
        origin, seconds = self._origin, exchange.connect_timeout
        if exchange.logs:
            exchange.log(f"connecting to {origin.host}:{origin.port}")
        until = clock() + seconds
        stream = self._stream = await self._backend.connect_tcp(origin.host, origin.port, seconds)
        try:
            self._opened()
            if self._closed:
                raise httpcore.ConnectError(_CLOSED)
            if origin.is_secure:
                stream = self._stream = await stream.start_tls(ssl_context(), origin.host, _until(until))
        except BaseException:  # a cancellation as well, of which httpcore's backends do not close the stream
            with anyio.CancelScope(shield=True):
                await self.aclose()
            raise
        return stream

    async def aclose(self) -> None:
        """Close it, also under a call of another task."""
        self._closed = True
        if self._connecting is not None:
            self._connecting.cancel()
        if self._stream is not None:
            await self._stream.aclose()


@contextmanager
def _answered_early() -> Iterator[None]:
    """Go on after a failed write: the server may have answered before it hung up."""
    try:
        yield
    except httpcore.WriteError as error:
        if from_signal_handler(error) is not None:
            raise


def _left(exchange: Exchange, seconds: float, error: type[Exception]) -> float:
    """The seconds that a blocking operation may take: no more than the call has left."""
    if exchange.deadline is None:
        return seconds
    left = exchange.deadline - clock()
    if left <= 0:
        raise error("the time for the call is over")
    return min(left, seconds)


def _until(moment: float) -> float:
    """The seconds until then; raises httpcore.ConnectTimeout if there are none."""
    left = moment - clock()
    if left <= 0:
        raise httpcore.ConnectTimeout("timed out")
    return left
