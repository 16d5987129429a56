"""Structure of a document: keys of each kind of object, and their values.

The table below is the part of OpenAPI 3.1 that the pipeline knows. Whatever is not in it is refused, so that the
house rules meet only objects of a known structure, and nothing passes in silence.
"""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from generator.document.document import Document, pointer


@dataclass(frozen=True)
class Scalar:
    """A value that is checked as a whole."""

    what: str
    fits: Callable[[Any], bool]


@dataclass(frozen=True)
class ListOf:
    """A list of one kind of value."""

    of: "Structure"


@dataclass(frozen=True)
class MapOf:
    """A mapping from names to one kind of value."""

    of: "Structure"


Structure: TypeAlias = Scalar | ListOf | MapOf | str
"""A string is a kind of object, to be looked up in OBJECTS."""


@dataclass(frozen=True)
class ObjectOf:
    """A mapping with known keys. `section` is where the components of this kind are, if it may be a reference."""

    keys: Mapping[str, Structure]
    required: tuple[str, ...] = ()
    section: str = ""
    beside_ref: frozenset[str] = frozenset({"summary", "description"})


TYPES = ("string", "integer", "number", "boolean", "object", "array", "null")


def _is_type(node: Any) -> bool:
    return node in TYPES if isinstance(node, str) else isinstance(node, list) and _are_types(node)


def _are_types(node: list[Any]) -> bool:
    return bool(node) and all(isinstance(one, str) and one in TYPES for one in node) and len(set(node)) == len(node)


def _is_number(node: Any) -> bool:
    return isinstance(node, int | float) and not isinstance(node, bool)


ANY = Scalar("anything", lambda node: True)
TEXT = Scalar("a text", lambda node: isinstance(node, str))
LABEL = Scalar("a text that is not empty", lambda node: isinstance(node, str) and bool(node.strip()))
FLAG = Scalar("true or false", lambda node: isinstance(node, bool))
TRUE = Scalar("true", lambda node: node is True)
FREE = Scalar(
    "true, false, or {type: string}: no other types of values are supported",
    lambda node: FLAG.fits(node) or node == {"type": "string"},
)
NUMBER = Scalar("a number", _is_number)
LIST = Scalar("a list that is not empty", lambda node: isinstance(node, list) and bool(node))
TYPE = Scalar(f"one of {', '.join(TYPES)}, or a list of them", _is_type)
MILLISECONDS = Scalar("milliseconds", lambda node: node == "milliseconds")
FORM = Scalar("form", lambda node: node == "form")

_EXAMPLES: dict[str, Structure] = {"example": ANY, "examples": MapOf("example")}


def _keys(structure: Structure, *keys: str) -> dict[str, Structure]:
    return dict.fromkeys(keys, structure)


