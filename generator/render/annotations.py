"""Annotations of arguments, attributes and keys of rows."""

from generator.package import Field, Type

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


def _response_type(type_: Type) -> str:
    if type_.kind == "array" and type_.item is not None:
        return f"list[{_response_type(type_.item)}{' | None' if type_.item.nullable else ''}]"
    if type_.kind == "enum":
        return f"{type_.name} | {'str' if type_.is_text_enum else 'int'}"
    return type_.name or _RESPONSE[type_.kind]


def request_annotation(field: Field, *, where: str) -> str:
    """What an argument may be; `where` is path, query or body."""
    kind = _request_type(field)
    if (where == "query" and not field.required) or field.type.nullable:
        kind += " | None"
    return kind if field.required else f"{kind} | Unset"


def row_annotation(field: Field) -> str:
    """What a key of a row may hold."""
    kind = _request_type(field).replace("enums.", "") + (" | None" if field.type.nullable else "")
    return f"Required[{kind}]" if field.required else kind


def _request_type(field: Field) -> str:
    type_ = field.type
    if type_.kind == "array" and type_.item is not None:
        return f"Sequence[{_single(type_.item)}{' | None' if type_.item.nullable else ''}]"
    return f"{_single(type_)} | Sequence[{_single(type_)}]" if field.multiple else _single(type_)


def _single(type_: Type) -> str:
    if type_.name:
        return f"{'enums' if type_.kind == 'enum' else 'models'}.{type_.name}"
    return _REQUEST[type_.kind]
