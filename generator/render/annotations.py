"""Annotations in generated code: what an argument, an attribute or a key of a row may be."""

from generator.package import Field, Type
from generator.render.expressions import literal

_REQUEST = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "text_boolean": 'bool | Literal["true", "false"]',
    "timestamp": "int | datetime",
    "date_time": "datetime | str",
    "free_object": "Mapping[str, JsonValue]",
    "file": "File | bytes",
}
"""Kind → annotation of an argument. The encoder has the name of the kind; support.py says what may stand where."""
_RESPONSE = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "text_boolean": "str",
    "timestamp": "int",
    "date_time": "str",
    "free_object": "JsonObject",
    "any": "JsonValue",
}


def response_annotation(field: Field) -> str:
    """What an attribute of a model may be."""
    return _response_type(field.type) + ("" if field.required and not field.type.nullable else " | None")


def _response_type(kind: Type) -> str:
    if kind.kind == "array" and kind.item is not None:
        return f"list[{_response_type(kind.item)}{' | None' if kind.item.nullable else ''}]"
    if kind.kind == "enum":
        return f"{_enum(kind)} | str" if kind.is_text_enum else f"{_enum(kind)} | int"
    return kind.name or _RESPONSE[kind.kind]


def request_annotation(field: Field, *, where: str) -> str:
    """What an argument may be; `where` is path, query or body."""
    kind = _request_type(field)
    if (where == "query" and not field.required) or field.type.nullable:
        kind += " | None"
    return kind if field.required else f"{kind} | Unset"


def row_annotation(field: Field) -> str:
    """What a key of a row may hold."""
    kind = _request_type(field) + (" | None" if field.type.nullable else "")
    return f"Required[{kind}]" if field.required else kind


def _request_type(field: Field) -> str:
    kind = field.type
    if kind.kind == "array" and kind.item is not None:
        return f"Sequence[{_single(kind.item)}{' | None' if kind.item.nullable else ''}]"
    return f"{_single(kind)} | Sequence[{_single(kind)}]" if field.multiple else _single(kind)


def _single(kind: Type) -> str:
    if kind.kind == "row":
        return f"models.{kind.name}"
    return _enum(kind) if kind.kind == "enum" else _REQUEST[kind.kind]


def _enum(kind: Type) -> str:
    return f"Literal[{', '.join(map(literal, kind.values))}]"
