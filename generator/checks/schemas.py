"""House rules of schemas: named objects, supported types, descriptions."""

import re
from collections.abc import Iterator
from typing import Any

from generator.document.document import Document, pointer
from generator.document.structure import nodes
from generator.parse.types import has_fields, properties
from generator.problem import Problem

_COMPONENT = re.compile(r"#/components/schemas/[^/]+")
_PART = re.compile(r"#/components/schemas/[^/]+/allOf/\d+")
_BESIDE_ALL_OF = {"type", "description", "deprecated", "example", "examples", "allOf"}
_HOLDERS = {"properties": "object", "required": "object", "additionalProperties": "object", "items": "array"}


def objects_are_named(document: Document) -> Iterator[Problem]:
    for at, node in nodes(document, "schema"):
        if "properties" in node and not (_COMPONENT.fullmatch(at) or _PART.fullmatch(at)):
            remedy = "give it a name under components/schemas and refer to it"
            yield Problem(document.place(at), "an inline object with properties", remedy)
        if "allOf" in node and not _COMPONENT.fullmatch(at):
            remedy = "give it a name under components/schemas, or write a description beside the $ref"
            yield Problem(document.place(pointer(at, "allOf")), "unsupported: allOf outside a component", remedy)


def components_extend_one_base(document: Document) -> Iterator[Problem]:
    for name, schema in document.schemas().items():
        at = pointer("#/components/schemas", name, "allOf")
        parts = schema.get("allOf")
        if parts is None:
            continue
        bases = [document.deref(part) for part in parts if "$ref" in part]
        own = [part for part in parts if part.get("properties")]
        if not (len(bases) == 1 and has_fields(bases[0]) and "$ref" in parts[0] and len(own) == len(parts) - 1 > 0):
            remedy = "write allOf with a $ref to an object first, then an object with the properties that it adds"
            yield Problem(document.place(at), "unsupported: allOf of anything but one object and what is added", remedy)
        for key in schema:
            if key not in _BESIDE_ALL_OF:
                place = document.place(pointer("#/components/schemas", name, key))
                yield Problem(place, f"unsupported: {key} beside allOf", f"put {key} into the part of allOf that adds")


def types_are_supported(document: Document) -> Iterator[Problem]:
    for at, node in nodes(document, "schema"):
        types = [node["type"]] if isinstance(node.get("type"), str) else node.get("type", [])
        if len(set(types) - {"null"}) > 1:
            yield Problem(
                document.place(pointer(at, "type")),
                "unsupported: a union of types",
                "only a type and null can be joined",
            )
        if types in (["null"],) and not re.search(r"/(one|any)Of/\d+$", at):
            yield Problem(document.place(pointer(at, "type")), "unsupported: only null", "say what else it may be")
        yield from _keys_match_type(document, at, node, types)
        yield from _unions(document, at, node)


def _keys_match_type(document: Document, at: str, node: dict[str, Any], types: list[str]) -> Iterator[Problem]:
    for key, holder in _HOLDERS.items():
        if key in node and holder not in types:
            yield Problem(document.place(pointer(at, key)), f"{key} without type: {holder}", f"add type: {holder}")
    if "array" in types and "items" not in node:
        yield Problem(document.place(at), "an array without items", "add items: the schema of each")
    if "x-timestamp" in node and set(types) - {"null"} != {"integer"}:
        remedy = "put it beside type: integer; a $ref brings it along"
        yield Problem(document.place(pointer(at, "x-timestamp")), "x-timestamp on what is no integer", remedy)
    if "x-nullable" in node and "null" not in types:
        remedy = "put it beside type, or write {type: 'null'} into oneOf"
        yield Problem(document.place(pointer(at, "x-nullable")), "x-nullable without a type", remedy)


def _unions(document: Document, at: str, node: dict[str, Any]) -> Iterator[Problem]:
    words = [word for word in ("oneOf", "anyOf") if word in node]
    for word in words:
        if sum(part.get("type") != "null" for part in node[word]) != 1:
            rule, remedy = f"unsupported: {word} of several types", "only a type and null can be joined"
            yield Problem(document.place(pointer(at, word)), rule, remedy)
    others = [word for word in ("type", "enum", "properties", "allOf") if word in node]
    for key in [*words[1:], *others]:
        if words:
            remedy = f"put it into a part of {words[0]}"
            yield Problem(document.place(pointer(at, key)), f"unsupported: {key} beside {words[0]}", remedy)


def components_are_not_null(document: Document) -> Iterator[Problem]:
    for name, schema in document.schemas().items():
        at = pointer("#/components/schemas", name)
        nullable = "null" in schema.get("type", "") or None in schema.get("enum", [])
        if nullable or any(part.get("type") == "null" for word in ("oneOf", "anyOf") for part in schema.get(word, [])):
            remedy = "write oneOf: [{$ref: …}, {type: 'null'}] at the place of use"
            yield Problem(document.place(at), f"the component {name} may be null", remedy)


def required_properties_exist(document: Document) -> Iterator[Problem]:
    for at, node in nodes(document, "schema"):
        whole = at.rpartition("/allOf/")[0] if _PART.fullmatch(at) else at
        known = properties(document, whole, node if whole == at else document.resolve(whole))
        for index, name in enumerate(node.get("required", [])):
            if name not in known:
                yield Problem(
                    document.place(pointer(at, "required", index)),
                    f"{name!r} is required and not a property",
                    "describe it as a property, or correct the name",
                )


def everything_is_described(document: Document) -> Iterator[Problem]:
    for name, schema in document.schemas().items():
        at = pointer("#/components/schemas", name)
        if not schema.get("description"):
            yield Problem(document.place(at), f"component {name} has no description", "say what it is")
        for wire, (where, prop) in properties(document, at, schema).items():
            is_own = where.startswith(f"{at}/")
            if is_own and not (prop.get("description") or document.deref(prop).get("description")):
                yield Problem(document.place(where), f"property {wire} has no description", "say what it means")


RULES = (
    objects_are_named,
    components_extend_one_base,
    types_are_supported,
    components_are_not_null,
    required_properties_exist,
    everything_is_described,
)
