# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, as_datetime, child
from ..encode import deprecated
from ..enums import OrganizationDomainObject, OrganizationEnrollmentMode
from ..types import UNSET, JsonObject, Unset, marked_deprecated
from .organization_domain_verification import OrganizationDomainVerification
from .organization_invitation_public_organization_data import OrganizationInvitationPublicOrganizationData


@model
class OrganizationDomain(Model):
    """A domain whose users can join an organization.

    Attributes:
        object: What kind of object this is.
        id: Its id, `orgdmn_…`.
        organization_id: Id of the organization, `org_…`.
        name: The domain, such as `acme.example`.
        enrollment_mode: How its users join: when invited, by automatic invitation or suggestion, or by SSO.
        affiliation_email_address: The address that showed that the organization uses the domain; null if none
            did.
        affiliation_verification: How it was shown that the organization uses the domain; null if it was not.
        ownership_verification: How it was shown that the organization owns the domain; null if it was not.
        verification: Deprecated. The same as `affiliation_verification`, which takes its place.
        total_pending_invitations: Pending invitations made through it.
        total_pending_suggestions: Pending suggestions made through it.
        public_organization_data: The organization; null or absent where the answer does not name it.
        created_at: When it was added. Unix milliseconds.
        updated_at: When it last changed. Unix milliseconds.
    """

    object: OrganizationDomainObject | str
    id: str
    organization_id: str
    name: str
    enrollment_mode: OrganizationEnrollmentMode | str
    affiliation_email_address: str | None
    affiliation_verification: OrganizationDomainVerification | None
    ownership_verification: OrganizationDomainVerification | None
    _verification: OrganizationDomainVerification | None
    total_pending_invitations: int
    total_pending_suggestions: int
    public_organization_data: OrganizationInvitationPublicOrganizationData | None
    created_at: int
    updated_at: int
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "id": "id",
        "organization_id": "organization_id",
        "name": "name",
        "enrollment_mode": "enrollment_mode",
        "affiliation_email_address": "affiliation_email_address",
        "affiliation_verification": "affiliation_verification",
        "ownership_verification": "ownership_verification",
        "verification": "_verification",
        "total_pending_invitations": "total_pending_invitations",
        "total_pending_suggestions": "total_pending_suggestions",
        "public_organization_data": "public_organization_data",
        "created_at": "created_at",
        "updated_at": "updated_at",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(OrganizationDomain)
        (
            one.object,
            one.id,
            one.organization_id,
            one.name,
            one.enrollment_mode,
            one.affiliation_email_address,
            read_affiliation_verification,
            read_ownership_verification,
            read_verification,
            one.total_pending_invitations,
            one.total_pending_suggestions,
            read_public_organization_data,
            one.created_at,
            one.updated_at,
        ) = shape.values(src)
        one.affiliation_verification = child(
            "affiliation_verification", read_affiliation_verification, OrganizationDomainVerification, shared
        )
        one.ownership_verification = child(
            "ownership_verification", read_ownership_verification, OrganizationDomainVerification, shared
        )
        one._verification = child("verification", read_verification, OrganizationDomainVerification, shared)
        one.public_organization_data = child(
            "public_organization_data",
            read_public_organization_data,
            OrganizationInvitationPublicOrganizationData,
            shared,
        )
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is OrganizationDomain else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "organization_id": Rule("a string", required=True),
            "name": Rule("a string", required=True),
            "enrollment_mode": Rule("a string", required=True),
            "affiliation_email_address": Rule("a string", required=True, nullable=True),
            "affiliation_verification": Rule(
                "an object", required=True, nullable=True, model=OrganizationDomainVerification
            ),
            "ownership_verification": Rule(
                "an object", required=True, nullable=True, model=OrganizationDomainVerification
            ),
            "verification": Rule("an object", required=True, nullable=True, model=OrganizationDomainVerification),
            "total_pending_invitations": Rule("an integer", required=True),
            "total_pending_suggestions": Rule("an integer", required=True),
            "public_organization_data": Rule(
                "an object", nullable=True, model=OrganizationInvitationPublicOrganizationData
            ),
            "created_at": Rule("an integer", required=True),
            "updated_at": Rule("an integer", required=True),
        }

    def replace(
        self,
        *,
        object: OrganizationDomainObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        organization_id: str | Unset = UNSET,
        name: str | Unset = UNSET,
        enrollment_mode: OrganizationEnrollmentMode | str | Unset = UNSET,
        affiliation_email_address: str | None | Unset = UNSET,
        affiliation_verification: OrganizationDomainVerification | None | Unset = UNSET,
        ownership_verification: OrganizationDomainVerification | None | Unset = UNSET,
        verification: OrganizationDomainVerification | None | Unset = UNSET,
        total_pending_invitations: int | Unset = UNSET,
        total_pending_suggestions: int | Unset = UNSET,
        public_organization_data: OrganizationInvitationPublicOrganizationData | None | Unset = UNSET,
        created_at: int | Unset = UNSET,
        updated_at: int | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            id=id,
            organization_id=organization_id,
            name=name,
            enrollment_mode=enrollment_mode,
            affiliation_email_address=affiliation_email_address,
            affiliation_verification=affiliation_verification,
            ownership_verification=ownership_verification,
            verification=verification,
            total_pending_invitations=total_pending_invitations,
            total_pending_suggestions=total_pending_suggestions,
            public_organization_data=public_organization_data,
            created_at=created_at,
            updated_at=updated_at,
        )

    @property
    @marked_deprecated("OrganizationDomain.verification is deprecated by the API")
    def verification(self) -> OrganizationDomainVerification | None:
        """The same as `affiliation_verification`, which takes its place."""
        deprecated(True, "OrganizationDomain.verification")
        return self._verification

    @property
    def created_at_datetime(self) -> datetime:
        """`created_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime:
        """`updated_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.updated_at)
