"""Drivers: two short loops that execute the steps of a call, one blocking and one async."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import anyio
from anyio import to_thread
from anyio.lowlevel import RunVar

from .._calls.steps import Block, Notify, Returned, Send, StepResult, Steps, TransportFailure, next_step
from .._config import sends_by_httpx
from .._messages.response import Response
from ..errors import ClerkConfigurationError
from ..retry import Sleep
from .exceptions import DeadlineExceeded
from .exchange import Exchange
from .origin import Origin
from .preparing import is_prepared, prepare
from .registry import TransportRegistry, loop_scope, process_scope
from .timers import move_on_after

if TYPE_CHECKING:
    import httpx

    from .custom import AsyncCustomTransport, CustomTransport
    from .pool import AsyncConnectionPool, ConnectionPool

T = TypeVar("T")

_BLOCK_THREADS = 8
"""Threads of one event loop for what blocks."""
_block_threads: RunVar[anyio.CapacityLimiter | None] = RunVar("clerk_organizations_block_threads")


class Driver:
    """Executes the steps of blocking calls.

    Args:
        url: Beginning of all URLs.
        transport: The user's transport, if any.
        client: The user's httpx client, if any.
        use_httpx: Whether an httpx client of our own sends; None is what the environment says.
        opened: Called when one more connection is open.
    """

    def __init__(
        self,
        url: str,
        transport: httpx.BaseTransport | None,
        client: httpx.Client | None,
        use_httpx: bool | None,
        opened: Callable[[], None],
    ) -> None:
        custom: CustomTransport | None = None
        if transport is not None or client is not None:
            from .custom import CustomTransport  # noqa: PLC0415 - imports httpx, which the user has loaded by now

            custom = CustomTransport(transport, client)
        self._registry: TransportRegistry[ConnectionPool | CustomTransport] = TransportRegistry(
            lambda by_httpx: _transport(url, by_httpx, opened),
            partial(sends_by_httpx, use_httpx),
            process_scope,
            custom,
        )

    def run(self, steps: Steps) -> Response:
        """Execute the steps of a call; returns its response."""
        result: StepResult = None
        try:
            while True:
                step = next_step(steps, result)
                try:
                    result = self._send(step) if isinstance(step, Send) else self._execute(step)
                except ClerkConfigurationError as closed:
                    next_step(steps, closed)  # they may have more to say
                    raise
        except Returned as done:
            return done.response
        except StopIteration as error:  # what called us would take it for the end of something
            raise RuntimeError(f"a hook or a transport raised {error!r}") from error
        finally:
            steps.close()

    def _send(self, step: Send) -> Response | TransportFailure:
        exchange = Exchange(step)  # its time begins before the first call makes the connections
        transport = self._registry.find() or self._registry.create()
        try:
            exchange.check_time()
            transport.send(exchange)
        except BaseException as error:
            return exchange.failed(error, closed=self._registry.closed.is_set())
        return exchange.result()

    def warm_up(self, load: Callable[[], None]) -> None:
        """Do this, and make ready what the first call needs."""
        load()
        if self._registry.find() is None:
            self._registry.create()

    def _execute(self, step: Sleep | Block | Notify) -> StepResult:
        if isinstance(step, Notify):
            step.run()
            return None
        if isinstance(step, Block):
            return step.run()
        self._registry.closed.wait(step.seconds)
        self._registry.check_open()
        return None

    def counts(self) -> tuple[int, int] | None:
        """Numbers of idle connections and of those in use; None if unknown."""
        return self._registry.counts()

    def close(self) -> None:
        """Close the connections, unless the httpx.Client is the user's own."""
        for transport in self._registry.close():
            transport.close()


