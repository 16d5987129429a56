"""`clerk.billing`: methods of BillingAPI, under their Python names and their TypeScript names."""

from typing import TYPE_CHECKING

from .._resources.methods import AsyncResource, LazyFunctions, SyncResource, method

__all__ = ["AsyncBillingAPI", "BillingAPI"]

if TYPE_CHECKING:
    from clerk_organizations_api import api
else:  # a generated module is imported when a method that is made from it is first used
    api = LazyFunctions("clerk_organizations_api.api")


class _BillingMethods:
    """A line for each method, and a line for its TypeScript name."""

    get_organization_billing_subscription = method(api.get_organization_billing_subscription)

    getOrganizationBillingSubscription = get_organization_billing_subscription


class BillingAPI(_BillingMethods, SyncResource):
    """What organizations are subscribed to; every method blocks until its answer is there."""


class AsyncBillingAPI(_BillingMethods, AsyncResource):
    """What organizations are subscribed to; every method is awaited."""
