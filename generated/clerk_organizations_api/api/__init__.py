# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""A function per operation: it describes the call and does no I/O."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .billing import adjust_organization_billing_credit_balance as adjust_organization_billing_credit_balance
    from .billing import get_organization_billing_credit_balance as get_organization_billing_credit_balance
    from .billing import get_organization_billing_subscription as get_organization_billing_subscription
    from .instance import get_instance_organization_settings as get_instance_organization_settings
    from .instance import update_instance_organization_settings as update_instance_organization_settings
    from .organization_domains import create_organization_domain as create_organization_domain
    from .organization_domains import delete_organization_domain as delete_organization_domain
    from .organization_domains import list_all_organization_domains as list_all_organization_domains
    from .organization_domains import list_organization_domains as list_organization_domains
    from .organization_domains import update_organization_domain as update_organization_domain
    from .organization_domains import verify_organization_domain_ownership as verify_organization_domain_ownership
    from .organization_invitations import create_organization_invitation as create_organization_invitation
    from .organization_invitations import create_organization_invitation_bulk as create_organization_invitation_bulk
    from .organization_invitations import get_organization_invitation as get_organization_invitation
    from .organization_invitations import (
        list_instance_organization_invitations as list_instance_organization_invitations,
    )
    from .organization_invitations import list_organization_invitations as list_organization_invitations
    from .organization_invitations import list_pending_organization_invitations as list_pending_organization_invitations
    from .organization_invitations import revoke_organization_invitation as revoke_organization_invitation
    from .organization_memberships import create_organization_membership as create_organization_membership
    from .organization_memberships import delete_organization_membership as delete_organization_membership
    from .organization_memberships import instance_get_organization_memberships as instance_get_organization_memberships
    from .organization_memberships import list_organization_memberships as list_organization_memberships
    from .organization_memberships import update_organization_membership as update_organization_membership
    from .organization_memberships import (
        update_organization_membership_metadata as update_organization_membership_metadata,
    )
    from .organization_permissions import create_organization_permission as create_organization_permission
    from .organization_permissions import delete_organization_permission as delete_organization_permission
    from .organization_permissions import get_organization_permission as get_organization_permission
    from .organization_permissions import list_organization_permissions as list_organization_permissions
    from .organization_permissions import update_organization_permission as update_organization_permission
    from .organization_roles import assign_permission_to_organization_role as assign_permission_to_organization_role
    from .organization_roles import create_organization_role as create_organization_role
    from .organization_roles import delete_organization_role as delete_organization_role
    from .organization_roles import get_organization_role as get_organization_role
    from .organization_roles import list_organization_roles as list_organization_roles
    from .organization_roles import remove_permission_from_organization_role as remove_permission_from_organization_role
    from .organization_roles import update_organization_role as update_organization_role
    from .organizations import create_organization as create_organization
    from .organizations import delete_organization as delete_organization
    from .organizations import delete_organization_logo as delete_organization_logo
    from .organizations import get_organization as get_organization
    from .organizations import list_organizations as list_organizations
    from .organizations import merge_organization_metadata as merge_organization_metadata
    from .organizations import replace_organization_metadata as replace_organization_metadata
    from .organizations import update_organization as update_organization
    from .organizations import upload_organization_logo as upload_organization_logo
    from .role_sets import add_roles_to_role_set as add_roles_to_role_set
    from .role_sets import create_role_set as create_role_set
    from .role_sets import get_role_set as get_role_set
    from .role_sets import list_role_sets as list_role_sets
    from .role_sets import replace_role_in_role_set as replace_role_in_role_set
    from .role_sets import replace_role_set as replace_role_set
    from .role_sets import update_role_set as update_role_set
    from .users import users_get_organization_invitations as users_get_organization_invitations
    from .users import users_get_organization_memberships as users_get_organization_memberships

