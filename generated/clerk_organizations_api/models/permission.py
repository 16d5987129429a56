# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, as_datetime
from ..enums import PermissionObject
from ..types import UNSET, JsonObject, Unset


@model
class Permission(Model):
    """Something that a role allows.

    Attributes:
        object: What kind of object this is.
        id: Its id, `perm_…`.
        name: Its name for people.
        key: Its key, such as `org:invoices:pay`, unique in the instance.
        description: What it allows.
        type: `system` for one of Clerk, `user` for one of your own.
        created_at: When it was created. Unix milliseconds.
        updated_at: When it was last changed. Unix milliseconds.
    """

    object: PermissionObject | str
    id: str
    name: str
    key: str
    description: str
    type: str
    created_at: int
    updated_at: int
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "id": "id",
        "name": "name",
        "key": "key",
        "description": "description",
        "type": "type",
        "created_at": "created_at",
        "updated_at": "updated_at",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(Permission)
        (
            one.object,
            one.id,
            one.name,
            one.key,
            one.description,
            one.type,
            one.created_at,
            one.updated_at,
        ) = shape.values(src)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is Permission else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "name": Rule("a string", required=True),
            "key": Rule("a string", required=True),
            "description": Rule("a string", required=True),
            "type": Rule("a string", required=True),
            "created_at": Rule("an integer", required=True),
            "updated_at": Rule("an integer", required=True),
        }

    def replace(
        self,
        *,
        object: PermissionObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        name: str | Unset = UNSET,
        key: str | Unset = UNSET,
        description: str | Unset = UNSET,
        type: str | Unset = UNSET,
        created_at: int | Unset = UNSET,
        updated_at: int | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            id=id,
            name=name,
            key=key,
            description=description,
            type=type,
            created_at=created_at,
            updated_at=updated_at,
        )

    @property
    def created_at_datetime(self) -> datetime:
        """`created_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime:
        """`updated_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.updated_at)
