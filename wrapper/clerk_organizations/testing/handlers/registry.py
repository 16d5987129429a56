"""Registration of handlers. What a handler reads of a request is its signature.

    @operation("ListOrganizations")
    def list_organizations(instance: Instance, *, page: Page, query: str = "") -> JsonObject: ...

A parameter is named after a path parameter, a query parameter or a body field. One whose type is a dataclass stands for
the query parameters or body fields that the dataclass names, a list of a dataclass for the rows of a body that is an
array. What is not given, or null in a body, is left to the default; where the default is NOT_GIVEN, null is a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum, auto
from inspect import signature
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from ..openapi import error_catalog
from ..openapi.messages import Call, Json, JsonObject, Refusal, bad_param, joined

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., JsonObject])


class NotGiven(Enum):
    """What a field is that is not given, where null says something else."""

    NOT_GIVEN = auto()


NOT_GIVEN = NotGiven.NOT_GIVEN

_FOLDER = __name__.rpartition(".")[0].replace(".", "/")


class Handler:
    """The function that implements an operation, and what it reads of a request."""

    def __init__(self, function: Callable[..., JsonObject]) -> None:
        self._function = function
        self._place = f"{function.__name__} in {function.__module__.replace('.', '/')}.py"
        _, *parameters = signature(function).parameters.values()  # the first is the instance
        types = get_type_hints(function)
        names = [parameter.name for parameter in parameters]
        self._groups = {name: types[name] for name in names if is_dataclass(types[name])}
        self._rows = {name: get_args(types[name])[0] for name in names if _is_rows(types[name])}
        grouped = (*self._groups.values(), *self._rows.values())
        self._grouped = {field.name for group in grouped for field in fields(group)}
        self._plain = {name for name in names if name not in self._groups and name not in self._rows}
        self._required = [
            entry.name for entry in parameters if entry.default is entry.empty and entry.name in self._plain
        ]

    def __call__(self, instance: object, call: Call) -> JsonObject:
        """The answer to a call; refuses one with anything that is not read, before anything is changed."""
        from_path = self._plain & call.path.keys()
        unread = (call.path.keys() - from_path) | (call.sent - self._grouped - (self._plain - from_path))
        if unread:
            raise joined([self._unread(call.operation_id, name) for name in sorted(unread)])
        return self._function(instance, **self._arguments(call))

    def _unread(self, operation_id: str, name: str) -> Refusal:
        reason = f"The mock does not implement {name} of {operation_id}: add it to the parameters of {self._place}."
        return Refusal(error_catalog.NOT_IMPLEMENTED, reason, meta={"param_name": name})

    def _arguments(self, call: Call) -> JsonObject:
        body: Json = call.body
        given = {**call.query, **(body if isinstance(body, dict) else {})}
        arguments: JsonObject = {name: picked(group, given) for name, group in self._groups.items()}
        arguments |= {name: [picked(row, entry) for entry in body] for name, row in self._rows.items()}
        return arguments | _given({**given, **call.path}, self._plain, self._required)


HANDLERS: dict[str, Handler] = {}
"""The handler of each operation, by operationId."""


def operation(operation_id: str) -> Callable[[F], F]:
    """Registers a function as the handler of an operation."""

    def register(function: F) -> F:
        if operation_id in HANDLERS:
            raise ValueError(f"{operation_id} has two handlers")
        HANDLERS[operation_id] = Handler(function)
        return function

    return register


def not_implemented(operation_id: str) -> Refusal:
    """An operation that is in the document and has no handler."""
    remedy = f'add a function with @operation("{operation_id}") to a module in {_FOLDER}/'
    return Refusal(error_catalog.NOT_IMPLEMENTED, f"The mock does not implement {operation_id}: {remedy}.")


def picked(group: type[T], given: Mapping[str, Json]) -> T:
    """A dataclass filled with what is given of its fields; raises Refusal when one without a default is missing."""
    entries = fields(group)  # type: ignore[arg-type]  # the type of a dataclass
    required = [entry.name for entry in entries if entry.default is MISSING and entry.default_factory is MISSING]
    nulls = {entry.name: None for entry in entries if entry.default is NOT_GIVEN and given.get(entry.name, 0) is None}
    return group(**nulls, **_given(given, [entry.name for entry in entries], required))


def _given(values: Mapping[str, Json], names: Iterable[str], required: Iterable[str]) -> dict[str, Any]:
    """The values of these names, but for null; raises Refusal when a required one is missing."""
    found = {name: values[name] for name in names if values.get(name) is not None}
    missing = [bad_param(error_catalog.PARAM_MISSING, name) for name in required if name not in found]
    if missing:
        raise joined(missing)
    return found


def _is_rows(hint: object) -> bool:
    return get_origin(hint) is list and is_dataclass(get_args(hint)[0])
