"""Types that schemas describe. The document must have the known structure."""

from collections.abc import Iterator
from typing import Any

from generator.document.document import Document, pointer, steps, trail
from generator.document.structure import nodes
from generator.package import Enum, Kind, Type
from generator.parse.names import pascal_case
from generator.problem import InvalidInput, Problem

Schema = dict[str, Any]
_BY_TYPE: dict[str, Kind] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "object": "free_object",
    "array": "array",
}
_BY_FORMAT: dict[str, Kind] = {"date-time": "date_time", "binary": "file"}


def has_fields(schema: Schema) -> bool:
    """Whether a schema is an object with properties of its own, or extends one."""
    return bool(schema.get("properties") or schema.get("allOf"))


def enums(document: Document) -> Iterator[Enum]:
    """Every enum of the document, components first, each under its name. Raises InvalidInput as `read` does."""
    places = [(at, schema) for at, schema in nodes(document, "schema") if "enum" in schema]
    for at, schema in sorted(places, key=lambda place: not place[0].startswith("#/components/schemas/")):
        type_ = read(document, at, schema)
        if type_.kind == "enum":
            yield Enum(type_.name, _description(document, at), type_.values, at)


def _enum_name(document: Document, at: str) -> str:
    """The component that an enum is; or of what it is in (component, operation), and which parameter or property."""
    path = steps(at)
    found = trail(document, at)
    if path[0] == "components":
        name, within, start = path[2], "", 3
    else:
        name, within, start = found[2]["operationId"], "rows", 3
    keys = iter(range(start, len(path)))
    for index in keys:
        if path[index] == "properties":
            within = path[next(keys)]
        elif path[index] == "parameters":
            within = found[next(keys)]["name"]
    return name + pascal_case(within)


def _description(document: Document, at: str) -> str:
    """What is said of an enum, or of the parameter or property that it is of."""
    said = (node.get("description") for node in reversed(trail(document, at)) if isinstance(node, dict))
    return next((text for text in said if isinstance(text, str)), "")


def properties(document: Document, at: str, schema: Schema) -> dict[str, tuple[str, Schema]]:
    """Wire name → (pointer, schema) of the properties of a schema and of what it extends, in document order."""
    at, schema = document.follow(at, schema)
    found: dict[str, tuple[str, Schema]] = {}
    for index, part in enumerate(schema.get("allOf", [])):
        found |= properties(document, pointer(at, "allOf", index), part)
    own = {wire: (pointer(at, "properties", wire), prop) for wire, prop in schema.get("properties", {}).items()}
    return found | own


def read(document: Document, at: str, schema: Schema) -> Type:
    """The type that a schema describes. Raises InvalidInput for what the pipeline has no type for."""
    at, schema = document.follow(at, schema)
    for word in ("oneOf", "anyOf"):
        if word in schema:
            return _or_null(document, pointer(at, word), schema[word])
    types = [schema["type"]] if isinstance(schema.get("type"), str) else list(schema.get("type", []))
    nullable = "null" in types
    (single,) = [one for one in types if one != "null"] or [""]
    if has_fields(schema):
        return Type("model", nullable, name=at.rpartition("/")[2])
    if "enum" in schema:
        return _enum(document, at, schema, single, nullable)
    if single == "array":
        return Type("array", nullable, item=_item(document, pointer(at, "items"), schema["items"]))
    return Type(_scalar(schema, single), nullable)


def _scalar(schema: Schema, single: str) -> Kind:
    if "x-timestamp" in schema:
        return "timestamp"
    by_format = _BY_FORMAT.get(schema.get("format", "")) if single == "string" else None
    return by_format or _BY_TYPE.get(single, "any")


def _or_null(document: Document, at: str, parts: list[Schema]) -> Type:
    index, part = next((index, part) for index, part in enumerate(parts) if part.get("type") != "null")
    inner = read(document, pointer(at, index), part)
    return Type(inner.kind, inner.nullable or len(parts) > 1, inner.values, inner.item, inner.name)


def _item(document: Document, at: str, schema: Schema) -> Type:
    if document.deref(schema).get("type") in ("array", ["array", "null"], ["null", "array"]):
        remedy = "put the inner array into an object with a name"
        raise InvalidInput([Problem(document.place(at), "unsupported: an array of arrays", remedy)])
    return read(document, at, schema)


def _enum(document: Document, at: str, schema: Schema, single: str, nullable: bool) -> Type:
    values = [value for value in schema["enum"] if value is not None]
    for kind, name in ((str, "string"), (int, "integer")):
        alike = all(type(value) is kind for value in values) and single in ("", name)
        if values and alike and len(set(values)) == len(values):
            nullable = nullable or None in schema["enum"]
            if set(values) == {"true", "false"}:
                return Type("text_boolean", nullable, tuple(values))
            return Type("enum", nullable, tuple(values), name=_enum_name(document, at))
    rule = "unsupported: an enum of anything but different texts, or different whole numbers, of its type"
    raise InvalidInput([Problem(document.place(pointer(at, "enum")), rule, "correct its values or its type")])
