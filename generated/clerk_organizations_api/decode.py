# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""From the wire to models: what a field may hold, and where an answer stops being readable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Protocol, TypeVar, overload

from .types import JsonObject, JsonValue

__all__ = ["DecodeError"]

M_co = TypeVar("M_co", covariant=True)
M = TypeVar("M")

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_NOTHING: frozenset[str] = frozenset()


class Readable(Protocol[M_co]):
    """A class of models."""

    def from_dict(self, src: Mapping[str, Any]) -> M_co: ...


class DecodeError(ValueError):
    """An answer that cannot be read as its model. `path` is a JSON path such as `$.data[3].organization`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = "$"

    def inside(self, step: str) -> DecodeError:
        """The same error seen from one level further out."""
        self.path = f"${step}{self.path[1:]}"
        return self

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


def wrong_type(expected: str, value: JsonValue) -> DecodeError:
    return DecodeError(f"expected {expected}, got {_KINDS.get(type(value), type(value).__name__)}")


_KINDS = {
    dict: "an object",
    list: "an array",
    str: "a string",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    type(None): "null",
}


class Shapes:
    """Which names of a model an answer lacks and which it adds, remembered per sequence of keys.

    Answers of one kind nearly always come with the same keys, so a model holds references to shared sets.
    """

    __slots__ = ("_known", "_names")
    _LIMIT = 256  # a server that never repeats itself must not fill the memory

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._known: dict[tuple[str, ...], tuple[frozenset[str], tuple[str, ...]]] = {}

    def read(self, src: Mapping[str, Any]) -> tuple[Callable[[str], Any], frozenset[str], JsonObject | None]:
        """How to look a field up, the names that are absent, and the fields that the document does not know."""
        if type(src) is not dict and not isinstance(src, Mapping):
            raise wrong_type("an object", src)
        keys = tuple(src)
        known = self._known.get(keys)
        if known is None:
            known = self._learn(keys)
        absent, unknown = known
        return src.get, absent, {name: src[name] for name in unknown} if unknown else None

    def _learn(self, keys: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
        absent = self._names.difference(keys) or _NOTHING
        shape = (absent, tuple(key for key in keys if key not in self._names))
        if len(self._known) < self._LIMIT:
            self._known[keys] = shape
        return shape


def free_object(name: str, value: JsonValue) -> Any:
    """An object of any shape, or None."""
    if value is None or isinstance(value, dict):
        return value
    raise wrong_type("an object", value).inside(f".{name}")


def array(name: str, value: JsonValue) -> Any:
    """An array of scalars as they came, or None."""
    if value is None or isinstance(value, list):
        return value
    raise wrong_type("an array", value).inside(f".{name}")


def child(name: str, value: JsonValue, kind: Readable[M]) -> Any:
    """A nested model, or None."""
    if value is None:
        return None
    try:
        return kind.from_dict(value)
    except DecodeError as error:
        raise error.inside(f".{name}")


def children(name: str, value: JsonValue, kind: Readable[M]) -> Any:
    """An array of models, or None."""
    if value is None:
        return None
    if not isinstance(value, list):
        raise wrong_type("an array", value).inside(f".{name}")
    index = 0
    try:
        from_dict, models = kind.from_dict, []
        for index, item in enumerate(value):
            models.append(from_dict(item))
    except DecodeError as error:
        raise error.inside(f".{name}[{index}]")
    return models


def required_children(name: str, value: JsonValue, kind: Readable[M]) -> list[M]:
    """The items of a page: without them an answer is not a page."""
    if value is None:
        raise DecodeError(f"expected a page with an array {name!r}, got none")
    return children(name, value, kind)  # type: ignore[no-any-return]  # not None, so a list


@overload
def as_datetime(milliseconds: int) -> datetime: ...
@overload
def as_datetime(milliseconds: int | None) -> datetime | None: ...
def as_datetime(milliseconds: int | None) -> datetime | None:
    """Unix time in milliseconds as an aware datetime in UTC; None for what is no time, or too far away for one."""
    try:
        return None if milliseconds is None else _EPOCH + timedelta(milliseconds=milliseconds)
    except (TypeError, ValueError, OverflowError):  # an answer may hold anything
        return None
