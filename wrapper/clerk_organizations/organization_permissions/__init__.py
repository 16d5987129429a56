"""`clerk.organization_permissions`: permissions, under the Python names and the TypeScript names of its methods."""

from .._resources.functions import api
from .._resources.methods import AsyncResource, SyncResource, list_method, method
from . import operations

__all__ = ["AsyncOrganizationPermissionAPI", "OrganizationPermissionAPI"]


class _OrganizationPermissionMethods:
    """A line for each method, and a line for its TypeScript name."""

    get_organization_permission_list = list_method(api.list_organization_permissions)
    get_organization_permission = method(api.get_organization_permission)
    create_organization_permission = method(operations.create_organization_permission)
    update_organization_permission = method(api.update_organization_permission)
    delete_organization_permission = method(api.delete_organization_permission)

    getOrganizationPermissionList = get_organization_permission_list
    getOrganizationPermission = get_organization_permission
    createOrganizationPermission = create_organization_permission
    updateOrganizationPermission = update_organization_permission
    deleteOrganizationPermission = delete_organization_permission


class OrganizationPermissionAPI(_OrganizationPermissionMethods, SyncResource):
    """Permissions that roles consist of; every method blocks until its answer is there."""


class AsyncOrganizationPermissionAPI(_OrganizationPermissionMethods, AsyncResource):
    """Permissions that roles consist of; every method is awaited."""
