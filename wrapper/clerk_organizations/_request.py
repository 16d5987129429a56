"""From an operation to the bytes of its request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

import attrs

from clerk_organizations_api import UNSET, Operation

from . import _later
from ._settings import Settings

T = TypeVar("T")


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
    """Bytes that the answer may have."""


def request_for(operation: Operation[Any], settings: Settings) -> Request:
    """The request of an operation. Raises TypeError or ValueError for a body that JSON cannot say."""
    url = settings.base_url + operation.path
    if operation.query:
        url += "?" + _query(operation.query)
    if operation.files:
        content, kind = _later._multipart.multipart(operation.files)
    elif operation.json is not UNSET:
        content, kind = _json(operation.json), "application/json"
    else:
        return Request(operation.method, url, settings.headers, None, operation.route, settings.response_limit)
    headers = {**settings.headers, "content-type": kind}
    return Request(operation.method, url, headers, content, operation.route, settings.response_limit)


def detached(operation: Operation[T]) -> Operation[T]:
    """The same call with a body of its own, for one that is made later: what the caller does to the arguments in the
    meantime changes nothing. Raises as `request_for` does.
    """
    if operation.json is UNSET:
        return operation
    content = _json(operation.json)
    try:
        return attrs.evolve(operation, json=json.loads(content))
    except RecursionError as error:  # where it begins depends on who calls
        raise ValueError(f"{_culprit(operation.json)} cannot be sent as JSON: {error}") from None


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
        raise kind(f"{_culprit(value):.200} cannot be sent as JSON: {error}") from None
    try:
        return text.encode()
    except UnicodeEncodeError:  # a lone surrogate, which JSON can only say as an escape
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def _culprit(value: Any, at: str = "", above: tuple[Any, ...] = ()) -> str:
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
            return there if any(member is outer for outer in above) else _culprit(member, there, above)
    return at or "the body"
