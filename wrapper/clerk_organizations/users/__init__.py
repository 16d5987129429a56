"""`clerk.users`: methods of UserAPI, under their Python names and their TypeScript names."""

from .._resources.methods import AsyncResource, SyncResource

__all__ = ["AsyncUserAPI", "UserAPI"]


class _UserMethods:
    """A line for each method, and a line for its TypeScript name."""


class UserAPI(_UserMethods, SyncResource):
    """Memberships and invitations of a user; every method blocks until its answer is there."""


class AsyncUserAPI(_UserMethods, AsyncResource):
    """Memberships and invitations of a user; every method is awaited."""
