"""From an operation to the bytes of its request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import attrs
import httpx

from clerk_organizations_api import UNSET, File, Operation

from ._settings import Settings


@attrs.define(frozen=True, slots=True)
class Request:
    """One HTTP request, ready to be sent as often as needed."""

    method: str
    url: str
    headers: Mapping[str, str] = attrs.field(repr=False)
    content: bytes | None = attrs.field(repr=False)


def request_for(operation: Operation[Any], settings: Settings) -> Request:
    """The request of an operation. Raises TypeError or ValueError for a body that JSON cannot say."""
    url = settings.base_url + operation.path
    if operation.query:
        url += "?" + _query(operation.query)
    if operation.files:
        content, content_type = _multipart(operation.files)
    elif operation.json is not UNSET:
        content, content_type = _json(operation.json), "application/json"
    else:
        return Request(operation.method, url, settings.headers, None)
    return Request(operation.method, url, {**settings.headers, "content-type": content_type}, content)


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
        raise kind(f"{_culprit(value)} cannot be sent as JSON: {error}") from None
    try:
        return text.encode()
    except UnicodeEncodeError:  # a lone surrogate, which JSON can only say as an escape
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


def _culprit(value: Any, at: str = "") -> str:
    """Path of the innermost part that JSON cannot say."""
    members: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        try:
            json.dumps(member, allow_nan=False)
        except RecursionError:
            return at or str(key)
        except (TypeError, ValueError):
            step = f"[{key}]" if isinstance(key, int) else f".{key}" if at else str(key)
            return _culprit(member, at + step)
    return at or "the body"


def _multipart(parts: tuple[tuple[str, File | str], ...]) -> tuple[bytes, str]:
    """Body and content type; httpx writes the parts in the order given."""
    files = [(name, _part(name, value)) for name, value in parts]
    encoded = httpx.Request("POST", "http://multipart.invalid", files=files)
    return encoded.read(), encoded.headers["content-type"]


def _part(name: str, value: File | str) -> Any:
    if isinstance(value, str):
        try:
            return None, value.encode()
        except UnicodeEncodeError:
            raise ValueError(f"{name} is not valid Unicode text") from None
    return value.filename, value.content, value.content_type or "application/octet-stream"
