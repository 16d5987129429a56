"""JSON Schema as Clerk reads it: its types and formats."""

from __future__ import annotations

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from .formats import is_email, milliseconds
from .messages import JsonObject


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
_Validator: type[Validator] = extend(  # type: ignore[no-untyped-call]  # jsonschema's stub leaves its types out
    Draft202012Validator, type_checker=_TYPES
)

_FORMATS = FormatChecker(formats=())
_FORMATS.checks("date-time", raises=ValueError)(_is_time)
_FORMATS.checks("email")(_is_email)


def validator_of(schema: JsonObject) -> Validator:
    """What judges values by a schema."""
    return _Validator(schema, format_checker=_FORMATS)
