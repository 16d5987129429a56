"""Modules that are imported, and values that are made, when they are first used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class LazyModule:
    """A module of which nothing is loaded before one of its names is asked for.

    For names that annotations alone use: `typing.get_type_hints` finds them, and nothing pays for them otherwise. Those
    of an extra that is not installed are Any.
    """

    def __init__(self, name: str) -> None:
        self.__name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copy, inspect and unittest ask whatever they meet for such names
            raise AttributeError(f"module {self.__name!r} has no attribute {name!r}")
        try:
            return getattr(import_module(self.__name), name)
        except ImportError:
            return Any


class made_once(Generic[T]):
    """A property that is made when it is first asked for, and kept; threads that ask at once may each make it.

    As functools.cached_property from Python 3.12 on. That of 3.11 holds one lock for all instances meanwhile, which a
    child that is forked then waits for, for ever.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make, self.__doc__ = make, make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> Self | T:
        if instance is None:
            return self
        made: T = instance.__dict__.setdefault(self._name, self._make(instance))
        return made
