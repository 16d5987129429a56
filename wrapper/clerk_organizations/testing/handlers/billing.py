"""Billing of organizations: subscriptions, credit, and their representations. Nothing is charged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..openapi import error_catalog
from ..openapi.formats import slug_from
from ..openapi.messages import JsonObject, Refusal, bad_param
from ..state.clock import DAY
from ..state.instance import Instance
from ..state.records import Adjustment, Organization, Subscription
from .registry import operation

INSTANCE_ID = "ins_2mock0000000000000000000001"
MONTH = 30 * DAY
SYMBOLS = {
    "AUD": "A$", "BRL": "R$", "CAD": "CA$", "CHF": "CHF", "DKK": "kr", "EUR": "€", "GBP": "£", "INR": "₹",
    "NOK": "kr", "NZD": "NZ$", "PLN": "zł", "SEK": "kr", "SGD": "S$", "USD": "$",
}  # fmt: skip
"""The currencies that the mock knows, each with its symbol."""


@dataclass(frozen=True, kw_only=True)
class CreditChange:
    """The body of an adjustment."""

    amount: int
    action: str
    idempotency_key: str
    currency: str = "USD"
    note: str | None = None

    @property
    def signed(self) -> int:
        """What is added to the credit."""
        return -self.amount if self.action == "decrease" else self.amount


def subscribe(instance: Instance, organization: Organization, **plan: Any) -> None:
    """Make an organization a payer with a subscription: to a free plan unless said otherwise."""
    if organization.payer_id is None:
        organization.payer_id = instance.next_id("cpayer")[0]
    subscription_id, now = instance.next_id("csub")[0], instance.now()
    organization.subscription = Subscription(id=subscription_id, created_at=now, **plan)


@operation("GetOrganizationBillingSubscription")
def get_subscription(instance: Instance, *, organization_id: str) -> JsonObject:
    organization = _payer(instance, organization_id)
    if organization.subscription is None:
        raise Refusal(error_catalog.SUBSCRIPTION_NOT_FOUND, "The organization has no subscription.")
    return render(instance, organization, organization.subscription)


@operation("GetOrganizationBillingCreditBalance")
def get_credit_balance(instance: Instance, *, organization_id: str) -> JsonObject:
    organization = _payer(instance, organization_id)
    balance, currency = organization.credit, _currency(organization)
    return {"object": "commerce_credit_balance", "balance": None if balance is None else money(balance, currency)}


@operation("AdjustOrganizationBillingCreditBalance")
def adjust_credit_balance(instance: Instance, *, organization_id: str, fields: CreditChange) -> JsonObject:
    organization = _payer(instance, organization_id)
    known = _checked(instance, organization, fields)
    if known is None:
        known = Adjustment(
            id=instance.next_id("ccl")[0],
            amount=fields.signed,
            currency=fields.currency,
            key=fields.idempotency_key,
            note=fields.note,
            created_at=instance.now(),
        )
        organization.adjustments[known.key] = known
    return _render_adjustment(organization, known)


def _checked(instance: Instance, organization: Organization, change: CreditChange) -> Adjustment | None:
    """The adjustment that was made with the key, if it was; raises Refusal for a change that cannot be made."""
    if change.amount <= 0:
        raise bad_param(error_catalog.CREDIT_AMOUNT, "amount")
    if not change.idempotency_key.strip():
        raise bad_param(error_catalog.CREDIT_KEY_BLANK, "idempotency_key")
    if change.currency not in SYMBOLS:
        raise bad_param(error_catalog.CREDIT_CURRENCY, "currency")
    known = organization.adjustments.get(change.idempotency_key)
    if known is not None:
        same = (known.amount, known.currency) == (change.signed, change.currency)
        if not same and instance.settings.credit_keys_are_strict:
            raise bad_param(error_catalog.CREDIT_KEY_REUSED, "idempotency_key")
        return known
    if change.currency != _currency(organization, change.currency):
        raise bad_param(error_catalog.CREDIT_OTHER_CURRENCY, "currency")
    if (organization.credit or 0) + change.signed < 0:
        raise bad_param(error_catalog.CREDIT_TOO_LOW, "amount")
    return None


def _payer(instance: Instance, organization_id: str) -> Organization:
    organization = instance.organization(organization_id)
    if not instance.settings.billing_enabled:
        raise Refusal(error_catalog.BILLING_OFF, "The instance has billing of organizations turned off.")
    if organization.payer_id is None:
        raise Refusal(error_catalog.PAYER_NOT_FOUND, "The organization is no payer.")
    return organization


def _currency(organization: Organization, default: str = "USD") -> str:
    """That of the credit of an organization."""
    return next((one.currency for one in organization.adjustments.values()), default)


def money(amount: int, currency: str = "USD") -> JsonObject:
    """A BillingMoneyAmount: cents, and the same as a text."""
    whole, cents = divmod(abs(amount), 100)
    return {
        "amount": amount,
        "amount_formatted": f"{'-' if amount < 0 else ''}{whole}.{cents:02d}",
        "currency": currency,
        "currency_symbol": SYMBOLS[currency],
    }


def _render_adjustment(organization: Organization, adjustment: Adjustment) -> JsonObject:
    return {
        "object": "commerce_credit_ledger",
        "id": adjustment.id,
        "payer_id": organization.payer_id,
        "amount": money(adjustment.amount, adjustment.currency),
        "source_type": "grant",
        "source_id": adjustment.key,
        "note": adjustment.note,
        "created_at": datetime.fromtimestamp(adjustment.created_at / 1000, UTC).isoformat().replace("+00:00", "Z"),
    }


def render(instance: Instance, organization: Organization, subscription: Subscription) -> JsonObject:
    """A BillingSubscription of one item."""
    item = _render_item(instance, organization, subscription)
    found: JsonObject = {
        "object": "commerce_subscription",
        "id": subscription.id,
        "instance_id": INSTANCE_ID,
        "status": subscription.status,
        "payer_id": organization.payer_id,
        "created_at": subscription.created_at,
        "updated_at": subscription.created_at,
        "active_at": subscription.created_at if subscription.status in ("active", "past_due") else None,
        "past_due_at": item["past_due_at"],
        "subscription_items": [item],
        "eligible_for_free_trial": subscription.fee == 0,
    }
    return found if item["next_payment"] is None else found | {"next_payment": item["next_payment"]}


def _render_item(instance: Instance, organization: Organization, subscription: Subscription) -> JsonObject:
    began, fee, is_paid = subscription.created_at, money(subscription.fee), subscription.fee > 0
    start = began + max(0, instance.now() - began) // MONTH * MONTH if is_paid else began
    end = start + MONTH if is_paid else None
    is_due = is_paid and subscription.status in ("active", "past_due")
    plan = _render_plan(subscription)
    item: JsonObject = {
        "object": "commerce_subscription_item",
        "id": f"{subscription.id}_item",
        "instance_id": INSTANCE_ID,
        "status": subscription.status,
        "plan_id": plan["id"],
        "price_id": f"{plan['id']}_month",
        "plan": plan,
        "plan_period": "month",
        "payer_id": organization.payer_id,
        "is_free_trial": False,
        "period_start": start,
        "period_end": end,
        "canceled_at": began if subscription.status == "canceled" else None,
        "past_due_at": began if subscription.status == "past_due" else None,
        "ended_at": began if subscription.status == "ended" else None,
        "next_payment": {"amount": fee, "date": end} if is_due else None,
        "created_at": began,
        "updated_at": began,
    }
    return item if subscription.seats is None else item | {"seats": {"quantity": subscription.seats}}


def _render_plan(subscription: Subscription) -> JsonObject:
    slug, fee = slug_from(subscription.plan), money(subscription.fee)
    return {
        "object": "commerce_plan",
        "id": f"cplan_2mock_{slug}",
        "name": subscription.plan,
        "fee": fee,
        "annual_monthly_fee": None,
        "annual_fee": None,
        "description": None,
        "product_id": "cprod_2mock",
        "is_default": subscription.fee == 0,
        "is_recurring": True,
        "publicly_visible": True,
        "has_base_fee": subscription.fee > 0,
        "for_payer_type": "org",
        "slug": slug,
        "avatar_url": None,
        "features": [],
        "free_trial_enabled": False,
        "free_trial_days": None,
    }
