# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, as_datetime, child, children
from ..enums import BillingSubscriptionObject, BillingSubscriptionStatus
from ..types import UNSET, JsonObject, Unset
from .billing_subscription_item import BillingSubscriptionItem
from .billing_subscription_next_payment import BillingSubscriptionNextPayment


@model
class BillingSubscription(Model):
    """What an organization pays for.

    Attributes:
        object: What kind of object this is.
        id: Its id, `csub_…`.
        instance_id: Id of the instance, `ins_…`.
        status: Its state.
        payer_id: Id of the payer that the organization is.
        created_at: When it was made. Unix milliseconds.
        updated_at: When it last changed. Unix milliseconds.
        active_at: Since when it is active; null if it is not. Unix milliseconds.
        past_due_at: Since when a payment is overdue; null if none is. Unix milliseconds.
        subscription_items: The plans in it.
        next_payment: The next payment of a subscription.
        eligible_for_free_trial: Whether the organization may still have a free trial.
    """

    object: BillingSubscriptionObject | str
    id: str
    instance_id: str
    status: BillingSubscriptionStatus | str
    payer_id: str
    created_at: int
    updated_at: int
    active_at: int | None
    past_due_at: int | None
    subscription_items: list[BillingSubscriptionItem]
    next_payment: BillingSubscriptionNextPayment | None
    eligible_for_free_trial: bool | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "id": "id",
        "instance_id": "instance_id",
        "status": "status",
        "payer_id": "payer_id",
        "created_at": "created_at",
        "updated_at": "updated_at",
        "active_at": "active_at",
        "past_due_at": "past_due_at",
        "subscription_items": "subscription_items",
        "next_payment": "next_payment",
        "eligible_for_free_trial": "eligible_for_free_trial",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingSubscription)
        (
            one.object,
            one.id,
            one.instance_id,
            one.status,
            one.payer_id,
            one.created_at,
            one.updated_at,
            one.active_at,
            one.past_due_at,
            read_subscription_items,
            read_next_payment,
            one.eligible_for_free_trial,
        ) = shape.values(src)
        one.subscription_items = children("subscription_items", read_subscription_items, BillingSubscriptionItem)
        one.next_payment = child("next_payment", read_next_payment, BillingSubscriptionNextPayment, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingSubscription else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "instance_id": Rule("a string", required=True),
            "status": Rule("a string", required=True),
            "payer_id": Rule("a string", required=True),
            "created_at": Rule("an integer", required=True),
            "updated_at": Rule("an integer", required=True),
            "active_at": Rule("an integer", required=True, nullable=True),
            "past_due_at": Rule("an integer", required=True, nullable=True),
            "subscription_items": Rule(
                "an array", required=True, item=Rule("an object", model=BillingSubscriptionItem)
            ),
            "next_payment": Rule("an object", model=BillingSubscriptionNextPayment),
            "eligible_for_free_trial": Rule("a boolean"),
        }

    def replace(
        self,
        *,
        object: BillingSubscriptionObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        instance_id: str | Unset = UNSET,
        status: BillingSubscriptionStatus | str | Unset = UNSET,
        payer_id: str | Unset = UNSET,
        created_at: int | Unset = UNSET,
        updated_at: int | Unset = UNSET,
        active_at: int | None | Unset = UNSET,
        past_due_at: int | None | Unset = UNSET,
        subscription_items: list[BillingSubscriptionItem] | Unset = UNSET,
        next_payment: BillingSubscriptionNextPayment | None | Unset = UNSET,
        eligible_for_free_trial: bool | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            id=id,
            instance_id=instance_id,
            status=status,
            payer_id=payer_id,
            created_at=created_at,
            updated_at=updated_at,
            active_at=active_at,
            past_due_at=past_due_at,
            subscription_items=subscription_items,
            next_payment=next_payment,
            eligible_for_free_trial=eligible_for_free_trial,
        )

    @property
    def created_at_datetime(self) -> datetime:
        """`created_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime:
        """`updated_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.updated_at)

    @property
    def active_at_datetime(self) -> datetime | None:
        """`active_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.active_at)

    @property
    def past_due_at_datetime(self) -> datetime | None:
        """`past_due_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.past_due_at)
