"""Time limits in an event loop, also where a test has frozen the clock of the loop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

import anyio
import sniffio

from .._clock import is_frozen


def move_on_after(seconds: float | None) -> AbstractContextManager[anyio.CancelScope]:
    """As that of anyio, and by real time."""
    if seconds is None or not is_frozen():
        return anyio.move_on_after(seconds)
    return _by_thread(seconds)


@contextmanager
def _by_thread(seconds: float) -> Iterator[anyio.CancelScope]:
    with anyio.CancelScope() as scope:
        if seconds <= 0:
            scope.cancel()
        timer = threading.Timer(seconds, _in_this_loop(scope.cancel))
        timer.daemon = True
        timer.start()
        try:
            yield scope
        finally:
            timer.cancel()


def _in_this_loop(run: Callable[[], object]) -> Callable[[], None]:
    """A function that runs it in the running event loop, called in any thread."""
    soon: Callable[[Any], object]
    if sniffio.current_async_library() == "trio":
        import trio  # noqa: PLC0415 - loaded already where it runs, and not installed everywhere

        soon = trio.lowlevel.current_trio_token().run_sync_soon
    else:
        import asyncio  # noqa: PLC0415 - blocking clients do not need it

        soon = asyncio.get_running_loop().call_soon_threadsafe

    def run_soon() -> None:
        with suppress(RuntimeError):  # the loop is gone, and what was limited with it
            soon(run)

    return run_soon
