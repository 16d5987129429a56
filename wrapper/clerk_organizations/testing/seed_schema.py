"""What may stand in a seed, as JSON Schema."""

from __future__ import annotations

from dataclasses import fields as fields_of

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from .openapi.messages import Json, JsonObject
from .state.clock import LATEST
from .state.records import ENROLLMENT_MODES, Settings
from .state.users import User

_TEXT: JsonObject = {"type": "string", "minLength": 1}
_NAME: JsonObject = {"type": "string", "minLength": 1, "maxLength": 256}
_COUNT: JsonObject = {"type": "integer", "minimum": 0, "maximum": LATEST}
_DAYS: JsonObject = {"type": "integer", "minimum": 1, "maximum": 365}
_FLAG: JsonObject = {"type": "boolean"}
_METADATA: JsonObject = {"public_metadata": {"type": "object"}, "private_metadata": {"type": "object"}}
_KINDS: dict[str, JsonObject] = {
    "str": _TEXT, "str | None": {"type": ["string", "null"]}, "int": _COUNT, "int | None": _COUNT, "bool": _FLAG,
    "tuple[str, ...]": {"type": "array", "items": _TEXT},
}  # fmt: skip
"""What stands in a seed for an annotation of a dataclass."""


def _object(properties: JsonObject, *required: str) -> JsonObject:
    return {
        "type": "object", "properties": properties, "required": list(required), "additionalProperties": False
    }  # fmt: skip


def _list_of(items: JsonObject) -> JsonObject:
    return {"type": "array", "items": items}


def _fields(kind: type[Settings] | type[User]) -> JsonObject:
    return {field.name: _KINDS[str(field.type)] for field in fields_of(kind)}


_INVITATION = {
    "email_address": _TEXT, "role": _TEXT, "inviter_user_id": _TEXT, "redirect_url": _TEXT, "expires_in_days": _DAYS
}  # fmt: skip
_DOMAIN = {"name": _TEXT, "enrollment_mode": _TEXT, "verified": _FLAG, "owned": _FLAG}
_STATUSES = ["active", "past_due", "canceled", "ended", "abandoned", "incomplete"]
_SUBSCRIPTION = {"plan": _NAME, "fee": _COUNT, "seats": _COUNT, "status": {"enum": _STATUSES}}
_ORGANIZATION = {
    "name": _NAME,
    "slug": _TEXT,
    "created_by": _TEXT,
    "created_at": _TEXT,
    "max_allowed_memberships": _COUNT,
    "role_set_key": _TEXT,
    "members": {"type": "object"},
    "crowd": _COUNT,
    "invitations": _list_of(_object(_INVITATION | _METADATA, "email_address", "role")),
    "domains": _list_of(_object(_DOMAIN, "name")),
    "payer": _FLAG,
    "subscription": {"oneOf": [_object(_SUBSCRIPTION), {"type": "null"}]},
    "credit": _COUNT,
}
_KEYED: JsonObject = {"key": _TEXT, "name": _NAME, "description": _TEXT}
_ROLE = {**_KEYED, "permissions": _list_of(_TEXT), "include_in_initial_role_set": _FLAG}
_ROLE_SET = {
    **_KEYED, "roles": _list_of(_TEXT), "default_role_key": _TEXT, "creator_role_key": _TEXT,
    "type": {"enum": ["initial", "custom"]},
}  # fmt: skip
_SEED = {
    "clock": {"type": ["string", "integer"]},
    "settings": _object(_fields(Settings) | {"enrollment_modes": _list_of({"enum": list(ENROLLMENT_MODES)})}),
    "permissions": _list_of(_object(_KEYED, "key", "name")),
    "roles": _list_of(_object(_ROLE, "key", "name")),
    "role_sets": _list_of({"oneOf": [_TEXT, _object(_ROLE_SET, "name", "roles")]}),
    "users": {"type": "array"},  # each is judged as it is read: there may be very many, and of members too
    "organizations": _list_of(_object(_ORGANIZATION | _METADATA, "name")),
}
SEED = Draft202012Validator(_object(_SEED))
USER = Draft202012Validator(
    _object({"name": _TEXT} | _fields(User)) | {"anyOf": [{"required": ["name"]}, {"required": ["id"]}]}
)


def error_in(validator: Draft202012Validator, value: Json) -> ValidationError | None:
    """What is most wrong with a value; None if nothing is."""
    found: ValidationError | None = best_match(validator.iter_errors(value))
    return found
