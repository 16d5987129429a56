# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Billing: What organizations pay for, and the credit that they have."""

from __future__ import annotations

from collections.abc import Mapping

from .. import encode, enums, models
from ..operation import Operation
from ..types import UNSET, JsonValue, Unset

__all__ = [
    "get_organization_billing_subscription",
    "get_organization_billing_credit_balance",
    "adjust_organization_billing_credit_balance",
]


def get_organization_billing_subscription(
    organization_id: str,
) -> Operation[models.BillingSubscription]:
    """Get the subscription of an organization.

    With its plan, its items and the next payment. 403 means that billing of organizations is turned off, 404
    also that the organization has no subscription.

    Args:
        organization_id: Id of the organization, `org_…`.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `GET /organizations/{organization_id}/billing/subscription`, getOrganizationBillingSubscription in
    TypeScript.
    """
    return Operation(
        id="GetOrganizationBillingSubscription",
        method="GET",
        route="/organizations/{organization_id}/billing/subscription",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/billing/subscription",
        parse=models.BillingSubscription.from_dict,
    )


def get_organization_billing_credit_balance(
    organization_id: str,
) -> Operation[models.BillingCreditBalance]:
    """Get the credit of an organization.

    What Clerk takes from the next charges of the organization before it charges its payment method. 403 means
    that billing of organizations is turned off, 404 also that the organization has never been a payer.

    Args:
        organization_id: Id of the organization, `org_…`.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `GET /organizations/{organization_id}/billing/credits`.
    """
    return Operation(
        id="GetOrganizationBillingCreditBalance",
        method="GET",
        route="/organizations/{organization_id}/billing/credits",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/billing/credits",
        parse=models.BillingCreditBalance.from_dict,
    )


def adjust_organization_billing_credit_balance(
    organization_id: str,
    *,
    amount: int,
    action: enums.AdjustCreditBalanceBodyAction,
    idempotency_key: str,
    currency: str | Unset = UNSET,
    note: str | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.BillingCreditLedgerEntry]:
    """Raise or lower the credit of an organization.

    A call with an `idempotency_key` that was used before changes nothing and gives the entry of the first one,
    so this is safe to repeat. 400 means that the currency is not taken, 422 among others that the credit does
    not suffice.

    Args:
        organization_id: Id of the organization, `org_…`.
        amount: In the smallest unit of the currency, such as cents; at least 1.
        action: Whether to add or to take.
        currency: Code of the currency; 'USD' unless given.
        idempotency_key: Text that stands for this one adjustment; calls with the same one count once.
        note: What the adjustment is for.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organizations/{organization_id}/billing/credits`.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "adjust_organization_billing_credit_balance",
            {
                "organization_id": "organization_id",
                "amount": "amount",
                "action": "action",
                "currency": "currency",
                "idempotency_key": "idempotency_key",
                "note": "note",
            },
        )
    return Operation(
        id="AdjustOrganizationBillingCreditBalance",
        method="POST",
        route="/organizations/{organization_id}/billing/credits",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/billing/credits",
        parse=models.BillingCreditLedgerEntry.from_dict,
        json=encode.fields(
            ("amount", encode.integer, amount),
            ("action", encode.string, action),
            ("currency", encode.string, currency),
            ("idempotency_key", encode.string, idempotency_key),
            ("note", encode.string, note),
            extra=extra,
        ),
        idempotent=bool(idempotency_key),
    )
