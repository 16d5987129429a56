# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, child
from ..enums import BillingCreditLedgerEntryObject
from ..types import UNSET, JsonObject, Unset
from .billing_money_amount import BillingMoneyAmount


@model
class BillingCreditLedgerEntry(Model):
    """Something that was added to the credit of an organization, or taken from it.

    Attributes:
        object: What kind of object this is.
        id: Its id.
        payer_id: Id of the payer that the organization is.
        amount: An amount of money.
        source_type: Where it comes from, such as `grant`.
        source_id: Id of what it comes from.
        note: What it is for; null if nothing was said.
        created_at: When it was made; a text of RFC 3339.
    """

    object: BillingCreditLedgerEntryObject | str
    id: str
    payer_id: str
    amount: BillingMoneyAmount
    source_type: str
    source_id: str
    note: str | None
    created_at: str
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "id": "id",
        "payer_id": "payer_id",
        "amount": "amount",
        "source_type": "source_type",
        "source_id": "source_id",
        "note": "note",
        "created_at": "created_at",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingCreditLedgerEntry)
        (
            one.object,
            one.id,
            one.payer_id,
            read_amount,
            one.source_type,
            one.source_id,
            one.note,
            one.created_at,
        ) = shape.values(src)
        one.amount = child("amount", read_amount, BillingMoneyAmount, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingCreditLedgerEntry else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "payer_id": Rule("a string", required=True),
            "amount": Rule("an object", required=True, model=BillingMoneyAmount),
            "source_type": Rule("a string", required=True),
            "source_id": Rule("a string", required=True),
            "note": Rule("a string", nullable=True),
            "created_at": Rule("a string", required=True),
        }

    def replace(
        self,
        *,
        object: BillingCreditLedgerEntryObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        payer_id: str | Unset = UNSET,
        amount: BillingMoneyAmount | Unset = UNSET,
        source_type: str | Unset = UNSET,
        source_id: str | Unset = UNSET,
        note: str | None | Unset = UNSET,
        created_at: str | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            id=id,
            payer_id=payer_id,
            amount=amount,
            source_type=source_type,
            source_id=source_id,
            note=note,
            created_at=created_at,
        )
