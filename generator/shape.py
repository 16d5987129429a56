"""What a document may consist of: the keys of each kind of object, and what stands under each key.

The table below is the part of OpenAPI 3.1 that the pipeline knows. Whatever is not in it is refused, so that the house
rules meet nothing but objects of a known shape, and nothing passes in silence.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from generator.problem import Problem
from generator.spec import Document, pointer


@dataclass(frozen=True)
class Leaf:
    """A value that is looked at as a whole."""

    what: str
    fits: Callable[[Any], bool]


@dataclass(frozen=True)
class Each:
    """A list of one kind of thing."""

    of: "Shape"


@dataclass(frozen=True)
class Named:
    """A mapping from names to one kind of thing."""

    of: "Shape"


Shape: TypeAlias = Leaf | Each | Named | str
"""A string is a kind of object, to be looked up in OBJECTS."""


@dataclass(frozen=True)
class Object:
    """A mapping with known keys. `section` is where the components of this kind are, if it may be a reference."""

    keys: Mapping[str, Shape]
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


ANY = Leaf("anything", lambda node: True)
TEXT = Leaf("a text", lambda node: isinstance(node, str))
LABEL = Leaf("a text that is not empty", lambda node: isinstance(node, str) and bool(node.strip()))
FLAG = Leaf("true or false", lambda node: isinstance(node, bool))
TRUE = Leaf("true", lambda node: node is True)
FREE = Leaf("true or false (a map with typed values is not supported)", FLAG.fits)
NUMBER = Leaf("a number", _is_number)
LIST = Leaf("a list that is not empty", lambda node: isinstance(node, list) and bool(node))
TYPE = Leaf(f"one of {', '.join(TYPES)}, or a list of them", _is_type)
MILLISECONDS = Leaf("milliseconds", lambda node: node == "milliseconds")

_EXAMPLES: dict[str, Shape] = {"example": ANY, "examples": Named("example")}


def _keys(shape: Shape, *keys: str) -> dict[str, Shape]:
    return dict.fromkeys(keys, shape)


OBJECTS: dict[str, Object] = {
    "document": Object(
        {
            "openapi": ANY,
            "info": "info",
            "paths": Named("path item"),
            "components": "components",
            "tags": Each("tag"),
            **_keys(ANY, "servers", "security", "externalDocs"),
        },
        required=("info", "paths"),
    ),
    "info": Object(
        {
            **_keys(LABEL, "title", "version"),
            **_keys(TEXT, "summary", "description", "termsOfService"),
            **_keys(ANY, "contact", "license"),
        },
        required=("title", "version"),
    ),
    "tag": Object({"name": LABEL, "description": TEXT, "externalDocs": ANY}, required=("name",)),
    "components": Object(
        {
            "schemas": Named("schema"),
            "parameters": Named("parameter"),
            "requestBodies": Named("request body"),
            "responses": Named("response"),
            "headers": Named("header"),
            "examples": Named("example"),
            "links": Named("link"),
            "securitySchemes": ANY,
        }
    ),
    "path item": Object(_keys("operation", "get", "put", "post", "delete", "patch")),
    "operation": Object(
        {
            "operationId": LABEL,
            "tags": Each(LABEL),
            "summary": TEXT,
            "description": TEXT,
            "deprecated": FLAG,
            "parameters": Each("parameter"),
            "requestBody": "request body",
            "responses": Named("response"),
            **_keys(ANY, "servers", "security", "externalDocs"),
            "x-ts-method": LABEL,
            "x-positional": Each(LABEL),
        },
        required=("operationId", "responses"),
    ),
    "parameter": Object(
        {
            "name": LABEL,
            "in": LABEL,
            "required": FLAG,
            "description": TEXT,
            "deprecated": FLAG,
            "schema": "schema",
            "x-multiple-values": TRUE,
            **_EXAMPLES,
        },
        required=("name", "in", "schema"),
        section="parameters",
    ),
    "request body": Object(
        {"content": Named("media type"), "required": FLAG, "description": TEXT},
        required=("content",),
        section="requestBodies",
    ),
    "media type": Object({"schema": "schema", "encoding": ANY, **_EXAMPLES}, required=("schema",)),
    "response": Object(
        {"description": TEXT, "headers": Named("header"), "content": Named("media type"), "links": Named("link")},
        required=("description",),
        section="responses",
    ),
    "header": Object(
        {"description": TEXT, "required": FLAG, "deprecated": FLAG, "schema": "schema", **_EXAMPLES}, section="headers"
    ),
    "example": Object({"summary": TEXT, "description": TEXT, "value": ANY, "externalValue": TEXT}, section="examples"),
    "link": Object(
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
    "schema": Object(
        {
            "type": TYPE,
            "format": TEXT,
            "enum": LIST,
            "description": TEXT,
            "deprecated": FLAG,
            "default": ANY,
            "properties": Named("schema"),
            "required": Each(LABEL),
            "additionalProperties": FREE,
            "items": "schema",
            "allOf": Each("schema"),
            "oneOf": Each("schema"),
            "anyOf": Each("schema"),
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
            "x-only-in-ts": TRUE,
            "x-sensitive": TRUE,
        },
        section="schemas",
        beside_ref=frozenset({"description", "deprecated", "x-only-in-ts", "x-sensitive"}),
    ),
}
EXTENSIONS = {key for known in OBJECTS.values() for key in known.keys if key.startswith("x-")}
_REMEDIES = {
    "nullable": "write type: [T, 'null'], or oneOf with null",
    "title": "remove it: a component is called by its key",
    "parameters": "give them to each operation of the path",
    "style": "remove it: lists are sent as a repeated name",
    "explode": "remove it: lists are sent as a repeated name",
}


def faults(document: Document) -> Iterator[Problem]:
    """Everything that has not the shape of the table."""
    for at, shape, node in _visit("#", "document", document.root):
        for key, rule, remedy in _faults(shape, node):
            yield Problem(document.place(pointer(at, key) if key else at), rule, remedy)


def nodes(document: Document, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a kind with its pointer, references included; the document must be without faults."""
    return ((at, node) for at, shape, node in _visit("#", "document", document.root) if shape == kind)


