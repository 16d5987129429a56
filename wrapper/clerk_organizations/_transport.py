"""The only module that sends: two short loops that take the steps of a call, one blocking and one async."""

from __future__ import annotations

import time

import httpx
import sniffio

from ._answer import Answer
from ._attempt import Attempt
from ._call import Failure, Outcome, Send, Steps
from ._connections import Connections
from .retry import Wait


class SyncHTTP:
    """The connections of a `ClerkClient`."""

    def __init__(self, transport: httpx.BaseTransport | None, client: httpx.Client | None) -> None:
        self._connections = Connections(httpx.Client, transport, client)

    def run(self, steps: Steps) -> Answer:
        """Take the steps of a call to its answer."""
        outcome: Outcome = None
        while True:
            try:
                step = steps.send(outcome)
            except StopIteration as done:
                answer: Answer = done.value
                return answer
            outcome = self._send(step) if isinstance(step, Send) else _sleep(step)

    def _send(self, step: Send) -> Answer | Failure:
        client, attempt = self._connections.opened(), Attempt(step)
        try:
            response = client.send(attempt.request(client), stream=True, auth=None, follow_redirects=False)
            attempt.began(response)
            try:
                for chunk in response.iter_bytes():
                    attempt.take(chunk)
            finally:
                response.close()
        except Exception as error:  # a transport or a hook may raise anything, and only our errors reach the caller
            return attempt.outcome(error)
        return attempt.outcome(None)

    def close(self) -> None:
        """Close the connections, unless the httpx.Client is the user's own."""
        client = self._connections.shut()
        if client is not None:
            client.close()


class AsyncHTTP:
    """The connections of an `AsyncClerkClient`."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None, client: httpx.AsyncClient | None) -> None:
        self._connections = Connections(httpx.AsyncClient, transport, client)

    async def run(self, steps: Steps) -> Answer:
        """Take the steps of a call to its answer."""
        outcome: Outcome = None
        while True:
            try:
                step = steps.send(outcome)
            except StopIteration as done:
                answer: Answer = done.value
                return answer
            outcome = await (self._send(step) if isinstance(step, Send) else _sleep_async(step))

    async def _send(self, step: Send) -> Answer | Failure:
        client, attempt = self._connections.opened(), Attempt(step)
        try:
            response = await client.send(attempt.request(client), stream=True, auth=None, follow_redirects=False)
            attempt.began(response)
            try:
                async for chunk in response.aiter_bytes():
                    attempt.take(chunk)
            finally:
                await response.aclose()
        except Exception as error:  # a transport or a hook may raise anything, and only our errors reach the caller
            return attempt.outcome(error)
        return attempt.outcome(None)

    async def aclose(self) -> None:
        """Close the connections, unless the httpx.AsyncClient is the user's own."""
        client = self._connections.shut()
        if client is not None:
            await client.aclose()


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
