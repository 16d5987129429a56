# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Enums of Clerk organizations: the values that arguments take, and those of fields that are known.

An argument takes these values and no other. A field is annotated `… | str`: the API may send a value that is newer.
"""

from typing import Literal, TypeAlias

__all__ = [
    "CreateRoleSetBodyType",
    "UpdateRoleSetBodyType",
    "UpdateOrganizationSettingsBodyDomainsEnrollmentModes",
    "AdjustCreditBalanceBodyAction",
    "OrganizationInvitationStatus",
    "OrganizationEnrollmentMode",
    "OrganizationObject",
    "OrganizationMembershipObject",
    "OrganizationInvitationObject",
    "OrganizationDomainObject",
    "OrganizationDomainVerificationStatus",
    "OrganizationDomainVerificationStrategy",
    "PermissionObject",
    "RoleObject",
    "RoleSetItemObject",
    "RoleSetMigrationObject",
    "RoleSetMigrationStatus",
    "RoleSetObject",
    "RoleSetType",
    "OrganizationSettingsObject",
    "OrganizationSettingsDomainsEnrollmentModes",
    "BillingSubscriptionObject",
    "BillingSubscriptionStatus",
    "BillingSubscriptionItemObject",
    "BillingSubscriptionItemStatus",
    "BillingSubscriptionItemPlanPeriod",
    "BillingPlanObject",
    "FeatureObject",
    "BillingPaymentMethodObject",
    "BillingPaymentMethodPaymentType",
    "BillingPaymentMethodStatus",
    "BillingPayerObject",
    "BillingCreditBalanceObject",
    "BillingCreditLedgerEntryObject",
    "ListOrganizationsOrderBy",
    "ListOrganizationDomainsEnrollmentMode",
    "ListAllOrganizationDomainsEnrollmentMode",
    "ListAllOrganizationDomainsOrderBy",
    "ListOrganizationRolesOrderBy",
    "ListOrganizationPermissionsOrderBy",
    "ListRoleSetsOrderBy",
    "InvitationOrder",
    "MembershipOrder",
]

CreateRoleSetBodyType: TypeAlias = Literal["initial", "custom"]
"""Whether new organizations get it (`initial`, of which there is one) or those that are moved to it."""

UpdateRoleSetBodyType: TypeAlias = Literal["initial"]
"""Makes it the one that new organizations get."""

UpdateOrganizationSettingsBodyDomainsEnrollmentModes: TypeAlias = Literal[
    "automatic_invitation", "automatic_suggestion"
]
"""How users of a domain may join beside being invited; all there are, `[]` for none."""

AdjustCreditBalanceBodyAction: TypeAlias = Literal["increase", "decrease"]
"""Whether to add or to take."""

OrganizationInvitationStatus: TypeAlias = Literal["pending", "accepted", "revoked", "expired"]
"""State of an invitation."""

OrganizationEnrollmentMode: TypeAlias = Literal[
    "manual_invitation", "automatic_invitation", "automatic_suggestion", "enterprise_sso"
]
"""How its users join: when invited, by automatic invitation or suggestion, or by SSO."""

OrganizationObject: TypeAlias = Literal["organization"]
"""What kind of object this is."""

OrganizationMembershipObject: TypeAlias = Literal["organization_membership"]
"""What kind of object this is."""

OrganizationInvitationObject: TypeAlias = Literal["organization_invitation"]
"""What kind of object this is."""

OrganizationDomainObject: TypeAlias = Literal["organization_domain"]
"""What kind of object this is."""

OrganizationDomainVerificationStatus: TypeAlias = Literal["unverified", "verified", "failed", "expired"]
"""Its state."""

OrganizationDomainVerificationStrategy: TypeAlias = Literal[
    "email_code", "affiliation_email_code", "txt", "legacy", "manual_override", "parent_domain"
]
"""How it is shown."""

PermissionObject: TypeAlias = Literal["permission"]
"""What kind of object this is."""

RoleObject: TypeAlias = Literal["role"]
"""What kind of object this is."""

RoleSetItemObject: TypeAlias = Literal["role_set_item"]
"""What kind of object this is."""

RoleSetMigrationObject: TypeAlias = Literal["role_set_migration"]
"""What kind of object this is."""

RoleSetMigrationStatus: TypeAlias = Literal["enqueued", "in_progress", "completed"]
"""How far it is."""

RoleSetObject: TypeAlias = Literal["role_set"]
"""What kind of object this is."""

RoleSetType: TypeAlias = Literal["initial", "custom"]
"""`initial` for the one that new organizations get, else `custom`."""

OrganizationSettingsObject: TypeAlias = Literal["organization_settings"]
"""What kind of object this is."""

OrganizationSettingsDomainsEnrollmentModes: TypeAlias = Literal[
    "manual_invitation", "automatic_invitation", "automatic_suggestion"
]
"""How users of a domain may join."""

BillingSubscriptionObject: TypeAlias = Literal["commerce_subscription"]
"""What kind of object this is."""

BillingSubscriptionStatus: TypeAlias = Literal["active", "past_due", "canceled", "ended", "abandoned", "incomplete"]
"""Its state."""

BillingSubscriptionItemObject: TypeAlias = Literal["commerce_subscription_item"]
"""What kind of object this is."""

BillingSubscriptionItemStatus: TypeAlias = Literal[
    "active", "canceled", "expired", "ended", "past_due", "upcoming", "incomplete", "abandoned"
]
"""Its state."""

BillingSubscriptionItemPlanPeriod: TypeAlias = Literal["month", "annual"]
"""How often it is paid."""

BillingPlanObject: TypeAlias = Literal["commerce_plan"]
"""What kind of object this is."""

FeatureObject: TypeAlias = Literal["feature"]
"""What kind of object this is."""

BillingPaymentMethodObject: TypeAlias = Literal["commerce_payment_method"]
"""What kind of object this is."""

BillingPaymentMethodPaymentType: TypeAlias = Literal["card", "link", "payer-credits"]
"""What kind of payment it is."""

BillingPaymentMethodStatus: TypeAlias = Literal["active", "disconnected"]
"""Whether it can be used."""

BillingPayerObject: TypeAlias = Literal["commerce_payer"]
"""What kind of object this is."""

BillingCreditBalanceObject: TypeAlias = Literal["commerce_credit_balance"]
"""What kind of object this is."""

BillingCreditLedgerEntryObject: TypeAlias = Literal["commerce_credit_ledger"]
"""What kind of object this is."""

ListOrganizationsOrderBy: TypeAlias = Literal[
    "name",
    "+name",
    "-name",
    "created_at",
    "+created_at",
    "-created_at",
    "members_count",
    "+members_count",
    "-members_count",
]
"""A field, with `-` for descending."""

ListOrganizationDomainsEnrollmentMode: TypeAlias = Literal[
    "manual_invitation",
    "automatic_invitation",
    "automatic_suggestion",
    "enterprise_sso",
    "-manual_invitation",
    "-automatic_invitation",
    "-automatic_suggestion",
    "-enterprise_sso",
]
"""Only those with this mode; `-` before it excludes them."""

ListAllOrganizationDomainsEnrollmentMode: TypeAlias = Literal[
    "manual_invitation",
    "automatic_invitation",
    "automatic_suggestion",
    "enterprise_sso",
    "-manual_invitation",
    "-automatic_invitation",
    "-automatic_suggestion",
    "-enterprise_sso",
]
"""Only those with one of these modes; `-` before a mode excludes it."""

ListAllOrganizationDomainsOrderBy: TypeAlias = Literal[
    "name", "+name", "-name", "created_at", "+created_at", "-created_at"
]
"""A field, with `-` for descending."""

ListOrganizationRolesOrderBy: TypeAlias = Literal[
    "created_at", "+created_at", "-created_at", "name", "+name", "-name", "key", "+key", "-key"
]
"""A field, with `-` for descending."""

ListOrganizationPermissionsOrderBy: TypeAlias = Literal[
    "created_at", "+created_at", "-created_at", "name", "+name", "-name", "key", "+key", "-key"
]
"""A field, with `-` for descending."""

ListRoleSetsOrderBy: TypeAlias = Literal[
    "created_at", "+created_at", "-created_at", "name", "+name", "-name", "key", "+key", "-key"
]
"""A field, with `-` for descending."""

InvitationOrder: TypeAlias = Literal[
    "created_at", "+created_at", "-created_at", "email_address", "+email_address", "-email_address"
]
"""A field, with `-` for descending."""

MembershipOrder: TypeAlias = Literal[
    "phone_number",
    "+phone_number",
    "-phone_number",
    "email_address",
    "+email_address",
    "-email_address",
    "created_at",
    "+created_at",
    "-created_at",
    "first_name",
    "+first_name",
    "-first_name",
    "last_name",
    "+last_name",
    "-last_name",
    "username",
    "+username",
    "-username",
]
"""A field, most of them of the user, with `-` for descending."""