OBJECTS: dict[str, ObjectOf] = {
    "document": ObjectOf(
        {
            "openapi": ANY,
            "info": "info",
            "paths": MapOf("path item"),
            "components": "components",
            "tags": ListOf("tag"),
            **_keys(ANY, "servers", "security", "externalDocs"),
        },
        required=("info", "paths"),
    ),
    "info": ObjectOf(
        {
            **_keys(LABEL, "title", "version"),
            **_keys(TEXT, "summary", "description", "termsOfService"),
            **_keys(ANY, "contact", "license"),
        },
        required=("title", "version"),
    ),
    "tag": ObjectOf({"name": LABEL, "description": TEXT, "externalDocs": ANY}, required=("name",)),
    "components": ObjectOf(
        {
            "schemas": MapOf("schema"),
            "parameters": MapOf("parameter"),
            "requestBodies": MapOf("request body"),
            "responses": MapOf("response"),
            "headers": MapOf("header"),
            "examples": MapOf("example"),
            "links": MapOf("link"),
            "securitySchemes": ANY,
        }
    ),
    "path item": ObjectOf(_keys("operation", "get", "put", "post", "delete", "patch")),
    "operation": ObjectOf(
        {
            "operationId": LABEL,
            "tags": ListOf(LABEL),
            "summary": TEXT,
            "description": TEXT,
            "deprecated": FLAG,
            "parameters": ListOf("parameter"),
            "requestBody": "request body",
            "responses": MapOf("response"),
            **_keys(ANY, "servers", "security", "externalDocs"),
            "x-resource": LABEL,
            "x-method": LABEL,
            "x-ts-method": LABEL,
            "x-positional": ListOf(LABEL),
            "x-idempotency-key": LABEL,
        },
        required=("operationId", "x-resource", "responses"),
    ),
    "parameter": ObjectOf(
        {
            "name": LABEL,
            "in": LABEL,
            "required": FLAG,
            "description": TEXT,
            "deprecated": FLAG,
            "schema": "schema",
            "style": FORM,
            "explode": FLAG,
            "x-multiple-values": TRUE,
            **_EXAMPLES,
        },
        required=("name", "in", "schema"),
        section="parameters",
    ),
    "request body": ObjectOf(
        {"content": MapOf("media type"), "required": FLAG, "description": TEXT},
        required=("content",),
        section="requestBodies",
    ),
    "media type": ObjectOf({"schema": "schema", "encoding": ANY, **_EXAMPLES}, required=("schema",)),
    "response": ObjectOf(
        {"description": TEXT, "headers": MapOf("header"), "content": MapOf("media type"), "links": MapOf("link")},
        required=("description",),
        section="responses",
    ),
    "header": ObjectOf(
        {"description": TEXT, "required": FLAG, "deprecated": FLAG, "schema": "schema", **_EXAMPLES}, section="headers"
    ),
    "example": ObjectOf(
        {"summary": TEXT, "description": TEXT, "value": ANY, "externalValue": TEXT}, section="examples"
    ),
    "link": ObjectOf(
        {
            "operationId": TEXT,
            "operationRef": TEXT,
            "description": TEXT,
            "parameters": ANY,
            "requestBody": ANY,
            "server": ANY,
        },
        section="links",
    ),
    "schema": ObjectOf(
        {
            "type": TYPE,
            "format": TEXT,
            "enum": LIST,
            "description": TEXT,
            "deprecated": FLAG,
            "default": ANY,
            "properties": MapOf("schema"),
            "required": ListOf(LABEL),
            "additionalProperties": FREE,
            "items": "schema",
            "allOf": ListOf("schema"),
            "oneOf": ListOf("schema"),
            "anyOf": ListOf("schema"),
            **_keys(NUMBER, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
            **_keys(NUMBER, "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
            "pattern": TEXT,
            "uniqueItems": FLAG,
            "readOnly": FLAG,
            "writeOnly": FLAG,
            "example": ANY,
            "examples": LIST,
            "externalDocs": ANY,
            "x-timestamp": MILLISECONDS,
            "x-enum": ANY,
            "x-nullable": TRUE,
            "x-only-in-ts": TRUE,
            "x-sensitive": TRUE,
            "x-until": LABEL,
        },
        section="schemas",
        beside_ref=frozenset({"description", "deprecated", "x-enum", "x-only-in-ts", "x-sensitive"}),
    ),
}
EXTENSIONS = {key for known in OBJECTS.values() for key in known.keys if key.startswith("x-")}


def nodes(document: Document, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a kind with its pointer, references included; the document must have the structure."""
    return ((at, node) for at, found, node in _objects(document) if found == kind)


def references(document: Document) -> Iterator[tuple[str, str, str]]:
    """(pointer, `$ref`, section of the components where it has to lead) of all references."""
    for at, kind, node in _objects(document):
        if "$ref" in node:
            yield at, node["$ref"], OBJECTS[kind].section


@functools.lru_cache(maxsize=1)
def _objects(document: Document) -> list[tuple[str, str, dict[str, Any]]]:
    """(pointer, kind, object) of all objects: each house rule asks for those of some kind."""
    parts = visit("#", "document", document.root)
    return [(at, structure, node) for at, structure, node in parts if isinstance(structure, str)]


def visit(at: str, structure: Structure, node: Any) -> Iterator[tuple[str, Structure, Any]]:
    """(pointer, structure, node) of every part that the table knows, parents first. The node may be anything."""
    todo = [(at, structure, node)]
    while todo:
        part = todo.pop()
        yield part
        at, structure, node = part
        todo += reversed([(pointer(at, key), below, child) for key, below, child in _children(structure, node)])


def _children(structure: Structure, node: Any) -> Iterator[tuple[str | int, Structure, Any]]:
    if isinstance(structure, ListOf) and isinstance(node, list):
        yield from ((index, structure.of, child) for index, child in enumerate(node))
    elif isinstance(structure, MapOf) and isinstance(node, dict):
        yield from ((key, structure.of, child) for key, child in node.items())
    elif isinstance(structure, str) and isinstance(node, dict):
        known = OBJECTS[structure].keys
        yield from ((key, known[key], child) for key, child in node.items() if key in known)
