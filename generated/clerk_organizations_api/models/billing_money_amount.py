# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels
from ..types import UNSET, JsonObject, Unset


@model
class BillingMoneyAmount(Model):
    """An amount of money.

    Attributes:
        amount: In the smallest unit of the currency, such as cents; below 0 where it is taken.
        amount_formatted: The amount for people, such as `25.00`.
        currency: Code of the currency, such as `USD`.
        currency_symbol: Its symbol, such as `$`.
    """

    amount: int
    amount_formatted: str
    currency: str
    currency_symbol: str
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "amount": "amount",
        "amount_formatted": "amount_formatted",
        "currency": "currency",
        "currency_symbol": "currency_symbol",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingMoneyAmount)
        (
            one.amount,
            one.amount_formatted,
            one.currency,
            one.currency_symbol,
        ) = shape.values(src)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingMoneyAmount else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "amount": Rule("an integer", required=True),
            "amount_formatted": Rule("a string", required=True),
            "currency": Rule("a string", required=True),
            "currency_symbol": Rule("a string", required=True),
        }

    def replace(
        self,
        *,
        amount: int | Unset = UNSET,
        amount_formatted: str | Unset = UNSET,
        currency: str | Unset = UNSET,
        currency_symbol: str | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            amount=amount,
            amount_formatted=amount_formatted,
            currency=currency,
            currency_symbol=currency_symbol,
        )
