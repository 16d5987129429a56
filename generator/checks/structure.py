"""Structure of the document, held to the table in document/structure.py."""

import re
from collections.abc import Iterator
from typing import Any

from generator.document.document import Document, pointer
from generator.document.structure import EXTENSIONS, OBJECTS, ListOf, Scalar, Structure, visit
from generator.problem import Problem

_REMEDIES = {
    "nullable": "write type: [T, 'null'], or oneOf with null",
    "title": "remove it: a component is called by its key",
    "parameters": "give them to each operation of the path",
}


def is_openapi_3_1(document: Document) -> Iterator[Problem]:
    version = document.root.get("openapi")
    if not (isinstance(version, str) and re.fullmatch(r"3\.1\.\d+", version)):
        said = f"openapi is {version!r}" if version is not None else "there is no key openapi"
        place = document.place("#/openapi")
        yield Problem(place, f"not OpenAPI 3.1: {said}", "write the document as OpenAPI 3.1 (openapi: 3.1.0)")


def violations(document: Document) -> Iterator[Problem]:
    """Everything that differs from the table."""
    for at, structure, node in visit("#", "document", document.root):
        for key, rule, remedy in _violations(structure, node):
            yield Problem(document.place(pointer(at, key) if key else at), rule, remedy)


def _violations(structure: Structure, node: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(structure, Scalar):
        wanted, fits = structure.what, structure.fits(node)
    elif isinstance(structure, ListOf):
        wanted, fits = "a list", isinstance(node, list)
    else:
        wanted, fits = "a mapping", isinstance(node, dict)
    if not fits:
        yield "", f"expected {wanted}, got {_said(node)}", "see the OpenAPI 3.1 specification for what belongs here"
    elif isinstance(structure, str):
        yield from _reference_violations(structure, node) if "$ref" in node else _object_violations(structure, node)


def _object_violations(kind: str, node: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for key in OBJECTS[kind].required:
        if key not in node:
            yield "", f"{_a(kind)} without {key}", f"add {key}"
    for key in node:
        if key not in OBJECTS[kind].keys:
            yield key, *_unknown(kind, key, node[key])


def _reference_violations(kind: str, node: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    if not OBJECTS[kind].section:
        yield "$ref", f"unsupported: {_a(kind)} by $ref", "write it here in full"
    elif not isinstance(node["$ref"], str):
        yield "$ref", f"expected a text, got {_said(node['$ref'])}", "refer to a component: '#/components/…'"
    for key in node:
        if key not in OBJECTS[kind].beside_ref | {"$ref"}:
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
