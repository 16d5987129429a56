"""`clerk.organizations`: the methods of OrganizationAPI, under their Python names and their TypeScript names."""

from .._resources.functions import api
from .._resources.methods import AsyncResource, SyncResource, bulk_method, list_method, method
from . import operations

__all__ = ["AsyncOrganizationAPI", "OrganizationAPI"]


class _OrganizationMethods:
    """A line for each method, and a line for its TypeScript name."""

    # Organizations
    get_organization_list = list_method(api.list_organizations)
    create_organization = method(operations.create_organization)
    get_organization = method(operations.get_organization)
    update_organization = method(operations.update_organization)
    update_organization_logo = method(operations.update_organization_logo)
    delete_organization_logo = method(api.delete_organization_logo)
    update_organization_metadata = method(api.merge_organization_metadata)
    replace_organization_metadata = method(api.replace_organization_metadata)
    delete_organization = method(api.delete_organization)

    getOrganizationList = get_organization_list
    createOrganization = create_organization
    getOrganization = get_organization
    updateOrganization = update_organization
    updateOrganizationLogo = update_organization_logo
    deleteOrganizationLogo = delete_organization_logo
    updateOrganizationMetadata = update_organization_metadata
    replaceOrganizationMetadata = replace_organization_metadata
    deleteOrganization = delete_organization

    # Memberships
    get_organization_membership_list = list_method(api.list_organization_memberships)
    get_instance_organization_membership_list = list_method(api.instance_get_organization_memberships)
    create_organization_membership = method(operations.create_organization_membership)
    update_organization_membership = method(api.update_organization_membership)
    update_organization_membership_metadata = method(api.update_organization_membership_metadata)
    delete_organization_membership = method(api.delete_organization_membership)

    getOrganizationMembershipList = get_organization_membership_list
    getInstanceOrganizationMembershipList = get_instance_organization_membership_list
    createOrganizationMembership = create_organization_membership
    updateOrganizationMembership = update_organization_membership
    updateOrganizationMembershipMetadata = update_organization_membership_metadata
    deleteOrganizationMembership = delete_organization_membership

    # Invitations
    get_organization_invitation_list = list_method(api.list_organization_invitations)
    get_instance_organization_invitation_list = list_method(api.list_instance_organization_invitations)
    get_pending_organization_invitation_list = list_method(api.list_pending_organization_invitations)
    create_organization_invitation = method(operations.create_organization_invitation)
    create_organization_invitation_bulk = bulk_method(api.create_organization_invitation_bulk)
    get_organization_invitation = method(api.get_organization_invitation)
    revoke_organization_invitation = method(api.revoke_organization_invitation)

    getOrganizationInvitationList = get_organization_invitation_list
    createOrganizationInvitation = create_organization_invitation
    createOrganizationInvitationBulk = create_organization_invitation_bulk
    getOrganizationInvitation = get_organization_invitation
    revokeOrganizationInvitation = revoke_organization_invitation

    # Domains
    get_organization_domain_list = list_method(api.list_organization_domains)
    get_instance_organization_domain_list = list_method(api.list_all_organization_domains)
    create_organization_domain = method(operations.create_organization_domain)
    update_organization_domain = method(api.update_organization_domain)
    verify_organization_domain_ownership = method(api.verify_organization_domain_ownership)
    delete_organization_domain = method(api.delete_organization_domain)

    getOrganizationDomainList = get_organization_domain_list
    createOrganizationDomain = create_organization_domain
    updateOrganizationDomain = update_organization_domain
    deleteOrganizationDomain = delete_organization_domain

    # Billing
    get_organization_billing_credit_balance = method(api.get_organization_billing_credit_balance)
    adjust_organization_billing_credit_balance = method(api.adjust_organization_billing_credit_balance)


class OrganizationAPI(_OrganizationMethods, SyncResource):
    """Organizations, memberships, invitations and domains; every method blocks until its answer is there."""


class AsyncOrganizationAPI(_OrganizationMethods, AsyncResource):
    """Organizations, memberships, invitations and domains; every method is awaited."""
