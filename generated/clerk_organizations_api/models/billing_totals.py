# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, child, children
from ..types import UNSET, JsonObject, Unset
from .billing_credits import BillingCredits
from .billing_discounts import BillingDiscounts
from .billing_money_amount import BillingMoneyAmount
from .billing_per_unit_total import BillingPerUnitTotal


@model
class BillingTotals(Model):
    """What an amount is made of.

    Attributes:
        subtotal: An amount of money.
        base_fee: An amount of money.
        tax_total: An amount of money.
        grand_total: An amount of money.
        per_unit_totals: What units, such as seats, come to.
        credits: Credit that is taken from it; null for none.
        discounts: What it is reduced by; null for nothing.
    """

    subtotal: BillingMoneyAmount
    base_fee: BillingMoneyAmount
    tax_total: BillingMoneyAmount
    grand_total: BillingMoneyAmount
    per_unit_totals: list[BillingPerUnitTotal] | None
    credits: BillingCredits | None
    discounts: BillingDiscounts | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "subtotal": "subtotal",
        "base_fee": "base_fee",
        "tax_total": "tax_total",
        "grand_total": "grand_total",
        "per_unit_totals": "per_unit_totals",
        "credits": "credits",
        "discounts": "discounts",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingTotals)
        (
            read_subtotal,
            read_base_fee,
            read_tax_total,
            read_grand_total,
            read_per_unit_totals,
            read_credits,
            read_discounts,
        ) = shape.values(src)
        one.subtotal = child("subtotal", read_subtotal, BillingMoneyAmount, shared)
        one.base_fee = child("base_fee", read_base_fee, BillingMoneyAmount, shared)
        one.tax_total = child("tax_total", read_tax_total, BillingMoneyAmount, shared)
        one.grand_total = child("grand_total", read_grand_total, BillingMoneyAmount, shared)
        one.per_unit_totals = children("per_unit_totals", read_per_unit_totals, BillingPerUnitTotal)
        one.credits = child("credits", read_credits, BillingCredits, shared)
        one.discounts = child("discounts", read_discounts, BillingDiscounts, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingTotals else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "subtotal": Rule("an object", required=True, model=BillingMoneyAmount),
            "base_fee": Rule("an object", required=True, model=BillingMoneyAmount),
            "tax_total": Rule("an object", required=True, model=BillingMoneyAmount),
            "grand_total": Rule("an object", required=True, model=BillingMoneyAmount),
            "per_unit_totals": Rule("an array", item=Rule("an object", model=BillingPerUnitTotal)),
            "credits": Rule("an object", nullable=True, model=BillingCredits),
            "discounts": Rule("an object", nullable=True, model=BillingDiscounts),
        }

    def replace(
        self,
        *,
        subtotal: BillingMoneyAmount | Unset = UNSET,
        base_fee: BillingMoneyAmount | Unset = UNSET,
        tax_total: BillingMoneyAmount | Unset = UNSET,
        grand_total: BillingMoneyAmount | Unset = UNSET,
        per_unit_totals: list[BillingPerUnitTotal] | None | Unset = UNSET,
        credits: BillingCredits | None | Unset = UNSET,
        discounts: BillingDiscounts | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            subtotal=subtotal,
            base_fee=base_fee,
            tax_total=tax_total,
            grand_total=grand_total,
            per_unit_totals=per_unit_totals,
            credits=credits,
            discounts=discounts,
        )
