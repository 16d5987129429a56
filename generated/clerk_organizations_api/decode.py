# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""From the wire to models: what a field may hold, and where an answer stops being readable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Protocol, TypeVar, overload

from .types import JsonObject, JsonValue

__all__ = ["DecodeError"]

M_co = TypeVar("M_co", covariant=True)
M = TypeVar("M")

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


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


class Shape:
    """The names of an answer: those it has, in order, those it lacks, and those that the document does not know."""

    __slots__ = ("absent", "names", "unknown")

    def __init__(self, names: list[str], known: Iterable[str]) -> None:
        self.names = names
        self.absent = frozenset(known).difference(names)
        self.unknown = [name for name in names if name not in known]

    def extras(self, src: Mapping[str, Any]) -> JsonObject:
        """The fields that the document does not know."""
        return {name: src[name] for name in self.unknown}


class Shapes:
    """The shapes that answers of one model came in.

    They are few, so a model holds a reference to a shared set of absent names. And most answers are shaped as the one
    before: comparing with that one takes half the time of looking the shape up.
    """

    __slots__ = ("_known", "_last", "_names")
    _LIMIT = 256  # a server that never repeats itself must not fill the memory

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._last = Shape([*names], self._names)
        self._known: dict[tuple[str, ...], Shape] = {}

    def of(self, src: Mapping[str, Any]) -> Shape:
        """The shape of an answer; DecodeError for what is no object."""
        last = self._last  # read once: another thread may put its own there
        return last if type(src) is dict and [*src] == last.names else self._found(src)

    def _found(self, src: Mapping[str, Any]) -> Shape:
        if not isinstance(src, Mapping):
            raise wrong_type("an object", src)
        names = tuple(src)
        shape = self._known.get(names)
        if shape is None:
            shape = Shape([*names], self._names)
            if len(self._known) < self._LIMIT:
                self._known[names] = shape
        self._last = shape
        return shape


def free_object(name: str, value: JsonValue) -> Any:
    """An object of any shape, or None."""
    if type(value) is dict or value is None or isinstance(value, dict):
        return value
    raise wrong_type("an object", value).inside(f".{name}")


def array(name: str, value: JsonValue) -> Any:
    """An array of scalars as they came, or None."""
    if type(value) is list or value is None or isinstance(value, list):
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
    if array(name, value) is None:
        return None
    models: list[M] = []
    try:
        from_dict = kind.from_dict
        for item in value:
            models.append(from_dict(item))
    except DecodeError as error:
        raise error.inside(f".{name}[{len(models)}]")
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