__all__ = [
    "add_roles_to_role_set",
    "adjust_organization_billing_credit_balance",
    "assign_permission_to_organization_role",
    "create_organization",
    "create_organization_domain",
    "create_organization_invitation",
    "create_organization_invitation_bulk",
    "create_organization_membership",
    "create_organization_permission",
    "create_organization_role",
    "create_role_set",
    "delete_organization",
    "delete_organization_domain",
    "delete_organization_logo",
    "delete_organization_membership",
    "delete_organization_permission",
    "delete_organization_role",
    "get_instance_organization_settings",
    "get_organization",
    "get_organization_billing_credit_balance",
    "get_organization_billing_subscription",
    "get_organization_invitation",
    "get_organization_permission",
    "get_organization_role",
    "get_role_set",
    "instance_get_organization_memberships",
    "list_all_organization_domains",
    "list_instance_organization_invitations",
    "list_organization_domains",
    "list_organization_invitations",
    "list_organization_memberships",
    "list_organization_permissions",
    "list_organization_roles",
    "list_organizations",
    "list_pending_organization_invitations",
    "list_role_sets",
    "merge_organization_metadata",
    "remove_permission_from_organization_role",
    "replace_organization_metadata",
    "replace_role_in_role_set",
    "replace_role_set",
    "revoke_organization_invitation",
    "update_instance_organization_settings",
    "update_organization",
    "update_organization_domain",
    "update_organization_membership",
    "update_organization_membership_metadata",
    "update_organization_permission",
    "update_organization_role",
    "update_role_set",
    "upload_organization_logo",
    "users_get_organization_invitations",
    "users_get_organization_memberships",
    "verify_organization_domain_ownership",
]

_MODULES = {
    "add_roles_to_role_set": "role_sets",
    "adjust_organization_billing_credit_balance": "billing",
    "assign_permission_to_organization_role": "organization_roles",
    "create_organization": "organizations",
    "create_organization_domain": "organization_domains",
    "create_organization_invitation": "organization_invitations",
    "create_organization_invitation_bulk": "organization_invitations",
    "create_organization_membership": "organization_memberships",
    "create_organization_permission": "organization_permissions",
    "create_organization_role": "organization_roles",
    "create_role_set": "role_sets",
    "delete_organization": "organizations",
    "delete_organization_domain": "organization_domains",
    "delete_organization_logo": "organizations",
    "delete_organization_membership": "organization_memberships",
    "delete_organization_permission": "organization_permissions",
    "delete_organization_role": "organization_roles",
    "get_instance_organization_settings": "instance",
    "get_organization": "organizations",
    "get_organization_billing_credit_balance": "billing",
    "get_organization_billing_subscription": "billing",
    "get_organization_invitation": "organization_invitations",
    "get_organization_permission": "organization_permissions",
    "get_organization_role": "organization_roles",
    "get_role_set": "role_sets",
    "instance_get_organization_memberships": "organization_memberships",
    "list_all_organization_domains": "organization_domains",
    "list_instance_organization_invitations": "organization_invitations",
    "list_organization_domains": "organization_domains",
    "list_organization_invitations": "organization_invitations",
    "list_organization_memberships": "organization_memberships",
    "list_organization_permissions": "organization_permissions",
    "list_organization_roles": "organization_roles",
    "list_organizations": "organizations",
    "list_pending_organization_invitations": "organization_invitations",
    "list_role_sets": "role_sets",
    "merge_organization_metadata": "organizations",
    "remove_permission_from_organization_role": "organization_roles",
    "replace_organization_metadata": "organizations",
    "replace_role_in_role_set": "role_sets",
    "replace_role_set": "role_sets",
    "revoke_organization_invitation": "organization_invitations",
    "update_instance_organization_settings": "instance",
    "update_organization": "organizations",
    "update_organization_domain": "organization_domains",
    "update_organization_membership": "organization_memberships",
    "update_organization_membership_metadata": "organization_memberships",
    "update_organization_permission": "organization_permissions",
    "update_organization_role": "organization_roles",
    "update_role_set": "role_sets",
    "upload_organization_logo": "organizations",
    "users_get_organization_invitations": "users",
    "users_get_organization_memberships": "users",
    "verify_organization_domain_ownership": "organization_domains",
}


if not TYPE_CHECKING:  # a type checker that saw it would take every misspelt name for Any

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
