# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Models of Clerk organizations."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .deleted_object import DeletedObject as DeletedObject
    from .organization import Organization as Organization
    from .organization_domain import OrganizationDomain as OrganizationDomain
    from .organization_domain_verification import OrganizationDomainVerification as OrganizationDomainVerification
    from .organization_domains import OrganizationDomains as OrganizationDomains
    from .organization_invitation import OrganizationInvitation as OrganizationInvitation
    from .organization_invitation_public_organization_data import (
        OrganizationInvitationPublicOrganizationData as OrganizationInvitationPublicOrganizationData,
    )
    from .organization_invitation_public_user_data import (
        OrganizationInvitationPublicUserData as OrganizationInvitationPublicUserData,
    )
    from .organization_invitation_row import OrganizationInvitationRow as OrganizationInvitationRow
    from .organization_invitations import OrganizationInvitations as OrganizationInvitations
    from .organization_membership import OrganizationMembership as OrganizationMembership
    from .organization_membership_public_user_data import (
        OrganizationMembershipPublicUserData as OrganizationMembershipPublicUserData,
    )
    from .organization_memberships import OrganizationMemberships as OrganizationMemberships
    from .organization_with_logo import OrganizationWithLogo as OrganizationWithLogo
    from .organizations import Organizations as Organizations

__all__ = [
    "DeletedObject",
    "Organization",
    "OrganizationDomain",
    "OrganizationDomainVerification",
    "OrganizationDomains",
    "OrganizationInvitation",
    "OrganizationInvitationPublicOrganizationData",
    "OrganizationInvitationPublicUserData",
    "OrganizationInvitationRow",
    "OrganizationInvitations",
    "OrganizationMembership",
    "OrganizationMembershipPublicUserData",
    "OrganizationMemberships",
    "OrganizationWithLogo",
    "Organizations",
]

_MODULES = {
    "DeletedObject": "deleted_object",
    "Organization": "organization",
    "OrganizationDomain": "organization_domain",
    "OrganizationDomainVerification": "organization_domain_verification",
    "OrganizationDomains": "organization_domains",
    "OrganizationInvitation": "organization_invitation",
    "OrganizationInvitationPublicOrganizationData": "organization_invitation_public_organization_data",
    "OrganizationInvitationPublicUserData": "organization_invitation_public_user_data",
    "OrganizationInvitationRow": "organization_invitation_row",
    "OrganizationInvitations": "organization_invitations",
    "OrganizationMembership": "organization_membership",
    "OrganizationMembershipPublicUserData": "organization_membership_public_user_data",
    "OrganizationMemberships": "organization_memberships",
    "OrganizationWithLogo": "organization_with_logo",
    "Organizations": "organizations",
}


if not TYPE_CHECKING:  # a type checker that saw it would take every misspelt name for Any

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
