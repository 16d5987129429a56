# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, as_datetime, child, children
from ..types import UNSET, JsonObject, Unset
from .billing_money_amount import BillingMoneyAmount
from .billing_per_unit_total import BillingPerUnitTotal
from .billing_totals import BillingTotals


@model
class BillingSubscriptionNextPayment(Model):
    """The next payment of a subscription.

    Attributes:
        date: When it is due. Unix milliseconds.
        amount: An amount of money.
        per_unit_totals: What units, such as seats, come to.
        totals: What the amount is made of; null if not known.
    """

    date: int
    amount: BillingMoneyAmount
    per_unit_totals: list[BillingPerUnitTotal] | None
    totals: BillingTotals | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "date": "date",
        "amount": "amount",
        "per_unit_totals": "per_unit_totals",
        "totals": "totals",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingSubscriptionNextPayment)
        (
            one.date,
            read_amount,
            read_per_unit_totals,
            read_totals,
        ) = shape.values(src)
        one.amount = child("amount", read_amount, BillingMoneyAmount, shared)
        one.per_unit_totals = children("per_unit_totals", read_per_unit_totals, BillingPerUnitTotal)
        one.totals = child("totals", read_totals, BillingTotals, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingSubscriptionNextPayment else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "date": Rule("an integer", required=True),
            "amount": Rule("an object", required=True, model=BillingMoneyAmount),
            "per_unit_totals": Rule("an array", item=Rule("an object", model=BillingPerUnitTotal)),
            "totals": Rule("an object", nullable=True, model=BillingTotals),
        }

    def replace(
        self,
        *,
        date: int | Unset = UNSET,
        amount: BillingMoneyAmount | Unset = UNSET,
        per_unit_totals: list[BillingPerUnitTotal] | None | Unset = UNSET,
        totals: BillingTotals | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            date=date,
            amount=amount,
            per_unit_totals=per_unit_totals,
            totals=totals,
        )

    @property
    def date_datetime(self) -> datetime:
        """`date` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.date)
