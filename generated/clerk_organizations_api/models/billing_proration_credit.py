# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, child
from ..types import UNSET, JsonObject, Unset
from .billing_money_amount import BillingMoneyAmount


@model
class BillingProrationCredit(Model):
    """Credit for the part of a period that was not used.

    Attributes:
        amount: An amount of money.
        cycle_days_remaining: Days of the period that were left.
        cycle_days_total: Days of the period.
        cycle_remaining_percent: Percent of the period that were left.
    """

    amount: BillingMoneyAmount
    cycle_days_remaining: int
    cycle_days_total: int
    cycle_remaining_percent: float
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "amount": "amount",
        "cycle_days_remaining": "cycle_days_remaining",
        "cycle_days_total": "cycle_days_total",
        "cycle_remaining_percent": "cycle_remaining_percent",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingProrationCredit)
        (
            read_amount,
            one.cycle_days_remaining,
            one.cycle_days_total,
            one.cycle_remaining_percent,
        ) = shape.values(src)
        one.amount = child("amount", read_amount, BillingMoneyAmount, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingProrationCredit else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "amount": Rule("an object", required=True, model=BillingMoneyAmount),
            "cycle_days_remaining": Rule("an integer", required=True),
            "cycle_days_total": Rule("an integer", required=True),
            "cycle_remaining_percent": Rule("a number", required=True),
        }

    def replace(
        self,
        *,
        amount: BillingMoneyAmount | Unset = UNSET,
        cycle_days_remaining: int | Unset = UNSET,
        cycle_days_total: int | Unset = UNSET,
        cycle_remaining_percent: float | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            amount=amount,
            cycle_days_remaining=cycle_days_remaining,
            cycle_days_total=cycle_days_total,
            cycle_remaining_percent=cycle_remaining_percent,
        )
