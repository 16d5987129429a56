"""JSON Schema: schemas of the document, and the refusal for each kind of error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from clerk_organizations._lazy import made_once

from . import error_catalog
from .messages import Json, JsonObject, Refusal, bad_param

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

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
    """One schema of the document, compiled when it judges its first value."""

    def __init__(self, schema: JsonObject, document: JsonObject) -> None:
        # References are `#/components/…`, so the components must lie in the schema's own root.
        self._root = {**schema, "components": document.get("components", {})}

    @made_once
    def _validator(self) -> Validator:
        from .validators import validator_of  # noqa: PLC0415 - imports jsonschema, which only values need

        return validator_of(self._root)

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
