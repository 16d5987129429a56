"""JSON Schema: compiled schemas, and the refusal for each kind of error."""

from __future__ import annotations

from collections.abc import Iterator

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from . import error_catalog
from .formats import is_email, milliseconds
from .messages import Json, JsonObject, Refusal, bad_param


def _is_integer(checker: object, value: object) -> bool:
    """10.0 is an integer to JSON Schema, but not to Clerk; and none has more than 64 bits."""
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def _is_string(checker: object, value: object) -> bool:
    """The files of a multipart body are bytes."""
    return isinstance(value, str | bytes)


def _is_time(value: object) -> bool:
    return not isinstance(value, str) or milliseconds(value) is not None


def _is_email(value: object) -> bool:
    return not isinstance(value, str) or is_email(value)


_TYPES = Draft202012Validator.TYPE_CHECKER.redefine_many({"integer": _is_integer, "string": _is_string})
_Validator: type[Validator] = extend(Draft202012Validator, type_checker=_TYPES)  # type: ignore[no-untyped-call]  # its stub is

_FORMATS = FormatChecker(formats=())
_FORMATS.checks("date-time", raises=ValueError)(_is_time)
_FORMATS.checks("email")(_is_email)

_RULES = {
    "required": error_catalog.PARAM_MISSING,
    "additionalProperties": error_catalog.PARAM_UNKNOWN,
    "type": error_catalog.PARAM_TYPE,
    "pattern": error_catalog.PARAM_FORMAT,
    "format": error_catalog.PARAM_FORMAT,
    "maximum": error_catalog.PARAM_TOO_LARGE,
    "maxLength": error_catalog.PARAM_TOO_LONG,
    "minLength": error_catalog.PARAM_TOO_SHORT,
    "maxItems": error_catalog.PARAM_TOO_MANY,
}
_RULES_OF_FIELDS = {("enum", "action"): error_catalog.CREDIT_ACTION}
"""Where a field has a code of its own."""


class Schema:
    """One schema of the document, compiled."""

    def __init__(self, schema: JsonObject, document: JsonObject) -> None:
        # References are `#/components/…`, so the components must lie in the schema's own root.
        root = {**schema, "components": document.get("components", {})}
        self._validator = _Validator(root, format_checker=_FORMATS)

    def refusals(self, value: Json, param: str | None = None) -> list[Refusal]:
        """All errors of a value; `param` is the name of the value itself, if it has one."""
        errors = sorted(self._validator.iter_errors(value), key=lambda error: [str(step) for step in error.path])
        named = {(error.validator, name): error for error in errors for name in _names(error, param)}
        return [_refusal(error, name) for (_, name), error in named.items()]


def _names(error: ValidationError, param: str | None) -> Iterator[str | None]:
    """The fields that an error speaks of; None for the body as a whole."""
    instance: Json = error.instance
    schema: Json = error.schema
    if error.validator == "required":
        yield from (name for name in schema["required"] if name not in instance)
    elif error.validator == "additionalProperties":
        yield from sorted(instance.keys() - schema.get("properties", {}).keys())
    else:
        yield param or next((step for step in error.absolute_path if isinstance(step, str)), None)


def _refusal(error: ValidationError, param: str | None) -> Refusal:
    if param is not None:
        kind = str(error.validator)
        return bad_param(_RULES_OF_FIELDS.get((kind, param)) or _RULES.get(kind, error_catalog.PARAM_VALUE), param)
    if error.validator == "maxItems":
        return Refusal(error_catalog.BULK_SIZE, f"At most {error.validator_value} items can be sent at once.")
    return Refusal(error_catalog.BODY_INVALID, f"The request body is invalid: {error.message}")
