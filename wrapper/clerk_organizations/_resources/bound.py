"""Methods bound to an async client, and what methods need of their client."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from types import CodeType
from typing import Any, ClassVar, Generic, ParamSpec, Protocol, TypeVar

from clerk_organizations_api import Operation

from .._messages.request import with_frozen_body
from .._secrets import leave

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class SyncSender(Protocol):
    """What a blocking resource needs of its client."""

    def send(self, operation: Operation[T], /) -> T: ...
    def _fetch(self, operation: Operation[T], /) -> Callable[[], T]:
        """Make the call; its model is read when the result is called, which raises as `send` does."""
        ...


class AsyncSender(Protocol):
    """What an async resource needs of its client."""

    def send(self, operation: Operation[T], /) -> Coroutine[Any, Any, T]: ...
    def _fetch(self, operation: Operation[T], /) -> Coroutine[Any, Any, Callable[[], T]]:
        """As that of `SyncSender`."""
        ...


class SyncMethod(Generic[P, T_co]):
    """A method of a `ClerkClient` that is more than a function: builds the operation and sends it."""

    def __init__(self, describe: Callable[P, Operation[T_co]], sender: SyncSender) -> None:
        self._describe = describe
        self._sender = sender

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T_co:
        try:
            return self._sender.send(self._describe(*args, **kwargs))
        except BaseException as error:
            leave(error)
            del args, kwargs  # of this frame
            raise

    def __repr__(self) -> str:
        return signature_of(self)


async def _coroutine_function() -> None:
    """Has the `__code__` of all that are like it."""


class CoroutineFunction:
    """A callable that `inspect.iscoroutinefunction` takes for one that returns coroutines."""

    # It looks at these. Python 3.11 has no inspect.markcoroutinefunction.
    __code__: ClassVar[CodeType] = _coroutine_function.__code__
    __defaults__: ClassVar[None] = None
    __kwdefaults__: ClassVar[None] = None


class AsyncMethod(CoroutineFunction, Generic[P, T_co]):
    """A method of an `AsyncClerkClient`: builds the operation when called, sends it when awaited.

    So wrong arguments and warnings come from the caller's line, not from the event loop, and later changes to an
    argument do not reach the call.
    """

    def __init__(self, describe: Callable[P, Operation[T_co]], sender: AsyncSender) -> None:
        self._describe = describe
        self._sender = sender

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, T_co]:
        try:
            return self._sender.send(with_frozen_body(self._describe(*args, **kwargs)))
        except BaseException as error:
            leave(error)
            del args, kwargs  # of this frame
            raise

    def __repr__(self) -> str:
        return signature_of(self)


def signature_of(bound: Any) -> str:
    """What a bound call shows of itself."""
    return f"<{bound.__name__}{inspect.signature(bound)}>"
