"""Methods of a resource: each is made from a function that describes a call, and is sync or async by its owner."""

from __future__ import annotations

import difflib
import functools
import inspect
from collections.abc import Callable, Coroutine, Mapping, Sequence
from importlib import import_module
from types import MethodType
from typing import Any, ClassVar, Generic, ParamSpec, Self, TypeVar, overload

from clerk_organizations_api import Operation

from .._lazy import made_once
from .._secrets import leave
from .bound import AsyncMethod, AsyncSender, CoroutineFunction, SyncSender
from .chunks import AsyncBulk, SyncBulk, naming_chunked
from .lists import AsyncList, SyncList

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M", bound="_Method[..., Any]")


class SyncResource:
    """A group of methods that block until the answer is there."""

    def __init__(self, client: SyncSender) -> None:
        self._client = client
        self._bound: dict[object, Any] = {}


class AsyncResource:
    """A group of methods that are awaited."""

    def __init_subclass__(cls) -> None:
        """Has methods of its own, which inspect and test doubles see as awaited without asking them."""
        super().__init_subclass__()
        awaited = functools.cache(_awaited)  # one for a method and its aliases
        found = {name: value for base in reversed(cls.__mro__) for name, value in vars(base).items()}
        for name, value in found.items():
            if isinstance(value, _Method) and not isinstance(value, CoroutineFunction):
                setattr(cls, name, awaited(value))

    def __init__(self, client: AsyncSender) -> None:
        self._client = client
        self._bound: dict[object, Any] = {}


class LazyFunctions:
    """The functions of a module by name, each imported when a method made from it is first used."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> LazyFunction:
        if name.startswith("_"):  # copy, inspect and unittest ask whatever they meet for such names
            raise AttributeError(f"module {self.__dict__.get('_module')!r} has no function {name!r}")
        return LazyFunction(self._module, name)


class LazyFunction:
    """A function that is imported when it is loaded."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def load(self) -> Callable[..., Any]:
        """The function itself."""
        function: Callable[..., Any] = getattr(import_module(self._module), self._name)
        return function


class _Method(Generic[P, T]):
    """A method in its class. It can be used once it is bound to a resource, whose client makes the call."""

    def __init__(self, describe: Callable[P, Operation[T]]) -> None:
        self._function: Callable[P, Operation[T]] | LazyFunction = describe
        self.__name__ = ""

    def __set_name__(self, owner: type, name: str) -> None:
        if not self.__name__:  # the first name is the method's, later ones are aliases
            self.__name__, self.__qualname__, self.__module__ = name, f"{owner.__qualname__}.{name}", owner.__module__

    @made_once
    def _describe(self) -> Callable[P, Operation[T]]:
        """The function, loaded if need be; from then on, its metadata are the method's."""
        describe = self._load()
        wrapper: Any = self
        functools.update_wrapper(wrapper, describe, assigned=("__doc__", "__annotations__"))
        if isinstance(self, CoroutineFunction):
            # Inspect would follow it, to what is no coroutine function. Another thread may have taken it away.
            wrapper.__dict__.pop("__wrapped__", None)
            wrapper.__globals__ = inspect.unwrap(describe).__globals__  # type hints are looked up here instead
        return describe

    def _load(self) -> Callable[P, Operation[T]]:
        function = self._function
        return _under_name(self.__name__, function.load() if isinstance(function, LazyFunction) else function)

    @property
    def __signature__(self) -> inspect.Signature:
        """As of a function in a class: with its owner first."""
        signature = inspect.signature(self._describe)
        owner = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
        return signature.replace(parameters=[owner, *signature.parameters.values()])

    @property
    def __call__(self) -> Callable[..., Any]:
        """The method called through its class, owner first: so inspect and mock.create_autospec know it as callable,
        and doubles of an instance check the arguments."""

        def call(*args: Any, **kwargs: Any) -> Any:
            return self._called_through_class(args)(*args[1:], **kwargs)

        return functools.update_wrapper(call, self._describe)

    def _called_through_class(self, args: tuple[Any, ...]) -> Any:
        if not args or not isinstance(args[0], SyncResource | AsyncResource):
            raise TypeError(f"{self.__name__}, called through its class, needs its owner as the first argument")
        return self._of(args[0])

    def _in_class(self) -> Self:
        """The method as an attribute of its class, with its metadata."""
        _ = self._describe
        return self

    def _of(self, owner: SyncResource | AsyncResource) -> Any:
        """Bound to its owner, once: kept under the definition, so that an override and what it overrides both stay."""
        bound = owner._bound.get(self)
        if bound is None:
            bound = owner._bound[self] = self._bind(owner)
        return bound

    def _bind(self, owner: SyncResource | AsyncResource) -> Any:
        raise NotImplementedError

    def _copy_metadata(self, bound: Any) -> Any:
        """Give a bound method the name, docstring and signature that help(), inspect and IDEs show."""
        functools.update_wrapper(bound, self._describe)
        signature = inspect.signature(self._describe)
        returns = str(signature.return_annotation).removeprefix("Operation[").removesuffix("]")
        bound.__signature__ = signature.replace(return_annotation=returns)
        bound.__annotations__ = {**self._describe.__annotations__, "return": returns}
        bound.__name__, bound.__qualname__, bound.__module__ = self.__name__, self.__qualname__, self.__module__
        return bound


def _awaited(made: M) -> M:
    """The same for a class whose methods are awaited."""
    kind: Any = type(made)
    awaited: M = object.__new__(_awaited_kind(kind))
    awaited.__dict__.update(made.__dict__)
    return awaited


