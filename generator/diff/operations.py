"""Operations of a document, as a comparison needs them: what they consist of, and which of two documents match."""

import re
from dataclasses import dataclass
from typing import Any

from generator.diff.schemas import Node, fields, required_names
from generator.diff.unchanged import references
from generator.document.document import Document
from generator.parse.names import method_name, python_name


@dataclass(frozen=True)
class Operation(Node):
    path: str
    method: str

    @property
    def id(self) -> str:
        return str(self.raw["operationId"])

    @property
    def call(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def client_method(self) -> str:
        """The method of the client that makes this call, on its resource."""
        return f"{self.raw['x-resource']}.{method_name(self.raw)}"

    @property
    def shape(self) -> tuple[str, str]:
        """Method and path without the names of its parameters."""
        return self.method, re.sub(r"{[^}]*}", "{}", self.path)

    @property
    def parameters(self) -> dict[tuple[str, str], Node]:
        """(in, name) → parameter, as it stands in the operation."""
        found = (self.child("parameters", index) for index in range(len(self.raw.get("parameters", []))))
        return {(node.followed().raw["in"], node.followed().raw["name"]): node for node in found}

    @property
    def addressed(self) -> list[str]:
        """The arguments that may be positional: those of the path, and the rows of an array body."""
        return re.findall(r"{([^}]*)}", self.path) + ["rows"] * ("rows" in arguments_of(schema_of(self.body)))

    @property
    def body(self) -> Node | None:
        return self.child("requestBody") if "requestBody" in self.raw else None


def operations_of(document: Document) -> list[Operation]:
    return [Operation(document, at, raw, path, method) for at, path, method, raw in document.operations()]


def pairs_of(was: list[Operation], now: list[Operation]) -> dict[str, str]:
    """Old → new operationId, of the same name, else of the same call."""
    pairs = {old.id: new.id for old in was for new in now if old.id == new.id}
    left = [new for new in now if new.id not in pairs]
    return pairs | {old.id: new.id for old in was if old.id not in pairs for new in left if old.shape == new.shape}


def renamed_of(old: Operation, new: Operation) -> dict[str, str]:
    """Old → new name of the parameters that stand in the same places of the path."""
    if old.shape != new.shape:
        return {}
    names = [re.findall(r"{([^}]*)}", one.path) for one in (old, new)]
    return dict(zip(*names, strict=True))


def function_of(operation: Operation) -> str:
    return f"`{python_name(operation.id)}`"


def schema_of(body: Node | None) -> Node | None:
    if body is None:
        return None
    body = body.followed()
    (kind,) = body.raw["content"]
    return body.child("content", kind, "schema")


def arguments_of(schema: Node | None) -> dict[str, tuple[Node, bool]]:
    """Name → (place, whether it is required) of the arguments that a body becomes."""
    if schema is None:
        return {}
    if schema.type.kind == "array":
        return {"rows": (schema, True)}
    required = required_names(schema)
    return {wire: (node, wire in required) for wire, node in fields(schema).items()}


def used_components(document: Document) -> set[str]:
    """Pointers of the components that operations refer to, by whatever detour."""
    found: set[str] = set()
    todo: list[Any] = [document.root["paths"]]
    while todo:
        more = {ref for ref in references(todo.pop()) if ref.startswith("#/components/")} - found
        found |= more
        todo += map(document.resolve, more)
    return found
