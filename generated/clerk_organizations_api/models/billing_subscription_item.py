# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, as_datetime, child
from ..enums import BillingSubscriptionItemObject, BillingSubscriptionItemPlanPeriod, BillingSubscriptionItemStatus
from ..types import UNSET, JsonObject, Unset
from .billing_credits import BillingCredits
from .billing_money_amount import BillingMoneyAmount
from .billing_payer import BillingPayer
from .billing_payment_method import BillingPaymentMethod
from .billing_plan import BillingPlan
from .billing_seats import BillingSeats
from .billing_subscription_item_credit import BillingSubscriptionItemCredit
from .billing_subscription_item_next_payment import BillingSubscriptionItemNextPayment
from .billing_totals import BillingTotals


@model
class BillingSubscriptionItem(Model):
    """One plan of a subscription, in one period.

    Attributes:
        object: What kind of object this is.
        id: Its id.
        instance_id: Id of the instance, `ins_…`.
        status: Its state.
        credit: Credit for the part of a period that was not used.
        credits: Credit that is taken from what it costs; null for none.
        plan_id: Id of the plan; null if it is gone.
        price_id: Id of the price.
        plan: The plan; null if it is gone.
        plan_period: How often it is paid.
        payment_method: How a payer pays.
        lifetime_paid: An amount of money.
        next_payment: Its next payment; null if there is none to come.
        payer_id: Id of the payer.
        payer: A user or an organization as one that pays.
        is_free_trial: Whether this is a free trial.
        period_start: When the period began. Unix milliseconds.
        period_end: When it ends; null for never. Unix milliseconds.
        proration_date: Day from which a part of a period is counted.
        canceled_at: When it was cancelled; null if it was not. Unix milliseconds.
        past_due_at: Since when a payment is overdue; null if none is. Unix milliseconds.
        ended_at: When it ended; null if it did not. Unix milliseconds.
        created_at: When it was made. Unix milliseconds.
        updated_at: When it last changed. Unix milliseconds.
        seats: Seats for members; null where they are not counted.
        totals: What its price is made of; null if not known.
    """

    object: BillingSubscriptionItemObject | str
    id: str
    instance_id: str
    status: BillingSubscriptionItemStatus | str
    credit: BillingSubscriptionItemCredit | None
    credits: BillingCredits | None
    plan_id: str | None
    price_id: str | None
    plan: BillingPlan | None
    plan_period: BillingSubscriptionItemPlanPeriod | str
    payment_method: BillingPaymentMethod | None
    lifetime_paid: BillingMoneyAmount | None
    next_payment: BillingSubscriptionItemNextPayment | None
    payer_id: str
    payer: BillingPayer | None
    is_free_trial: bool
    period_start: int
    period_end: int | None
    proration_date: str | None
    canceled_at: int | None
    past_due_at: int | None
    ended_at: int | None
    created_at: int | None
    updated_at: int | None
    seats: BillingSeats | None
    totals: BillingTotals | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "id": "id",
        "instance_id": "instance_id",
        "status": "status",
        "credit": "credit",
        "credits": "credits",
        "plan_id": "plan_id",
        "price_id": "price_id",
        "plan": "plan",
        "plan_period": "plan_period",
        "payment_method": "payment_method",
        "lifetime_paid": "lifetime_paid",
        "next_payment": "next_payment",
        "payer_id": "payer_id",
        "payer": "payer",
        "is_free_trial": "is_free_trial",
        "period_start": "period_start",
        "period_end": "period_end",
        "proration_date": "proration_date",
        "canceled_at": "canceled_at",
        "past_due_at": "past_due_at",
        "ended_at": "ended_at",
        "created_at": "created_at",
        "updated_at": "updated_at",
        "seats": "seats",
        "totals": "totals",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingSubscriptionItem)
        (
            one.object,
            one.id,
            one.instance_id,
            one.status,
            read_credit,
            read_credits,
            one.plan_id,
            one.price_id,
            read_plan,
            one.plan_period,
            read_payment_method,
            read_lifetime_paid,
            read_next_payment,
            one.payer_id,
            read_payer,
            one.is_free_trial,
            one.period_start,
            one.period_end,
            one.proration_date,
            one.canceled_at,
            one.past_due_at,
            one.ended_at,
            one.created_at,
            one.updated_at,
            read_seats,
            read_totals,
        ) = shape.values(src)
        one.credit = child("credit", read_credit, BillingSubscriptionItemCredit, shared)
        one.credits = child("credits", read_credits, BillingCredits, shared)
        one.plan = child("plan", read_plan, BillingPlan, shared)
        one.payment_method = child("payment_method", read_payment_method, BillingPaymentMethod, shared)
        one.lifetime_paid = child("lifetime_paid", read_lifetime_paid, BillingMoneyAmount, shared)
        one.next_payment = child("next_payment", read_next_payment, BillingSubscriptionItemNextPayment, shared)
        one.payer = child("payer", read_payer, BillingPayer, shared)
        one.seats = child("seats", read_seats, BillingSeats, shared)
        one.totals = child("totals", read_totals, BillingTotals, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingSubscriptionItem else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "instance_id": Rule("a string", required=True),
            "status": Rule("a string", required=True),
            "credit": Rule("an object", model=BillingSubscriptionItemCredit),
            "credits": Rule("an object", nullable=True, model=BillingCredits),
            "plan_id": Rule("a string", required=True, nullable=True),
            "price_id": Rule("a string"),
            "plan": Rule("an object", nullable=True, model=BillingPlan),
            "plan_period": Rule("a string", required=True),
            "payment_method": Rule("an object", model=BillingPaymentMethod),
            "lifetime_paid": Rule("an object", model=BillingMoneyAmount),
            "next_payment": Rule("an object", nullable=True, model=BillingSubscriptionItemNextPayment),
            "payer_id": Rule("a string", required=True),
            "payer": Rule("an object", model=BillingPayer),
            "is_free_trial": Rule("a boolean", required=True),
            "period_start": Rule("an integer", required=True),
            "period_end": Rule("an integer", required=True, nullable=True),
            "proration_date": Rule("a string"),
            "canceled_at": Rule("an integer", required=True, nullable=True),
            "past_due_at": Rule("an integer", required=True, nullable=True),
            "ended_at": Rule("an integer", required=True, nullable=True),
            "created_at": Rule("an integer"),
            "updated_at": Rule("an integer"),
            "seats": Rule("an object", nullable=True, model=BillingSeats),
            "totals": Rule("an object", nullable=True, model=BillingTotals),
        }

    def replace(
        self,
        *,
        object: BillingSubscriptionItemObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        instance_id: str | Unset = UNSET,
        status: BillingSubscriptionItemStatus | str | Unset = UNSET,
        credit: BillingSubscriptionItemCredit | None | Unset = UNSET,
        credits: BillingCredits | None | Unset = UNSET,
        plan_id: str | None | Unset = UNSET,
        price_id: str | None | Unset = UNSET,
        plan: BillingPlan | None | Unset = UNSET,
        plan_period: BillingSubscriptionItemPlanPeriod | str | Unset = UNSET,
        payment_method: BillingPaymentMethod | None | Unset = UNSET,
        lifetime_paid: BillingMoneyAmount | None | Unset = UNSET,
        next_payment: BillingSubscriptionItemNextPayment | None | Unset = UNSET,
        payer_id: str | Unset = UNSET,
        payer: BillingPayer | None | Unset = UNSET,
        is_free_trial: bool | Unset = UNSET,
        period_start: int | Unset = UNSET,
        period_end: int | None | Unset = UNSET,
        proration_date: str | None | Unset = UNSET,
        canceled_at: int | None | Unset = UNSET,
        past_due_at: int | None | Unset = UNSET,
        ended_at: int | None | Unset = UNSET,
        created_at: int | None | Unset = UNSET,
        updated_at: int | None | Unset = UNSET,
        seats: BillingSeats | None | Unset = UNSET,
        totals: BillingTotals | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            id=id,
            instance_id=instance_id,
            status=status,
            credit=credit,
            credits=credits,
            plan_id=plan_id,
            price_id=price_id,
            plan=plan,
            plan_period=plan_period,
            payment_method=payment_method,
            lifetime_paid=lifetime_paid,
            next_payment=next_payment,
            payer_id=payer_id,
            payer=payer,
            is_free_trial=is_free_trial,
            period_start=period_start,
            period_end=period_end,
            proration_date=proration_date,
            canceled_at=canceled_at,
            past_due_at=past_due_at,
            ended_at=ended_at,
            created_at=created_at,
            updated_at=updated_at,
            seats=seats,
            totals=totals,
        )

    @property
    def period_start_datetime(self) -> datetime:
        """`period_start` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.period_start)

    @property
    def period_end_datetime(self) -> datetime | None:
        """`period_end` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.period_end)

    @property
    def canceled_at_datetime(self) -> datetime | None:
        """`canceled_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.canceled_at)

    @property
    def past_due_at_datetime(self) -> datetime | None:
        """`past_due_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.past_due_at)

    @property
    def ended_at_datetime(self) -> datetime | None:
        """`ended_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.ended_at)

    @property
    def created_at_datetime(self) -> datetime | None:
        """`created_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime | None:
        """`updated_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.updated_at)
