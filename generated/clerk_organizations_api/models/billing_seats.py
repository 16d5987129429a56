# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, children
from ..types import UNSET, JsonObject, Unset
from .billing_per_unit_total_tier import BillingPerUnitTotalTier


@model
class BillingSeats(Model):
    """Seats for members in a subscription.

    Attributes:
        quantity: Number of seats; null for no limit.
        tiers: What they come to, by price.
    """

    quantity: int | None
    tiers: list[BillingPerUnitTotalTier] | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "quantity": "quantity",
        "tiers": "tiers",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingSeats)
        (
            one.quantity,
            read_tiers,
        ) = shape.values(src)
        one.tiers = children("tiers", read_tiers, BillingPerUnitTotalTier)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingSeats else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "quantity": Rule("an integer", required=True, nullable=True),
            "tiers": Rule("an array", item=Rule("an object", model=BillingPerUnitTotalTier)),
        }

    def replace(
        self,
        *,
        quantity: int | None | Unset = UNSET,
        tiers: list[BillingPerUnitTotalTier] | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            quantity=quantity,
            tiers=tiers,
        )
