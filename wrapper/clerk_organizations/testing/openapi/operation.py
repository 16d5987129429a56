"""Operations of the document: each turns a request into a call, or refuses it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from . import error_catalog
from .messages import Call, Json, JsonObject, Refusal, Request, bad_param, joined
from .schemas import Schema

MAX_BODY = 16 * 1024 * 1024
"""Bytes; more is refused unread."""

UNDOCUMENTED: dict[str, JsonObject] = {
    "UpdateOrganization": {
        "reassignment_mappings": {"type": ["object", "null"], "additionalProperties": {"type": "string"}}
    }
}
"""Body fields, by operation, that Clerk's Go SDK sends and no document has."""

_MAX_DEPTH = 100
_INT64 = 2**63


class Operation:
    """One operation of the document."""

    def __init__(self, operation: JsonObject, shared_parameters: list[JsonObject], document: JsonObject) -> None:
        self.id: str = operation["operationId"]
        self.status = next(int(status) for status in operation["responses"] if status.startswith("2"))
        parameters = [_resolved(entry, document) for entry in [*shared_parameters, *operation.get("parameters", ())]]
        self._parameters = [_parameter(entry, document) for entry in parameters if entry["in"] == "query"]
        body = operation.get("requestBody")
        self._body = _body(_resolved(body, document), document, UNDOCUMENTED.get(self.id, {})) if body else None

    def read(self, request: Request, path: dict[str, str], version: str | None = None) -> Call:
        """The call that a request makes in a version of the API; raises Refusal with all errors of the query, or of the
        body."""
        given: dict[str, list[str]] = {}
        for name, text in request.query:
            given.setdefault(name, []).append(text)
        query: JsonObject = {}
        refusals: list[Refusal] = []
        for parameter in self._parameters:
            if parameter.name in given:
                query[parameter.name] = value = parameter.convert(given[parameter.name])
                refusals += parameter.schema.refusals(value, parameter.name)
            elif parameter.required:
                refusals.append(bad_param(error_catalog.PARAM_MISSING, parameter.name))
            elif parameter.default is not None:
                query[parameter.name] = parameter.default
        if refusals:
            raise joined(refusals)
        body: Json = self._body.read(request, version) if self._body else {}
        rows: list[JsonObject] = body if isinstance(body, list) else [body]
        names = [parameter.name for parameter in self._parameters]
        return Call(self.id, path, query, body, given.keys() & names | {name for row in rows for name in row})


@dataclass(frozen=True)
class _Parameter:
    """A query parameter."""

    name: str
    required: bool
    default: Json
    types: frozenset[str]
    multiple: bool
    joined: bool
    """Whether several values come as one text with commas."""
    schema: Schema

    def convert(self, texts: list[str]) -> Json:
        """The texts as the declared type; what cannot be converted stays a text, for the schema to refuse."""
        if self.multiple:
            single = [part for text in texts for part in text.split(",")] if self.joined else texts
            return [self._converted(text) for text in single]
        return self._converted(texts[-1])

    def _converted(self, text: str) -> Json:
        if "integer" in self.types and re.fullmatch(r"[+-]?[0-9]{1,19}", text) and -_INT64 <= int(text) < _INT64:
            return int(text)
        if "boolean" in self.types and text in ("true", "false"):
            return text == "true"
        return text


