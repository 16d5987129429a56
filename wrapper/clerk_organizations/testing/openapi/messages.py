"""Requests, responses, calls and refusals. The only place that writes the JSON of errors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from . import error_catalog
from .error_catalog import Rule

Json: TypeAlias = Any  # whatever json.loads returns
JsonObject: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """An HTTP request, free of any HTTP library."""

    method: str
    path: str
    """As on the wire: percent-encoded, without the query."""
    query: tuple[tuple[str, str], ...] = ()
    """Decoded pairs in the order of the wire; a key may repeat."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names in lower case."""
    body: bytes = b""

    @classmethod
    def from_wire(cls, method: str, target: bytes, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> Request:
        """From the parts that both httpx and ASGI have: the target is path?query, the headers are raw."""
        path, _, query = target.decode("latin-1").partition("?")
        merged: dict[str, str] = {}
        for raw_name, raw_value in headers:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
            merged[name] = f"{merged[name]}, {value}" if name in merged else value
        return cls(method.upper(), path, tuple(parse_qsl(query, keep_blank_values=True)), merged, body)

    @property
    def json(self) -> Json:
        """The decoded body."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Response:
    """An HTTP response, free of any HTTP library."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def json(self) -> Json:
        """The decoded body."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Exchange:
    """One entry of the journal: what was asked, and what was answered."""

    request: Request
    """As it came, but for the key."""
    response: Response
    operation_id: str | None
    """None when no operation has the method and path."""
    at: int
    """When it was answered, in milliseconds of the mock's clock."""
    seconds: float
    """How long the answer took to make."""

    @property
    def size(self) -> int:
        """Bytes of both bodies."""
        return len(self.request.body) + len(self.response.body)


@dataclass(frozen=True)
class Call:
    """A valid request: its operation, and its values by name. Holds nothing that the document does not name."""

    operation_id: str
    path: Mapping[str, str]
    query: Mapping[str, Json]
    """Converted to the declared types; declared defaults filled in."""
    body: Json
    """An object, an array of objects, or an empty object when there is none."""
    sent: Set[str]
    """Names of the query parameters and body fields that the request has."""


class Refusal(Exception):
    """A request that Clerk would refuse. Handlers raise it; the mock answers it in Clerk's shape.

    Args:
        rule: The situation, and with it status and code.
        reason: The long message.
        meta: Facts about the error, such as the name of the parameter.
        headers: Headers of the answer.
    """

    def __init__(
        self,
        rule: Rule,
        reason: str,
        *,
        meta: JsonObject | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{rule.status} {rule.code}: {reason}")
        self.rule = rule
        self.evidence = rule.evidence
        self.headers = dict(headers or {})
        self.errors: list[JsonObject] = [
            {"message": rule.message, "long_message": reason, "code": rule.code, "meta": meta or {}}
        ]

    @property
    def status(self) -> int:
        """HTTP status of the answer."""
        return self.rule.status

    @property
    def code(self) -> str:
        """The code of the first error."""
        return self.rule.code

    def body(self, trace_id: str) -> JsonObject:
        """The JSON of the answer."""
        return {"errors": self.errors, "clerk_trace_id": trace_id}


def joined(refusals: Sequence[Refusal]) -> Refusal:
    """One refusal that lists all errors of the first one's status, as Clerk lists every bad field of a form."""
    first = refusals[0]
    same = [refusal for refusal in refusals if refusal.status == first.status]
    first.errors = [error for refusal in same for error in refusal.errors]
    first.evidence = "inferred" if any(refusal.evidence == "inferred" for refusal in same) else "documented"
    return first


def not_found(kind: str, key: str, *, param: str | None = None) -> Refusal:
    """No such thing: `param` names the field when the body refers to it, not the path."""
    rule, meta = (error_catalog.FIELD_NOT_FOUND, {"param_name": param}) if param else (error_catalog.NOT_FOUND, None)
    return Refusal(rule, f"No {kind} was found with id {key}.", meta=meta)


def bad_param(rule: Rule, param: str, detail: str = "") -> Refusal:
    """A field or parameter that cannot be taken; the detail goes behind the message of the rule."""
    return Refusal(rule, f"{param} {rule.message}{detail}.", meta={"param_name": param})
