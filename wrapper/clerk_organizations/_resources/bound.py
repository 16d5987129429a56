"""A method bound to an async client: it describes at once, and what it returns makes the call when awaited."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from types import CodeType
from typing import Any, ClassVar, Generic, ParamSpec, Protocol, TypeVar

from clerk_organizations_api import Operation

from .._request import detached

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class SyncSender(Protocol):
    """What a blocking resource needs of its client."""

    def send(self, operation: Operation[T], /) -> T: ...


class AsyncSender(Protocol):
    """What an async resource needs of its client."""

    def send(self, operation: Operation[T], /) -> Coroutine[Any, Any, T]: ...


async def _coroutine_function() -> None:
    """Lends its code object to those that are called like it."""


class AsyncCall(Generic[P, T_co]):
    """A method of an `AsyncClerkClient`. Wrong arguments and warnings come when it is called, from the caller's line,
    and not from the event loop when the coroutine runs; and what runs then is the call as it was made.
    """

    # With these inspect.iscoroutinefunction says yes, as frameworks and test doubles ask it to; and so on 3.11, which
    # has no inspect.markcoroutinefunction.
    __code__: ClassVar[CodeType] = _coroutine_function.__code__
    __defaults__: ClassVar[None] = None
    __kwdefaults__: ClassVar[None] = None

    def __init__(self, describe: Callable[P, Operation[T_co]], sender: AsyncSender) -> None:
        self._describe = describe
        self._sender = sender

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, T_co]:
        return self._sender.send(detached(self._describe(*args, **kwargs)))

    def __repr__(self) -> str:
        return signature_of(self)


def signature_of(bound: Any) -> str:
    """What a bound call shows of itself."""
    return f"<{bound.__name__}{inspect.signature(bound)}>"
