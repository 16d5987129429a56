# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, as_datetime, free_object
from ..enums import RoleSetMigrationObject, RoleSetMigrationStatus
from ..types import UNSET, JsonObject, Unset


@model
class RoleSetMigration(Model):
    """The way of members to other roles.

    Attributes:
        object: What kind of object this is.
        id: Its id.
        organization_id: Id of the organization, if it is about one alone.
        instance_id: Id of the instance, `ins_…`.
        source_role_set_id: Id of the role set that members had.
        dest_role_set_id: Id of the role set that they get.
        trigger_type: Why it is made, such as `role_set_deletion` or `role_removal`.
        status: How far it is.
        migrated_members: Number of members who have their new role.
        mappings: Key of a role → key of the role that its members get.
        started_at: When it began. Unix milliseconds.
        completed_at: When it was done. Unix milliseconds.
        created_at: When it was created. Unix milliseconds.
        updated_at: When it was last changed. Unix milliseconds.
    """

    object: RoleSetMigrationObject | str
    id: str
    organization_id: str | None
    instance_id: str
    source_role_set_id: str
    dest_role_set_id: str | None
    trigger_type: str
    status: RoleSetMigrationStatus | str
    migrated_members: int
    mappings: JsonObject | None
    started_at: int | None
    completed_at: int | None
    created_at: int
    updated_at: int
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "id": "id",
        "organization_id": "organization_id",
        "instance_id": "instance_id",
        "source_role_set_id": "source_role_set_id",
        "dest_role_set_id": "dest_role_set_id",
        "trigger_type": "trigger_type",
        "status": "status",
        "migrated_members": "migrated_members",
        "mappings": "mappings",
        "started_at": "started_at",
        "completed_at": "completed_at",
        "created_at": "created_at",
        "updated_at": "updated_at",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(RoleSetMigration)
        (
            one.object,
            one.id,
            one.organization_id,
            one.instance_id,
            one.source_role_set_id,
            one.dest_role_set_id,
            one.trigger_type,
            one.status,
            one.migrated_members,
            read_mappings,
            one.started_at,
            one.completed_at,
            one.created_at,
            one.updated_at,
        ) = shape.values(src)
        one.mappings = free_object("mappings", read_mappings)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is RoleSetMigration else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "organization_id": Rule("a string", nullable=True),
            "instance_id": Rule("a string", required=True),
            "source_role_set_id": Rule("a string", required=True),
            "dest_role_set_id": Rule("a string", nullable=True),
            "trigger_type": Rule("a string", required=True),
            "status": Rule("a string", required=True),
            "migrated_members": Rule("an integer", required=True),
            "mappings": Rule("an object", nullable=True),
            "started_at": Rule("an integer", nullable=True),
            "completed_at": Rule("an integer", nullable=True),
            "created_at": Rule("an integer", required=True),
            "updated_at": Rule("an integer", required=True),
        }

    def replace(
        self,
        *,
        object: RoleSetMigrationObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        organization_id: str | None | Unset = UNSET,
        instance_id: str | Unset = UNSET,
        source_role_set_id: str | Unset = UNSET,
        dest_role_set_id: str | None | Unset = UNSET,
        trigger_type: str | Unset = UNSET,
        status: RoleSetMigrationStatus | str | Unset = UNSET,
        migrated_members: int | Unset = UNSET,
        mappings: JsonObject | None | Unset = UNSET,
        started_at: int | None | Unset = UNSET,
        completed_at: int | None | Unset = UNSET,
        created_at: int | Unset = UNSET,
        updated_at: int | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            id=id,
            organization_id=organization_id,
            instance_id=instance_id,
            source_role_set_id=source_role_set_id,
            dest_role_set_id=dest_role_set_id,
            trigger_type=trigger_type,
            status=status,
            migrated_members=migrated_members,
            mappings=mappings,
            started_at=started_at,
            completed_at=completed_at,
            created_at=created_at,
            updated_at=updated_at,
        )

    @property
    def started_at_datetime(self) -> datetime | None:
        """`started_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.started_at)

    @property
    def completed_at_datetime(self) -> datetime | None:
        """`completed_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.completed_at)

    @property
    def created_at_datetime(self) -> datetime:
        """`created_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime:
        """`updated_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.updated_at)
