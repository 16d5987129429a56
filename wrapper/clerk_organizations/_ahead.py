"""Pages that are fetched before their turn: in threads for blocking walks, in tasks for async ones."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

import anyio
import sniffio

from ._fork import renew_in_children
from ._walk import PageCall, Walk

_CLOSING = 5.0
"""Seconds that the end of what was cancelled is waited for: it closes connections."""


class _Fetch(Protocol):
    def drop(self) -> None:
        """Its page will not be needed."""


Fetch = TypeVar("Fetch", bound=_Fetch)


class Ahead(Generic[Fetch]):
    """The pages of one walk that are under way or waiting for their turn, by their offsets."""

    def __init__(self, start: Callable[[PageCall], Fetch]) -> None:
        self._start = start
        self._fetches: dict[int, Fetch] = {}
        renew_in_children(self)

    def next(self, walk: Walk) -> Fetch | None:
        """What fetches the next page, if anything does. Also starts what the walk wants ahead, and drops the rest."""
        wanted = walk.ahead(self._fetches)
        for offset in self._fetches.keys() - {walk.offset, *wanted}:
            self._fetches.pop(offset).drop()
        for offset in wanted:
            if offset not in self._fetches:
                self._fetches[offset] = self._start(walk.call(offset, ahead=True))
        return self._fetches.get(walk.offset)

    def end(self) -> list[Fetch]:
        """Drop everything; returns what may still run for a moment."""
        ending = list(self._fetches.values())
        self._fetches.clear()
        for fetch in ending:
            fetch.drop()
        return ending

    def renew(self) -> None:
        """In a child: the threads that fetch are the parent's."""
        self._fetches = {}


class ThreadFetch:
    """A blocking call in a thread of its own, which ends with the call and never holds up the end of the program."""

    def __init__(self, send: Callable[[PageCall], Any], call: PageCall) -> None:
        self._page: Any = None
        self._done = threading.Event()
        run, args = copy_context().run, (self._run, send, call)
        try:
            threading.Thread(target=run, args=args, name="clerk-walk", daemon=True).start()
        except RuntimeError:  # no threads to be had, such as when the program ends: then without looking ahead
            self._done.set()

    def _run(self, send: Callable[[PageCall], Any], call: PageCall) -> None:
        try:
            with suppress(Exception):  # the page is asked for again when its turn comes
                self._page = send(call)
        finally:
            self._done.set()

    def page(self) -> Any:
        """The page as soon as it is there; None if the call failed."""
        self._done.wait()
        return self._page

    def drop(self) -> None:
        """Nothing to do: the thread ends when its one attempt does, and nobody waits for that."""


class TaskFetch:
    """An async call in a task that no cancel scope of the consumer encloses: a generator must not yield inside one."""

    def __init__(self, send: Callable[[PageCall], Coroutine[Any, Any, Any]], call: PageCall) -> None:
        self._page: Any = None
        self._done, self._scope = anyio.Event(), anyio.CancelScope()
        self._task = _started(partial(self._run, send, call), self._done)

    async def _run(self, send: Callable[[PageCall], Coroutine[Any, Any, Any]], call: PageCall) -> None:
        try:
            with self._scope, suppress(Exception):  # as in ThreadFetch
                self._page = await send(call)
        finally:
            self._done.set()

    async def page(self) -> Any:
        """The page as soon as it is there; None if the call failed."""
        await self.ended()
        return self._page

    async def ended(self) -> None:
        """Wait until the task is over."""
        await self._done.wait()

    def drop(self) -> None:
        """Cancel the call, unless it is over.

        By its deadline, as a walk often ends with an exception: with `cancel()` trio makes that the context of the
        cancellation, and what forgets the locals of that one would end the generator, whose frame is among them.
        """
        if not self._done.is_set():
            self._scope.deadline = -math.inf


async def end(ahead: Ahead[TaskFetch]) -> None:
    """Cancel what is under way, and wait until it is over: no task outlives its walk."""
    if ending := ahead.end():
        with anyio.move_on_after(_CLOSING, shield=True):
            for fetch in ending:
                await fetch.ended()


def _started(run: Callable[[], Coroutine[Any, Any, None]], done: anyio.Event) -> object:
    """A task that runs beside the consumer, in a copy of its context; to be kept, as the event loop does not."""
    if sniffio.current_async_library() == "trio":  # imported here: the program that gets here has it loaded
        import trio

        return trio.lowlevel.spawn_system_task(run, name="clerk-walk", context=copy_context())
    import asyncio

    task = asyncio.get_running_loop().create_task(run(), name="clerk-walk")
    task.add_done_callback(lambda _: done.set())  # also if it is cancelled before it begins
    return task
