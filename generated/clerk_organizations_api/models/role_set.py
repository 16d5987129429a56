# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, as_datetime, child, children
from ..enums import RoleSetObject, RoleSetType
from ..types import UNSET, JsonObject, Unset
from .role_set_item import RoleSetItem
from .role_set_migration import RoleSetMigration


@model
class RoleSet(Model):
    """Roles that members of an organization can have.

    Attributes:
        object: What kind of object this is.
        id: Its id.
        name: Its name for people.
        key: Its key, such as `role_set:suppliers`, unique in the instance.
        description: What it is for.
        roles: Its roles.
        default_role: The role that new members get.
        creator_role: The role that creators of an organization get.
        type: `initial` for the one that new organizations get, else `custom`.
        role_set_migration: The migration that is under way, if one is.
        created_at: When it was created. Unix milliseconds.
        updated_at: When it was last changed. Unix milliseconds.
    """

    object: RoleSetObject | str
    id: str
    name: str
    key: str
    description: str | None
    roles: list[RoleSetItem]
    default_role: RoleSetItem | None
    creator_role: RoleSetItem | None
    type: RoleSetType | str
    role_set_migration: RoleSetMigration | None
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
        "roles": "roles",
        "default_role": "default_role",
        "creator_role": "creator_role",
        "type": "type",
        "role_set_migration": "role_set_migration",
        "created_at": "created_at",
        "updated_at": "updated_at",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(RoleSet)
        (
            one.object,
            one.id,
            one.name,
            one.key,
            one.description,
            read_roles,
            read_default_role,
            read_creator_role,
            one.type,
            read_role_set_migration,
            one.created_at,
            one.updated_at,
        ) = shape.values(src)
        one.roles = children("roles", read_roles, RoleSetItem)
        one.default_role = child("default_role", read_default_role, RoleSetItem, shared)
        one.creator_role = child("creator_role", read_creator_role, RoleSetItem, shared)
        one.role_set_migration = child("role_set_migration", read_role_set_migration, RoleSetMigration, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is RoleSet else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "name": Rule("a string", required=True),
            "key": Rule("a string", required=True),
            "description": Rule("a string", required=True, nullable=True),
            "roles": Rule("an array", required=True, item=Rule("an object", model=RoleSetItem)),
            "default_role": Rule("an object", nullable=True, model=RoleSetItem),
            "creator_role": Rule("an object", nullable=True, model=RoleSetItem),
            "type": Rule("a string", required=True),
            "role_set_migration": Rule("an object", nullable=True, model=RoleSetMigration),
            "created_at": Rule("an integer", required=True),
            "updated_at": Rule("an integer", required=True),
        }

    def replace(
        self,
        *,
        object: RoleSetObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        name: str | Unset = UNSET,
        key: str | Unset = UNSET,
        description: str | None | Unset = UNSET,
        roles: list[RoleSetItem] | Unset = UNSET,
        default_role: RoleSetItem | None | Unset = UNSET,
        creator_role: RoleSetItem | None | Unset = UNSET,
        type: RoleSetType | str | Unset = UNSET,
        role_set_migration: RoleSetMigration | None | Unset = UNSET,
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
            roles=roles,
            default_role=default_role,
            creator_role=creator_role,
            type=type,
            role_set_migration=role_set_migration,
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
