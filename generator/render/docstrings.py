"""Docstrings of generated code."""

import re
import textwrap
from collections.abc import Iterable

from generator.package import Endpoint, Field, Model

_WIDTH = 108
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_OUTER_QUOTE = re.compile(r'"(?="")|"\Z|\A"')


def endpoint_docstring(endpoint: Endpoint) -> str:
    """Meaning, arguments, errors and source of a call."""
    fields = [*endpoint.path, *endpoint.query, *endpoint.body, *([endpoint.items] if endpoint.items else [])]
    source = f"`{endpoint.method} {endpoint.route}`, operation {endpoint.id}"
    source += f", {endpoint.ts_method} in TypeScript." if endpoint.ts_method else "."
    blocks = [
        endpoint.summary,
        _wrapped(endpoint.description),
        _section("Args", ((field.name, _argument(field)) for field in fields)),
        _section("Errors", endpoint.errors),
        _wrapped(source),
    ]
    return docstring("\n\n".join(block for block in blocks if block) + "\n")


def model_docstring(model: Model) -> str:
    """Meaning of a schema and of its fields."""
    fields = _section("Attributes", ((field.name, _attribute(field)) for field in model.fields))
    return docstring(f"{_wrapped(model.description)}\n\n{fields}\n")


def docstring(text: str) -> str:
    """Text of the document made safe between triple quotes, and next to them."""
    text = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text.replace("\\", "\\\\"))
    return _OUTER_QUOTE.sub('\\\\"', text)


def _argument(field: Field) -> str:
    unit = " Unix milliseconds or an aware datetime." if field.type.kind == "timestamp" else ""
    default = f" The API takes {field.default!r} unless given." if field.default is not None else ""
    return f"{'Deprecated. ' * field.deprecated}{field.description}{unit}{default}"


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
