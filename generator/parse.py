"""From the document to the parts of the package. The only module that imports openapi_python_client."""

import json
import keyword
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from openapi_python_client import strings
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError, ParseError
from openapi_python_client.parser.openapi import Endpoint as OpcEndpoint
from openapi_python_client.parser.properties.any import AnyProperty
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.date import DateProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.file import FileProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.literal_enum_property import LiteralEnumProperty
from openapi_python_client.parser.properties.model_property import ModelProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.properties.uuid import UuidProperty

from generator.ir import BodyKind, Endpoint, Field, Kind, Model, Module, Package, Type
from generator.problem import Problem, Refused
from generator.spec import Document, pointer

_SCALARS: dict[type, Kind] = {
    StringProperty: "string",
    IntProperty: "integer",
    FloatProperty: "number",
    BooleanProperty: "boolean",
    DateTimeProperty: "date_time",
    DateProperty: "string",
    UuidProperty: "string",
    FileProperty: "file",
    AnyProperty: "any",
}


def parse(document: Document) -> Package:
    """The parts of the package. Raises Refused for whatever openapi-python-client only warns about."""
    data = GeneratorData.from_dict(document.root, config=_config())
    if isinstance(data, GeneratorError):
        raise Refused([Problem(document.name, data.header, data.detail or "see the OpenAPI 3.1 specification")])
    collections = data.endpoint_collections_by_tag.values()
    if warnings := [*data.errors, *(error for collection in collections for error in collection.parse_errors)]:
        raise Refused([_as_problem(document, warning) for warning in warnings])
    reader = _Reader(document)
    classes = {str(model.class_info.name): reader.model(model) for model in data.models if not _is_free(model)}
    modules = tuple(reader.module(str(collection.tag), collection.endpoints) for collection in collections)
    endpoints = [endpoint for module in modules for endpoint in module.endpoints]
    return Package(
        title=document.root["info"]["title"],
        version=document.root["info"]["version"],
        modules=modules,
        models=_reachable((endpoint.returns for endpoint in endpoints), classes),
        rows=tuple(classes[name] for name in _row_names(endpoints)),
        document=json.dumps(document.root, ensure_ascii=False, indent=1) + "\n",
    )


def _config() -> Config:
    file = ConfigFile(literal_enums=True, post_hooks=[])
    return Config.from_sources(file, MetaType.NONE, Path("openapi"), "utf-8", overwrite=False, output_path=None)


def _as_problem(document: Document, warning: ParseError) -> Problem:
    rule = " ".join(f"unsupported construct: {warning.header} {warning.detail or ''}".split())
    data = f": {warning.data.model_dump_json(exclude_none=True, by_alias=True):.200}" if warning.data else ""
    return Problem(document.name, rule, f"describe it with what the pipeline knows (openapi/README.md){data}")


