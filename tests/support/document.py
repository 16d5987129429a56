"""The document that the package was generated from, as tests look things up in it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from generator.parse.names import snake_case

METHODS = ("get", "put", "post", "patch", "delete")
DOCUMENT: dict[str, Any] = json.loads(files("clerk_organizations_api").joinpath("openapi.json").read_bytes())
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]


def deref(node: Any) -> Any:
    """The node, or what its $ref leads to."""
    while isinstance(node, dict) and "$ref" in node:
        target: Any = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def sample(schema: dict[str, Any]) -> Any:
    """A value that the schema allows."""
    schema = deref(schema)
    if "oneOf" in schema:
        return sample(schema["oneOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    kind = kind if isinstance(kind, str) else kind[0]
    if kind == "array":
        return [sample(schema["items"])]
    if schema.get("format") in ("date-time", "binary"):
        return "2026-01-01T00:00:00Z" if schema["format"] == "date-time" else b"\x89PNG\r\n\x1a\n"
    plain = {"string": "x", "integer": schema.get("minimum", 1), "number": 1.5, "boolean": True, "object": {"a": 1}}
    return plain[kind]


@dataclass(frozen=True)
class Described:
    """An operation as the document describes it."""

    id: str
    method: str
    route: str
    raw: dict[str, Any]

    @property
    def typescript(self) -> str:
        """Name of the method in @clerk/backend; empty if it has none."""
        return str(self.raw.get("x-ts-method", ""))

    @property
    def resource(self) -> str:
        """The attribute of a client that its method is on."""
        return str(self.raw["x-resource"])

    @property
    def typescript_resource(self) -> str:
        """The same in @clerk/backend, such as `organizationRoles`."""
        first, *more = self.resource.split("_")
        return first + "".join(map(str.capitalize, more))

    @property
    def python(self) -> str:
        """Name of the method here: that of TypeScript in snake_case, else our own, else the operationId."""
        return str(self.raw.get("x-method") or snake_case(self.typescript or self.id))

    def method_of(self, client: Any) -> Any:
        """Its method on a client."""
        return getattr(getattr(client, self.resource), self.python)

    @property
    def parameters(self) -> list[dict[str, Any]]:
        return [deref(parameter) for parameter in self.raw.get("parameters", [])]

    def names(self, where: str) -> set[str]:
        """Names of the path or query parameters."""
        return {parameter["name"] for parameter in self.parameters if parameter["in"] == where}

    @property
    def body(self) -> dict[str, Any]:
        """Schema of the request body: of a row, if the body is an array; empty if there is none."""
        content = deref(self.raw.get("requestBody", {})).get("content", {})
        schema: dict[str, Any] = deref(next(iter(content.values()))["schema"]) if content else {}
        return dict(deref(schema["items"])) if "items" in schema else schema

    @property
    def takes_rows(self) -> bool:
        """Whether the request body is an array."""
        content = deref(self.raw.get("requestBody", {})).get("content", {})
        return any(deref(one["schema"]).get("type") == "array" for one in content.values())

    @property
    def success(self) -> tuple[int, dict[str, Any]]:
        """Status and content of the one 2xx response."""
        status = next(status for status in self.raw["responses"] if status.startswith("2"))
        return int(status), deref(self.raw["responses"][status])["content"]["application/json"]

    @property
    def model(self) -> str:
        """Name of the component that the answer is."""
        return str(self.success[1]["schema"]["$ref"].rsplit("/", 1)[1])

    @property
    def answer(self) -> dict[str, Any]:
        """The example of the answer."""
        content = self.success[1]
        if "example" in content:
            return dict(content["example"])
        return dict(deref(next(iter(content["examples"].values())))["value"])


def _operations() -> Iterator[Described]:
    for route, item in DOCUMENT["paths"].items():
        for method in METHODS:
            if method in item:
                yield Described(item[method]["operationId"], method.upper(), route, item[method])


OPERATIONS = {operation.id: operation for operation in _operations()}
