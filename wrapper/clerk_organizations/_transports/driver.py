"""The only module that sends: two short loops that take the steps of a call, one blocking and one async."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import anyio
import sniffio
from anyio import to_thread

from . import _later
from ._answer import Answer
from ._attempt import Attempt, OutOfTime, forget_locals
from ._call import Ask, Failure, Outcome, Send, Steps
from ._connections import Connections, this_loop, this_process
from ._fast import missing, uses
from ._hooks import Tell
from .errors import ClerkConfigurationError
from .retry import Wait

if TYPE_CHECKING:
    import httpx

    from ._aiohttp import AiohttpPool
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
        try:
            while True:
                step = steps.send(outcome)
                try:
                    outcome = self._send(step) if isinstance(step, Send) else self._aside(step)
                except ClerkConfigurationError as closed:
                    steps.throw(closed)  # they may have more to say
                    raise
        except StopIteration as done:
            answer: Answer = done.value
            return answer
        finally:
            steps.close()

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

    def _aside(self, step: Wait | Ask | Tell) -> Outcome:
        if isinstance(step, Tell):
            step.run()
            return None
        if isinstance(step, Ask):
            return Wait(step.ask())
        self._connections.closed.wait(step.seconds)
        self._connections.check_open()
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
        fast: bool | None,
        opened: Callable[[], None],
    ) -> None:
        own = transport is None and client is None
        given = None if own else _later._guest.AsyncGuest(transport, client)
        by_aiohttp = uses("aiohttp", fast)
        self._connections: Connections[AsyncPool | AiohttpPool | AsyncGuest] = Connections(
            lambda: _async_pool(url, by_aiohttp, fast, opened), this_loop, given
        )
        self._asleep: dict[anyio.CancelScope, object] = {}
        """Calls that wait, and in which loop."""

    async def run(self, steps: Steps) -> Answer:
        """Take the steps of a call to its answer."""
        outcome: Outcome = None
        try:
            while True:
                step = steps.send(outcome)
                try:
                    outcome = await (self._send(step) if isinstance(step, Send) else self._aside(step))
                except ClerkConfigurationError as closed:
                    steps.throw(closed)  # they may have more to say
                    raise
        except StopIteration as done:
            answer: Answer = done.value
            return answer
        finally:
            steps.close()

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

    async def _aside(self, step: Wait | Ask | Tell) -> Outcome:
        if isinstance(step, Tell):
            await step.run_async()
            return None
        if isinstance(step, Ask):
            seconds = await to_thread.run_sync(step.ask)  # to its end, though cancelled: what it says must not be lost
            return Wait(seconds)
        here = self._connections.place()
        with anyio.move_on_after(step.seconds) as scope:
            self._asleep[scope] = here
            try:
                await anyio.sleep_forever()
            finally:
                del self._asleep[scope]
        self._connections.check_open()
        return None

    def held(self) -> tuple[int, int] | None:
        """Connections that are idle and in use; None if only their owner knows."""
        return self._connections.held()

    async def aclose(self) -> None:
        """Close the connections, unless the httpx.AsyncClient is the user's own."""
        transport = self._connections.shut()
        here = self._connections.place()
        for scope in [scope for scope, there in self._asleep.items() if there is here]:
            scope.cancel()  # those that wait in other loops find out when they wake
        if transport is not None:
            await transport.aclose()


def _async_pool(url: str, by_aiohttp: bool, fast: bool | None, opened: Callable[[], None]) -> AsyncPool | AiohttpPool:
    """Connections by aiohttp where they can be: not under trio, and not behind a proxy, of which aiohttp knows less."""
    if by_aiohttp and sniffio.current_async_library() == "asyncio" and _later._network.Origin(url).proxy() is None:
        try:
            return _later._aiohttp.AiohttpPool(url, opened)
        except ImportError as error:  # such as one of a release that lacks what is needed
            if fast:
                raise missing(f"aiohttp cannot be used ({error})") from error
    return _later._pools.AsyncPool(url, opened)
