"""Expressions in generated code: literals, encoders, decoders, paths."""

import re

from generator.package import Endpoint, Field, Model, Type

_NULL_ENCODERS = frozenset(
    {"string", "integer", "number", "boolean", "free_object", "date_time", "timestamp", "strings"}
)
"""Those that encode.py offers with `_or_null`; the others are put together."""


def literal(value: object) -> str:
    """A value as Python source."""
    return repr(list(value) if isinstance(value, tuple) else value)


def constant(name: str) -> str:
    """The module constant that holds the encoder of a row."""
    return "_" + "".join(f"_{letter}" if letter.isupper() else letter for letter in name).lstrip("_").upper()


def decode(model: Model, field: Field) -> str:
    """The expression for a field that is read from more than a scalar, as which it came; empty for all others."""
    reader = _reader(model, field)
    if reader is None:
        return ""
    kinds = [part.name for part in (field.type, field.type.item) if part is not None and part.kind == "model"]
    arguments = [literal(field.wire), f"read_{field.name}", *kinds, *["shared"] * (reader == "child")]
    return f"{reader}({', '.join(arguments)})"


_EXPECTED = {
    "string": "a string",
    "text_boolean": "a string",
    "date_time": "a string",
    "integer": "an integer",
    "timestamp": "an integer",
    "number": "a number",
    "boolean": "a boolean",
    "model": "an object",
    "free_object": "an object",
    "array": "an array",
    "any": "a value",
}


def rule(field: Field) -> str:
    """The expression for what the document says of a field of an answer."""
    return _rule(field.type, ["required=True"] if field.required else [])


def _rule(type_: Type, words: list[str]) -> str:
    kind = ("string" if type_.is_text_enum else "integer") if type_.kind == "enum" else type_.kind
    words = [literal(_EXPECTED[kind]), *words]
    if type_.nullable or kind == "any":
        words.append("nullable=True")
    if kind == "model":
        words.append(f"model={type_.name}")
    if type_.item is not None:
        words.append(f"item={_rule(type_.item, [])}")
    return f"Rule({', '.join(words)})"


def _reader(model: Model, field: Field) -> str | None:
    """The function of decode.py that reads what is more than a scalar."""
    type_, item = field.type, field.type.item
    if type_.kind == "model":
        return "child"
    if type_.kind == "free_object":
        return "free_object"
    if type_.kind != "array" or item is None:
        return None
    if item.kind != "model":
        return "array"
    return "required_children" if model.is_page and field.wire == "data" else "children"


def attribute(field: Field) -> str:
    """The slot that holds a field: a deprecated one is read through a property that warns."""
    return f"_{field.name}" if field.deprecated else field.name


def encoder(field: Field) -> str:
    """The function of encode.py that checks and converts an argument."""
    several = Type("array", field.type.nullable, item=Type("string"))
    return "encode.joined" if field.joined else _encoder(several if field.multiple else field.type)


def _encoder(type_: Type) -> str:
    if type_.item is not None:
        item = _encoder(type_.item)
        name = "strings" if item == "encode.string" else f"array({item})"
    elif type_.kind == "row":
        return constant(type_.name)
    else:
        name = type_.kind if type_.kind != "enum" else "string" if type_.is_text_enum else "integer"
    if not type_.nullable:
        return f"encode.{name}"
    return f"encode.{name}_or_null" if name in _NULL_ENCODERS else f"encode.or_null(encode.{name})"


def path_expression(endpoint: Endpoint) -> str:
    """The route with its ids in place, as an expression."""
    if not endpoint.path:
        return literal(endpoint.route)
    names = {field.wire: field.name for field in endpoint.path}
    texts = re.split(r"{([^}]*)}", endpoint.route)
    parts = [
        f"{{encode.path_id({text!r}, {names[text]})}}" if index % 2 else _in_f_string(text)
        for index, text in enumerate(texts)
    ]
    return f'f"{"".join(parts)}"'


def _in_f_string(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("{", "{{").replace("}", "}}").replace("\n", "\\n")
