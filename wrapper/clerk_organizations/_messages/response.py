"""HTTP responses: parsed to a model, or to the error that they stand for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any, Generic, TypeVar

import attrs

from clerk_organizations_api import DecodeError, Operation
from clerk_organizations_api.base_model import Model

from .._status import phrase
from ..errors import ClerkAPIError, ClerkAPIResponseError, ClerkDecodeError, error_class
from .json import JSONLoads

T = TypeVar("T")
_LISTED = 10
"""Places of an answer that a message names; the error has them all."""
_TOLD = 3
"""Entries of an error that its message tells."""
_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?")


@attrs.define(frozen=True, slots=True)
class Response:
    """An HTTP response, its content decoded from gzip or deflate."""

    status: int
    headers: Mapping[str, str]
    """Names are matched without regard to case."""
    content: bytes = attrs.field(repr=False)
    broken: Exception | None = attrs.field(default=None, repr=False)
    """Why the content is not whole, if it is not."""
    url: str = attrs.field(default="", repr=False)
    """Where it comes from, without the query."""
    assumed: bool = False
    """Whether it was made here, for what the API need not say again: its fields are not there."""


@attrs.define(frozen=True, slots=True)
class RawResponse(Generic[T]):
    """A response of the API with everything around the model.

    Attributes:
        status: HTTP status, 2xx.
        headers: Headers of the response; names are matched without regard to case.
        clerk_trace_id: Id of the call on Clerk's side (the cf-ray header), or None.
        json: The decoded JSON, as it came.
        model: What the method for this operation would return.
    """

    status: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    clerk_trace_id: str | None
    json: Any = attrs.field(repr=False)
    model: T


def parse_response(operation: Operation[T], response: Response, loads: JSONLoads, strict: bool = False) -> T:
    """The model in a response; raises ClerkAPIResponseError or ClerkDecodeError, if strict for any breach."""
    decoded = _json_of(operation, response, loads)
    if strict:
        _check(operation, response, decoded)
    return _parsed(operation, response, decoded)


def parse_raw(operation: Operation[T], response: Response, loads: JSONLoads, strict: bool = False) -> RawResponse[T]:
    """The model and all around it; raises as `parse_response` does."""
    decoded = _json_of(operation, response, loads)
    if strict:
        _check(operation, response, decoded)
    model = _parsed(operation, response, decoded)
    return RawResponse(response.status, response.headers, trace_id(response), decoded, model)


def _json_of(operation: Operation[Any], response: Response, loads: JSONLoads) -> Any:
    if not 200 <= response.status < 300:
        raise error_from(operation, response)
    if response.broken is not None:
        raise _unreadable(operation, response, f"the body cannot be decoded: {response.broken}") from response.broken
    if not response.content.strip():
        raise _unreadable(operation, response, "the body is empty")
    try:
        return loads(response.content)
    except (ValueError, RecursionError) as error:
        reason = str(error)
    # Raised here, without the error as its context: those of json and of codecs keep the whole body.
    kind = _visible(response.headers.get("content-type", "no content type"))
    raise _unreadable(operation, response, f"not JSON ({kind}): {reason}")


def _parsed(operation: Operation[T], response: Response, decoded: Any) -> T:
    try:
        return operation.parse(decoded)
    except DecodeError as error:
        raise _unreadable(operation, response, str(error), error.path) from error


def _check(operation: Operation[Any], response: Response, decoded: Any) -> None:
    """Refuse an answer that breaks the document, as far as its model knows that."""
    from clerk_organizations_api.strict import breaches  # noqa: PLC0415 - few clients are strict

    model = getattr(operation.parse, "__self__", None)  # of `Organization.from_dict`; a function of yours has none
    if response.assumed or not isinstance(model, type) or not issubclass(model, Model):
        return
    if found := list(breaches(model, decoded)):
        listed = "; ".join(f"{path}: {reason}" for path, reason in found[:_LISTED])
        more = f"; and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
        call = f"{response.status} {operation.method} {operation.path}"
        message = f"{call}: {listed}{more}; the server accepted the call, only its answer breaks the document"
        raise ClerkDecodeError(message, status=response.status, json_paths=[path for path, _ in found])


def _unreadable(
    operation: Operation[Any], response: Response, reason: str, json_path: str | None = None
) -> ClerkDecodeError:
    call = f"{response.status} {operation.method} {operation.path}"
    message = f"{call}: {reason}; the server accepted the call, only its answer cannot be read"
    return ClerkDecodeError(message, status=response.status, json_path=json_path)


def _visible(text: str) -> str:
    """Text for logs and messages: what could not be printed comes as an escape."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def error_code(response: Response) -> str:
    """Code of the first error; empty if there is none."""
    errors = _errors(_object_in(response.content))
    return errors[0].code if errors else ""


def trace_id(response: Response) -> str | None:
    """Id of the call on Clerk's side, as far as the headers tell."""
    return _visible(response.headers.get("cf-ray", "")) or None


def _errors(body: dict[str, Any]) -> list[ClerkAPIError]:
    listed = body.get("errors")
    return [_entry(entry) for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def error_from(operation: Operation[Any], response: Response) -> ClerkAPIResponseError:
    """The error that a response stands for."""
    body = _object_in(response.content)
    errors = _errors(body)
    trace = body.get("clerk_trace_id")
    clerk_trace_id = _visible(trace) if isinstance(trace, str) and trace else trace_id(response)
    return error_class(response.status, by_clerk=any(error.code for error in errors))(
        _message(operation, response, errors, clerk_trace_id),
        status=response.status,
        errors=errors,
        clerk_trace_id=clerk_trace_id,
        retry_after=retry_after(response.headers),
        method=operation.method,
        path=operation.path,
    )


def _object_in(content: bytes) -> dict[str, Any]:
    """The JSON object of an error body; empty for anything else."""
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


def _message(operation: Operation[Any], response: Response, errors: list[ClerkAPIError], trace_id: str | None) -> str:
    # What is long is cut: it ends up in logs, and `errors` has it whole.
    what = "; ".join(f"{said:.500}" for error in errors[:_TOLD] if (said := _said(error))) or _reason(response)
    more = f" (and {len(errors) - _TOLD} more)" if len(errors) > _TOLD else ""
    trace = f" (trace {trace_id:.100})" if trace_id else ""
    return f"{response.status} {operation.method} {operation.path}: {what}{more}{trace}"


def _said(error: ClerkAPIError) -> str:
    """An entry in one line: its code, the parameter that it is about, and the longest that it says."""
    name = _text(error.meta.get("param_name"))
    named = f"{error.code} ({name})" if name else error.code
    return _visible(": ".join(filter(None, (named, error.long_message or error.message))))


def _reason(response: Response) -> str:
    if 300 <= response.status < 400 and "location" in response.headers:
        return f"redirects are not followed (to {response.headers['location']!r:.200})"
    if response.status == 404:
        where = f" at {response.url:.200}" if response.url else ""
        return f"Not Found, but not by Clerk{where}: the answer has no error of Clerk's. Check api_url"
    return phrase(response.status)


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
