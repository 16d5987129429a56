"""Calls that the document allows: the arguments of a method, and what must go over the wire for them."""

import functools
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from hypothesis import strategies as st

from clerk_organizations_api import UNSET
from tests.contract.values import TEXT, TIMES, Schema, Strategy, properties, required, values
from tests.support.document import OPERATIONS, Described, deref

# What the wrapper does differently from the document, each time because the TypeScript SDK does so.
SENT_UNLESS_GIVEN: dict[str, dict[str, Any]] = {"CreateOrganizationDomain": {"verified": True}}
REQUIRED_ALL_THE_SAME = {"CreateOrganizationDomain": {"name", "enrollment_mode"}}
BY_NAME = {"GetOrganization"}
"""The method takes an id or a slug, so neither by position."""


@dataclass(frozen=True)
class Absent:
    """No body at all."""


@dataclass(frozen=True)
class Call:
    """A call of a wrapper method, and the values that its request must carry."""

    operation: Described
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict[str, Any])
    path: dict[str, str] = field(default_factory=dict[str, str])
    query: dict[str, Any] = field(default_factory=dict[str, Any])
    """Values of the declared types; a list where a name may repeat."""
    body: Any = Absent()


def calls(operation_id: str) -> st.SearchStrategy[Call]:
    """Valid calls of an operation."""
    return _calls(OPERATIONS[operation_id])


@st.composite
def _calls(draw: st.DrawFn, operation: Described) -> Call:
    path = {name: draw(IDS) for name in re.findall(r"{(\w+)}", operation.route)}
    query_arguments, query = draw(_query(operation))
    body_arguments, body = draw(_body(operation))
    kwargs = {**path, **query_arguments, **body_arguments}
    if operation.id == "GetOrganization" and draw(st.booleans()):
        kwargs["slug"] = kwargs.pop("organization_id")
    return Call(operation, positional(operation, kwargs), kwargs, path, query, body)


def plain_call(operation_id: str) -> Call:
    """A valid call with what is required and nothing else, for tests of what comes back."""
    operation = OPERATIONS[operation_id]
    kwargs: dict[str, Any] = {name: f"{name}_1" for name in operation.names("path")}
    needed = required(operation.body) | REQUIRED_ALL_THE_SAME.get(operation_id, set())
    fields: dict[str, Any] = {name: operation.body["examples"][0][name] for name in sorted(needed)}
    if "file" in fields:
        fields["file"] = b"an image"
    kwargs |= {"rows": [fields]} if operation.takes_rows else fields
    return Call(operation, positional(operation, kwargs), kwargs)


def positional(operation: Described, kwargs: dict[str, Any]) -> tuple[Any, ...]:
    """Takes the arguments that go by position out of those that go by name."""
    names = [] if operation.id in BY_NAME else operation.raw.get("x-positional", [])
    return tuple(kwargs.pop(name) for name in names)


def _addresses_one_thing(text: str) -> bool:
    """What the client takes as an id; what it refuses has its tests in tests/wrapper/resources/test_ids.py."""
    while (decoded := unquote(text)) != text:
        text = decoded
    return text not in ("", ".", "..") and not re.search(r"[\x00-\x1f\x7f-\x9f]", text)


IDS = (TEXT | st.sampled_from(["org_1", " Acme ", "../x", "a%2fb"])).filter(_addresses_one_thing)


@st.composite
def _query(draw: st.DrawFn, operation: Described) -> tuple[dict[str, Any], dict[str, Any]]:
    """Arguments for some of the query parameters, and the values that they stand for."""
    arguments: dict[str, Any] = {}
    sent: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter["in"] != "query":
            continue
        name = parameter["name"]
        choice = draw(st.sampled_from(["given", "given", "left out", "UNSET", "None"]))
        if choice == "given":
            arguments[name], sent[name] = draw(_query_values(parameter))
        elif choice != "left out":
            arguments[name] = UNSET if choice == "UNSET" else None
    return arguments, {name: value for name, value in sent.items() if value != []}


def _query_values(parameter: Schema) -> Strategy:
    single = _arguments(parameter["schema"])
    if not parameter.get("x-multiple-values"):
        return single
    several = st.lists(single, max_size=1) | st.lists(single, min_size=2, max_size=3)
    return single.map(lambda pair: (pair[0], [pair[1]])) | several.map(_unzipped)


def _unzipped(pairs: list[tuple[Any, Any]]) -> tuple[list[Any], list[Any]]:
    return [given for given, _ in pairs], [sent for _, sent in pairs]


def _arguments(schema: Schema) -> Strategy:
    """Pairs: an argument as Python takes it, and the value on the wire that it stands for."""
    return _arguments_of(json.dumps(deref(schema)))


@functools.cache
def _arguments_of(text: str) -> Strategy:
    """By the text of a schema, as making a strategy takes longer than drawing from it."""
    schema: Schema = json.loads(text)
    as_they_are = values(schema).map(lambda value: (value, value))
    if schema.get("enum") == ["true", "false"]:
        return as_they_are | st.booleans().map(lambda value: (value, "true" if value else "false"))
    if "x-timestamp" in schema:
        return as_they_are | TIMES.map(lambda time: (time, _milliseconds(time)))
    if schema.get("format") == "date-time":
        return as_they_are | TIMES.map(lambda time: (time, time.isoformat()))
    return as_they_are


def _milliseconds(time: datetime) -> int:
    return (time - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


@st.composite
def _body(draw: st.DrawFn, operation: Described) -> tuple[dict[str, Any], Any]:
    """Arguments for a body, and the body that they stand for."""
    declared = operation.raw.get("requestBody")
    if declared is None:
        return {}, Absent()
    schema = deref(next(iter(declared["content"].values()))["schema"])
    if schema.get("type") == "array":
        rows = draw(st.lists(_fields(schema["items"], set()), min_size=schema["minItems"], max_size=schema["maxItems"]))
        return {"rows": [given for given, _ in rows]}, [sent for _, sent in rows]
    arguments, sent = draw(_fields(schema, REQUIRED_ALL_THE_SAME.get(operation.id, set())))
    sent = {**SENT_UNLESS_GIVEN.get(operation.id, {}), **sent}
    left_out = not sent and declared.get("required") is False
    return arguments, Absent() if left_out else sent


@st.composite
def _fields(draw: st.DrawFn, schema: Schema, also_required: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    arguments: dict[str, Any] = {}
    sent: dict[str, Any] = {}
    for name, declared in properties(schema).items():
        needed = name in required(schema) | also_required
        choice = "given" if needed else draw(st.sampled_from(["given", "given", "left out", "UNSET"]))
        if choice == "given":
            arguments[name], sent[name] = draw(_arguments(declared))
        elif choice == "UNSET":
            arguments[name] = UNSET
    return arguments, sent
