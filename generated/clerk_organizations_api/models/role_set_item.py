# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, as_datetime
from ..enums import RoleSetItemObject
from ..types import UNSET, JsonObject, Unset


@model
class RoleSetItem(Model):
    """A role in a role set.

    Attributes:
        object: What kind of object this is.
        id: Id of the role, `role_…`.
        name: Its name for people.
        key: Key of the role, such as `org:billing`.
        description: What the role is for.
        members_count: Number of members who have it.
        has_members: Whether any member has it.
        created_at: When it was created. Unix milliseconds.
        updated_at: When it was last changed. Unix milliseconds.
    """

    object: RoleSetItemObject | str
    id: str
    name: str
    key: str
    description: str | None
    members_count: int | None
    has_members: bool | None
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
        "members_count": "members_count",
        "has_members": "has_members",
        "created_at": "created_at",
        "updated_at": "updated_at",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(RoleSetItem)
        (
            one.object,
            one.id,
            one.name,
            one.key,
            one.description,
            one.members_count,
            one.has_members,
            one.created_at,
            one.updated_at,
        ) = shape.values(src)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is RoleSetItem else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "name": Rule("a string", required=True),
            "key": Rule("a string", required=True),
            "description": Rule("a string", required=True, nullable=True),
            "members_count": Rule("an integer", nullable=True),
            "has_members": Rule("a boolean", nullable=True),
            "created_at": Rule("an integer", required=True),
            "updated_at": Rule("an integer", required=True),
        }

    def replace(
        self,
        *,
        object: RoleSetItemObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        name: str | Unset = UNSET,
        key: str | Unset = UNSET,
        description: str | None | Unset = UNSET,
        members_count: int | None | Unset = UNSET,
        has_members: bool | None | Unset = UNSET,
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
            members_count=members_count,
            has_members=has_members,
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