class _Reader:
    """Reads what openapi-python-client parsed together with what it leaves aside: x-*, descriptions, operationIds."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._operations = {(path, method): (at, operation) for at, path, method, operation in document.operations()}

    def module(self, name: str, endpoints: Iterable[OpcEndpoint]) -> Module:
        found = tuple(self.endpoint(endpoint) for endpoint in endpoints)
        tags = {strings.PythonIdentifier(tag["name"], "tag"): tag for tag in self._document.root.get("tags", [])}
        tag = tags.get(strings.PythonIdentifier(name, "tag"), {"name": name})
        return Module(name, tag["name"], tag.get("description", ""), found)

    def endpoint(self, endpoint: OpcEndpoint) -> Endpoint:
        route, method = endpoint.path.get_untrusted_value(), endpoint.method
        at, raw = self._operations[route, method]
        declared = {parameter["name"]: parameter for parameter in map(self._document.deref, raw.get("parameters", []))}
        body, items = self._body(endpoint, at)
        success = next(response for response in endpoint.responses if response.status_code.pattern.startswith("2"))
        return Endpoint(
            id=raw["operationId"],
            name=str(endpoint.name),
            method=method.upper(),
            route=route,
            summary=raw["summary"],
            description=raw.get("description", ""),
            path=tuple(self._parameter(prop, declared) for prop in endpoint.path_parameters),
            query=tuple(self._parameter(prop, declared) for prop in endpoint.query_parameters),
            body=body,
            items=items,
            body_kind=self._body_kind(endpoint, raw),
            returns=self._model_name(success.prop, at),
            errors=tuple(self._errors(raw["responses"])),
            deprecated=raw.get("deprecated", False),
            ts_method=raw.get("x-ts-method", ""),
        )

    def model(self, model: ModelProperty) -> Model:
        name = str(model.class_info.name)
        raw = self._schema(name)
        required = {prop.name.get_untrusted_value() for prop in model.required_properties or []}
        props = {
            prop.name.get_untrusted_value(): prop
            for prop in [*(model.required_properties or []), *(model.optional_properties or [])]
        }
        fields = tuple(
            self._field(wire, props[wire], schema, wire in required) for wire, schema in self._properties(raw).items()
        )
        bases = [part["$ref"].rsplit("/", 1)[-1] for part in raw.get("allOf", []) if "$ref" in part]
        return Model(
            name, str(model.class_info.module_name), raw.get("description", ""), fields, bases[0] if bases else ""
        )

    def _schema(self, name: str) -> dict[str, Any]:
        schemas: dict[str, dict[str, Any]] = self._document.root["components"]["schemas"]
        found: dict[str, Any] = next(
            schema for key, schema in schemas.items() if name in (key, strings.pascal_case(key))
        )
        return found

    def _properties(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Properties of a schema and of what it extends, in document order."""
        found: dict[str, Any] = {}
        for part in schema.get("allOf", []):
            found |= self._properties(self._document.deref(part))
        found |= schema.get("properties", {})
        return found

    def _parameter(self, prop: PropertyProtocol, declared: dict[str, dict[str, Any]]) -> Field:
        wire = prop.name.get_untrusted_value()
        parameter = declared[wire]
        field = self._field(wire, prop, parameter["schema"], prop.required)
        return replace(
            field,
            description=parameter.get("description", ""),
            deprecated=parameter.get("deprecated", False),
            multiple=bool(parameter.get("x-multiple-values") or field.multiple),
        )

    def _field(self, wire: str, prop: PropertyProtocol, schema: dict[str, Any], required: bool) -> Field:
        target = self._document.deref(schema)
        kind = self._type(prop)
        if schema.get("x-timestamp") and kind.kind == "integer":
            kind = replace(kind, kind="timestamp")
        if kind.kind == "enum":
            kind = replace(kind, values=tuple(self._enum_values(schema)))
        if kind.kind == "enum" and set(kind.values) == {"true", "false"}:
            kind = replace(kind, kind="text_boolean")
        return Field(
            wire=wire,
            name=_python_name(wire),
            type=kind,
            required=required,
            description=schema.get("description") or target.get("description", ""),
            default=target.get("default"),
            deprecated=schema.get("deprecated", False),
            sensitive=schema.get("x-sensitive", False),
            multiple=schema.get("x-multiple-values", False),
        )

    def _body_kind(self, endpoint: OpcEndpoint, raw: dict[str, Any]) -> BodyKind:
        if endpoint.bodies and endpoint.bodies[0].body_type.value == "files":
            return "multipart"
        optional = self._document.deref(raw.get("requestBody", {})).get("required") is False
        return "optional_json" if optional else "json"

    def _body(self, endpoint: OpcEndpoint, at: str) -> tuple[tuple[Field, ...], Field | None]:
        if not endpoint.bodies:
            return (), None
        body = endpoint.bodies[0]
        if isinstance(body.prop, ModelProperty):
            return self.model(body.prop).fields, None
        kind = self._type(body.prop)
        if kind.kind != "array" or kind.item is None or kind.item.kind not in ("model", "string"):
            raise self._unsupported(
                pointer(at, "requestBody"), "a body that is neither an object nor an array of objects"
            )
        if kind.item.kind == "model":
            kind = replace(kind, item=replace(kind.item, kind="row"))
        raw = self._document.deref(
            self._operations[endpoint.path.get_untrusted_value(), endpoint.method][1]["requestBody"]
        )
        return (), Field("", "rows", kind, True, raw.get("description", ""))

    def _model_name(self, prop: PropertyProtocol, at: str) -> str:
        if isinstance(prop, ModelProperty) and not _is_free(prop):
            return str(prop.class_info.name)
        raise self._unsupported(pointer(at, "responses"), "an answer that is not an object with a name")

    def _errors(self, responses: dict[str, Any]) -> Iterable[tuple[str, str]]:
        for status, response in responses.items():
            if not status.startswith("2"):
                yield status, self._document.deref(response).get("description", "")

    def _type(self, prop: PropertyProtocol) -> Type:
        if isinstance(prop, UnionProperty):
            inner = [part for part in prop.inner_properties if not isinstance(part, NoneProperty)]
            if len(inner) != 1:
                raise self._unsupported("#", f"{prop.name.get_untrusted_value()} may be of several types")
            return replace(self._type(inner[0]), nullable=len(inner) < len(prop.inner_properties))
        if isinstance(prop, ListProperty):
            return Type("array", item=self._type(prop.inner_property))
        if isinstance(prop, ModelProperty):
            return Type("free_object") if _is_free(prop) else Type("model", name=str(prop.class_info.name))
        if isinstance(prop, LiteralEnumProperty):
            return Type("enum")
        if type(prop) in _SCALARS:
            return Type(_SCALARS[type(prop)])
        raise self._unsupported("#", f"{type(prop).__name__} of {prop.name.get_untrusted_value()}")

    def _enum_values(self, schema: dict[str, Any]) -> list[str | int]:
        """The values in the order of the document, which openapi-python-client keeps in a set."""
        target = self._document.deref(schema)
        parts = [part for word in ("allOf", "oneOf", "anyOf") for part in target.get(word, [])]
        values = target.get("enum") or [value for part in parts for value in self._enum_values(part)]
        return [value for value in values if value is not None]

    def _unsupported(self, at: str, what: str) -> Refused:
        return Refused(
            [Problem(self._document.place(at), f"unsupported: {what}", "see openapi/README.md for what is known")]
        )


def _python_name(wire: str) -> str:
    name = strings.snake_case(wire)
    return f"{name}_" if keyword.iskeyword(name) else name


def _is_free(model: ModelProperty) -> bool:
    """An object of any shape: openapi-python-client makes a class of it, here it is a dict."""
    return not model.data.properties and not model.data.allOf


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
