"""What a document must be for the pipeline to write a package people can rely on.

Each rule is a generator of problems; openapi/README.md says the same in words. A stage is judged only when the ones
before it are clean: a rule may rely on the shape of the document and on its references.
"""

import re
from collections.abc import Callable, Iterator

from generator import names, rules_operations, rules_schemas, shape
from generator.problem import Problem
from generator.shape import EXTENSIONS
from generator.spec import Document, pointer

__all__ = ["EXTENSIONS", "problems"]

Rule = Callable[[Document], Iterator[Problem]]


def problems(document: Document) -> Iterator[Problem]:
    """Everything that breaks a rule of the first stage that is not clean."""
    for stage in _STAGES:
        found = [problem for rule in stage for problem in rule(document)]
        yield from found
        if found:
            return


def is_openapi_3_1(document: Document) -> Iterator[Problem]:
    version = document.root.get("openapi")
    if not (isinstance(version, str) and re.fullmatch(r"3\.1\.\d+", version)):
        said = f"openapi is {version!r}" if version is not None else "there is no key openapi"
        place = document.place("#/openapi")
        yield Problem(place, f"not OpenAPI 3.1: {said}", "write the document as OpenAPI 3.1 (openapi: 3.1.0)")


def references_lead_somewhere(document: Document) -> Iterator[Problem]:
    for at, ref, section in shape.references(document):
        if found := _fault_of_reference(document, at, ref, section):
            yield Problem(document.place(pointer(at, "$ref")), *found)


def _fault_of_reference(document: Document, at: str, ref: str, section: str) -> tuple[str, str] | None:
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


_STAGES: tuple[tuple[Rule, ...], ...] = (
    (is_openapi_3_1,),
    (shape.faults,),
    (references_lead_somewhere,),
    (rules_schemas.components_do_not_go_in_circles,),
    (*rules_schemas.RULES, *rules_operations.RULES),
    (names.problems,),
)
