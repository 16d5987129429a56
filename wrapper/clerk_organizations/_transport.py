"""The only module that sends: two short loops that take the steps of a call, one blocking and one async."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import anyio

from . import _later
from ._answer import Answer
from ._attempt import Attempt, OutOfTime, forget_locals
from ._call import Failure, Outcome, Send, Steps
from ._connections import Connections, this_loop, this_process
from ._hooks import Tell
from .retry import Wait

if TYPE_CHECKING:
    import httpx

    from ._guest import AsyncGuest, Guest
    from ._pools import AsyncPool, Pool


class SyncHTTP:
    """The connections of a `ClerkClient`; `opened` is called when there is one more."""

    def __init__(
        self, url: str, transport: httpx.BaseTransport | None, client: httpx.Client | None, opened: Callable[[], None]
    ) -> None:
        own = transport is None and client is None
        given = None if own else _later._guest.Guest(transport, client)
        self._connections: Connections[Pool | Guest] = Connections(
            lambda: _later._pools.Pool(url, opened), this_process, given
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
            outcome = self._send(step) if isinstance(step, Send) else self._do(step)

    def _send(self, step: Send) -> Answer | Failure:
        via, attempt = self._connections.opened(), Attempt(step)
        try:
            via.exchange(attempt)
        except Exception as error:  # a transport or a hook may raise anything, and only our errors reach the caller
            forget_locals(error)
            return attempt.outcome(error, closed=self._connections.closed.is_set())
        except BaseException as error:  # such as a cancellation from outside
            forget_locals(error)
            raise
        return attempt.outcome()

    def _do(self, step: Wait | Tell) -> Outcome:
        if isinstance(step, Tell):
            step.run()
        else:
            self._connections.closed.wait(step.seconds)
        return None

    def held(self) -> tuple[int, int] | None:
        """Connections that are idle and in use; None if only their owner knows."""
        return self._connections.held()

    def close(self) -> None:
        """Close the connections, unless the httpx.Client is the user's own."""
        transport = self._connections.shut()
        if transport is not None:
            transport.close()


class AsyncHTTP:
    """The connections of an `AsyncClerkClient`; `opened` is called when there is one more."""

    def __init__(
        self,
        url: str,
        transport: httpx.AsyncBaseTransport | None,
        client: httpx.AsyncClient | None,
        opened: Callable[[], None],
    ) -> None:
        own = transport is None and client is None
        given = None if own else _later._guest.AsyncGuest(transport, client)
        self._connections: Connections[AsyncPool | AsyncGuest] = Connections(
            lambda: _later._pools.AsyncPool(url, opened), this_loop, given
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
            outcome = await (self._send(step) if isinstance(step, Send) else _do_async(step))

    async def _send(self, step: Send) -> Answer | Failure:
        via, attempt = self._connections.opened(), Attempt(step)
        try:
            with anyio.move_on_after(step.time_left) as scope:
                await via.exchange(attempt)
        except Exception as error:  # a transport or a hook may raise anything, and only our errors reach the caller
            forget_locals(error)
            return attempt.outcome(error, closed=self._connections.closed.is_set())
        except BaseException as error:  # such as a cancellation from outside
            forget_locals(error)
            raise
        return attempt.outcome(OutOfTime("the time for the call is over") if scope.cancelled_caught else None)

    def held(self) -> tuple[int, int] | None:
        """Connections that are idle and in use; None if only their owner knows."""
        return self._connections.held()

    async def aclose(self) -> None:
        """Close the connections, unless the httpx.AsyncClient is the user's own."""
        transport = self._connections.shut()
        if transport is not None:
            await transport.aclose()


async def _do_async(step: Wait | Tell) -> Outcome:
    await (step.run_async() if isinstance(step, Tell) else anyio.sleep(step.seconds))
    return None
