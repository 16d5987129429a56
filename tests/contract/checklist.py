"""What an operation of the document needs elsewhere, and what of it is missing."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from clerk_organizations._resources.methods import list_method
from tests.parity import cases
from tests.support.document import OPERATIONS, Described, deref
from tests.support.present import HANDLED, METHODS
from tests.support.resources import ASYNC_RESOURCES, RESOURCES, definition

ROOT = Path(__file__).resolve().parents[2]
HANDLERS = "wrapper/clerk_organizations/testing/handlers/"
RULES = "tests/mock/"
REMEDY = "add them as CONTRIBUTING.md says under “An operation”"
ERRORS = {"401", "429", "5XX"}


def message(operation: Described) -> str:
    """All that is missing, in one line with the remedy; empty if nothing is."""
    found = list(missing(operation))
    return f"{operation.id}: {', '.join(found)}; {REMEDY}" if found else ""


def missing(operation: Described) -> Iterator[str]:
    """What is missing, each with the file where it belongs."""
    yield from _in_the_document(operation)
    if operation.id not in METHODS:
        yield f"no method {operation.python} in {_table(operation)}"
    else:
        yield from _of_the_method(operation)
    if operation.id not in HANDLED:
        yield f"no handler in {HANDLERS}"
    if operation.typescript:
        if (operation.typescript_resource, operation.typescript) not in _compared():
            yield "no parity case in tests/parity/cases/"
    elif not any(f'"{operation.id}"' in path.read_text(encoding="utf-8") for path in (ROOT / RULES).glob("test_*.py")):
        yield f"no test of its rules that names it in {RULES}test_*.py"


def _in_the_document(operation: Described) -> Iterator[str]:
    if not operation.raw.get("description", "").strip():
        yield "no description in the document"
    if lacking := sorted(ERRORS - operation.raw["responses"].keys()):
        yield f"no {', '.join(lacking)} among its responses in the document"
    if operation.names("path") and operation.id not in {target for _, target in links()}:
        yield "no link to it in the document"


def _table(operation: Described) -> str:
    return f"wrapper/clerk_organizations/{operation.resource}/__init__.py"


def _of_the_method(operation: Described) -> Iterator[str]:
    for resources in (RESOURCES, ASYNC_RESOURCES):
        method = definition(operation, resources)
        if operation.typescript and getattr(resources[operation.resource], operation.typescript, None) is not method:
            yield f"no line {operation.typescript} = {operation.python} in {_table(operation)}"
            return
        if isinstance(method, list_method) != ("offset" in operation.names("query")):
            yield f"{operation.python} must be a {'method' if isinstance(method, list_method) else 'list_method'}"
            return


@cache
def _compared() -> set[tuple[str, str]]:
    """Methods that have parity cases, each after its resource."""
    return {(case.method.resource, case.method.name) for case in cases.load()}


def links() -> set[tuple[str, str]]:
    """Pairs of operations: a link of the document leads from one to the other."""
    return {
        (operation.id, deref(link)["operationId"])
        for operation in OPERATIONS.values()
        for response in operation.raw["responses"].values()
        for link in deref(response).get("links", {}).values()
    }
