"""`clerk.organization_permissions`: permissions, under the Python names and the TypeScript names of its methods."""

from .._resources.methods import AsyncResource, SyncResource

__all__ = ["AsyncOrganizationPermissionAPI", "OrganizationPermissionAPI"]


class _OrganizationPermissionMethods:
    """A line for each method, and a line for its TypeScript name."""


class OrganizationPermissionAPI(_OrganizationPermissionMethods, SyncResource):
    """Permissions that roles consist of; every method blocks until its answer is there."""


class AsyncOrganizationPermissionAPI(_OrganizationPermissionMethods, AsyncResource):
    """Permissions that roles consist of; every method is awaited."""
