"""House rules of operations: names, parameters, bodies, responses."""

import re
from collections.abc import Iterator
from typing import Any

from generator.document.document import Document, pointer
from generator.parse.types import has_fields
from generator.problem import Problem

_SUMMARY = 72
_ROUTE = re.compile(r"/|(/([A-Za-z0-9_~@:-][A-Za-z0-9._~@:-]*|\{[A-Za-z_-][A-Za-z0-9_-]*\}))+/?")
_STATUS = re.compile(r"[1-5](\d\d|XX)|default")
_CONTENT = ("application/json", "multipart/form-data")


def has_operations(document: Document) -> Iterator[Problem]:
    if not any(document.operations()):
        yield Problem(document.place("#/paths"), "there is no operation", "describe at least one path with one")


def routes_are_plain(document: Document) -> Iterator[Problem]:
    for route in document.root["paths"]:
        if not _ROUTE.fullmatch(route):
            remedy = "write /segments/{name}: plain text or one whole parameter each, without query"
            yield Problem(document.place(pointer("#/paths", route)), f"{route!r} is not a route", remedy)


def operations_are_named(document: Document) -> Iterator[Problem]:
    for at, _, _, operation in document.operations():
        name, summary = operation["operationId"], operation.get("summary", "").strip()
        if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name):
            place = document.place(pointer(at, "operationId"))
            yield Problem(place, f"operationId {name!r} is not a name", "give it a name in PascalCase")
        if len(operation.get("tags", [])) != 1:
            remedy = "the tag names the module its function lands in"
            yield Problem(document.place(at), "an operation needs exactly one tag", remedy)
        if not summary:
            yield Problem(document.place(at), "no summary", "write one: it is the first line of the docstring")
        elif len(summary) >= _SUMMARY:
            remedy = f"it is the first line of the docstring: keep it below {_SUMMARY} characters"
            yield Problem(document.place(pointer(at, "summary")), "the summary is too long", remedy)


def methods_have_names(document: Document) -> Iterator[Problem]:
    for at, _, _, operation in document.operations():
        for key in ("x-resource", "x-method"):
            name = operation.get(key, "x")
            if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
                rule = f"{key} {name!r} is not the name of an attribute"
                yield Problem(document.place(pointer(at, key)), rule, "write it in snake_case")
        method = operation.get("x-ts-method", "x")
        if not re.fullmatch(r"[a-z][A-Za-z0-9]*", method):
            place = document.place(pointer(at, "x-ts-method"))
            yield Problem(place, f"x-ts-method {method!r} is not the name of a method", "write it in camelCase")
        if "x-method" in operation and "x-ts-method" in operation:
            rule = "x-method beside x-ts-method"
            remedy = "remove it: the method is called as in TypeScript, in snake_case"
            yield Problem(document.place(pointer(at, "x-method")), rule, remedy)


def parameters_are_supported(document: Document) -> Iterator[Problem]:
    for at, path, _, operation in document.operations():
        parameters = [
            document.follow(pointer(at, "parameters", index), parameter)
            for index, parameter in enumerate(operation.get("parameters", []))
        ]
        declared = sorted(parameter["name"] for _, parameter in parameters if parameter["in"] == "path")
        if declared != sorted(re.findall(r"{([^}]*)}", path)):
            rule = f"path parameters {declared} do not match {path}"
            yield Problem(document.place(at), rule, "declare each {name} of the path once")
        for where, parameter in parameters:
            for rule, remedy in _parameter_violations(parameter):
                yield Problem(document.place(where), rule, remedy)


