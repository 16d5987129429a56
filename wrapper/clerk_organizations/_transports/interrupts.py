"""Exceptions of signal handlers: they may be of any type, so where they were raised tells them apart."""

from __future__ import annotations

import functools
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and its causes, each once: a cause may be its own."""
    seen = set[int]()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or _first_of(found.args)


def from_signal_handler(error: BaseException) -> BaseException | None:
    """The cause that came out of a signal handler, if one did.

    A TimeoutError of a handler looks like one of a socket, and libraries map it as such.
    """
    handlers = {code for number in signal.valid_signals() if (code := _code(signal.getsignal(number))) is not None}
    return next((cause for cause in causes(error) if _passed(handlers, cause)), None)


def _passed(handlers: set[CodeType], error: BaseException) -> bool:
    return any(frame.f_code in handlers for frame, _ in traceback.walk_tb(error.__traceback__))


def _code(handler: object) -> CodeType | None:
    """The code of a handler in Python; None for one of the system or in C."""
    if handler is None or isinstance(handler, signal.Handlers):
        return None
    while isinstance(handler, functools.partial):
        handler = handler.func
    function = getattr(handler, "__func__", handler)
    code = getattr(function, "__code__", None) or getattr(getattr(type(handler), "__call__", 0), "__code__", None)  # noqa: B004
    return code if isinstance(code, CodeType) else None


def _first_of(args: tuple[object, ...]) -> BaseException | None:
    """The original exception: httpcore keeps it as the argument of its own, and may drop the cause."""
    return args[0] if args and isinstance(args[0], BaseException) else None


@contextmanager
def closing_quietly() -> Iterator[None]:
    """Close something of no more use: whatever it says is dropped, unless a signal handler says it."""
    try:
        yield
    except Exception as error:
        if (raised := from_signal_handler(error)) is not None:
            raise raised from None
