"""One attempt of a call: its request for httpx, and what is known when it ends. No I/O."""

from __future__ import annotations

import ssl
import time
import traceback
from collections.abc import Mapping

import httpx

from ._answer import Answer
from ._body import Body, BodyError
from ._call import Failure, Send
from ._settings import describes_body

clock = time.monotonic

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class OutOfTime(httpx.TimeoutException):
    """The deadline of the call has passed."""


class Attempt:
    """Is told what happens, and says in the end what came of it."""

    def __init__(self, step: Send) -> None:
        self._step = step
        self.deadline = None if step.time_left is None else clock() + step.time_left
        self._request: httpx.Request | None = None
        self._response: httpx.Response | None = None
        self._body = Body("", step.request.limit)

    def request(self, client: object) -> httpx.Request:
        """Ours in all that matters: of a client's defaults, headers and cookies are added, parameters are not."""
        request, headers, cookies = self._step.request, self._step.request.headers, None
        if isinstance(client, httpx.Client | httpx.AsyncClient):
            headers, cookies = _merged(client.headers, headers), client.cookies
        self._request = httpx.Request(
            request.method,
            request.url,
            headers=headers,
            cookies=cookies,
            content=request.content,
            extensions={"timeout": _timeout(self._step).as_dict()},
        )
        return self._request

    def began(self, response: httpx.Response) -> bool:
        """Status and headers are there; returns whether the body is still to come."""
        self._response = response
        self._body = Body(response.headers.get("content-encoding", ""), self._step.request.limit)
        return _content(response) is None

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
        response = self._response or _carried(error, self._request)
        content = _content(response)
        if error is None and content is None:
            try:
                content = self._body.content()
            except BodyError as broken:
                error = broken
        if error is not None and (response is None or (response.is_success and not isinstance(error, BodyError))):
            timed_out = isinstance(error, httpx.TimeoutException | OutOfTime)
            sent = response is not None or self._may_be_sent(error)
            return Failure(error, sent=sent, timed_out=timed_out, can_pass=not (closed or _is_tls(error)))
        assert response is not None
        return Answer(response.status_code, response.headers, content or self._body.so_far, broken=error)

    def _may_be_sent(self, error: Exception) -> bool:
        return self._request is not None and not isinstance(error, _NEVER_SENT)


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


def _timeout(step: Send) -> httpx.Timeout:
    left = step.time_left
    connect, silence = step.policy.connect_timeout, step.policy.silence_timeout
    if left is not None:
        connect, silence = min(connect, max(left, 0.001)), min(silence, max(left, 0.001))
    return httpx.Timeout(connect=connect, pool=connect, read=silence, write=silence)


def _is_tls(error: BaseException | None) -> bool:
    """Whether a certificate or the handshake failed: that will not pass."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _carried(error: Exception | None, request: httpx.Request | None) -> httpx.Response | None:
    """The response in what a hook of the user's client raised, if it is the one to our request."""
    return error.response if isinstance(error, httpx.HTTPStatusError) and error.request is request else None


def _content(response: httpx.Response | None) -> bytes | None:
    """What a hook of the user's client has read before us."""
    try:
        return response.content if response is not None else None
    except httpx.ResponseNotRead:
        return None