@dataclass(frozen=True)
class _Body:
    """A request body."""

    media_type: str
    required: bool
    schema: Schema
    names_required: tuple[str, ...]
    binary: frozenset[str]
    known: frozenset[str]
    """Properties of the body or of its rows, without those that only the TypeScript SDK sends. An open body may have
    others: accepted, and without effect.
    """

    until: dict[str, str]
    """The last version of the API that takes a property, for those that not all take."""

    def read(self, request: Request, version: str | None) -> Json:
        """The checked body, with the known properties only; an absent one reads as an empty object."""
        value: Json = self._read(request)
        if version and (gone := [name for name, last in self.until.items() if name in value and last < version]):
            raise joined([bad_param(error_catalog.PARAM_UNKNOWN, name) for name in gone])
        return [self._reduced(row) for row in value] if isinstance(value, list) else self._reduced(value)

    def _reduced(self, value: JsonObject) -> JsonObject:
        return {name: value[name] for name in value if name in self.known}

    def _read(self, request: Request) -> Json:
        if len(request.body) > MAX_BODY:
            raise Refusal(error_catalog.BODY_TOO_LARGE, f"The request body is larger than {MAX_BODY} bytes.")
        if not request.body and self.required:
            raise _invalid("the request body is missing")
        content_type = request.headers.get("content-type", "")
        if content_type.partition(";")[0].strip().lower() != self.media_type:
            raise Refusal(error_catalog.CONTENT_TYPE, f"The content type must be {self.media_type}.")
        if not request.body:
            return self._checked({})
        if self.media_type == "multipart/form-data":
            from . import multipart  # noqa: PLC0415 - a parser of e-mail, which only files need

            return self._checked(self._form(multipart.parts(content_type, request.body)))
        return self._checked(_decoded(request.body))

    def _form(self, parts: dict[str, bytes]) -> JsonObject:
        try:
            return {name: part if name in self.binary else part.decode() for name, part in parts.items()}
        except UnicodeDecodeError:
            raise _invalid("a text field is not UTF-8") from None

    def _checked(self, value: Json) -> Json:
        if self.media_type == "multipart/form-data":  # an upload without its file is a 400, not a 422
            missing = [name for name in self.names_required if name not in value]
            if missing:
                raise bad_param(error_catalog.LOGO_MISSING, missing[0])
        refusals = self.schema.refusals(value)
        if refusals:
            raise joined(refusals)
        return value


def _parameter(entry: JsonObject, document: JsonObject) -> _Parameter:
    schema = _resolved(entry["schema"], document)
    many = "x-multiple-values" in entry or "x-multiple-values" in schema
    whole: JsonObject = {"type": "array", "items": schema} if many else schema
    multiple = "array" in _types(whole)
    single = _resolved(whole.get("items", {}), document) if multiple else schema
    return _Parameter(
        name=entry["name"],
        required=entry.get("required", False),
        default=whole.get("default"),
        types=_types(single),
        multiple=multiple,
        joined=entry.get("explode") is False,
        schema=Schema(whole, document),
    )


def _body(entry: JsonObject, document: JsonObject, more: JsonObject) -> _Body:
    ((media_type, content),) = entry["content"].items()
    schema = _resolved(content["schema"], document)
    if more:
        schema = {**schema, "properties": {**schema["properties"], **more}}
    properties = _properties(schema, document)
    return _Body(
        media_type=media_type,
        required=entry.get("required", False),
        schema=Schema(schema, document),
        names_required=tuple(schema.get("required", ())),
        binary=frozenset(name for name, found in properties.items() if found.get("format") == "binary"),
        known=frozenset(name for name, found in properties.items() if not found.get("x-only-in-ts")),
        until={name: found["x-until"] for name, found in properties.items() if "x-until" in found},
    )


def _properties(schema: JsonObject, document: JsonObject) -> JsonObject:
    """The properties of an object or of the rows of an array, by name."""
    schema = _resolved(schema, document)
    parts = [schema["items"]] if "items" in schema else []
    parts += [part for combined in ("allOf", "anyOf", "oneOf") for part in schema.get(combined, ())]
    found = {name: _resolved(entry, document) for name, entry in schema.get("properties", {}).items()}
    return found | {name: entry for part in parts for name, entry in _properties(part, document).items()}


def _resolved(node: JsonObject, document: JsonObject) -> JsonObject:
    """The node, or what its $ref leads to."""
    while "$ref" in node:
        target: Json = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def _types(schema: JsonObject) -> frozenset[str]:
    declared = schema.get("type", ())
    return frozenset([declared] if isinstance(declared, str) else declared)


def _decoded(body: bytes) -> Json:
    """JSON as Clerk reads it: UTF-8, without NaN and without numbers that are none."""
    try:
        value = json.loads(body.decode(), parse_constant=_not_a_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise _invalid(f"it is not JSON: {error}") from None
    if _too_deep(value):
        raise _invalid("it is nested too deeply")
    return value


def _finite(text: str) -> float:
    number = float(text)
    return number if abs(number) != float("inf") else _not_a_number(text)


def _not_a_number(text: str) -> float:
    raise ValueError(f"{text} is not a number")


def _too_deep(value: Json, left: int = _MAX_DEPTH) -> bool:
    """Whether recursion over a value could exhaust the stack."""
    if not isinstance(value, dict | list):
        return False
    inner: Iterable[Json] = value.values() if isinstance(value, dict) else value
    return left == 0 or any(_too_deep(part, left - 1) for part in inner)


def _invalid(reason: str) -> Refusal:
    return Refusal(error_catalog.BODY_INVALID, f"The request body is invalid: {reason}.")
