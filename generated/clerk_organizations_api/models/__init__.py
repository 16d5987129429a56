# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Models of Clerk organizations."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .billing_credit_balance import BillingCreditBalance as BillingCreditBalance
    from .billing_credit_ledger_entry import BillingCreditLedgerEntry as BillingCreditLedgerEntry
    from .billing_credits import BillingCredits as BillingCredits
    from .billing_discounts import BillingDiscounts as BillingDiscounts
    from .billing_money_amount import BillingMoneyAmount as BillingMoneyAmount
    from .billing_payer import BillingPayer as BillingPayer
    from .billing_payer_credit import BillingPayerCredit as BillingPayerCredit
    from .billing_payment_method import BillingPaymentMethod as BillingPaymentMethod
    from .billing_per_unit_total import BillingPerUnitTotal as BillingPerUnitTotal
    from .billing_per_unit_total_tier import BillingPerUnitTotalTier as BillingPerUnitTotalTier
    from .billing_plan import BillingPlan as BillingPlan
    from .billing_plan_unit_price import BillingPlanUnitPrice as BillingPlanUnitPrice
    from .billing_plan_unit_price_tier import BillingPlanUnitPriceTier as BillingPlanUnitPriceTier
    from .billing_proration_credit import BillingProrationCredit as BillingProrationCredit
    from .billing_proration_discount import BillingProrationDiscount as BillingProrationDiscount
    from .billing_seats import BillingSeats as BillingSeats
    from .billing_subscription import BillingSubscription as BillingSubscription
    from .billing_subscription_item import BillingSubscriptionItem as BillingSubscriptionItem
    from .billing_subscription_item_credit import BillingSubscriptionItemCredit as BillingSubscriptionItemCredit
    from .billing_subscription_item_next_payment import (
        BillingSubscriptionItemNextPayment as BillingSubscriptionItemNextPayment,
    )
    from .billing_subscription_next_payment import BillingSubscriptionNextPayment as BillingSubscriptionNextPayment
    from .billing_totals import BillingTotals as BillingTotals
    from .deleted_object import DeletedObject as DeletedObject
    from .feature import Feature as Feature
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
    from .organization_settings import OrganizationSettings as OrganizationSettings
    from .organization_with_logo import OrganizationWithLogo as OrganizationWithLogo
    from .organizations import Organizations as Organizations
    from .permission import Permission as Permission
    from .permissions import Permissions as Permissions
    from .role import Role as Role
    from .role_set import RoleSet as RoleSet
    from .role_set_item import RoleSetItem as RoleSetItem
    from .role_set_migration import RoleSetMigration as RoleSetMigration
    from .role_sets import RoleSets as RoleSets
    from .roles import Roles as Roles

__all__ = [
    "BillingCreditBalance",
    "BillingCreditLedgerEntry",
    "BillingCredits",
    "BillingDiscounts",
    "BillingMoneyAmount",
    "BillingPayer",
    "BillingPayerCredit",
    "BillingPaymentMethod",
    "BillingPerUnitTotal",
    "BillingPerUnitTotalTier",
    "BillingPlan",
    "BillingPlanUnitPrice",
    "BillingPlanUnitPriceTier",
    "BillingProrationCredit",
    "BillingProrationDiscount",
    "BillingSeats",
    "BillingSubscription",
    "BillingSubscriptionItem",
    "BillingSubscriptionItemCredit",
    "BillingSubscriptionItemNextPayment",
    "BillingSubscriptionNextPayment",
    "BillingTotals",
    "DeletedObject",
    "Feature",
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
    "OrganizationSettings",
    "OrganizationWithLogo",
    "Organizations",
    "Permission",
    "Permissions",
    "Role",
    "RoleSet",
    "RoleSetItem",
    "RoleSetMigration",
    "RoleSets",
    "Roles",
]

_MODULES = {
    "BillingCreditBalance": "billing_credit_balance",
    "BillingCreditLedgerEntry": "billing_credit_ledger_entry",
    "BillingCredits": "billing_credits",
    "BillingDiscounts": "billing_discounts",
    "BillingMoneyAmount": "billing_money_amount",
    "BillingPayer": "billing_payer",
    "BillingPayerCredit": "billing_payer_credit",
    "BillingPaymentMethod": "billing_payment_method",
    "BillingPerUnitTotal": "billing_per_unit_total",
    "BillingPerUnitTotalTier": "billing_per_unit_total_tier",
    "BillingPlan": "billing_plan",
    "BillingPlanUnitPrice": "billing_plan_unit_price",
    "BillingPlanUnitPriceTier": "billing_plan_unit_price_tier",
    "BillingProrationCredit": "billing_proration_credit",
    "BillingProrationDiscount": "billing_proration_discount",
    "BillingSeats": "billing_seats",
    "BillingSubscription": "billing_subscription",
    "BillingSubscriptionItem": "billing_subscription_item",
    "BillingSubscriptionItemCredit": "billing_subscription_item_credit",
    "BillingSubscriptionItemNextPayment": "billing_subscription_item_next_payment",
    "BillingSubscriptionNextPayment": "billing_subscription_next_payment",
    "BillingTotals": "billing_totals",
    "DeletedObject": "deleted_object",
    "Feature": "feature",
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
    "OrganizationSettings": "organization_settings",
    "OrganizationWithLogo": "organization_with_logo",
    "Organizations": "organizations",
    "Permission": "permission",
    "Permissions": "permissions",
    "Role": "role",
    "RoleSet": "role_set",
    "RoleSetItem": "role_set_item",
    "RoleSetMigration": "role_set_migration",
    "RoleSets": "role_sets",
    "Roles": "roles",
}


if not TYPE_CHECKING:  # a type checker that saw it would take every misspelt name for Any

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
