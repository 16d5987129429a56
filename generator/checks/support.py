"""Which kinds of values the generated code can carry in which place; anything else is refused here."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.package import Endpoint, Field, Kind, Package, Type
from generator.problem import Problem

_SCALARS: frozenset[Kind] = frozenset(
    {"string", "integer", "number", "boolean", "text_boolean", "enum", "timestamp", "date_time"}
)


@dataclass(frozen=True)
class Place:
    """What can be carried here: kinds of values, of the items of an array, and of what may be null."""

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
PATH = Place("a path", frozenset({"string", "enum"}))
QUERY = Place("a query", _ARRAYS | _SCALARS, _SCALARS, _ARRAYS | _SCALARS)
BODY = Place("a JSON body", _ARRAYS | _JSON, _JSON, _ARRAYS | _JSON, _JSON)
PARTS = Place("a multipart body", _SCALARS | _FILES, nullable=_SCALARS)
ROWS = Place("an array body", _ARRAYS, frozenset({"string", "row"}))
ANSWER = Place("an answer", _ARRAYS | _JSON | _MODELS | _ANY, _JSON | _MODELS | _ANY, _ARRAYS | _JSON | _MODELS, _JSON)


def problems(package: Package) -> Iterator[Problem]:
    """Every value that has no way to the wire or from it."""
    for model in package.models:
        for field in model.fields:
            yield from _judge(field, ANSWER)
    for row in package.rows:
        for field in row.fields:
            yield from _judge(field, BODY)
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
    places = [(endpoint.path, PATH), (endpoint.query, QUERY)]
    places.append((endpoint.body, PARTS if endpoint.body_kind == "multipart" else BODY))
    places.append(((endpoint.items,) if endpoint.items else (), ROWS))
    for fields, place in places:
        for field in fields:
            yield from _judge(field, place)


def _judge(field: Field, place: Place) -> Iterator[Problem]:
    kind, item = field.type, field.type.item
    said = f"{_said(kind)}{' or null' if kind.nullable else ''}"
    is_carried = kind.kind in place.kinds and (not kind.nullable or kind.kind in place.nullable)
    if item is not None:
        is_carried &= item.kind in place.items and (not item.nullable or item.kind in place.nullable_items)
    if place is PATH and kind.kind == "enum" and not isinstance(kind.values[0], str):
        is_carried = False
    if not is_carried:
        yield Problem(field.at, f"unsupported in {place.name}: {said}", _remedy(place))
    elif field.multiple and (kind.kind not in ("string", "enum") or not all(isinstance(v, str) for v in kind.values)):
        yield Problem(field.at, f"x-multiple-values on {said}", "only texts can be one or several: use an array")
    elif field.default is not None and not _fits(field.default, kind):
        yield Problem(field.at, f"the default {field.default!r} is not {said}", "correct the default or the schema")


def _said(kind: Type) -> str:
    if kind.item is not None:
        return f"array of {_said(kind.item)}{' or null' if kind.item.nullable else ''}"
    return "a value without type" if kind.kind == "any" else kind.kind.replace("_", " ")


def _remedy(place: Place) -> str:
    kinds = ", ".join(sorted(kind.replace("_", " ") for kind in place.kinds))
    items = ", ".join(sorted(kind.replace("_", " ") for kind in place.items))
    return f"{place.name} takes {kinds}{f'; an array there takes {items}' if items else ''}"


def _fits(value: object, kind: Type) -> bool:
    if kind.kind in ("enum", "text_boolean"):
        return value in kind.values
    if kind.item is not None:
        return isinstance(value, list) and all(_fits(one, kind.item) for one in value)
    wanted: dict[Kind, type | tuple[type, ...]] = {
        "integer": int, "timestamp": int, "number": (int, float), "boolean": bool, "free_object": dict, "any": object,
    }  # fmt: skip
    return isinstance(value, wanted.get(kind.kind, str)) and (
        kind.kind in ("boolean", "any") or type(value) is not bool
    )
