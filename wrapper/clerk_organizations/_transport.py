"""The only module that sends: two short loops that take the steps of a call, one blocking and one async."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from typing import TypeVar

import anyio
import httpx

from ._answer import Answer
from ._attempt import Attempt, OutOfTime, forget_locals, has_more
from ._call import Failure, Outcome, Send, Steps
from ._connections import Connections, this_loop, this_process
from ._network import AsyncTransport, SyncTransport
from ._streams import Stream, within
from .errors import ClerkConfigurationError
from .retry import Wait

Pieces = TypeVar("Pieces", httpx.SyncByteStream, httpx.AsyncByteStream)

_CLOSING = 5.0
"""Seconds that closing an answer may take, whatever the deadline: it frees the connection."""


class SyncHTTP:
    """The connections of a `ClerkClient`."""

    def __init__(self, url: httpx.URL, transport: httpx.BaseTransport | None, client: httpx.Client | None) -> None:
        self._connections = Connections[httpx.BaseTransport, httpx.Client](
            lambda: SyncTransport(url), this_process, transport, client
        )

    def run(self, steps: Steps) -> Answer:
        """Take the steps of a call to its answer."""
        outcome: Outcome = None
        while True:
            try:
                step = steps.send(outcome)
            except StopIteration as done:
                answer: Answer = done.value
                return answer
            try:
                outcome = self._send(step) if isinstance(step, Send) else self._sleep(step)
            except ClerkConfigurationError as closed:
                steps.throw(closed)  # they may have more to say
                raise

    def _send(self, step: Send) -> Answer | Failure:
        via, attempt = self._connections.opened(), Attempt(step)
        try:
            request = attempt.request(via)
            with within(attempt.deadline), via.slot(request) if isinstance(via, SyncTransport) else nullcontext():
                _receive(_sent(via, request), attempt)
        except Exception as error:  # a transport or a hook may raise anything, and only our errors reach the caller
            forget_locals(error)
            return attempt.outcome(error, closed=self._connections.closed.is_set())
        except BaseException as error:  # such as a cancellation from outside
            forget_locals(error)
            raise
        return attempt.outcome(None)

    def _sleep(self, step: Wait) -> Outcome:
        self._connections.closed.wait(step.seconds)
        return None

    def close(self) -> None:
        """Close the connections, unless the httpx.Client is the user's own."""
        transport = self._connections.shut()
        if transport is not None:
            transport.close()


class AsyncHTTP:
    """The connections of an `AsyncClerkClient`."""

    def __init__(
        self, url: httpx.URL, transport: httpx.AsyncBaseTransport | None, client: httpx.AsyncClient | None
    ) -> None:
        self._connections = Connections[httpx.AsyncBaseTransport, httpx.AsyncClient](
            lambda: AsyncTransport(url), this_loop, transport, client
        )

    async def run(self, steps: Steps) -> Answer:
        """Take the steps of a call to its answer."""
        outcome: Outcome = None
        while True:
            try:
                step = steps.send(outcome)
            except StopIteration as done:
                answer: Answer = done.value
                return answer
            try:
                outcome = await (self._send(step) if isinstance(step, Send) else _sleep_async(step))
            except ClerkConfigurationError as closed:
                steps.throw(closed)  # they may have more to say
                raise

    async def _send(self, step: Send) -> Answer | Failure:
        via, attempt = self._connections.opened(), Attempt(step)
        try:
            request = attempt.request(via)
            with anyio.move_on_after(step.time_left) as scope:
                async with via.slot(request) if isinstance(via, AsyncTransport) else nullcontext():
                    await _receive_async(await _sent_async(via, request), attempt)
        except Exception as error:  # a transport or a hook may raise anything, and only our errors reach the caller
            forget_locals(error)
            return attempt.outcome(error, closed=self._connections.closed.is_set())
        except BaseException as error:  # such as a cancellation from outside
            forget_locals(error)
            raise
        return attempt.outcome(OutOfTime("the time for the call is over") if scope.cancelled_caught else None)

    async def aclose(self) -> None:
        """Close the connections, unless the httpx.AsyncClient is the user's own."""
        transport = self._connections.shut()
        if transport is not None:
            await transport.aclose()


def _sent(via: httpx.BaseTransport | httpx.Client, request: httpx.Request) -> httpx.Response:
    if isinstance(via, httpx.Client):
        return via.send(request, stream=True, auth=None, follow_redirects=False)
    response = via.handle_request(request)
    response.request = request
    return response


def _receive(response: httpx.Response, attempt: Attempt) -> None:
    try:
        if attempt.began(response):
            for chunk in _pieces(response, httpx.SyncByteStream):
                attempt.take(chunk)
            if has_more(response):
                response.extensions["network_stream"].close()
    finally:
        stream = response.extensions.get("network_stream")
        if isinstance(stream, Stream):
            stream.busy = False  # before it goes back to the pool
        with suppress(Exception):  # what came is known by now, and must not be lost
            response.close()


async def _sent_async(via: httpx.AsyncBaseTransport | httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    if isinstance(via, httpx.AsyncClient):
        return await via.send(request, stream=True, auth=None, follow_redirects=False)
    response = await via.handle_async_request(request)
    response.request = request
    return response


async def _receive_async(response: httpx.Response, attempt: Attempt) -> None:
    try:
        if attempt.began(response):
            async for chunk in _pieces(response, httpx.AsyncByteStream):
                attempt.take(chunk)
            if has_more(response):
                await response.extensions["network_stream"].aclose()
    finally:
        # An error here must not take the place of what came, nor of a cancellation.
        with anyio.move_on_after(_CLOSING, shield=True), suppress(Exception):
            await response.aclose()


def _pieces(response: httpx.Response, kind: type[Pieces]) -> Pieces:
    """The body as it comes. httpx's `iter_raw` closes at the end, and what is closed may be in use by another call."""
    if response.is_closed:  # by a hook of the user's client
        raise httpx.StreamClosed
    if not isinstance(response.stream, kind):
        raise TypeError(f"the transport answered with a {type(response.stream).__name__}")
    return response.stream


async def _sleep_async(step: Wait) -> Outcome:
    await anyio.sleep(step.seconds)
    return None
