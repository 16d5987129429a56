"""One attempt of a call: its request for httpx, and what is known when it ends. No I/O."""

from __future__ import annotations

import time
from collections.abc import Mapping

import httpx

from ._answer import Answer
from ._call import Failure, Send
from ._settings import describes_body

clock = time.monotonic

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class _OutOfTime(Exception):
    """The deadline of the call has passed."""


class Attempt:
    """Is told what happens, and says in the end what came of it."""

    def __init__(self, step: Send) -> None:
        self._step = step
        self._deadline = None if step.time_left is None else clock() + step.time_left
        self._request: httpx.Request | None = None
        self._response: httpx.Response | None = None
        self._chunks: list[bytes] = []

    def request(self, client: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """Ours in all that matters: of the client's defaults, headers and cookies are added, parameters are not."""
        request = self._step.request
        self._request = httpx.Request(
            request.method,
            request.url,
            headers=_merged(client.headers, request.headers),
            cookies=client.cookies,
            content=request.content,
            extensions={"timeout": _timeout(self._step).as_dict()},
        )
        return self._request

    def began(self, response: httpx.Response) -> None:
        """Status and headers are there."""
        self._response = response

    def take(self, chunk: bytes) -> None:
        """A part of the body is there."""
        if self._deadline is not None and clock() > self._deadline:
            raise _OutOfTime("the answer was still arriving")
        self._chunks.append(chunk)

    def outcome(self, error: Exception | None) -> Answer | Failure:
        """A status that came is never lost: an error is that error whatever its body, and a 2xx that cannot be decoded
        happened. Only a 2xx that breaks off, or no answer at all, is a failure.
        """
        response = self._response or _carried(error, self._request)
        lost = response is None or (response.is_success and not isinstance(error, httpx.DecodingError))
        if error is not None and lost:
            timed_out = isinstance(error, httpx.TimeoutException | _OutOfTime)
            return Failure(error, sent=response is not None or self._may_be_sent(error), timed_out=timed_out)
        assert response is not None
        content = b"".join(self._chunks) or _content(response)
        return Answer(response.status_code, response.headers, content, broken=error)

    def _may_be_sent(self, error: Exception) -> bool:
        return self._request is not None and not isinstance(error, _NEVER_SENT)


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


def _carried(error: Exception | None, request: httpx.Request | None) -> httpx.Response | None:
    """The response in what a hook of the user's client raised, if it is the one to our request."""
    return error.response if isinstance(error, httpx.HTTPStatusError) and error.request is request else None


def _content(response: httpx.Response) -> bytes:
    """What a hook of the user's client has read."""
    try:
        return response.content
    except httpx.ResponseNotRead:
        return b""
