"""`clerk.role_sets`: methods of RoleSetAPI, under their Python names and their TypeScript names."""

from .._resources.methods import AsyncResource, SyncResource

__all__ = ["AsyncRoleSetAPI", "RoleSetAPI"]


class _RoleSetMethods:
    """A line for each method, and a line for its TypeScript name."""


class RoleSetAPI(_RoleSetMethods, SyncResource):
    """Sets of roles, one of which applies in each organization; every method blocks until its answer is there."""


class AsyncRoleSetAPI(_RoleSetMethods, AsyncResource):
    """Sets of roles, one of which applies in each organization; every method is awaited."""
