# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""From the wire to models: what a field may hold, and where an answer stops being readable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, timezone
from operator import itemgetter
from typing import Any, Protocol, TypeVar, overload

from .types import JsonObject, JsonValue

__all__ = ["DecodeError"]

M_co = TypeVar("M_co", covariant=True)
M = TypeVar("M")

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Readable(Protocol[M_co]):
    """A class of models."""

    def _from_dict(self, src: Mapping[str, Any], shared: SharedModels | None) -> M_co: ...


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

    __slots__ = ("absent", "names", "unknown", "values")

    def __init__(self, names: list[str], known: list[str]) -> None:
        self.names = names
        self.absent = frozenset(known).difference(names)
        self.unknown = [name for name in names if name not in known]
        self.values = _values_of(names, known)
        """The values of an answer of this shape in the order of the document, None where one is absent."""

    def extras(self, src: Mapping[str, Any]) -> JsonObject:
        """The fields that the document does not know."""
        return {name: src[name] for name in self.unknown}


def _values_of(names: list[str], known: list[str]) -> Callable[[Mapping[str, Any]], Iterable[Any]]:
    """How to take all values at once: the fewer fields are looked up one by one, the faster."""
    if names == known:
        return lambda src: src.values()
    places = [names.index(name) if name in names else len(names) for name in known]
    if len(known) < 2:  # of one place, itemgetter makes no tuple
        return lambda src: [[*src.values(), None][place] for place in places]
    if len(names) in places:
        pick = itemgetter(*places)
        return lambda src: pick((*src.values(), None))
    return itemgetter(*known)


class Shapes:
    """The shapes that answers of one model came in.

    They are few, so a model holds a reference to a shared set of absent names. And most answers are shaped as the one
    before: comparing with that one takes half the time of looking the shape up.
    """

    __slots__ = ("_known", "_last", "_names")
    _LIMIT = 256  # a server that never repeats itself must not fill the memory

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [*names]
        self._last = Shape(self._names, self._names)
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


class SharedModels:
    """What the items of a list repeat, such as the organization of all its members: it is read once, and is one model.

    As soon as a second value differs from the first, each item has a model of its own.
    """

    __slots__ = ("_first",)

    def __init__(self) -> None:
        self._first: dict[str, _Repeated | None] = {}

    def read(self, name: str, value: JsonValue, kind: Readable[M]) -> M:
        """The model of this value: that of the first item, if all so far have the same."""
        first = self._first.get(name)
        if first is not None and first.is_same(value):
            same: M = first.model
            return same
        model = kind._from_dict(value, None)
        is_first = name not in self._first
        self._first[name] = _Repeated(value, model) if is_first and type(value) is dict else None
        return model


class _Repeated:
    """An object, and the model that it was read as."""

    __slots__ = ("_numbers", "_types", "_unsure", "_value", "model")

    def __init__(self, value: JsonObject, model: Any) -> None:
        self.model, self._value = model, value
        self._numbers = [name for name, one in value.items() if isinstance(one, int)]
        self._types = [*map(type, map(value.__getitem__, self._numbers))]
        self._unsure = [name for name, one in value.items() if not _is_told_by_eq(one)]

    def is_same(self, other: JsonValue) -> bool:
        """Whether it is the same: to `==` alone True is 1, and so are metadata with True those with 1."""
        try:
            return (
                self._value == other
                and self._types == [*map(type, map(other.__getitem__, self._numbers))]
                and not (self._unsure and any(repr(self._value[name]) != repr(other[name]) for name in self._unsure))
            )
        except (RecursionError, ValueError):  # nested as deep as could be read, or an int too long for repr
            return False


def _is_told_by_eq(value: JsonValue) -> bool:
    """Whether what equals this value is the same, if its type is."""
    if isinstance(value, (dict, list)):
        return all(isinstance(one, str) for one in (value.values() if isinstance(value, dict) else value))
    # 0.0 equals -0.0, and a Decimal, of a JSON reader that makes such, an int.
    return value is None or isinstance(value, (str, int))


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


def child(name: str, value: JsonValue, kind: Readable[M], shared: SharedModels | None) -> Any:
    """A nested model, or None."""
    if value is None:
        return None
    try:
        return kind._from_dict(value, None) if shared is None else shared.read(name, value, kind)
    except DecodeError as error:
        raise error.inside(f".{name}")


def children(name: str, value: JsonValue, kind: Readable[M]) -> Any:
    """An array of models, or None."""
    if array(name, value) is None:
        return None
    models: list[M] = []
    try:
        from_dict, shared = kind._from_dict, SharedModels()
        for item in value:
            models.append(from_dict(item, shared))
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
