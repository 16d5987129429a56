"""HTTP requests: an operation and the configuration of a client become bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

import attrs

from clerk_organizations_api import UNSET, Operation

from .._config import Config

T = TypeVar("T")

_CAN_HAVE_A_BODY = ("POST", "PATCH", "PUT")


@attrs.define(frozen=True, slots=True)
class Request:
    """One HTTP request, ready to be sent as often as needed."""

    method: str
    url: str
    headers: Mapping[str, str] = attrs.field(repr=False)
    content: bytes | None = attrs.field(repr=False)
    route: str
    """Path template, for logs: ids may be private."""
    limit: int
    """Bytes that the response may have."""
    idempotent: bool = False
    """Whether its body has a key by which the API does a repeated POST once."""


def build_request(operation: Operation[Any], config: Config) -> Request:
    """The request of an operation. Raises TypeError or ValueError for a body that JSON cannot say."""
    url = config.base_url + operation.path
    if operation.query:
        url += "?" + _query(operation.query)
    if operation.files:
        from .multipart import encode_multipart  # noqa: PLC0415 - httpx, for files alone

        content: bytes | None
        content, kind = encode_multipart(operation.files)
    elif operation.json is not UNSET:
        content, kind = _json(operation.json), "application/json"
    elif operation.method in _CAN_HAVE_A_BODY:
        content, kind = None, "application/json"  # the API answers 415 without, also where there is none
    else:
        return Request(operation.method, url, config.headers, None, operation.route, config.response_limit)
    headers = {**config.headers, "content-type": kind}
    limit, once = config.response_limit, operation.idempotent
    return Request(operation.method, url, headers, content, operation.route, limit, once)


def with_frozen_body(operation: Operation[T]) -> Operation[T]:
    """The same operation with a copy of its body, so that later changes to the arguments do not reach the call.

    Raises as `build_request` does.
    """
    frozen: dict[str, Any] = {}
    if type(operation) is not Operation:  # it may hold others
        held = {name: getattr(operation, name) for name in attrs.fields_dict(type(operation))}
        frozen = {name: with_frozen_body(one) for name, one in held.items() if isinstance(one, Operation)}
    if operation.json is UNSET:
        return attrs.evolve(operation, **frozen) if frozen else operation
    content = _json(operation.json)
    try:
        return attrs.evolve(operation, json=json.loads(content), **frozen)
    except RecursionError as error:  # where it begins depends on who calls
        raise ValueError(f"{_unserializable_path(operation.json)} cannot be sent as JSON: {error}") from None


def _query(pairs: tuple[tuple[str, str], ...]) -> str:
    try:
        return urlencode(pairs)
    except UnicodeEncodeError as error:
        culprit = next(name for name, value in pairs if error.object in (name, value))
        raise ValueError(f"{culprit} is not valid Unicode text") from None


def _json(value: Any) -> bytes:
    """Compact UTF-8, as JavaScript writes it."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        kind = TypeError if isinstance(error, TypeError) else ValueError
        raise kind(f"{_unserializable_path(value):.200} cannot be sent as JSON: {error}") from None
    if (odd := _key_that_is_no_text(value)) is not None:
        raise TypeError(f"{odd:.200}: JSON has texts for keys, and would make one of it")
    try:
        return text.encode()
    except UnicodeEncodeError:  # a lone surrogate, which JSON can only say as an escape
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def _key_that_is_no_text(value: Any) -> str | None:
    """Which key of a body that JSON can say would become another: None, True, 1 and 1.5 become texts."""
    upcoming = [("", value)]
    while upcoming:
        at, found = upcoming.pop()
        if isinstance(found, dict):
            for key in found:
                if not isinstance(key, str):
                    return f"{at or 'the body'} has the key {key!r} ({type(key).__name__})"
            upcoming += [(f"{at}.{key}" if at else key, member) for key, member in found.items()]
        elif isinstance(found, list | tuple):
            upcoming += [(f"{at}[{place}]", member) for place, member in enumerate(found)]
    return None


def _unserializable_path(value: Any, at: str = "", above: tuple[Any, ...] = ()) -> str:
    """Path of the innermost part that JSON cannot say, or where a circle closes."""
    members: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    above = (*above, value)
    for key, member in members:
        there = at + (f"[{key}]" if isinstance(key, int) else f".{key}" if at else str(key))
        try:
            json.dumps(member, allow_nan=False)
        except RecursionError:
            return at or there
        except (TypeError, ValueError):
            return there if any(member is outer for outer in above) else _unserializable_path(member, there, above)
    return at or "the body"
