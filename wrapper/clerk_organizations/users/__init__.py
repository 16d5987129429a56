"""`clerk.users`: methods of UserAPI, under their Python names and their TypeScript names."""

from .._resources.functions import api
from .._resources.methods import AsyncResource, SyncResource, list_method

__all__ = ["AsyncUserAPI", "UserAPI"]


class _UserMethods:
    """A line for each method, and a line for its TypeScript name."""

    get_organization_membership_list = list_method(api.users_get_organization_memberships)
    get_organization_invitation_list = list_method(api.users_get_organization_invitations)

    getOrganizationMembershipList = get_organization_membership_list
    getOrganizationInvitationList = get_organization_invitation_list


class UserAPI(_UserMethods, SyncResource):
    """Memberships and invitations of a user; every method blocks until its answer is there."""


class AsyncUserAPI(_UserMethods, AsyncResource):
    """Memberships and invitations of a user; every method is awaited."""
