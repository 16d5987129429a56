"""Parser of the document; the only user of openapi_python_client."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openapi_python_client import strings
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError, ParseError
from openapi_python_client.parser.openapi import Endpoint as OpcEndpoint
from openapi_python_client.parser.properties.model_property import ModelProperty

from generator.document.document import Document, pointer
from generator.document.structure import visit
from generator.package import BodyKind, Endpoint, Field, Model, Module, Package, Type
from generator.parse import types
from generator.parse.names import python_name
from generator.problem import InvalidInput, Problem

_PREFIX = "field_"
_OBJECT_AT = re.compile(r"<?[\w.]*UntrustedString object at 0x[0-9a-f]+>?")


def parse(document: Document) -> Package:
    """The parts of the package. A warning of openapi-python-client raises InvalidInput."""
    data = _parsed(document)
    reader = _Reader(document)
    models = [reader.model(model) for model in data.models]
    modules = tuple(reader.module(collection.endpoints) for collection in data.endpoint_collections_by_tag.values())
    if reader.problems:
        raise InvalidInput(reader.problems)
    classes = {model.name: model for model in models}
    endpoints = [endpoint for module in modules for endpoint in module.endpoints]
    return Package(
        title=document.root["info"]["title"],
        version=document.root["info"]["version"],
        modules=modules,
        models=_reachable((endpoint.returns for endpoint in endpoints), classes),
        enums=tuple(types.enums(document)),
        rows=tuple(classes[name] for name in _row_names(endpoints)),
        document=json.dumps(document.root, ensure_ascii=False, indent=1) + "\n",
    )


def _parsed(document: Document) -> GeneratorData:
    data = GeneratorData.from_dict(_plain(document), config=_config())
    if isinstance(data, GeneratorError):
        rule = f"{data.header}: {' '.join((data.detail or '').split())}"
        raise InvalidInput([Problem(document.name, rule, "see the OpenAPI 3.1 specification")])
    of_endpoints = (error for one in data.endpoint_collections_by_tag.values() for error in one.parse_errors)
    if warnings := data.errors or list(of_endpoints):  # the second kind follows from the first
        raise InvalidInput([_as_problem(document, warning) for warning in warnings])
    return data


def _plain(document: Document) -> dict[str, Any]:
    """The document without what openapi-python-client would name, or judge, in its own way."""
    root: dict[str, Any] = json.loads(json.dumps(document.root))  # quicker than copy.deepcopy
    for _, kind, node in list(visit("#", "document", root)):
        if kind == "schema":
            node.pop("enum", None)
            node.pop("default", None)
            if "object" in node.get("type", "") and not types.has_fields(node):
                node.clear()
        elif kind == "parameter" and node.get("in") == "path":
            node["schema"] = {"type": "string"}  # support.py says what a path can carry, with the place
        elif kind == "media type" and "$ref" in node["schema"]:
            node["schema"] = {}  # it copies each operation several times, with the models in it
        elif kind == "operation":
            node["responses"] = {status: one for status, one in node["responses"].items() if status[0] == "2"}
    return root


def _config() -> Config:
    file = ConfigFile(literal_enums=True, post_hooks=[], field_prefix=_PREFIX)
    return Config.from_sources(file, MetaType.NONE, Path(), "utf-8", False, None)


def _as_problem(document: Document, warning: ParseError) -> Problem:
    said = _OBJECT_AT.sub("", f"{warning.header} {warning.detail or ''}")
    at = "#"
    if found := re.search(r"parsing ([A-Z]+) (/\S*) within", said):
        at = pointer("#/paths", found[2], found[1].lower())
    elif found := re.search(r"schema\S* /components/schemas/(\w+)", said):
        at = pointer("#/components/schemas", found[1])
    rule = f"unsupported construct: {' '.join(said.split())}"
    return Problem(document.place(at), rule, "describe it with what the pipeline knows (openapi/README.md)")


class _Reader:
    """Reads what openapi-python-client found together with what it leaves aside: types, x-*, descriptions."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._operations = {
            strings.PythonIdentifier(operation["operationId"], _PREFIX): (at, path, operation)
            for at, path, _, operation in document.operations()
        }
        self._components = {strings.ClassName(name, _PREFIX): name for name in document.schemas()}
        self.problems: list[Problem] = []

    def module(self, endpoints: list[OpcEndpoint]) -> Module:
        found = tuple(self.endpoint(endpoint) for endpoint in endpoints)
        name = self._operations[endpoints[0].name][2]["tags"][0]
        tags = {tag["name"]: tag for tag in self._document.root.get("tags", [])}
        return Module(python_name(name), name, tags.get(name, {}).get("description", ""), found)

    def endpoint(self, endpoint: OpcEndpoint) -> Endpoint:
        at, route, raw = self._operations[endpoint.name]
        declared = self._parameters(at, raw)
        body, items = self._body(at, raw)
        success = next(response for status, response in raw["responses"].items() if status.startswith("2"))
        answer = self._document.deref(success)["content"]["application/json"]["schema"]["$ref"]
        return Endpoint(
            id=raw["operationId"],
            name=python_name(raw["operationId"]),
            method=endpoint.method.upper(),
            route=route,
            summary=raw["summary"],
            description=raw.get("description", ""),
            path=tuple(declared["path", prop.name.get_untrusted_value()] for prop in endpoint.path_parameters),
            query=tuple(declared["query", prop.name.get_untrusted_value()] for prop in endpoint.query_parameters),
            body=body,
            items=items,
            body_kind=self._body_kind(endpoint, raw),
            returns=answer.rpartition("/")[2],
            errors=tuple(status for status in raw["responses"] if not status.startswith("2")),
            deprecated=raw.get("deprecated", False),
            ts_method=raw.get("x-ts-method", ""),
            positional=tuple(raw.get("x-positional", ())),
            idempotency_key=python_name(raw["x-idempotency-key"]) if "x-idempotency-key" in raw else "",
        )

    def model(self, model: ModelProperty) -> Model:
        name = self._components[model.class_info.name]
        at, raw = pointer("#/components/schemas", name), self._document.schemas()[name]
        required = {prop.name.get_untrusted_value() for prop in model.required_properties or []}
        return Model(
            name,
            python_name(name),
            raw.get("description", ""),
            self._fields(at, raw, required),
            base=raw["allOf"][0]["$ref"].rpartition("/")[2] if "allOf" in raw else "",
            at=self._document.place(at),
        )

    def _fields(self, at: str, schema: dict[str, Any], required: set[str]) -> tuple[Field, ...]:
        found = types.properties(self._document, at, schema)
        return tuple(self._field(wire, where, prop, wire in required) for wire, (where, prop) in found.items())

    def _parameters(self, at: str, raw: dict[str, Any]) -> dict[tuple[str, str], Field]:
        found: dict[tuple[str, str], Field] = {}
        for index, parameter in enumerate(raw.get("parameters", [])):
            where, node = self._document.follow(pointer(at, "parameters", index), parameter)
            required = node.get("required", False)
            field = self._field(node["name"], pointer(where, "schema"), node["schema"], required, node)
            found[node["in"], field.wire] = field
        return found

    def _field(
        self, wire: str, at: str, schema: dict[str, Any], required: bool, parameter: dict[str, Any] | None = None
    ) -> Field:
        """A property, or the parameter whose description counts in place of its schema's."""
        target = self._document.deref(schema)
        holder = schema if parameter is None else parameter
        described = [holder] if parameter is not None else [schema, target]
        return Field(
            wire=wire,
            name=python_name(wire),
            type=self._type(at, schema),
            required=required,
            description=next((one["description"] for one in described if one.get("description")), ""),
            default=target.get("default"),
            deprecated=holder.get("deprecated", False),
            sensitive=schema.get("x-sensitive", False),
            multiple="x-multiple-values" in holder,
            joined=holder.get("explode") is False,
            at=self._document.place(at),
        )

    def _type(self, at: str, schema: dict[str, Any]) -> Type:
        try:
            return types.read(self._document, at, schema)
        except InvalidInput as refused:
            self.problems += refused.problems
            return Type("any")

    def _body_kind(self, endpoint: OpcEndpoint, raw: dict[str, Any]) -> BodyKind:
        if endpoint.bodies and endpoint.bodies[0].body_type.value == "files":
            return "multipart"
        optional = self._document.deref(raw.get("requestBody", {})).get("required") is False
        return "optional_json" if optional else "json"

    def _body(self, at: str, raw: dict[str, Any]) -> tuple[tuple[Field, ...], Field | None]:
        if "requestBody" not in raw:
            return (), None
        where, body = self._document.follow(pointer(at, "requestBody"), raw["requestBody"])
        ((content, media),) = body["content"].items()
        where, schema = self._document.follow(pointer(where, "content", content, "schema"), media["schema"])
        if types.has_fields(schema):
            parts = [schema, *(self._document.deref(part) for part in schema.get("allOf", []))]
            return self._fields(where, schema, {name for part in parts for name in part.get("required", [])}), None
        kind = self._type(where, schema)
        if kind.item is not None and kind.item.kind == "model":
            kind = Type("array", kind.nullable, item=Type("row", kind.item.nullable, name=kind.item.name))
        at = self._document.place(where)
        return (), Field("", "rows", kind, True, body.get("description", ""), at=at)


def _reachable(names: Iterable[str], classes: dict[str, Model]) -> tuple[Model, ...]:
    """The models that answers are made of, in the order of the document."""
    wanted: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name in wanted:
            continue
        wanted.add(name)
        model = classes[name]
        parts = [
            part for field in model.fields for part in (field.type, field.type.item) if part and part.kind == "model"
        ]
        todo += [part.name for part in parts] + ([model.base] if model.base else [])
    return tuple(model for name, model in classes.items() if name in wanted)


def _row_names(endpoints: Iterable[Endpoint]) -> list[str]:
    items = [endpoint.items.type.item for endpoint in endpoints if endpoint.items]
    return list(dict.fromkeys(item.name for item in items if item and item.kind == "row"))
