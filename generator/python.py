"""How the parts of a package are written in Python: annotations, encoders, decoders, docstrings, literals."""

import re
import textwrap
from collections.abc import Iterable, Iterator

from generator.ir import Endpoint, Field, Model, Type

_WIDTH = 108
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_OUTER_QUOTE = re.compile(r'"(?="")|"\Z|\A"')
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
_NULL_ENCODERS = frozenset(
    {"string", "integer", "number", "boolean", "free_object", "date_time", "timestamp", "strings"}
)
"""Those that encode.py offers with `_or_null`; the others are put together."""
_ANY_ERROR = "ClerkAPIResponseError"
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


def literal(value: object) -> str:
    """A value as Python source."""
    return repr(list(value) if isinstance(value, tuple) else value)


def constant(name: str) -> str:
    """The module constant that holds the encoder of a row."""
    return "_" + "".join(f"_{letter}" if letter.isupper() else letter for letter in name).lstrip("_").upper()


# Answers.


def response_annotation(field: Field) -> str:
    """What an attribute of a model may be."""
    return _response_type(field.type) + ("" if field.required and not field.type.nullable else " | None")


def _response_type(kind: Type) -> str:
    if kind.kind == "array" and kind.item is not None:
        return f"list[{_response_type(kind.item)}{' | None' if kind.item.nullable else ''}]"
    if kind.kind == "enum":
        return f"{_enum(kind)} | str" if _enum_of_strings(kind) else f"{_enum(kind)} | int"
    return kind.name or _RESPONSE[kind.kind]


def decode(model: Model, field: Field) -> str:
    """The expression that reads a field; `get` looks a name up in the answer."""
    got = f"get({literal(field.wire)})"
    reader = _reader(model, field)
    if reader is None:
        return got
    kind = field.type.name or (field.type.item.name if field.type.item else "")
    return f"{reader}({literal(field.wire)}, {got}{', ' + kind if kind else ''})"


def _reader(model: Model, field: Field) -> str | None:
    """The function of decode.py that reads what is more than a scalar."""
    kind, item = field.type, field.type.item
    if kind.kind == "model":
        return "child"
    if kind.kind == "free_object":
        return "free_object"
    if kind.kind != "array" or item is None:
        return None
    if item.kind != "model":
        return "array"
    return "required_children" if model.is_page and field.wire == "data" else "children"


def attribute(field: Field) -> str:
    """The slot that holds a field: a deprecated one is read through a property that warns."""
    return f"_{field.name}" if field.deprecated else field.name


# Requests.


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


def encoder(field: Field) -> str:
    """The function of encode.py that checks and converts an argument."""
    return _encoder(Type("array", field.type.nullable, item=Type("string")) if field.multiple else field.type)


def _encoder(kind: Type) -> str:
    if kind.item is not None:
        item = _encoder(kind.item)
        name = "strings" if item == "encode.string" else f"array({item})"
    elif kind.kind == "row":
        return constant(kind.name)
    else:
        name = kind.kind if kind.kind != "enum" else "string" if _enum_of_strings(kind) else "integer"
    if not kind.nullable:
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


# Docstrings.


def endpoint_docstring(endpoint: Endpoint) -> str:
    """Meaning, arguments, exceptions and source of a call."""
    fields = [*endpoint.path, *endpoint.query, *endpoint.body, *([endpoint.items] if endpoint.items else [])]
    source = f"`{endpoint.method} {endpoint.route}`"
    source += f", {endpoint.ts_method} in TypeScript." if endpoint.ts_method else "."
    blocks = [
        endpoint.summary.rstrip(".") + ".",
        _wrapped(endpoint.description),
        _section("Args", ((field.name, _argument(field)) for field in fields)),
        _wrapped(f"{_raises(endpoint)}\n{source}"),
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


# Imports: the names that a piece of source uses, looked up in what could be imported.

_IMPORTS = {
    "collections.abc": ("Callable", "Mapping", "Sequence"),
    "datetime": ("datetime",),
    "typing": ("Any", "Literal", "Required", "Self", "TypedDict"),
}


def imports(source: str, package: dict[str, tuple[str, ...]]) -> list[str]:
    """Import lines for the names that the source uses; `package` is what the generated package itself offers."""
    words = set(_words(source))
    standard = _lines(_IMPORTS, words)
    own = _lines(package, words)
    third = ["", "import attrs"] if "attrs" in words else []
    return [*standard, *third, "", *own]


def _lines(modules: dict[str, tuple[str, ...]], words: set[str]) -> Iterator[str]:
    for module, names in modules.items():
        if used := sorted(words.intersection(names)):
            yield f"from {module} import {', '.join(used)}"


def _words(source: str) -> Iterator[str]:
    word = ""
    for letter in source + " ":
        if letter.isalnum() or letter == "_":
            word += letter
        elif word:
            yield word
            word = ""


def _enum(kind: Type) -> str:
    return f"Literal[{', '.join(map(literal, kind.values))}]"


def _enum_of_strings(kind: Type) -> bool:
    return all(isinstance(value, str) for value in kind.values)
