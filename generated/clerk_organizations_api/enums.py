# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Enums of Clerk organizations: the values that an argument of each takes."""

from typing import Literal, TypeAlias

__all__ = [
    "OrganizationInvitationStatus",
    "OrganizationEnrollmentMode",
]

OrganizationInvitationStatus: TypeAlias = Literal["pending", "accepted", "revoked", "expired"]
"""State of an invitation."""

OrganizationEnrollmentMode: TypeAlias = Literal[
    "manual_invitation", "automatic_invitation", "automatic_suggestion", "enterprise_sso"
]
"""How its users join: when invited, by automatic invitation or suggestion, or by SSO."""
