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
class BillingPlanUnitPriceTier(Model):
    """Price of the blocks of units from one number to another.

    Attributes:
        starts_at_block: The first block of this price.
        ends_after_block: The last one; null for no end.
        fee_per_block: An amount of money.
    """

    starts_at_block: int
    ends_after_block: int | None
    fee_per_block: BillingMoneyAmount
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "starts_at_block": "starts_at_block",
        "ends_after_block": "ends_after_block",
        "fee_per_block": "fee_per_block",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingPlanUnitPriceTier)
        (
            one.starts_at_block,
            one.ends_after_block,
            read_fee_per_block,
        ) = shape.values(src)
        one.fee_per_block = child("fee_per_block", read_fee_per_block, BillingMoneyAmount, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingPlanUnitPriceTier else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "starts_at_block": Rule("an integer", required=True),
            "ends_after_block": Rule("an integer", nullable=True),
            "fee_per_block": Rule("an object", required=True, model=BillingMoneyAmount),
        }

    def replace(
        self,
        *,
        starts_at_block: int | Unset = UNSET,
        ends_after_block: int | None | Unset = UNSET,
        fee_per_block: BillingMoneyAmount | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            starts_at_block=starts_at_block,
            ends_after_block=ends_after_block,
            fee_per_block=fee_per_block,
        )
