# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Rule, model
from ..decode import Shapes, SharedModels, as_datetime, free_object
from ..encode import deprecated
from ..enums import OrganizationObject
from ..types import UNSET, JsonObject, Unset, marked_deprecated
from .organization import Organization


@model
class OrganizationWithLogo(Organization):
    """An organization whose logo was just uploaded.

    Attributes:
        object: What kind of object this is.
        id: Its id, `org_…`.
        name: Its name, at most 256 characters.
        slug: Its name for URLs, unique in the instance.
        image_url: URL of the logo.
        has_image: Whether it has a logo of its own.
        members_count: Number of members, if it was asked for.
        missing_member_with_elevated_permissions: Whether it has no member who may manage it, if that was asked
            for.
        pending_invitations_count: Number of pending invitations.
        max_allowed_memberships: Most members and pending invitations together; 0 for no limit.
        admin_delete_enabled: Whether its admins may delete it.
        public_metadata: Data that frontends may read; null only if it was replaced by null.
        private_metadata: Data for backends alone.
        created_by: Id of the user who created it.
        created_at: When it came into being. Unix milliseconds.
        updated_at: When it last changed. Unix milliseconds.
        last_active_at: When one of its members was last active in it. Unix milliseconds.
        role_set_key: Key of the set of roles that its members can have; null for none of its own.
        logo_url: Deprecated. URL of the logo; use `image_url`.
    """

    object: OrganizationObject | str
    id: str
    name: str
    slug: str
    image_url: str
    has_image: bool
    members_count: int | None
    missing_member_with_elevated_permissions: bool | None
    pending_invitations_count: int | None
    max_allowed_memberships: int
    admin_delete_enabled: bool
    public_metadata: JsonObject | None
    private_metadata: JsonObject | None = attrs.field(repr=False)
    created_by: str | None
    created_at: int
    updated_at: int
    last_active_at: int | None
    role_set_key: str | None
    _logo_url: str | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "id": "id",
        "name": "name",
        "slug": "slug",
        "image_url": "image_url",
        "has_image": "has_image",
        "members_count": "members_count",
        "missing_member_with_elevated_permissions": "missing_member_with_elevated_permissions",
        "pending_invitations_count": "pending_invitations_count",
        "max_allowed_memberships": "max_allowed_memberships",
        "admin_delete_enabled": "admin_delete_enabled",
        "public_metadata": "public_metadata",
        "private_metadata": "private_metadata",
        "created_by": "created_by",
        "created_at": "created_at",
        "updated_at": "updated_at",
        "last_active_at": "last_active_at",
        "role_set_key": "role_set_key",
        "logo_url": "_logo_url",
    }
    _HIDDEN = frozenset(["private_metadata"])
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(OrganizationWithLogo)
        (
            one.object,
            one.id,
            one.name,
            one.slug,
            one.image_url,
            one.has_image,
            one.members_count,
            one.missing_member_with_elevated_permissions,
            one.pending_invitations_count,
            one.max_allowed_memberships,
            one.admin_delete_enabled,
            read_public_metadata,
            read_private_metadata,
            one.created_by,
            one.created_at,
            one.updated_at,
            one.last_active_at,
            one.role_set_key,
            one._logo_url,
        ) = shape.values(src)
        one.public_metadata = free_object("public_metadata", read_public_metadata)
        one.private_metadata = free_object("private_metadata", read_private_metadata)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is OrganizationWithLogo else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "name": Rule("a string", required=True),
            "slug": Rule("a string", required=True),
            "image_url": Rule("a string", required=True),
            "has_image": Rule("a boolean", required=True),
            "members_count": Rule("an integer"),
            "missing_member_with_elevated_permissions": Rule("a boolean"),
            "pending_invitations_count": Rule("an integer"),
            "max_allowed_memberships": Rule("an integer", required=True),
            "admin_delete_enabled": Rule("a boolean", required=True),
            "public_metadata": Rule("an object", required=True, nullable=True),
            "private_metadata": Rule("an object", nullable=True),
            "created_by": Rule("a string"),
            "created_at": Rule("an integer", required=True),
            "updated_at": Rule("an integer", required=True),
            "last_active_at": Rule("an integer"),
            "role_set_key": Rule("a string", nullable=True),
            "logo_url": Rule("a string"),
        }

    def replace(
        self,
        *,
        object: OrganizationObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        name: str | Unset = UNSET,
        slug: str | Unset = UNSET,
        image_url: str | None | Unset = UNSET,
        has_image: bool | Unset = UNSET,
        members_count: int | None | Unset = UNSET,
        missing_member_with_elevated_permissions: bool | None | Unset = UNSET,
        pending_invitations_count: int | None | Unset = UNSET,
        max_allowed_memberships: int | Unset = UNSET,
        admin_delete_enabled: bool | Unset = UNSET,
        public_metadata: JsonObject | None | Unset = UNSET,
        private_metadata: JsonObject | None | Unset = UNSET,
        created_by: str | None | Unset = UNSET,
        created_at: int | Unset = UNSET,
        updated_at: int | Unset = UNSET,
        last_active_at: int | None | Unset = UNSET,
        role_set_key: str | None | Unset = UNSET,
        logo_url: str | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            id=id,
            name=name,
            slug=slug,
            image_url=image_url,
            has_image=has_image,
            members_count=members_count,
            missing_member_with_elevated_permissions=missing_member_with_elevated_permissions,
            pending_invitations_count=pending_invitations_count,
            max_allowed_memberships=max_allowed_memberships,
            admin_delete_enabled=admin_delete_enabled,
            public_metadata=public_metadata,
            private_metadata=private_metadata,
            created_by=created_by,
            created_at=created_at,
            updated_at=updated_at,
            last_active_at=last_active_at,
            role_set_key=role_set_key,
            logo_url=logo_url,
        )

    @property
    @marked_deprecated("OrganizationWithLogo.logo_url is deprecated by the API")
    def logo_url(self) -> str | None:
        """URL of the logo; use `image_url`."""
        deprecated(True, "OrganizationWithLogo.logo_url")
        return self._logo_url

    @property
    def created_at_datetime(self) -> datetime:
        """`created_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime:
        """`updated_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.updated_at)

    @property
    def last_active_at_datetime(self) -> datetime | None:
        """`last_active_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.last_active_at)
