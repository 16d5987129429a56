"""Metadata: its size, how a PATCH merges it, and how a PUT replaces it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ..openapi import error_catalog
from ..openapi.messages import Json, JsonObject, bad_param
from .registry import NOT_GIVEN, NotGiven

MAX_BYTES = 8 * 1024


@dataclass(frozen=True, kw_only=True)
class MetadataReplacement:
    """Metadata that take the place of those of an organization; null is a value here."""

    public_metadata: JsonObject | None | NotGiven = NOT_GIVEN
    private_metadata: JsonObject | None | NotGiven = NOT_GIVEN

    def put_into(self, target: Json) -> None:
        """Replace what is given: all of it or nothing."""
        both = (("public_metadata", self.public_metadata), ("private_metadata", self.private_metadata))
        given = {name: value for name, value in both if not isinstance(value, NotGiven)}
        changes = {name: value and checked(value, name) for name, value in given.items()}
        for name, value in changes.items():
            setattr(target, name, value)


@dataclass(frozen=True, kw_only=True)
class MetadataFields:
    """The metadata fields of a body; None when not given."""

    public_metadata: JsonObject | None = None
    private_metadata: JsonObject | None = None

    @property
    def metadata(self) -> JsonObject:
        """The fields that are given, checked."""
        return {name: checked(value, name) for name, value in self._given()}

    @property
    def new_metadata(self) -> tuple[JsonObject, JsonObject]:
        """Public and private metadata of a new resource, checked: empty when not given."""
        given = self.metadata
        return given.get("public_metadata", {}), given.get("private_metadata", {})

    def merge_into(self, target: Json) -> None:
        """Merge what is given into the metadata of an organization or a membership: all of it or nothing."""
        changes = {name: checked(merged(getattr(target, name), value), name) for name, value in self._given()}
        for name, value in changes.items():
            setattr(target, name, value)

    def _given(self) -> list[tuple[str, JsonObject]]:
        both = (("public_metadata", self.public_metadata), ("private_metadata", self.private_metadata))
        return [(name, value) for name, value in both if value is not None]


def checked(metadata: JsonObject, name: str) -> JsonObject:
    """The metadata, unless it is larger than Clerk keeps."""
    size = len(json.dumps(metadata, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise bad_param(error_catalog.METADATA_SIZE, name, f" of {MAX_BYTES} bytes")
    return metadata


def merged(old: Json, patch: JsonObject) -> JsonObject:
    """Deep merge into a new dict: objects merge key by key, null removes a key, anything else replaces."""
    result: JsonObject = dict(old) if isinstance(old, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value) if isinstance(value, dict) else value
    return result
