"""From the bytes of an answer to a model, or to the error it stands for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import isfinite
from typing import Any, Generic, TypeAlias, TypeVar

import attrs

from clerk_organizations_api import DecodeError, Operation

from .errors import ClerkAPIError, ClerkAPIResponseError, ClerkDecodeError, class_for

T = TypeVar("T")
Loads: TypeAlias = Callable[[bytes], Any]
"""Reads JSON as json.loads does."""

_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?")


@attrs.define(frozen=True, slots=True)
class Answer:
    """An HTTP response, its content decoded from gzip or deflate."""

    status: int
    headers: Mapping[str, str]
    """Names are matched without regard to case."""
    content: bytes = attrs.field(repr=False)
    broken: Exception | None = attrs.field(default=None, repr=False)
    """Why the content is not whole, if it is not."""


@attrs.define(frozen=True, slots=True)
class RawResponse(Generic[T]):
    """An answer of the API with everything around the model.

    Attributes:
        status: HTTP status, 2xx.
        headers: Headers of the answer; names are matched without regard to case.
        clerk_trace_id: Id of the call on Clerk's side (the cf-ray header), or None.
        json: The decoded JSON, as it came.
        model: What the method for this operation would return.
    """

    status: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    clerk_trace_id: str | None
    json: Any = attrs.field(repr=False)
    model: T


def read(operation: Operation[T], answer: Answer, loads: Loads) -> T:
    """The model in an answer; raises ClerkAPIResponseError or ClerkDecodeError."""
    return _parsed(operation, answer, _json_of(operation, answer, loads))


def read_raw(operation: Operation[T], answer: Answer, loads: Loads) -> RawResponse[T]:
    """The model and all around it; raises as `read` does."""
    decoded = _json_of(operation, answer, loads)
    model = _parsed(operation, answer, decoded)
    return RawResponse(answer.status, answer.headers, trace_id_of(answer), decoded, model)


def _json_of(operation: Operation[Any], answer: Answer, loads: Loads) -> Any:
    if not 200 <= answer.status < 300:
        raise error_of(operation, answer)
    if answer.broken is not None:
        raise _unreadable(operation, answer, f"the body cannot be decoded: {answer.broken}") from answer.broken
    if not answer.content.strip():
        raise _unreadable(operation, answer, "the body is empty")
    try:
        return loads(answer.content)
    except (ValueError, RecursionError) as error:
        kind = answer.headers.get("content-type", "no content type")
        raise _unreadable(operation, answer, f"not JSON ({kind}): {error}") from error


def _parsed(operation: Operation[T], answer: Answer, decoded: Any) -> T:
    try:
        return operation.parse(decoded)
    except DecodeError as error:
        raise _unreadable(operation, answer, str(error), error.path) from error


def _unreadable(
    operation: Operation[Any], answer: Answer, reason: str, json_path: str | None = None
) -> ClerkDecodeError:
    call = f"{answer.status} {operation.method} {operation.path}"
    message = f"{call}: {reason}; the server accepted the call, only its answer cannot be read"
    return ClerkDecodeError(message, status=answer.status, json_path=json_path)


def code_of(answer: Answer) -> str:
    """Code of the first error; empty if there is none."""
    errors = _errors(_object_in(answer.content))
    return errors[0].code if errors else ""


def trace_id_of(answer: Answer) -> str | None:
    """Id of the call on Clerk's side, as far as the headers tell."""
    return answer.headers.get("cf-ray") or None


def _errors(body: dict[str, Any]) -> list[ClerkAPIError]:
    listed = body.get("errors")
    return [_entry(entry) for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def error_of(operation: Operation[Any], answer: Answer) -> ClerkAPIResponseError:
    """The error that an answer stands for."""
    body = _object_in(answer.content)
    errors = _errors(body)
    trace = body.get("clerk_trace_id")
    trace_id = trace if isinstance(trace, str) and trace else trace_id_of(answer)
    return class_for(answer.status)(
        _message(operation, answer, errors, trace_id),
        status=answer.status,
        errors=errors,
        clerk_trace_id=trace_id,
        retry_after=retry_after(answer.headers),
        method=operation.method,
        path=operation.path,
    )


def _object_in(content: bytes) -> dict[str, Any]:
    """The JSON object of an error body; whatever else stands there says nothing we know."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _entry(entry: dict[str, Any]) -> ClerkAPIError:
    code, message, long_message = (_text(entry.get(key)) for key in ("code", "message", "long_message"))
    meta = entry.get("meta")
    return ClerkAPIError(code, message, long_message, meta if isinstance(meta, dict) else {})


def _text(value: object) -> str:
    """A scalar as text; what is nested is no text, and could be nested too deep to become one."""
    return value if isinstance(value, str) else "" if isinstance(value, dict | list | None) else str(value)


def _message(operation: Operation[Any], answer: Answer, errors: list[ClerkAPIError], trace_id: str | None) -> str:
    what = ": ".join(filter(None, (errors[0].code, errors[0].message))) if errors else _reason(answer)
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    trace = f" (trace {trace_id:.100})" if trace_id else ""  # cut: it ends up in logs, and `errors` has it whole
    return f"{answer.status} {operation.method} {operation.path}: {what:.500}{more}{trace}"


def _reason(answer: Answer) -> str:
    if 300 <= answer.status < 400 and "location" in answer.headers:
        return f"redirects are not followed (to {answer.headers['location']!r:.200})"
    try:
        return HTTPStatus(answer.status).phrase
    except ValueError:
        return "unknown status"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that Retry-After asks for: a number, or a date against the server's own clock; None if senseless."""
    value = headers.get("retry-after", "").strip()
    if not _SECONDS.fullmatch(value):
        return _seconds_until(value, headers.get("date", ""))
    seconds = float(value)
    return seconds if isfinite(seconds) else None


def _seconds_until(date: str, server_date: str) -> float | None:
    then = http_date(date)
    if then is None:
        return None
    return max(0.0, (then - (http_date(server_date) or datetime.now(UTC))).total_seconds())


def http_date(text: str) -> datetime | None:
    """The time that a header names; None for what is no date."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
