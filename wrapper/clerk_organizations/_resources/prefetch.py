"""Prefetching of pages: in threads for blocking walks, in tasks for async ones."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import anyio
import sniffio

from .._calls.paging import PageOperation, Paginator
from .._fork import reset_in_children
from .._secrets import clear_frames
from ..errors import ClerkError

_CLOSING = 5.0
"""Seconds that the end of what was cancelled is waited for: it closes connections."""


Read: TypeAlias = Callable[[], Any]
"""Reads the page from a response; raises where it is no page, as of an error."""


class _Fetch(Protocol):
    def cancel(self) -> None:
        """Its page will not be needed."""


Fetch = TypeVar("Fetch", bound=_Fetch)


class Prefetcher(Generic[Fetch]):
    """Pages of one walk that are being fetched or wait for their turn, by offset."""

    def __init__(self, start: Callable[[PageOperation], Fetch]) -> None:
        self._start = start
        self._fetches: dict[int, Fetch] = {}
        reset_in_children(self)

    def next(self, paginator: Paginator) -> Fetch | None:
        """The fetch of the next page, if there is one. Also starts the fetches that are due, and cancels the others."""
        wanted = paginator.prefetch_offsets(self._fetches)
        for offset in self._fetches.keys() - {paginator.offset, *wanted}:
            self._fetches.pop(offset).cancel()
        for offset in wanted:
            if offset not in self._fetches:
                self._fetches[offset] = self._start(paginator.call(offset, prefetch=True))
        return self._fetches.get(paginator.offset)

    def cancel_all(self) -> list[Fetch]:
        """Cancel all fetches; returns those that may still run for a moment."""
        ending = list(self._fetches.values())
        self._fetches.clear()
        for fetch in ending:
            fetch.cancel()
        return ending

    def reset_after_fork(self) -> None:
        """The threads that fetch belong to the parent."""
        self._fetches = {}


class ThreadFetch:
    """A blocking call in a thread of its own, which ends with the call and never holds up the end of the program."""

    def __init__(self, send: Callable[[PageOperation], Read], call: PageOperation) -> None:
        self._read: Read | None = None
        self._raised: BaseException | None = None
        self._done = threading.Event()
        run, args = copy_context().run, (self._run, send, call)
        try:
            threading.Thread(target=run, args=args, name="clerk-walk", daemon=True).start()
        except RuntimeError:  # no threads to be had, such as when the program ends: then without looking ahead
            self._done.set()

    def _run(self, send: Callable[[PageOperation], Read], call: PageOperation) -> None:
        try:
            with suppress(ClerkError):  # the page is asked for again when its turn comes
                self._read = send(call)
        except BaseException as error:  # of a hook, say: raised where the page is taken, and nothing is repeated
            clear_frames(error)
            self._raised = error
        finally:
            self._done.set()

    def page(self) -> Any:
        """The page as soon as it is there; None if the call failed. Raises what is no error of ours, as it is."""
        self._done.wait()
        return _page(self._read, self._raised)

    def cancel(self) -> None:
        """Nothing to do: the thread ends with its one attempt, in the background."""


class TaskFetch:
    """An async call in a task that no cancel scope of the consumer encloses: a generator must not yield inside one."""

    def __init__(self, send: Callable[[PageOperation], Coroutine[Any, Any, Read]], call: PageOperation) -> None:
        self._read: Read | None = None
        self._raised: BaseException | None = None
        self._done, self._scope = anyio.Event(), anyio.CancelScope()
        self._task = spawn_background(partial(self._run, send, call), self._done)

    async def _run(self, send: Callable[[PageOperation], Coroutine[Any, Any, Read]], call: PageOperation) -> None:
        try:
            with self._scope, suppress(ClerkError):  # as in ThreadFetch
                self._read = await send(call)
        except anyio.get_cancelled_exc_class():
            raise
        except BaseException as error:  # likewise; SystemExit would end trio itself, as a fault of its own
            clear_frames(error)
            self._raised = error
        finally:
            self._done.set()

    async def page(self) -> Any:
        """As that of `ThreadFetch`."""
        await self.ended()
        return _page(self._read, self._raised)

    async def ended(self) -> None:
        """Wait until the task is over."""
        await self._done.wait()

    def cancel(self) -> None:
        """Cancel the call, unless it is over.

        By its deadline, as a walk often ends with an exception: with `cancel()` trio makes that the context of the
        cancellation, and what forgets the locals of that one would end the generator, whose frame is among them.
        """
        if not self._done.is_set():
            self._scope.deadline = -math.inf


def _page(read: Read | None, raised: BaseException | None) -> Any:
    """The page of a fetch that is over, read now that its turn comes: what waits is bytes, which the garbage collector
    does not look at, and threads do not read pages at once under one interpreter lock.
    """
    if raised is not None:
        raise raised
    if read is not None:
        with suppress(ClerkError):  # likewise asked for again
            return read()
    return None


async def aclose(prefetcher: Prefetcher[TaskFetch]) -> None:
    """Cancel all fetches and wait for their end: no task outlives its walk."""
    if ending := prefetcher.cancel_all():
        with anyio.move_on_after(_CLOSING, shield=True):
            for fetch in ending:
                await fetch.ended()


def spawn_background(run: Callable[[], Coroutine[Any, Any, None]], done: anyio.Event) -> object:
    """A task that runs beside the consumer, in a copy of its context; to be kept, as the event loop does not."""
    if sniffio.current_async_library() == "trio":
        import trio  # noqa: PLC0415 - loaded already, where it runs

        return trio.lowlevel.spawn_system_task(run, name="clerk-walk", context=copy_context())
    import asyncio  # noqa: PLC0415 - likewise

    task = asyncio.get_running_loop().create_task(run(), name="clerk-walk")
    task.add_done_callback(lambda _: done.set())  # also if it is cancelled before it begins
    return task
