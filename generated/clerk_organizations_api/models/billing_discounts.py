# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, child
from ..types import UNSET, JsonObject, Unset
from .billing_money_amount import BillingMoneyAmount
from .billing_proration_discount import BillingProrationDiscount


@model
class BillingDiscounts(Model):
    """What a payment is reduced by.

    Attributes:
        proration: For the part of a period that is over; null for none.
        total: An amount of money.
    """

    proration: BillingProrationDiscount | None
    total: BillingMoneyAmount
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "proration": "proration",
        "total": "total",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingDiscounts)
        (
            read_proration,
            read_total,
        ) = shape.values(src)
        one.proration = child("proration", read_proration, BillingProrationDiscount, shared)
        one.total = child("total", read_total, BillingMoneyAmount, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingDiscounts else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "proration": Rule("an object", required=True, nullable=True, model=BillingProrationDiscount),
            "total": Rule("an object", required=True, model=BillingMoneyAmount),
        }

    def replace(
        self,
        *,
        proration: BillingProrationDiscount | None | Unset = UNSET,
        total: BillingMoneyAmount | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            proration=proration,
            total=total,
        )
