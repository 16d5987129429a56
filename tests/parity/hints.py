"""Annotations of Python in the words of tests/parity/typescript.py, and what a class or a method takes and has."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from clerk_organizations._messages.files import FileInput
from clerk_organizations_api import Unset
from clerk_organizations_api.base_model import Model
from tests.parity.typescript import Property, Type

_SCALARS = {str: "string", bool: "boolean", int: "number", float: "number", datetime: "date"}


@dataclass(frozen=True)
class Hint:
    """An annotation: the types it unites, and whether None is one of them."""

    types: tuple[Type, ...]
    nullable: bool

    def __str__(self) -> str:
        return " or ".join([*map(str, self.types), *["None"] * self.nullable])


@dataclass(frozen=True)
class Parameter:
    """A parameter of a method, or a key of a TypedDict (which has no place)."""

    name: str
    hint: Hint
    required: bool
    place: int | None
    """Its place among the positional ones; None for a keyword."""


def hint_of(annotation: Any) -> Hint:
    """An annotation in common words. UNSET is how Python leaves a parameter out, so it is no type of its own."""
    members = set(get_args(annotation)) if get_origin(annotation) in (Union, UnionType) else {annotation}
    types = []
    if set(get_args(FileInput)) <= members:
        members -= set(get_args(FileInput))
        types.append(Type("file"))
    types += [_type(member) for member in members - {NoneType, Unset}]
    return Hint(tuple(sorted(types, key=str)), NoneType in members)


def _type(annotation: Any) -> Type:
    origin, arguments = get_origin(annotation) or annotation, get_args(annotation)
    if origin is Literal and all(isinstance(value, str) for value in arguments):
        return Type("enum", values=frozenset(arguments))
    if origin in _SCALARS:
        return Type(_SCALARS[origin])
    if origin in (list, Sequence):
        inner = hint_of(arguments[0]).types
        return Type("array", of=inner[0]) if len(inner) == 1 else Type("other", name=str(annotation))
    if origin in (dict, Mapping) and arguments == (str, Any):
        return Type("metadata")
    if is_typeddict(origin):
        return Type("object", name=origin.__name__, properties=tuple(_property(key) for key in keys_of(origin)))
    if isinstance(origin, type):
        return _class(origin)
    return Type("other", name=str(annotation))


def _class(cls: Any) -> Type:
    attributes = attributes_of(cls) if issubclass(cls, Model) else {}
    if "data" in attributes and attributes.get("total_count") == Hint((Type("number"),), nullable=False):
        return Type("page", of=attributes["data"].types[0].of)
    return Type("resource", name=cls.__name__, values=frozenset(base.__name__ for base in cls.__mro__))


def _property(key: Parameter) -> Property:
    kind = key.hint.types[0] if len(key.hint.types) == 1 else Type("other", name=str(key.hint))
    return Property(key.name, kind, not key.required, key.hint.nullable)


def keys_of(row: Any) -> list[Parameter]:
    """The keys of a TypedDict."""
    hints = get_type_hints(row)
    return [Parameter(name, hint_of(hint), name in row.__required_keys__, None) for name, hint in hints.items()]


def parameters_of(describe: Callable[..., Any]) -> dict[str, Parameter]:
    """The parameters of a description, or of a method in its class: the owner is left out."""
    hints = get_type_hints(describe)
    found = {}
    shown = (one for one in inspect.signature(describe).parameters.values() if one.name != "self")
    for place, one in enumerate(shown):
        at = None if one.kind is inspect.Parameter.KEYWORD_ONLY else place
        found[one.name] = Parameter(one.name, hint_of(hints[one.name]), one.default is inspect.Parameter.empty, at)
    return found


def returned_by(describe: Callable[..., Any]) -> Type:
    """What the operation of a description is read as."""
    return _type(get_args(get_type_hints(describe)["return"])[0])


def attributes_of(cls: type) -> dict[str, Hint]:
    """The public data of a class: annotated fields, properties, and for an error what it takes and keeps."""
    hints = get_type_hints(cls)
    if issubclass(cls, Exception):
        kept = vars(cls("an error")).keys()
        hints |= {name: hint for name, hint in get_type_hints(cls.__init__).items() if name in kept}
    for name, value in inspect.getmembers(cls, lambda value: isinstance(value, property)):
        hints[name] = get_type_hints(value.fget)["return"]
    return {name: hint_of(hint) for name, hint in hints.items() if not name.startswith("_")}
