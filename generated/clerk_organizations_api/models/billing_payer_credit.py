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
class BillingPayerCredit(Model):
    """Credit of the payer in a payment.

    Attributes:
        remaining_balance: An amount of money.
        applied_amount: An amount of money.
    """

    remaining_balance: BillingMoneyAmount
    applied_amount: BillingMoneyAmount
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "remaining_balance": "remaining_balance",
        "applied_amount": "applied_amount",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingPayerCredit)
        (
            read_remaining_balance,
            read_applied_amount,
        ) = shape.values(src)
        one.remaining_balance = child("remaining_balance", read_remaining_balance, BillingMoneyAmount, shared)
        one.applied_amount = child("applied_amount", read_applied_amount, BillingMoneyAmount, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingPayerCredit else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "remaining_balance": Rule("an object", required=True, model=BillingMoneyAmount),
            "applied_amount": Rule("an object", required=True, model=BillingMoneyAmount),
        }

    def replace(
        self,
        *,
        remaining_balance: BillingMoneyAmount | Unset = UNSET,
        applied_amount: BillingMoneyAmount | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            remaining_balance=remaining_balance,
            applied_amount=applied_amount,
        )