@functools.cache
def _awaited_kind(kind: type[Any]) -> Any:
    return type(kind.__name__, (CoroutineFunction, kind), {})


def _under_name(name: str, function: Callable[P, T]) -> Callable[P, T]:
    """The same function; a call that does not fit it is a TypeError with this name and what would have fitted."""

    @functools.wraps(function)
    def describe(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except TypeError as error:
            if error.__traceback__ is None or error.__traceback__.tb_next is not None:  # raised by its body
                raise
            said, known = str(error).replace(function.__name__, name, 1), list(inspect.signature(function).parameters)
        raise TypeError(said + _remedy(known, args, kwargs))

    return describe


def _remedy(known: list[str], args: Sequence[object], kwargs: Mapping[str, object]) -> str:
    """What to write instead, as far as one can tell."""
    unknown = next((name for name in kwargs if name not in known), None)
    if unknown is None:
        return f". By name it takes {', '.join(known)}" if args else ""
    close = difflib.get_close_matches(unknown, known, n=1)
    return f". Did you mean {close[0]!r}?" if close else f". It takes {', '.join(known)}"


class method(_Method[P, T]):
    """A method that makes the call that a function describes, and returns the model."""

    @overload
    def __get__(self, owner: None, cls: type) -> Self: ...
    @overload
    def __get__(self, owner: SyncResource, cls: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, owner: AsyncResource, cls: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, owner: SyncResource | AsyncResource | None, cls: type) -> Any:
        return self._in_class() if owner is None else self._of(owner)

    def _bind(self, owner: SyncResource | AsyncResource) -> Any:
        describe = self._describe
        if isinstance(owner, AsyncResource):

            def describe_for(owner: AsyncResource, *args: P.args, **kwargs: P.kwargs) -> Operation[T]:
                return describe(*args, **kwargs)  # its frame is cleared by AsyncMethod

            call = self._copy_metadata(AsyncMethod(describe_for, owner._client))
            call.__signature__ = self.__signature__.replace(return_annotation=call.__annotations__["return"])
            return MethodType(call, owner)  # so that test doubles check its signature
        send = owner._client.send

        def bound(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return send(describe(*args, **kwargs))
            except BaseException as error:
                leave(error)
                del args, kwargs  # of this frame
                raise

        return self._copy_metadata(bound)


class _CompoundMethod(_Method[P, T]):
    """A method that is more than a call once it is bound."""

    _sync: ClassVar[type[Any]]
    _async: ClassVar[type[Any]]
    _walks: ClassVar[tuple[str, ...]]

    def _bind(self, owner: SyncResource | AsyncResource) -> Any:
        kind = self._async if isinstance(owner, AsyncResource) else self._sync
        bound = self._copy_metadata(kind(self._describe, owner._client))
        for name in self._walks:
            walk: Any = functools.partial(getattr(kind, name))  # adds no frame, which would hold arguments
            functools.update_wrapper(walk, walk.func)
            walk.__signature__ = self._signature(walk.func)
            setattr(bound, name, MethodType(walk, bound))  # so that test doubles check its signature
        return bound

    def _signature(self, walk: Callable[..., Any]) -> inspect.Signature:
        """Of a walk: one that takes what the call takes shows it."""
        own = inspect.signature(walk)
        if inspect.Parameter.VAR_POSITIONAL not in (parameter.kind for parameter in own.parameters.values()):
            return own
        return self.__signature__.replace(return_annotation=own.return_annotation)


def _through_class(name: str) -> Any:
    """A walk as an attribute of its method in the class. Called there, the owner comes first; test doubles of the class
    have it without, so that is the signature."""

    def of(made: _CompoundMethod[P, T]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            return getattr(made._called_through_class(args), name)(*args[1:], **kwargs)

        walk = getattr(made._sync, name)
        functools.update_wrapper(call, walk)
        signature = made._signature(walk)
        called: Any = call
        called.__signature__ = signature.replace(parameters=[*signature.parameters.values()][1:])
        return call

    return property(of)


class list_method(_CompoundMethod[P, T]):
    """As `method`, for a call that returns one page of a list: bound, it also has `.iter` and `.pages`."""

    _sync, _async, _walks = SyncList, AsyncList, ("iter", "pages")

    @overload
    def __get__(self, owner: None, cls: type) -> Self: ...
    @overload
    def __get__(self, owner: SyncResource, cls: type) -> SyncList[P, T]: ...
    @overload
    def __get__(self, owner: AsyncResource, cls: type) -> AsyncList[P, T]: ...
    def __get__(self, owner: SyncResource | AsyncResource | None, cls: type) -> Any:
        return self._in_class() if owner is None else self._of(owner)

    iter, pages = _through_class("iter"), _through_class("pages")


class bulk_method(_CompoundMethod[P, T]):
    """As `method`, for a call that takes a few rows: bound, it also has `.chunked`."""

    _sync, _async, _walks = SyncBulk, AsyncBulk, ("chunked",)

    def _load(self) -> Callable[P, Operation[T]]:
        return naming_chunked(self.__name__, super()._load())

    @overload
    def __get__(self, owner: None, cls: type) -> Self: ...
    @overload
    def __get__(self, owner: SyncResource, cls: type) -> SyncBulk[P, T]: ...
    @overload
    def __get__(self, owner: AsyncResource, cls: type) -> AsyncBulk[P, T]: ...
    def __get__(self, owner: SyncResource | AsyncResource | None, cls: type) -> Any:
        return self._in_class() if owner is None else self._of(owner)

    chunked = _through_class("chunked")
