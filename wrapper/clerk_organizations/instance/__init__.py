"""`clerk.instance`: methods of InstanceAPI, under their Python names and their TypeScript names."""

from .._resources.methods import AsyncResource, SyncResource

__all__ = ["AsyncInstanceAPI", "InstanceAPI"]


class _InstanceMethods:
    """A line for each method, and a line for its TypeScript name."""


class InstanceAPI(_InstanceMethods, SyncResource):
    """Settings for the organizations of the instance; every method blocks until its answer is there."""


class AsyncInstanceAPI(_InstanceMethods, AsyncResource):
    """Settings for the organizations of the instance; every method is awaited."""
