"""`clerk.instance`: methods of InstanceAPI, under their Python names and their TypeScript names."""

from .._resources.functions import api
from .._resources.methods import AsyncResource, SyncResource, method

__all__ = ["AsyncInstanceAPI", "InstanceAPI"]


class _InstanceMethods:
    """A line for each method, and a line for its TypeScript name."""

    get_organization_settings = method(api.get_instance_organization_settings)
    update_organization_settings = method(api.update_instance_organization_settings)

    getOrganizationSettings = get_organization_settings
    updateOrganizationSettings = update_organization_settings


class InstanceAPI(_InstanceMethods, SyncResource):
    """Settings for the organizations of the instance; every method blocks until its answer is there."""


class AsyncInstanceAPI(_InstanceMethods, AsyncResource):
    """Settings for the organizations of the instance; every method is awaited."""
