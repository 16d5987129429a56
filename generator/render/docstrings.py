"""Docstrings of generated code."""

import re
import textwrap
from collections.abc import Iterable

from generator.package import Endpoint, Field, Model

_WIDTH = 108
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What is not seen, or turns the order of what is: control and format characters, and others without a shape."""
_OUTER_QUOTE = re.compile(r'"(?="")|"\Z|\A"')
_ANY_ERROR = "ClerkAPIResponseError"
EXTRA = {
    "json": "Fields of the body that have no argument here, sent as they are.",
    "optional_json": "Fields of the body that have no argument here, sent as they are.",
    "multipart": "Parts of the body that have no argument here: texts, numbers, True or False.",
    "query": "Query parameters that have no argument here: texts, numbers, True or False, or lists of them.",
}
"""What is said of `extra`, by where it goes."""
ERRORS = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "402": "PaymentRequiredError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "413": "PayloadTooLargeError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
    "5XX": "ServerError",
}
"""Status → the client's exception for it. Every other status is the base class, `ClerkAPIResponseError`."""


def endpoint_docstring(endpoint: Endpoint) -> str:
    """Meaning, arguments, exceptions and source of a call."""
    fields = [*endpoint.path, *endpoint.query, *endpoint.body, *([endpoint.items] if endpoint.items else [])]
    source = f"`{endpoint.method} {endpoint.route}`"
    source += f", {endpoint.ts_method} in TypeScript." if endpoint.ts_method else "."
    blocks = [
        endpoint.summary.rstrip(".") + ".",
        _wrapped(endpoint.description),
        _section("Args", [*((field.name, _argument(field)) for field in fields), *_extra(endpoint)]),
        _wrapped(f"{_raises(endpoint)}\n{source}"),
    ]
    return docstring("\n\n".join(block for block in blocks if block) + "\n")


def _extra(endpoint: Endpoint) -> list[tuple[str, str]]:
    where = endpoint.body_kind if endpoint.body else "query"
    return [("extra", EXTRA[where])] if endpoint.takes_extra else []


def model_docstring(model: Model) -> str:
    """Meaning of a schema and of its fields."""
    fields = _section("Attributes", ((field.name, _attribute(field)) for field in model.fields))
    return docstring(f"{_wrapped(model.description)}\n\n{fields}\n")


def docstring(text: str) -> str:
    """Text of the document made safe between triple quotes, and next to them."""
    text = _UNSEEN.sub(_escape, text).replace("\\", "\\\\")  # unseen neither in the source nor in help()
    return _OUTER_QUOTE.sub('\\\\"', text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _raises(endpoint: Endpoint) -> str:
    """All exceptions in one sentence: a section of them would take most of the height of a hover."""
    statuses = ("5XX" if status.startswith("5") else status for status in endpoint.errors)
    names = dict.fromkeys(ERRORS.get(status, _ANY_ERROR) for status in statuses)
    if len(names) > 1:
        names.pop(_ANY_ERROR, None)  # the base of the others
    return f"Raises: {', '.join(names)}." if names else ""


def _argument(field: Field) -> str:
    unit = {"timestamp": " Unix milliseconds or an aware datetime.", "date_time": " An aware datetime or RFC 3339."}
    text = f"{'Deprecated. ' * field.deprecated}{field.description}{unit.get(field.type.kind, '')}"
    return text if field.default is None else f"{text.rstrip().rstrip('.')}; {field.default!r} unless given."


def _attribute(field: Field) -> str:
    unit = " Unix milliseconds." if field.type.kind == "timestamp" else ""
    return f"{'Deprecated. ' * field.deprecated}{field.description}{unit}"


def _section(title: str, entries: Iterable[tuple[str, str]]) -> str:
    lines = [
        textwrap.fill(f"{name}: {' '.join(text.split())}", _WIDTH, initial_indent="    ", subsequent_indent=" " * 8)
        for name, text in entries
    ]
    return "\n".join([f"{title}:", *lines]) if lines else ""


def _wrapped(text: str) -> str:
    return "\n".join(wrapped for line in text.strip().splitlines() for wrapped in textwrap.wrap(line, _WIDTH) or [""])
