"""`clerk.organizations`: the 23 methods of OrganizationAPI, under their Python names and their TypeScript names."""

from .._resources.methods import AsyncResource, SyncResource
from ._domains import DomainMethods
from ._invitations import InvitationMethods
from ._memberships import MembershipMethods
from ._organizations import OrganizationMethods

__all__ = ["AsyncOrganizationAPI", "OrganizationAPI"]


class OrganizationAPI(OrganizationMethods, MembershipMethods, InvitationMethods, DomainMethods, SyncResource):
    """Organizations, memberships, invitations and domains; every method blocks until its answer is there."""


class AsyncOrganizationAPI(OrganizationMethods, MembershipMethods, InvitationMethods, DomainMethods, AsyncResource):
    """Organizations, memberships, invitations and domains; every method is awaited."""