def references(document: Document) -> Iterator[tuple[str, str, str]]:
    """(pointer, `$ref`, section of the components where it has to lead) of all references."""
    for at, shape, node in _visit("#", "document", document.root):
        if isinstance(shape, str) and "$ref" in node:
            yield at, node["$ref"], OBJECTS[shape].section


def _visit(at: str, shape: Shape, node: Any) -> Iterator[tuple[str, Shape, Any]]:
    yield at, shape, node
    for key, child_shape, child in _children(shape, node):
        yield from _visit(pointer(at, key), child_shape, child)


def _children(shape: Shape, node: Any) -> Iterator[tuple[str | int, Shape, Any]]:
    if isinstance(shape, Each) and isinstance(node, list):
        yield from ((index, shape.of, child) for index, child in enumerate(node))
    elif isinstance(shape, Named) and isinstance(node, dict):
        yield from ((key, shape.of, child) for key, child in node.items())
    elif isinstance(shape, str) and isinstance(node, dict):
        known = OBJECTS[shape].keys
        yield from ((key, known[key], child) for key, child in node.items() if key in known)


def _faults(shape: Shape, node: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(shape, Leaf):
        wanted, fits = shape.what, shape.fits(node)
    elif isinstance(shape, Each):
        wanted, fits = "a list", isinstance(node, list)
    else:
        wanted, fits = "a mapping", isinstance(node, dict)
    if not fits:
        yield "", f"expected {wanted}, got {_said(node)}", "see the OpenAPI 3.1 specification for what belongs here"
    elif isinstance(shape, str):
        yield from _faults_of_reference(shape, node) if "$ref" in node else _faults_of_object(shape, node)


def _faults_of_object(kind: str, node: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for key in OBJECTS[kind].required:
        if key not in node:
            yield "", f"{_a(kind)} without {key}", f"add {key}"
    for key in node:
        if key not in OBJECTS[kind].keys:
            yield key, *_unknown(kind, key, node[key])


def _faults_of_reference(kind: str, node: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    if not OBJECTS[kind].section:
        yield "$ref", f"unsupported: {_a(kind)} by $ref", "write it here in full"
    elif not isinstance(node["$ref"], str):
        yield "$ref", f"expected a text, got {_said(node['$ref'])}", "refer to a component: '#/components/…'"
    for key in node.keys() - OBJECTS[kind].beside_ref - {"$ref"}:
        yield key, f"unsupported: {key} beside $ref", "move it to where the $ref leads"


def _unknown(kind: str, key: str, value: Any) -> tuple[str, str]:
    if key in EXTENSIONS:
        return f"{key} in {_a(kind)}", "it has no meaning here: see openapi/README.md for where it belongs"
    if key.startswith("x-"):
        return f"unknown extension {key}", f"known are {', '.join(sorted(EXTENSIONS))}"
    if key == "nullable":
        return "nullable is OpenAPI 3.0", _REMEDIES[key]
    return f"unsupported: {key} in {_a(kind)}", _REMEDIES.get(key, f"describe the {kind} without it")


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"


def _said(node: Any) -> str:
    if isinstance(node, dict | list):
        return "a mapping" if isinstance(node, dict) else "a list" if node else "an empty list"
    return "null" if node is None else "true" if node is True else "false" if node is False else f"{node!r:.60}"
