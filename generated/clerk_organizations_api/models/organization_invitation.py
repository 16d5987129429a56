# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, as_datetime, child, free_object
from ..enums import OrganizationInvitationObject, OrganizationInvitationStatus
from ..types import UNSET, JsonObject, Unset
from .organization_invitation_public_organization_data import OrganizationInvitationPublicOrganizationData
from .organization_invitation_public_user_data import OrganizationInvitationPublicUserData


@model
class OrganizationInvitation(Model):
    """An invitation to an organization.

    Attributes:
        object: What kind of object this is.
        id: Its id, `orginv_…`.
        email_address: E-mail address that it was sent to.
        role: Key of the role that the new member gets, such as `org:member`.
        role_name: Name of that role for people, such as `Member`.
        organization_id: Id of the organization, `org_…`.
        public_organization_data: What anybody may see of an organization.
        inviter_id: Id of the member who invites; null if nobody was named.
        public_inviter_data: The member who invites; null if nobody was named.
        status: State of an invitation.
        public_metadata: Data that the new membership starts with and frontends may read.
        private_metadata: Data that the new membership starts with, for backends alone.
        url: The link that accepts it; null when there is none. Whoever has it can join.
        expires_at: When it expires; null for never. Unix milliseconds.
        created_at: When it was made. Unix milliseconds.
        updated_at: When it last changed. Unix milliseconds.
    """

    object: OrganizationInvitationObject | str
    id: str
    email_address: str
    role: str
    role_name: str
    organization_id: str | None
    public_organization_data: OrganizationInvitationPublicOrganizationData | None
    inviter_id: str | None
    public_inviter_data: OrganizationInvitationPublicUserData | None
    status: OrganizationInvitationStatus | str | None
    public_metadata: JsonObject
    private_metadata: JsonObject | None = attrs.field(repr=False)
    url: str | None = attrs.field(repr=False)
    expires_at: int | None
    created_at: int
    updated_at: int
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "id": "id",
        "email_address": "email_address",
        "role": "role",
        "role_name": "role_name",
        "organization_id": "organization_id",
        "public_organization_data": "public_organization_data",
        "inviter_id": "inviter_id",
        "public_inviter_data": "public_inviter_data",
        "status": "status",
        "public_metadata": "public_metadata",
        "private_metadata": "private_metadata",
        "url": "url",
        "expires_at": "expires_at",
        "created_at": "created_at",
        "updated_at": "updated_at",
    }
    _HIDDEN = frozenset(["private_metadata", "url"])
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(OrganizationInvitation)
        (
            one.object,
            one.id,
            one.email_address,
            one.role,
            one.role_name,
            one.organization_id,
            read_public_organization_data,
            one.inviter_id,
            read_public_inviter_data,
            one.status,
            read_public_metadata,
            read_private_metadata,
            one.url,
            one.expires_at,
            one.created_at,
            one.updated_at,
        ) = shape.values(src)
        one.public_organization_data = child(
            "public_organization_data",
            read_public_organization_data,
            OrganizationInvitationPublicOrganizationData,
            shared,
        )
        one.public_inviter_data = child(
            "public_inviter_data", read_public_inviter_data, OrganizationInvitationPublicUserData, shared
        )
        one.public_metadata = free_object("public_metadata", read_public_metadata)
        one.private_metadata = free_object("private_metadata", read_private_metadata)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is OrganizationInvitation else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "email_address": Rule("a string", required=True),
            "role": Rule("a string", required=True),
            "role_name": Rule("a string", required=True),
            "organization_id": Rule("a string"),
            "public_organization_data": Rule("an object", model=OrganizationInvitationPublicOrganizationData),
            "inviter_id": Rule("a string", required=True, nullable=True),
            "public_inviter_data": Rule(
                "an object", required=True, nullable=True, model=OrganizationInvitationPublicUserData
            ),
            "status": Rule("a string"),
            "public_metadata": Rule("an object", required=True),
            "private_metadata": Rule("an object"),
            "url": Rule("a string", required=True, nullable=True),
            "expires_at": Rule("an integer", required=True, nullable=True),
            "created_at": Rule("an integer", required=True),
            "updated_at": Rule("an integer", required=True),
        }

    def replace(
        self,
        *,
        object: OrganizationInvitationObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        email_address: str | Unset = UNSET,
        role: str | Unset = UNSET,
        role_name: str | Unset = UNSET,
        organization_id: str | None | Unset = UNSET,
        public_organization_data: OrganizationInvitationPublicOrganizationData | None | Unset = UNSET,
        inviter_id: str | None | Unset = UNSET,
        public_inviter_data: OrganizationInvitationPublicUserData | None | Unset = UNSET,
        status: OrganizationInvitationStatus | str | None | Unset = UNSET,
        public_metadata: JsonObject | Unset = UNSET,
        private_metadata: JsonObject | None | Unset = UNSET,
        url: str | None | Unset = UNSET,
        expires_at: int | None | Unset = UNSET,
        created_at: int | Unset = UNSET,
        updated_at: int | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            id=id,
            email_address=email_address,
            role=role,
            role_name=role_name,
            organization_id=organization_id,
            public_organization_data=public_organization_data,
            inviter_id=inviter_id,
            public_inviter_data=public_inviter_data,
            status=status,
            public_metadata=public_metadata,
            private_metadata=private_metadata,
            url=url,
            expires_at=expires_at,
            created_at=created_at,
            updated_at=updated_at,
        )

    @property
    def expires_at_datetime(self) -> datetime | None:
        """`expires_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.expires_at)

    @property
    def created_at_datetime(self) -> datetime:
        """`created_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime:
        """`updated_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.updated_at)
