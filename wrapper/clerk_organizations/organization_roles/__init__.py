"""`clerk.organization_roles`: methods of OrganizationRoleAPI, under their Python names and their TypeScript names."""

from .._resources.methods import AsyncResource, SyncResource

__all__ = ["AsyncOrganizationRoleAPI", "OrganizationRoleAPI"]


class _OrganizationRoleMethods:
    """A line for each method, and a line for its TypeScript name."""


class OrganizationRoleAPI(_OrganizationRoleMethods, SyncResource):
    """Roles that members can have; every method blocks until its answer is there."""


class AsyncOrganizationRoleAPI(_OrganizationRoleMethods, AsyncResource):
    """Roles that members can have; every method is awaited."""
