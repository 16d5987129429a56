"""The only module that sends: two short loops that take the steps of a call, one blocking and one async."""

from __future__ import annotations

import threading
import time

import httpx
import sniffio

from ._answer import Answer
from ._call import Failure, Outcome, Send, Steps
from .errors import ClerkConfigurationError
from .retry import Wait

clock = time.monotonic

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class _OutOfTime(Exception):
    """The deadline of the call has passed."""


class SyncHTTP:
    """The connections of a `ClerkClient`; opened at the first call."""

    def __init__(self, transport: httpx.BaseTransport | None, client: httpx.Client | None) -> None:
        self._transport = transport
        self._client = client
        self._borrowed = client is not None
        self._lock = threading.Lock()
        self._closed = False

    def run(self, steps: Steps) -> Answer:
        """Take the steps of a call to its answer."""
        outcome: Outcome = None
        try:
            while True:
                step = steps.send(outcome)
                outcome = self._send(step) if isinstance(step, Send) else _sleep(step)
        except StopIteration as done:
            answer: Answer = done.value
            return answer

    def _send(self, step: Send) -> Answer | Failure:
        client = self._opened()
        deadline = _deadline(step)
        try:
            response = client.send(_httpx_request(client, step), stream=True, follow_redirects=False)
            try:
                chunks = []
                for chunk in response.iter_bytes():
                    _check(deadline)
                    chunks.append(chunk)
            finally:
                response.close()
        except (httpx.HTTPError, httpx.InvalidURL, _OutOfTime) as error:
            return _failure(error)
        return Answer(response.status_code, response.headers, b"".join(chunks))

    def _opened(self) -> httpx.Client:
        with self._lock:
            if self._closed:
                raise ClerkConfigurationError("the client is closed")
            if self._client is None:
                self._client = httpx.Client(transport=self._transport, timeout=None)
            return self._client

    def close(self) -> None:
        """Close the connections, unless the httpx.Client is the user's own."""
        with self._lock:
            self._closed = True
            client, self._client = self._client, None
        if client is not None and not self._borrowed:
            client.close()


class AsyncHTTP:
    """The connections of an `AsyncClerkClient`; opened at the first call."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None, client: httpx.AsyncClient | None) -> None:
        self._transport = transport
        self._client = client
        self._borrowed = client is not None
        self._closed = False

    async def run(self, steps: Steps) -> Answer:
        """Take the steps of a call to its answer."""
        outcome: Outcome = None
        try:
            while True:
                step = steps.send(outcome)
                outcome = await (self._send(step) if isinstance(step, Send) else _sleep_async(step))
        except StopIteration as done:
            answer: Answer = done.value
            return answer

    async def _send(self, step: Send) -> Answer | Failure:
        client = self._opened()
        deadline = _deadline(step)
        try:
            response = await client.send(_httpx_request(client, step), stream=True, follow_redirects=False)
            try:
                chunks = []
                async for chunk in response.aiter_bytes():
                    _check(deadline)
                    chunks.append(chunk)
            finally:
                await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, _OutOfTime) as error:
            return _failure(error)
        return Answer(response.status_code, response.headers, b"".join(chunks))

    def _opened(self) -> httpx.AsyncClient:
        if self._closed:
            raise ClerkConfigurationError("the client is closed")
        if self._client is None:
            self._client = httpx.AsyncClient(transport=self._transport, timeout=None)
        return self._client

    async def aclose(self) -> None:
        """Close the connections, unless the httpx.AsyncClient is the user's own."""
        self._closed = True
        client, self._client = self._client, None
        if client is not None and not self._borrowed:
            await client.aclose()


def _httpx_request(client: httpx.Client | httpx.AsyncClient, step: Send) -> httpx.Request:
    request, timeout = step.request, _timeout(step)
    return client.build_request(
        request.method, request.url, headers=request.headers, content=request.content, timeout=timeout
    )


def _timeout(step: Send) -> httpx.Timeout:
    left = step.time_left
    connect, silence = step.policy.connect_timeout, step.policy.silence_timeout
    if left is not None:
        connect, silence = min(connect, max(left, 0.001)), min(silence, max(left, 0.001))
    return httpx.Timeout(connect=connect, pool=connect, read=silence, write=silence)


def _deadline(step: Send) -> float | None:
    return None if step.time_left is None else clock() + step.time_left


def _check(deadline: float | None) -> None:
    if deadline is not None and clock() > deadline:
        raise _OutOfTime("the answer was still arriving")


def _failure(error: Exception) -> Failure:
    timed_out = isinstance(error, httpx.TimeoutException | _OutOfTime)
    return Failure(error, sent=not isinstance(error, _NEVER_SENT), timed_out=timed_out)


def _sleep(step: Wait) -> Outcome:
    time.sleep(step.seconds)
    return None


async def _sleep_async(step: Wait) -> Outcome:
    if sniffio.current_async_library() == "trio":  # imported here: the program that gets here has it loaded
        import trio

        await trio.sleep(step.seconds)
    else:
        import asyncio

        await asyncio.sleep(step.seconds)
    return None
