"""What metadata may be, and how a PATCH merges it."""

from __future__ import annotations

import json

from ..openapi import error_catalog
from ..openapi.messages import Json, JsonObject, bad_param

MAX_BYTES = 8 * 1024
NAMES = ("public_metadata", "private_metadata")


def checked(metadata: JsonObject, name: str) -> JsonObject:
    """The metadata, unless it is larger than Clerk keeps."""
    size = len(json.dumps(metadata, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise bad_param(error_catalog.METADATA_SIZE, name, f" of {MAX_BYTES} bytes")
    return metadata


def new(fields: JsonObject) -> tuple[JsonObject, JsonObject]:
    """The public and the private metadata that something new is to have: empty when not given."""
    public, private = (checked(fields.get(name, {}), name) for name in NAMES)
    return public, private


def picked(fields: JsonObject) -> JsonObject:
    """Those of the fields that are metadata, checked."""
    return {name: checked(fields[name], name) for name in NAMES if name in fields}


def merge_into(target: Json, fields: JsonObject) -> None:
    """Merge what is given into the metadata of an organization or a membership: all of it or nothing."""
    changes = {name: checked(merged(getattr(target, name), fields[name]), name) for name in NAMES if name in fields}
    for name, value in changes.items():
        setattr(target, name, value)


def merged(old: Json, patch: JsonObject) -> JsonObject:
    """Deep merge into a new dict: objects merge key by key, null removes a key, anything else replaces."""
    result: JsonObject = dict(old) if isinstance(old, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value) if isinstance(value, dict) else value
    return result
