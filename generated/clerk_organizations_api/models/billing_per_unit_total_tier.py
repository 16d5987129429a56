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
class BillingPerUnitTotalTier(Model):
    """What the units of one price come to.

    Attributes:
        quantity: Number of units; null for no limit.
        fee_per_block: An amount of money.
        total: An amount of money.
    """

    quantity: int | None
    fee_per_block: BillingMoneyAmount
    total: BillingMoneyAmount
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "quantity": "quantity",
        "fee_per_block": "fee_per_block",
        "total": "total",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingPerUnitTotalTier)
        (
            one.quantity,
            read_fee_per_block,
            read_total,
        ) = shape.values(src)
        one.fee_per_block = child("fee_per_block", read_fee_per_block, BillingMoneyAmount, shared)
        one.total = child("total", read_total, BillingMoneyAmount, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingPerUnitTotalTier else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "quantity": Rule("an integer", nullable=True),
            "fee_per_block": Rule("an object", required=True, model=BillingMoneyAmount),
            "total": Rule("an object", required=True, model=BillingMoneyAmount),
        }

    def replace(
        self,
        *,
        quantity: int | None | Unset = UNSET,
        fee_per_block: BillingMoneyAmount | Unset = UNSET,
        total: BillingMoneyAmount | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            quantity=quantity,
            fee_per_block=fee_per_block,
            total=total,
        )
