"""References: each resolves to a component, each link to an operation; no inheritance cycles."""

import re
from collections.abc import Iterator
from typing import Any

from generator.document.document import Document, pointer
from generator.document.structure import nodes, references
from generator.problem import Problem


def references_resolve(document: Document) -> Iterator[Problem]:
    for at, ref, section in references(document):
        if found := _reference_violation(document, at, ref, section):
            yield Problem(document.place(pointer(at, "$ref")), *found)


def _reference_violation(document: Document, at: str, ref: str, section: str) -> tuple[str, str] | None:
    if re.fullmatch(f"#/components/{section}/[^/]+", at):
        return "a component that is only a $ref", f"use {ref} itself, or describe this one in full"
    if not ref.startswith("#/"):
        return f"$ref to another file: {ref}", "move what it refers to into components"
    try:
        document.resolve(ref)
    except LookupError:
        return f"dangling $ref: {ref}", "define what it names, or correct the name"
    if not re.fullmatch(f"#/components/{section}/[^/]+", ref):
        return f"unsupported: $ref to {ref}", f"refer to a component: #/components/{section}/…"
    return None


def links_resolve(document: Document) -> Iterator[Problem]:
    known = {operation["operationId"] for _, _, _, operation in document.operations()}
    for at, link in nodes(document, "link"):
        name = link.get("operationId")
        if name is not None and name not in known:
            place = document.place(pointer(at, "operationId"))
            yield Problem(place, f"dangling link: no operation {name!r}", "describe the operation, or correct the name")


def no_component_extends_itself(document: Document) -> Iterator[Problem]:
    """A component does not extend itself, by whatever detour."""
    bases = {name: _bases(schema) for name, schema in document.schemas().items()}
    blamed: set[str] = set()
    for name in bases:
        seen, todo = set[str](), list(bases[name])
        while todo:
            if (base := todo.pop()) not in seen:
                seen.add(base)
                todo += bases.get(base, [])
        if name in seen and name not in blamed:
            blamed |= seen
            at = pointer("#/components/schemas", name, "allOf")
            yield Problem(document.place(at), f"{name} extends itself", "let allOf lead to what does not lead back")


def _bases(schema: dict[str, Any]) -> list[str]:
    return [part["$ref"].rpartition("/")[2] for part in schema.get("allOf", []) if "$ref" in part]
