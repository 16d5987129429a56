"""Kinds of values that generated code supports, by location."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.package import Endpoint, Field, Kind, Package, Type
from generator.problem import Problem

_SCALARS: frozenset[Kind] = frozenset(
    {"string", "integer", "number", "boolean", "text_boolean", "enum", "timestamp", "date_time"}
)


@dataclass(frozen=True)
class Location:
    """A location of values, with the kinds that it supports: alone, as items of an array, nullable."""

    name: str
    kinds: frozenset[Kind]
    items: frozenset[Kind] = frozenset()
    nullable: frozenset[Kind] = frozenset()
    nullable_items: frozenset[Kind] = frozenset()


_JSON: frozenset[Kind] = frozenset({*_SCALARS, "free_object"})
_ARRAYS: frozenset[Kind] = frozenset({"array"})
_MODELS: frozenset[Kind] = frozenset({"model"})
_FILES: frozenset[Kind] = frozenset({"file"})
_ANY: frozenset[Kind] = frozenset({"any"})
PATH = Location("a path", frozenset({"string", "enum"}))
QUERY = Location("a query", _ARRAYS | _SCALARS, _SCALARS, _ARRAYS | _SCALARS)
BODY = Location("a JSON body", _ARRAYS | _JSON, _JSON, _ARRAYS | _JSON, _JSON)
PARTS = Location("a multipart body", _SCALARS | _FILES, nullable=_SCALARS)
ROWS = Location("an array body", _ARRAYS, frozenset({"string", "row"}))
ANSWER = Location(
    "an answer", _ARRAYS | _JSON | _MODELS | _ANY, _JSON | _MODELS | _ANY, _ARRAYS | _JSON | _MODELS, _JSON
)


def problems(package: Package) -> Iterator[Problem]:
    """Every value of an unsupported kind."""
    for model in package.models:
        for field in model.fields:
            yield from _judge(field, ANSWER)
    for row in package.rows:
        for field in row.fields:
            yield from _judge(field, BODY)
            if field.wire == "extra":
                yield Problem(field.at, "'extra' cannot be the key of a row", "generated code needs extra: rename it")
            if not field.wire.isidentifier() or field.name.endswith("_"):
                yield Problem(
                    field.at, f"{field.wire!r} cannot be the key of a row", "it is a keyword of Python: rename it"
                )
    for name in {model.name for model in package.models} & {row.name for row in package.rows}:
        at = next(row.at for row in package.rows if row.name == name)
        yield Problem(
            at, f"{name} is both a row of a request and part of an answer", "give the rows their own component"
        )
    for module in package.modules:
        for endpoint in module.endpoints:
            yield from _judge_endpoint(endpoint)


def _judge_endpoint(endpoint: Endpoint) -> Iterator[Problem]:
    locations = [(endpoint.path, PATH), (endpoint.query, QUERY)]
    locations.append((endpoint.body, PARTS if endpoint.body_kind == "multipart" else BODY))
    locations.append(((endpoint.items,) if endpoint.items else (), ROWS))
    for fields, location in locations:
        for field in fields:
            yield from _judge(field, location)


def _judge(field: Field, location: Location) -> Iterator[Problem]:
    type_, item = field.type, field.type.item
    said = f"{_said(type_)}{' or null' if type_.nullable else ''}"
    is_supported = type_.kind in location.kinds and (not type_.nullable or type_.kind in location.nullable)
    if item is not None:
        is_supported &= item.kind in location.items and (not item.nullable or item.kind in location.nullable_items)
    if location is PATH and type_.kind == "enum" and not isinstance(type_.values[0], str):
        is_supported = False
    if not is_supported:
        yield Problem(field.at, f"unsupported in {location.name}: {said}", _remedy(location))
    elif field.multiple and (type_.kind not in ("string", "enum") or not all(isinstance(v, str) for v in type_.values)):
        yield Problem(field.at, f"x-multiple-values on {said}", "only texts can be one or several: use an array")
    elif field.joined and (item is None or item.kind not in ("string", "enum")):
        yield Problem(field.at, f"explode: false on {said}", "only an array of texts can be joined by commas")
    elif field.default is not None and not _fits(field.default, type_):
        yield Problem(field.at, f"the default {field.default!r} is not {said}", "correct the default or the schema")


def _said(type_: Type) -> str:
    if type_.item is not None:
        return f"array of {_said(type_.item)}{' or null' if type_.item.nullable else ''}"
    return "a value without type" if type_.kind == "any" else type_.kind.replace("_", " ")


def _remedy(location: Location) -> str:
    kinds = ", ".join(sorted(kind.replace("_", " ") for kind in location.kinds))
    items = ", ".join(sorted(kind.replace("_", " ") for kind in location.items))
    return f"{location.name} takes {kinds}{f'; an array there takes {items}' if items else ''}"


def _fits(value: object, type_: Type) -> bool:
    if type_.kind in ("enum", "text_boolean"):
        return value in type_.values
    if type_.item is not None:
        return isinstance(value, list) and all(_fits(one, type_.item) for one in value)
    wanted: dict[Kind, type | tuple[type, ...]] = {
        "integer": int, "timestamp": int, "number": (int, float), "boolean": bool, "free_object": dict, "any": object,
    }  # fmt: skip
    return isinstance(value, wanted.get(type_.kind, str)) and (
        type_.kind in ("boolean", "any") or type(value) is not bool
    )