class AsyncDriver:
    """Executes the steps of async calls. Arguments as of `Driver`."""

    def __init__(
        self,
        url: str,
        transport: httpx.AsyncBaseTransport | None,
        client: httpx.AsyncClient | None,
        use_httpx: bool | None,
        opened: Callable[[], None],
    ) -> None:
        custom: AsyncCustomTransport | None = None
        if transport is not None or client is not None:
            from .custom import AsyncCustomTransport  # noqa: PLC0415 - imports httpx, which the user has loaded by now

            custom = AsyncCustomTransport(transport, client)
        self._registry: TransportRegistry[AsyncConnectionPool | AsyncCustomTransport] = TransportRegistry(
            lambda by_httpx: _async_transport(url, by_httpx, opened),
            partial(sends_by_httpx, use_httpx),
            loop_scope,
            custom,
        )
        self._url = url
        self._asleep: dict[anyio.CancelScope, object] = {}
        """Calls that sleep, and their event loops."""

    async def run(self, steps: Steps) -> Response:
        """Execute the steps of a call; returns its response."""
        result: StepResult = None
        try:
            while True:
                step = next_step(steps, result)
                try:
                    result = await (self._send(step) if isinstance(step, Send) else self._execute(step))
                except ClerkConfigurationError as closed:
                    next_step(steps, closed)  # they may have more to say
                    raise
        except Returned as done:
            return done.response
        except StopIteration as error:  # what called us would take it for the end of something
            raise RuntimeError(f"a hook or a transport raised {error!r}") from error
        finally:
            steps.close()

    async def _send(self, step: Send) -> Response | TransportFailure:
        exchange = Exchange(step)  # its time begins before the first call makes the connections
        try:
            with move_on_after(exchange.time_left()) as scope:
                transport = self._registry.find() or await self._create()
                exchange.check_time()
                await transport.send(exchange)
        except BaseException as error:
            return exchange.failed(error, closed=self._registry.closed.is_set())
        return exchange.result(DeadlineExceeded("the time for the call is over") if scope.cancelled_caught else None)

    async def _create(self) -> AsyncConnectionPool | AsyncCustomTransport:
        """Make the transport for this event loop; what takes long is done beside the loop."""
        by_httpx = self._registry.by_httpx()
        if not is_prepared(self._url, by_httpx):
            await _run_in_thread(partial(prepare, self._url, by_httpx))
        return self._registry.create()

    async def warm_up(self, load: Callable[[], None]) -> None:
        """Do this beside the event loop, and make ready what the first call needs."""
        await _run_in_thread(load)
        if self._registry.find() is None:
            await self._create()

    async def _execute(self, step: Sleep | Block | Notify) -> StepResult:
        if isinstance(step, Notify):
            await step.run_async()
            return None
        if isinstance(step, Block):
            with move_on_after(step.time_left):
                return await _run_in_thread(step.run)
            return None
        here = self._registry.scope()
        with move_on_after(step.seconds) as scope:
            self._asleep[scope] = here
            try:
                await anyio.sleep_forever()
            finally:
                del self._asleep[scope]
        self._registry.check_open()
        return None

    def counts(self) -> tuple[int, int] | None:
        """Numbers of idle connections and of those in use; None if unknown."""
        return self._registry.counts()

    async def aclose(self) -> None:
        """Close the connections, unless the httpx.AsyncClient is the user's own."""
        transports, here = self._registry.close(), self._registry.scope()
        for scope in [scope for scope, there in self._asleep.copy().items() if there is here]:
            scope.cancel()  # those in other loops find out when they wake
        for transport in transports:
            await transport.aclose()


async def _run_in_thread(run: Callable[[], T]) -> T:
    """Run it beside the event loop, in a thread that code of others cannot have taken. Abandoned when it is cancelled
    or late: what it still does is undone by itself, or of use to others."""
    limiter = _block_threads.get(None)
    if limiter is None:
        limiter = anyio.CapacityLimiter(_BLOCK_THREADS)
        _block_threads.set(limiter)
    try:
        return await to_thread.run_sync(run, limiter=limiter, abandon_on_cancel=True)
    except RuntimeError:  # no thread to be had
        return run()


def _transport(url: str, by_httpx: bool, opened: Callable[[], None]) -> ConnectionPool | CustomTransport:
    """Connections of our own; through a proxy, those of httpx; where httpx is asked for, one of its clients."""
    origin = Origin(url)
    proxy = origin.proxy()
    if by_httpx or proxy:
        from .custom import CustomTransport  # noqa: PLC0415 - imports httpx, which only these need

        return CustomTransport.own(proxy, as_client=by_httpx)

    from .pool import ConnectionPool  # noqa: PLC0415 - imports httpcore, which only sending needs

    return ConnectionPool(origin, opened)


def _async_transport(
    url: str, by_httpx: bool, opened: Callable[[], None]
) -> AsyncConnectionPool | AsyncCustomTransport:
    """As `_transport`, in the running event loop."""
    origin = Origin(url)
    proxy = origin.proxy()
    if by_httpx or proxy:
        from .custom import AsyncCustomTransport  # noqa: PLC0415 - imports httpx, which only these need

        return AsyncCustomTransport.own(proxy, as_client=by_httpx)

    from .pool import AsyncConnectionPool  # noqa: PLC0415 - imports httpcore, which only sending needs

    return AsyncConnectionPool(origin, opened)
