# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, children
from ..types import UNSET, JsonObject, Unset
from .billing_plan_unit_price_tier import BillingPlanUnitPriceTier


@model
class BillingPlanUnitPrice(Model):
    """Price of a kind of unit in a plan.

    Attributes:
        name: What is counted, such as `seats`.
        block_size: Units that are sold together.
        tiers: What blocks cost, by their number.
    """

    name: str
    block_size: int
    tiers: list[BillingPlanUnitPriceTier]
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "name": "name",
        "block_size": "block_size",
        "tiers": "tiers",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingPlanUnitPrice)
        (
            one.name,
            one.block_size,
            read_tiers,
        ) = shape.values(src)
        one.tiers = children("tiers", read_tiers, BillingPlanUnitPriceTier)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingPlanUnitPrice else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "name": Rule("a string", required=True),
            "block_size": Rule("an integer", required=True),
            "tiers": Rule("an array", required=True, item=Rule("an object", model=BillingPlanUnitPriceTier)),
        }

    def replace(
        self,
        *,
        name: str | Unset = UNSET,
        block_size: int | Unset = UNSET,
        tiers: list[BillingPlanUnitPriceTier] | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            name=name,
            block_size=block_size,
            tiers=tiers,
        )
