"""`clerk.organization_permissions`: permissions, under the Python names and the TypeScript names of its methods."""

from typing import TYPE_CHECKING

from .._resources.methods import AsyncResource, LazyFunctions, SyncResource, list_method, method
from . import operations

__all__ = ["AsyncOrganizationPermissionAPI", "OrganizationPermissionAPI"]

if TYPE_CHECKING:
    from clerk_organizations_api import api
else:  # a generated module is imported when a method that is made from it is first used
    api = LazyFunctions("clerk_organizations_api.api")


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
