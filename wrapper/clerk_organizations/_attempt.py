"""One attempt of a call: its request for httpx, and what is known when it ends. No I/O."""

from __future__ import annotations

import ssl
import time
import traceback
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import httpx

from ._answer import Answer
from ._body import Body, BodyError
from ._call import Failure, Send
from ._network import AsyncTransport, SyncTransport
from ._settings import describes_body

clock = time.monotonic

_TO_PARSER = ("_stream", "_httpcore_stream", "_connection", "_h11_state")
"""What a response hides its parser behind; httpx and httpcore have no public way to it."""

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


_SENDS_CONTENT_LAST = (SyncTransport, AsyncTransport, httpx.HTTPTransport, httpx.AsyncHTTPTransport)
"""Transports of which it is known that they ask for the body of a request when its headers are written."""

_CUT_OFF = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
"""The connection ended below TLS, as connections do."""


class OutOfTime(httpx.TimeoutException):
    """The deadline of the call has passed."""


class _Content(httpx.ByteStream):
    """The body of a request. Until it is asked for, a request that has one cannot have happened."""

    asked_for = False

    def __iter__(self) -> Iterator[bytes]:
        self.asked_for = True
        return super().__iter__()

    def __aiter__(self) -> AsyncIterator[bytes]:
        self.asked_for = True
        return super().__aiter__()


class Attempt:
    """Is told what happens, and says in the end what came of it."""

    def __init__(self, step: Send) -> None:
        self.step = step
        self.deadline = None if step.time_left is None else clock() + step.time_left
        self._request: httpx.Request | None = None
        self._content: _Content | None = None
        self._response: httpx.Response | None = None
        self._head: tuple[int, Mapping[str, str]] | None = None
        self.sent = False
        """Whether the server may have seen the request; to be set by whoever sends it without `request`."""
        self._body = Body("", step.request.limit)

    def request(self, client: object) -> httpx.Request:
        """Ours in all that matters: of a client's defaults, headers and cookies are added, parameters are not."""
        request, headers, cookies = self.step.request, self.step.request.headers, None
        if isinstance(client, httpx.Client | httpx.AsyncClient):
            headers, cookies = _merged(client.headers, headers), client.cookies
        self._request = httpx.Request(
            request.method,
            request.url,
            headers=headers,
            cookies=cookies,
            content=request.content,
            extensions={"timeout": _timeout(self.step).as_dict()},
        )
        if request.content is not None and type(client) in _SENDS_CONTENT_LAST:
            self._request.stream = self._content = _Content(request.content)
        return self._request

    def began(self, response: httpx.Response) -> bool:
        """Status and headers are there; returns whether the body is still to come."""
        self._response = response
        self.came(response.status_code, response.headers)
        return _content(response) is None

    def came(self, status: int, headers: Mapping[str, str]) -> None:
        """Status and headers are there, and the body is still to come."""
        self._head = status, headers
        self._body = Body(headers.get("content-encoding", ""), self.step.request.limit)

    def take(self, chunk: bytes) -> None:
        """A part of the body is there, as it came over the wire."""
        if self.deadline is not None and clock() > self.deadline:
            raise OutOfTime("the answer was still arriving")
        self._body.take(chunk)

    def outcome(self, error: Exception | None, *, closed: bool = False) -> Answer | Failure:
        """A status that came is never lost: an error is that error whatever its body, and a 2xx that cannot be decoded
        happened. Only a 2xx that breaks off, or no answer at all, is a failure;
        that one is final if the client was closed meanwhile.
        """
        if self._head is None and (carried := _carried(error, self._request)) is not None:
            self.began(carried)
        content = _content(self._response)
        if error is None and content is None:
            try:
                content = self._body.content()
            except BodyError as broken:
                error = broken
        if error is not None and (self._head is None or (_succeeded(self._head) and not isinstance(error, BodyError))):
            timed_out = isinstance(error, httpx.TimeoutException | OutOfTime)
            sent = self._head is not None or self._may_be_sent(error)
            return Failure(error, sent=sent, timed_out=timed_out, can_pass=not (closed or _is_tls(error)))
        assert self._head is not None
        return Answer(*self._head, content or self._body.so_far, broken=error)

    def _may_be_sent(self, error: Exception) -> bool:
        if self._request is None:
            return self.sent
        asked_for = self._content is None or self._content.asked_for
        return asked_for and not isinstance(error, _NEVER_SENT)


class Direct(httpx.AsyncBaseTransport):
    """A transport of our own that does without the objects of httpx."""

    async def exchange(self, attempt: Attempt) -> None:
        """Send what an attempt is about, and tell it what comes; raises errors of httpx."""
        raise NotImplementedError


def has_more(response: httpx.Response) -> bool:
    """Whether bytes came behind the answer: the next call on this connection would take them for its own answer.

    To be asked when the body was read and the response is not closed yet.
    """
    part: Any = response.stream
    while part is not None and not hasattr(part, "trailing_data"):
        part = next((getattr(part, name) for name in _TO_PARSER if hasattr(part, name)), None)
    return part is not None and part.trailing_data[0] != b""


def forget_locals(error: BaseException) -> None:
    """Drop what the frames that an error came through hold: among it is the key, in headers and in bytes to be sent.

    A traceback keeps them, and tools that report errors print them. Frames that still run, such as ours, stay.
    """
    found, upcoming = set[int](), [error]
    while upcoming:
        error = upcoming.pop()
        if id(error) not in found:
            found.add(id(error))
            traceback.clear_frames(error.__traceback__)
            upcoming += filter(None, (error.__cause__, error.__context__))


def _merged(defaults: httpx.Headers, ours: Mapping[str, str]) -> httpx.Headers:
    """Ours over the defaults of a client, of which those that describe a body are left out: it is not theirs."""
    headers = httpx.Headers([pair for pair in defaults.raw if not describes_body(pair[0].decode("latin-1"))])
    headers.update(ours)
    return headers


def _succeeded(head: tuple[int, Mapping[str, str]]) -> bool:
    return 200 <= head[0] < 300


def seconds_for(step: Send) -> tuple[float, float]:
    """What connecting may take, and what silence."""
    left = step.time_left
    connect, silence = step.policy.connect_timeout, step.policy.silence_timeout
    if left is not None:
        connect, silence = min(connect, max(left, 0.001)), min(silence, max(left, 0.001))
    return connect, silence


def _timeout(step: Send) -> httpx.Timeout:
    connect, silence = seconds_for(step)
    return httpx.Timeout(connect=connect, pool=connect, read=silence, write=silence)


def _is_tls(error: BaseException | None) -> bool:
    """Whether a certificate or the handshake failed: that will not pass.

    Not by the context: there may stand what the caller is handling, or that a handshake was waiting for bytes.
    """
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or _first_of(error.args)
    return error is not None and not isinstance(error, _CUT_OFF)


def _first_of(args: tuple[object, ...]) -> BaseException | None:
    """What an error of httpcore is about: it drops the cause and keeps it as its argument."""
    return args[0] if args and isinstance(args[0], BaseException) else None


def _carried(error: Exception | None, request: httpx.Request | None) -> httpx.Response | None:
    """The response in what a hook of the user's client raised, if it is the one to our request."""
    return error.response if isinstance(error, httpx.HTTPStatusError) and error.request is request else None


def _content(response: httpx.Response | None) -> bytes | None:
    """What a hook of the user's client has read before us."""
    try:
        return response.content if response is not None else None
    except httpx.ResponseNotRead:
        return None
