"""What a request carries, read from the wire by the document alone; fails where it breaks the document."""

import json
import re
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft202012Validator

from tests.contract.calls import Absent
from tests.support.document import DOCUMENT, OPERATIONS, Described, deref
from tests.support.servers import Received


def operation_of(request: Received) -> Described:
    """The one operation whose method and path template a request fits; fixed segments go before parameters."""
    fitting = [operation for operation in OPERATIONS.values() if _fits(operation, request)]
    fitting.sort(key=lambda operation: operation.route.count("{"))
    assert fitting, f"{request.method} {request.target} is no operation of the document"
    return fitting[0]


def path_of(operation: Described, request: Received) -> dict[str, str]:
    """The decoded path parameters."""
    pairs = zip(_segments(operation.route), _segments(request.path.removeprefix("/v1")), strict=True)
    return {name[1:-1]: unquote(text, errors="strict") for name, text in pairs if name.startswith("{")}


def query_of(operation: Described, request: Received) -> dict[str, Any]:
    """Values by name, of the declared types."""
    declared = {parameter["name"]: parameter for parameter in operation.parameters if parameter["in"] == "query"}
    texts: dict[str, list[str]] = {}
    for name, text in request.query:
        assert name in declared, f"{name} is no parameter of {operation.id}"
        texts.setdefault(name, []).append(text)
    return {name: _parameter(declared[name], found) for name, found in texts.items()}


def takes_several(parameter: dict[str, Any]) -> bool:
    """Whether a query parameter may have more than one value."""
    return "x-multiple-values" in parameter or bool(deref(parameter["schema"]).get("type") == "array")


def body_of(operation: Described, request: Received) -> Any:
    """The body, of the declared content type and valid."""
    declared = operation.raw.get("requestBody")
    if not request.body:
        assert declared is None or not declared.get("required"), "the body is required"
        says_json = declared or request.method == "POST"  # the API answers 415 without, also where there is no body
        assert request.headers.get("content-type") == ("application/json" if says_json else None)
        return Absent()
    assert declared is not None, f"{operation.id} takes no body"
    ((media_type, content),) = declared["content"].items()
    if media_type == "multipart/form-data":
        body = _form(request, deref(content["schema"]))
        judged = {name: value.decode("latin-1") if isinstance(value, bytes) else value for name, value in body.items()}
        check(content["schema"], judged)
        return body
    assert request.headers["content-type"] == media_type
    body = json.loads(request.body.decode())
    check(content["schema"], body)
    return body


def check(schema: dict[str, Any], value: Any) -> None:
    """Raise if a value is not valid by a schema of the document."""
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(value)


def _fits(operation: Described, request: Received) -> bool:
    if operation.method != request.method or not request.path.startswith("/v1/"):
        return False
    template, given = _segments(operation.route), _segments(request.path.removeprefix("/v1"))
    return len(template) == len(given) and all(
        text != "" if name.startswith("{") else name == text for name, text in zip(template, given, strict=True)
    )


def _segments(path: str) -> list[str]:
    return path.split("/")[1:]


def _parameter(declared: dict[str, Any], texts: list[str]) -> Any:
    schema = deref(declared["schema"])
    if declared.get("explode") is False:
        assert len(texts) == 1, f"{declared['name']} is there {len(texts)} times, not once with commas"
        texts = texts[0].split(",")
    if schema.get("type") == "array":
        values = [_typed(deref(schema["items"]), text) for text in texts]
        check(schema, values)
        return values
    values = [_typed(schema, text) for text in texts]
    for value in values:
        check(schema, value)
    if declared.get("x-multiple-values"):
        return values
    assert len(values) == 1, f"{declared['name']} is there {len(values)} times"
    return values[0]


def _typed(schema: dict[str, Any], text: str) -> Any:
    if schema["type"] == "integer":
        assert re.fullmatch(r"-?(0|[1-9][0-9]*)", text), f"{text!r} is no integer"
        return int(text)
    if schema["type"] == "boolean":
        assert text in ("true", "false"), f"{text!r} is neither true nor false"
        return text == "true"
    assert schema["type"] == "string"
    return text


def _form(request: Received, schema: dict[str, Any]) -> dict[str, Any]:
    """Parts of a multipart body by name, texts decoded; read by hand, so that no library mends what is broken."""
    kind, _, boundary = request.headers["content-type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    mark = b"--" + boundary.encode()
    opening, *parts, closing = (b"\r\n" + request.body).split(b"\r\n" + mark)
    assert (opening, closing) == (b"", b"--\r\n")
    found: dict[str, Any] = {}
    for part in parts:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name = re.search(rb'form-data; name="(\w+)"', head)
        assert name and name[1].decode() not in found, head
        binary = deref(schema["properties"][name[1].decode()]).get("format") == "binary"
        found[name[1].decode()] = content if binary else content.decode()
    return found
