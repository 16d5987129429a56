# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, child
from ..types import UNSET, JsonObject, Unset
from .billing_money_amount import BillingMoneyAmount
from .billing_payer_credit import BillingPayerCredit
from .billing_proration_credit import BillingProrationCredit


@model
class BillingCredits(Model):
    """Credit that is taken from a payment.

    Attributes:
        proration: For the part of a period that was not used; null for none.
        payer: From the credit of the payer; null for none.
        total: An amount of money.
    """

    proration: BillingProrationCredit | None
    payer: BillingPayerCredit | None
    total: BillingMoneyAmount
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "proration": "proration",
        "payer": "payer",
        "total": "total",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingCredits)
        (
            read_proration,
            read_payer,
            read_total,
        ) = shape.values(src)
        one.proration = child("proration", read_proration, BillingProrationCredit, shared)
        one.payer = child("payer", read_payer, BillingPayerCredit, shared)
        one.total = child("total", read_total, BillingMoneyAmount, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingCredits else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "proration": Rule("an object", required=True, nullable=True, model=BillingProrationCredit),
            "payer": Rule("an object", required=True, nullable=True, model=BillingPayerCredit),
            "total": Rule("an object", required=True, model=BillingMoneyAmount),
        }

    def replace(
        self,
        *,
        proration: BillingProrationCredit | None | Unset = UNSET,
        payer: BillingPayerCredit | None | Unset = UNSET,
        total: BillingMoneyAmount | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            proration=proration,
            payer=payer,
            total=total,
        )
