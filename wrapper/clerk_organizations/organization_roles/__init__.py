"""`clerk.organization_roles`: methods of OrganizationRoleAPI, under their Python names and their TypeScript names."""

from .._resources.functions import api
from .._resources.methods import AsyncResource, SyncResource, list_method, method
from . import operations

__all__ = ["AsyncOrganizationRoleAPI", "OrganizationRoleAPI"]


class _OrganizationRoleMethods:
    """A line for each method, and a line for its TypeScript name."""

    get_organization_role_list = list_method(api.list_organization_roles)
    get_organization_role = method(api.get_organization_role)
    create_organization_role = method(operations.create_organization_role)
    update_organization_role = method(api.update_organization_role)
    delete_organization_role = method(api.delete_organization_role)
    assign_permission_to_organization_role = method(api.assign_permission_to_organization_role)
    remove_permission_from_organization_role = method(api.remove_permission_from_organization_role)

    getOrganizationRoleList = get_organization_role_list
    getOrganizationRole = get_organization_role
    createOrganizationRole = create_organization_role
    updateOrganizationRole = update_organization_role
    deleteOrganizationRole = delete_organization_role
    assignPermissionToOrganizationRole = assign_permission_to_organization_role
    removePermissionFromOrganizationRole = remove_permission_from_organization_role


class OrganizationRoleAPI(_OrganizationRoleMethods, SyncResource):
    """Roles that members can have; every method blocks until its answer is there."""


class AsyncOrganizationRoleAPI(_OrganizationRoleMethods, AsyncResource):
    """Roles that members can have; every method is awaited."""