def _parameter_violations(parameter: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if parameter["in"] not in ("path", "query"):
        yield f"unsupported: a parameter in {parameter['in']!r}", "headers belong to the client; use path or query"
    if parameter["in"] == "path" and parameter.get("required") is not True:
        yield f"path parameter {parameter['name']} is not required", "add required: true"
    if parameter["in"] == "path" and "x-multiple-values" in parameter:
        yield "x-multiple-values on a path parameter", "only a query can repeat a name"
    if "style" in parameter and parameter["in"] != "query":
        yield "style: form on a path parameter", "only a query is written as a form"
    if not parameter.get("description"):
        yield f"parameter {parameter['name']} has no description", "say what it means"


def idempotency_keys_are_fields(document: Document) -> Iterator[Problem]:
    for at, _, method, operation in document.operations():
        name = operation.get("x-idempotency-key")
        if name is None:
            continue
        place = document.place(pointer(at, "x-idempotency-key"))
        if method != "post":
            yield Problem(place, "x-idempotency-key where repeating changes nothing anyway", "only a POST needs one")
        content = document.deref(operation.get("requestBody", {})).get("content", {})
        for media in content.values() or [{"schema": {}}]:
            if document.deref(media["schema"]).get("properties", {}).get(name, {}).get("type") != "string":
                yield Problem(place, f"x-idempotency-key: {name!r} is no text of the body", "name one of its fields")


def positional_arguments_are_known(document: Document) -> Iterator[Problem]:
    for at, path, _, operation in document.operations():
        known = re.findall(r"{([^}]*)}", path) + ["rows"] * _has_rows(document, operation)
        named = operation.get("x-positional", [])
        unknown = [name for name in named if name not in known]
        in_order = [name for name in known if name in named]
        for name in unknown:
            remedy = f"name {' or '.join(known)}" if known else "leave it out"
            place = document.place(pointer(at, "x-positional", named.index(name)))
            yield Problem(place, f"x-positional: {name!r} is neither a path parameter nor the rows of a body", remedy)
        if not unknown and named != in_order:
            place = document.place(pointer(at, "x-positional"))
            rule = "x-positional: not each argument once, in the order of the path, rows last"
            yield Problem(place, rule, f"write [{', '.join(in_order)}]")


def _has_rows(document: Document, operation: dict[str, Any]) -> bool:
    content = document.deref(operation.get("requestBody", {})).get("content", {})
    return any(document.deref(media["schema"]).get("type") == "array" for media in content.values())


def bodies_are_supported(document: Document) -> Iterator[Problem]:
    for at, _, _, operation in document.operations():
        if "requestBody" not in operation:
            continue
        where, body = document.follow(pointer(at, "requestBody"), operation["requestBody"])
        content = body["content"]
        if len(content) != 1 or not content.keys() <= set(_CONTENT):
            rule = f"unsupported request content: {', '.join(content) or 'none'}"
            yield Problem(document.place(where), rule, f"use one of {' and '.join(_CONTENT)}")
            continue
        ((kind, media),) = content.items()
        schema = document.deref(media["schema"])
        is_array = schema.get("type") == "array" and kind == "application/json"
        if not (has_fields(schema) or is_array):
            remedy = "refer to an object with properties, or in JSON to an array of texts or of such objects"
            yield Problem(document.place(where), "unsupported: a body without properties", remedy)


def has_one_success_response(document: Document) -> Iterator[Problem]:
    for at, _, _, operation in document.operations():
        responses, where = operation["responses"], pointer(at, "responses")
        for status in responses:
            if not _STATUS.fullmatch(status):
                remedy = "write three digits, such as '404', or 5XX or default"
                yield Problem(document.place(pointer(where, status)), f"{status!r} is not a status", remedy)
        good = [status for status in responses if re.fullmatch(r"2(\d\d|XX)", status)]
        if len(good) != 1:
            rule = f"{len(good)} responses for success"
            yield Problem(document.place(where), rule, "describe exactly one 2xx response")
            continue
        there, response = document.follow(pointer(where, good[0]), responses[good[0]])
        if not _is_model(document, response):
            rule = "unsupported: a 2xx response that is not a JSON object with a name"
            remedy = "refer to a component with properties in application/json"
            yield Problem(document.place(there), rule, remedy)


def _is_model(document: Document, response: dict[str, Any]) -> bool:
    content = response.get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    return len(content) == 1 and "$ref" in schema and has_fields(document.deref(schema))


def errors_share_one_schema(document: Document) -> Iterator[Problem]:
    first = ""
    for at, _, _, operation in document.operations():
        for status, response in operation["responses"].items():
            where, found = document.follow(pointer(at, "responses", status), response)
            for media in found.get("content", {}).values():
                shape = media["schema"].get("$ref", "no component")
                first = first or ("" if status.startswith("2") else shape)
                if not status.startswith("2") and shape != first:
                    rule = f"an error of the shape {shape}, where others have {first}"
                    yield Problem(document.place(where), rule, "give all errors one shape")


RULES = (
    has_operations,
    routes_are_plain,
    operations_are_named,
    methods_have_names,
    parameters_are_supported,
    positional_arguments_are_known,
    idempotency_keys_are_fields,
    bodies_are_supported,
    has_one_success_response,
    errors_share_one_schema,
)
