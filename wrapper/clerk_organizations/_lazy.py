"""Modules that are imported when they are first used."""

from __future__ import annotations

from importlib import import_module
from typing import Any


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
