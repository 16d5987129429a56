"""One definition, two clients: a method that describes a call becomes one that makes it, sync or async by its owner."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Coroutine
from types import MethodType
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, overload

from clerk_organizations_api import Operation

from .bound import AsyncCall, AsyncSender, SyncSender
from .lists import AsyncList, SyncList

P = ParamSpec("P")
T = TypeVar("T")


class SyncResource:
    """A group of methods that block until the answer is there."""

    def __init__(self, client: SyncSender) -> None:
        self._client = client
        self._bound: dict[object, Any] = {}


class AsyncResource:
    """A group of methods that are awaited."""

    def __init__(self, client: AsyncSender) -> None:
        self._client = client
        self._bound: dict[object, Any] = {}


class _Definition(Generic[P, T]):
    """A method as it stands in its class: it describes a call, and does not yet know who makes it."""

    __name__: str

    def __init__(self, describe: Callable[Concatenate[Any, P], Operation[T]]) -> None:
        self._describe = describe
        functools.update_wrapper(self, describe)  # for griffe, help() and IDEs

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The method called through its class, owner first: so inspect and mock.create_autospec know it as callable."""
        if not args or not isinstance(args[0], SyncResource | AsyncResource):
            raise TypeError(f"{self.__name__}, called through its class, needs its owner as the first argument")
        return self._of(args[0])(*args[1:], **kwargs)

    def _of(self, owner: SyncResource | AsyncResource) -> Any:
        """Bound to its owner, once: kept under the definition, so that an override and what it overrides both stay."""
        bound = owner._bound.get(self)
        if bound is None:
            bound = owner._bound[self] = self._bind(owner)
        return bound

    def _bind(self, owner: SyncResource | AsyncResource) -> Any:
        raise NotImplementedError


class method(_Definition[P, T]):
    """Decorator for a method that describes a call: on a client it makes the call and returns the model."""

    @overload
    def __get__(self, owner: None, cls: type) -> Self: ...
    @overload
    def __get__(self, owner: SyncResource, cls: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, owner: AsyncResource, cls: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, owner: SyncResource | AsyncResource | None, cls: type) -> Any:
        return self if owner is None else self._of(owner)

    def _bind(self, owner: SyncResource | AsyncResource) -> Any:
        describe = self._describe
        if isinstance(owner, AsyncResource):
            call = _dressed(AsyncCall(describe, owner._client), describe)
            return MethodType(call, owner)  # so that test doubles check its signature
        send = owner._client.send

        def bound(*args: P.args, **kwargs: P.kwargs) -> T:
            return send(describe(owner, *args, **kwargs))

        return _dressed(bound, describe, given=1)


class list_method(_Definition[P, T]):
    """As `method`, for a call that returns one page of a list: bound, it also has `.iter` and `.pages`."""

    @overload
    def __get__(self, owner: None, cls: type) -> Self: ...
    @overload
    def __get__(self, owner: SyncResource, cls: type) -> SyncList[P, T]: ...
    @overload
    def __get__(self, owner: AsyncResource, cls: type) -> AsyncList[P, T]: ...
    def __get__(self, owner: SyncResource | AsyncResource | None, cls: type) -> Any:
        return self if owner is None else self._of(owner)

    def _bind(self, owner: SyncResource | AsyncResource) -> Any:
        describe: Any = functools.partial(self._describe, owner)
        if isinstance(owner, AsyncResource):
            return _dressed(AsyncList(describe, owner._client), self._describe, given=1)
        return _dressed(SyncList(describe, owner._client), self._describe, given=1)


def _dressed(bound: Any, describe: Callable[..., Operation[Any]], given: int = 0) -> Any:
    """Give a call the name, docstring and signature that help(), inspect and IDEs show, without what is given."""
    functools.update_wrapper(bound, describe)
    signature = inspect.signature(describe)
    returns = str(signature.return_annotation).removeprefix("Operation[").removesuffix("]")
    parameters = list(signature.parameters.values())[given:]
    bound.__signature__ = signature.replace(parameters=parameters, return_annotation=returns)
    bound.__annotations__ = {**describe.__annotations__, "return": returns}
    return bound
