"""One definition, two clients: a method that describes a call becomes one that makes it, sync or async by its owner."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, Self, TypeVar, overload

from clerk_organizations_api import Operation

from .pagination import AsyncList, SyncList

P = ParamSpec("P")
T = TypeVar("T")


class SyncSender(Protocol):
    """What a blocking resource needs of its client."""

    def send(self, operation: Operation[T], /) -> T: ...


class AsyncSender(Protocol):
    """What an async resource needs of its client."""

    def send(self, operation: Operation[T], /) -> Awaitable[T]: ...


class SyncResource:
    """A group of methods that block until the answer is there."""

    def __init__(self, client: SyncSender) -> None:
        self._client = client


class AsyncResource:
    """A group of methods that are awaited."""

    def __init__(self, client: AsyncSender) -> None:
        self._client = client


class _Definition(Generic[P, T]):
    """A method as it stands in its class: it describes a call, and does not yet know who makes it."""

    def __init__(self, describe: Callable[Concatenate[Any, P], Operation[T]]) -> None:
        self._describe = describe
        self._names: list[str] = []
        functools.update_wrapper(self, describe)  # for griffe, help() and IDEs

    def __set_name__(self, owner: type, name: str) -> None:
        self._names.append(name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The method called through its class, owner first: so inspect and mock.create_autospec know it as callable."""
        owner, *rest = args
        return getattr(owner, self._names[0])(*rest, **kwargs)


class method(_Definition[P, T]):
    """Decorator for a method that describes a call: on a client it makes the call and returns the model."""

    @overload
    def __get__(self, owner: None, cls: type) -> Self: ...
    @overload
    def __get__(self, owner: SyncResource, cls: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, owner: AsyncResource, cls: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, owner: SyncResource | AsyncResource | None, cls: type) -> Any:
        if owner is None:
            return self
        describe = self._describe
        if isinstance(owner, SyncResource):
            send = owner._client.send

            def bound(*args: P.args, **kwargs: P.kwargs) -> T:
                return send(describe(owner, *args, **kwargs))

            return _keep(owner, self._names, _dressed(bound, describe))
        send_async = owner._client.send

        async def bound_async(*args: P.args, **kwargs: P.kwargs) -> T:
            return await send_async(describe(owner, *args, **kwargs))

        return _keep(owner, self._names, _dressed(bound_async, describe))


class list_method(_Definition[P, T]):
    """As `method`, for a call that returns one page of a list: bound, it also has `.iter` and `.pages`."""

    @overload
    def __get__(self, owner: None, cls: type) -> Self: ...
    @overload
    def __get__(self, owner: SyncResource, cls: type) -> SyncList[P, T]: ...
    @overload
    def __get__(self, owner: AsyncResource, cls: type) -> AsyncList[P, T]: ...
    def __get__(self, owner: SyncResource | AsyncResource | None, cls: type) -> Any:
        if owner is None:
            return self
        describe: Any = functools.partial(self._describe, owner)
        bound: Any
        if isinstance(owner, SyncResource):
            bound = SyncList(describe, owner._client.send)
        else:
            bound = AsyncList(describe, owner._client.send)
        return _keep(owner, self._names, _dressed(bound, self._describe))


def _dressed(bound: Any, describe: Callable[..., Operation[Any]]) -> Any:
    """Give a bound call the name, docstring and signature that help(), inspect and IDEs show."""
    functools.update_wrapper(bound, describe)
    signature = inspect.signature(describe)
    returns = str(signature.return_annotation).removeprefix("Operation[").removesuffix("]")
    parameters = list(signature.parameters.values())[1:]
    bound.__signature__ = signature.replace(parameters=parameters, return_annotation=returns)
    bound.__annotations__ = {**describe.__annotations__, "return": returns}
    return bound


def _keep(owner: object, names: list[str], bound: Any) -> Any:
    """Bind once: an instance attribute goes before a descriptor without __set__."""
    for name in names:
        owner.__dict__[name] = bound
    return bound
