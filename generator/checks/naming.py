"""Names in generated code: valid in Python, unique, not reserved."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from generator.document.document import Document, pointer
from generator.parse import types
from generator.parse.names import python_name
from generator.problem import InvalidInput, Problem

_BUILTINS = frozenset(
    {"bool", "bytes", "classmethod", "datetime", "float", "frozenset", "int", "list", "property", "str"}
)
_FUNCTIONS = _BUILTINS | {"annotations", "encode", "enums", "import_module", "marked_deprecated", "models"}
_ARGUMENTS = frozenset({"encode", "enums", "extra", "models"})
_ATTRIBUTES = _BUILTINS | {"extras", "from_dict", "replace", "self", "to_dict"}
_CLASSES = frozenset(
    {
        "Any",
        "Callable",
        "DecodeError",
        "False",
        "File",
        "JsonObject",
        "JsonValue",
        "Literal",
        "Mapping",
        "Model",
        "None",
    }
    | {"Operation", "Page", "Required", "Rule", "Self", "Sequence", "Shapes", "True", "TypedDict", "UNSET", "Unset"}
)


def problems(document: Document) -> Iterator[Problem]:
    """Every name that generated code cannot have."""
    yield from _functions_and_modules(document)
    yield from _classes(document)
    for name, schema in document.schemas().items():
        yield from _attributes(document, pointer("#/components/schemas", name), schema)
    for at, _, _, operation in document.operations():
        yield from _arguments(document, at, operation)


class _Register:
    """Names of one namespace."""

    def __init__(
        self, document: Document, what: str, reserved: frozenset[str], pattern: str = "[a-z][a-z0-9_]*"
    ) -> None:
        self._document, self._what, self._reserved, self._pattern = document, what, reserved, pattern
        self._taken: dict[str, tuple[str, str]] = {}

    def claim(self, at: str, wire: str, name: str, home: str | None = None) -> Iterator[Problem]:
        """Reserve a name for what the document calls `wire`, or yield the problem. What is defined elsewhere, at its
        home, is wrong there if no place could use it.
        """
        there = home or at
        if not re.fullmatch(self._pattern, name):
            yield self._problem(there, f"{wire!r} cannot be {self._what}", f"{name!r} is not such a name: rename it")
        elif name in self._reserved:
            yield self._problem(there, f"{wire!r} cannot be {self._what}", f"generated code needs {name}: rename it")
        elif name in self._taken:
            other, first = self._taken[name]
            rule = f"{wire!r} and {other!r} are both {self._what} {name}"
            yield self._problem(at, rule, f"rename one; the other is at {first}")
        else:
            self._taken[name] = (wire, at)

    def _problem(self, at: str, rule: str, remedy: str) -> Problem:
        return Problem(self._document.place(at), rule, remedy)


def _functions_and_modules(document: Document) -> Iterator[Problem]:
    register = _Register(document, "a function or module", _FUNCTIONS)
    tags: dict[str, str] = {}
    for at, _, _, operation in document.operations():
        for tag in operation["tags"]:
            tags.setdefault(tag, pointer(at, "tags", 0))
    for tag, at in tags.items():
        yield from register.claim(at, tag, python_name(tag))
    for at, _, _, operation in document.operations():
        name = operation["operationId"]
        yield from register.claim(pointer(at, "operationId"), name, python_name(name))


def _classes(document: Document) -> Iterator[Problem]:
    classes = _Register(document, "a class", _CLASSES, "[A-Z][A-Za-z0-9]*")
    modules = _Register(document, "the module", frozenset())
    for name in document.schemas():
        at = pointer("#/components/schemas", name)
        if found := list(classes.claim(at, name, name)):
            yield from found
        else:
            yield from modules.claim(at, name, python_name(name))
    with suppress(InvalidInput):  # parse says why
        for enum in types.enums(document):
            if enum.at != pointer("#/components/schemas", enum.name):
                yield from classes.claim(enum.at, enum.name, enum.name)


def _attributes(document: Document, at: str, schema: dict[str, Any]) -> Iterator[Problem]:
    register = _Register(document, "an attribute", _ATTRIBUTES)
    found = types.properties(document, at, schema)
    for wire, (where, _) in found.items():
        if not re.fullmatch("[A-Za-z][A-Za-z0-9_]*", wire):
            remedy = "use letters, digits and underscores, a letter first"
            yield Problem(document.place(where), f"{wire!r} cannot be an attribute", remedy)
        else:
            yield from register.claim(where, wire, python_name(wire))
    for wire, (where, prop) in found.items():
        if _is_timestamp(document, where, prop):
            yield from register.claim(where, f"{wire} as a datetime", f"{python_name(wire)}_datetime")


def _is_timestamp(document: Document, at: str, schema: dict[str, Any]) -> bool:
    try:
        return types.read(document, at, schema).kind == "timestamp"
    except InvalidInput:
        return False  # parse says why


def _arguments(document: Document, at: str, operation: dict[str, Any]) -> Iterator[Problem]:
    register = _Register(document, "an argument", _ARGUMENTS)
    for index, parameter in enumerate(operation.get("parameters", [])):
        home, found = document.follow(pointer(at, "parameters", index), parameter)
        yield from register.claim(pointer(at, "parameters", index), found["name"], python_name(found["name"]), home)
    for where, wire, home in _body_arguments(document, at, operation):
        yield from register.claim(where, wire, python_name(wire), home)


def _body_arguments(document: Document, at: str, operation: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Where an argument is used, its name, and where it is defined."""
    if "requestBody" not in operation:
        return
    where, body = document.follow(pointer(at, "requestBody"), operation["requestBody"])
    for kind, media in body["content"].items():
        place = pointer(where, "content", kind, "schema")
        there, schema = document.follow(place, media["schema"])
        if schema.get("type") == "array":
            yield place, "rows", place
        for wire, (home, _) in types.properties(document, there, schema).items():
            yield pointer(at, "requestBody"), wire, home
