# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, array, as_datetime, child, free_object
from ..enums import OrganizationMembershipObject
from ..types import UNSET, JsonObject, Unset
from .organization import Organization
from .organization_membership_public_user_data import OrganizationMembershipPublicUserData


@model
class OrganizationMembership(Model):
    """The membership of a user in an organization.

    Attributes:
        id: Its id, `orgmem_…`.
        object: What kind of object this is.
        role: Key of the role, such as `org:admin`.
        role_name: Name of the role for people, such as `Admin`.
        permissions: Keys of what the role permits, such as `org:sys_memberships:read`.
        public_metadata: Data that frontends may read.
        private_metadata: Data for backends alone.
        organization: An organization of the instance.
        public_user_data: What other members may see of a member.
        created_at: When the user joined. Unix milliseconds.
        updated_at: When it last changed. Unix milliseconds.
    """

    id: str
    object: OrganizationMembershipObject | str
    role: str
    role_name: str | None
    permissions: list[str]
    public_metadata: JsonObject
    private_metadata: JsonObject | None = attrs.field(repr=False)
    organization: Organization
    public_user_data: OrganizationMembershipPublicUserData | None
    created_at: int
    updated_at: int
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "id": "id",
        "object": "object",
        "role": "role",
        "role_name": "role_name",
        "permissions": "permissions",
        "public_metadata": "public_metadata",
        "private_metadata": "private_metadata",
        "organization": "organization",
        "public_user_data": "public_user_data",
        "created_at": "created_at",
        "updated_at": "updated_at",
    }
    _HIDDEN = frozenset(["private_metadata"])
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(OrganizationMembership)
        (
            one.id,
            one.object,
            one.role,
            one.role_name,
            read_permissions,
            read_public_metadata,
            read_private_metadata,
            read_organization,
            read_public_user_data,
            one.created_at,
            one.updated_at,
        ) = shape.values(src)
        one.permissions = array("permissions", read_permissions)
        one.public_metadata = free_object("public_metadata", read_public_metadata)
        one.private_metadata = free_object("private_metadata", read_private_metadata)
        one.organization = child("organization", read_organization, Organization, shared)
        one.public_user_data = child(
            "public_user_data", read_public_user_data, OrganizationMembershipPublicUserData, shared
        )
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is OrganizationMembership else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "id": Rule("a string", required=True),
            "object": Rule("a string", required=True),
            "role": Rule("a string", required=True),
            "role_name": Rule("a string"),
            "permissions": Rule("an array", required=True, item=Rule("a string")),
            "public_metadata": Rule("an object", required=True),
            "private_metadata": Rule("an object"),
            "organization": Rule("an object", required=True, model=Organization),
            "public_user_data": Rule("an object", model=OrganizationMembershipPublicUserData),
            "created_at": Rule("an integer", required=True),
            "updated_at": Rule("an integer", required=True),
        }

    def replace(
        self,
        *,
        id: str | Unset = UNSET,
        object: OrganizationMembershipObject | str | Unset = UNSET,
        role: str | Unset = UNSET,
        role_name: str | None | Unset = UNSET,
        permissions: list[str] | Unset = UNSET,
        public_metadata: JsonObject | Unset = UNSET,
        private_metadata: JsonObject | None | Unset = UNSET,
        organization: Organization | Unset = UNSET,
        public_user_data: OrganizationMembershipPublicUserData | None | Unset = UNSET,
        created_at: int | Unset = UNSET,
        updated_at: int | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            id=id,
            object=object,
            role=role,
            role_name=role_name,
            permissions=permissions,
            public_metadata=public_metadata,
            private_metadata=private_metadata,
            organization=organization,
            public_user_data=public_user_data,
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
