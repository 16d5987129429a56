"""`clerk.billing`: methods of BillingAPI, under their Python names and their TypeScript names."""

from .._resources.functions import api
from .._resources.methods import AsyncResource, SyncResource, method

__all__ = ["AsyncBillingAPI", "BillingAPI"]


class _BillingMethods:
    """A line for each method, and a line for its TypeScript name."""

    get_organization_billing_subscription = method(api.get_organization_billing_subscription)

    getOrganizationBillingSubscription = get_organization_billing_subscription


class BillingAPI(_BillingMethods, SyncResource):
    """What organizations are subscribed to; every method blocks until its answer is there."""


class AsyncBillingAPI(_BillingMethods, AsyncResource):
    """What organizations are subscribed to; every method is awaited."""
