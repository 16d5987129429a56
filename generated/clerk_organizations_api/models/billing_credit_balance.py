# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, child
from ..enums import BillingCreditBalanceObject
from ..types import UNSET, JsonObject, Unset
from .billing_money_amount import BillingMoneyAmount


@model
class BillingCreditBalance(Model):
    """Credit of an organization.

    Attributes:
        object: What kind of object this is.
        balance: How much is left; null if there has never been any.
    """

    object: BillingCreditBalanceObject | str
    balance: BillingMoneyAmount | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "balance": "balance",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingCreditBalance)
        (
            one.object,
            read_balance,
        ) = shape.values(src)
        one.balance = child("balance", read_balance, BillingMoneyAmount, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingCreditBalance else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "balance": Rule("an object", required=True, nullable=True, model=BillingMoneyAmount),
        }

    def replace(
        self,
        *,
        object: BillingCreditBalanceObject | str | Unset = UNSET,
        balance: BillingMoneyAmount | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            balance=balance,
        )
