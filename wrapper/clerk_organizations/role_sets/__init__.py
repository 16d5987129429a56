"""`clerk.role_sets`: methods of RoleSetAPI, under their Python names and their TypeScript names."""

from .._resources.functions import api
from .._resources.methods import AsyncResource, SyncResource, list_method, method
from . import operations

__all__ = ["AsyncRoleSetAPI", "RoleSetAPI"]


class _RoleSetMethods:
    """A line for each method, and a line for its TypeScript name."""

    get_role_set_list = list_method(api.list_role_sets)
    get_role_set = method(api.get_role_set)
    create_role_set = method(operations.create_role_set)
    update_role_set = method(api.update_role_set)
    add_roles_to_role_set = method(api.add_roles_to_role_set)
    replace_role_in_role_set = method(api.replace_role_in_role_set)
    replace_role_set = method(api.replace_role_set)

    getRoleSetList = get_role_set_list
    getRoleSet = get_role_set
    createRoleSet = create_role_set
    updateRoleSet = update_role_set
    addRolesToRoleSet = add_roles_to_role_set
    replaceRoleInRoleSet = replace_role_in_role_set
    replaceRoleSet = replace_role_set


class RoleSetAPI(_RoleSetMethods, SyncResource):
    """Sets of roles, one of which applies in each organization; every method blocks until its answer is there."""


class AsyncRoleSetAPI(_RoleSetMethods, AsyncResource):
    """Sets of roles, one of which applies in each organization; every method is awaited."""
