# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, as_datetime
from ..enums import BillingPaymentMethodObject, BillingPaymentMethodPaymentType, BillingPaymentMethodStatus
from ..types import UNSET, JsonObject, Unset


@model
class BillingPaymentMethod(Model):
    """How a payer pays.

    Attributes:
        object: What kind of object this is.
        id: Its id.
        payer_id: Id of the payer.
        payment_type: What kind of payment it is.
        is_default: Whether it is used unless another one is chosen.
        gateway: Service that handles the payments, such as `stripe`.
        gateway_external_id: Its id at that service.
        gateway_external_account_id: Id of the account at that service; null for the one of Clerk.
        last4: Last four digits of a card; null if it is none.
        status: Whether it can be used.
        wallet_type: Kind of wallet that the card is in; null for none.
        card_type: Brand of a card, such as `visa`; null if it is none.
        expiry_year: Year in which a card expires; null if it is none.
        expiry_month: Month in which it expires, from 1; null if it is none.
        created_at: When it was added. Unix milliseconds.
        updated_at: When it last changed. Unix milliseconds.
        is_removable: Whether the payer may remove it.
    """

    object: BillingPaymentMethodObject | str
    id: str
    payer_id: str
    payment_type: BillingPaymentMethodPaymentType | str
    is_default: bool | None
    gateway: str
    gateway_external_id: str
    gateway_external_account_id: str | None
    last4: str | None
    status: BillingPaymentMethodStatus | str
    wallet_type: str | None
    card_type: str | None
    expiry_year: int | None
    expiry_month: int | None
    created_at: int | None
    updated_at: int | None
    is_removable: bool | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "id": "id",
        "payer_id": "payer_id",
        "payment_type": "payment_type",
        "is_default": "is_default",
        "gateway": "gateway",
        "gateway_external_id": "gateway_external_id",
        "gateway_external_account_id": "gateway_external_account_id",
        "last4": "last4",
        "status": "status",
        "wallet_type": "wallet_type",
        "card_type": "card_type",
        "expiry_year": "expiry_year",
        "expiry_month": "expiry_month",
        "created_at": "created_at",
        "updated_at": "updated_at",
        "is_removable": "is_removable",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingPaymentMethod)
        (
            one.object,
            one.id,
            one.payer_id,
            one.payment_type,
            one.is_default,
            one.gateway,
            one.gateway_external_id,
            one.gateway_external_account_id,
            one.last4,
            one.status,
            one.wallet_type,
            one.card_type,
            one.expiry_year,
            one.expiry_month,
            one.created_at,
            one.updated_at,
            one.is_removable,
        ) = shape.values(src)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingPaymentMethod else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "payer_id": Rule("a string", required=True),
            "payment_type": Rule("a string", required=True),
            "is_default": Rule("a boolean"),
            "gateway": Rule("a string", required=True),
            "gateway_external_id": Rule("a string", required=True),
            "gateway_external_account_id": Rule("a string", required=True, nullable=True),
            "last4": Rule("a string", required=True, nullable=True),
            "status": Rule("a string", required=True),
            "wallet_type": Rule("a string", nullable=True),
            "card_type": Rule("a string", required=True, nullable=True),
            "expiry_year": Rule("an integer", nullable=True),
            "expiry_month": Rule("an integer", nullable=True),
            "created_at": Rule("an integer"),
            "updated_at": Rule("an integer"),
            "is_removable": Rule("a boolean"),
        }

    def replace(
        self,
        *,
        object: BillingPaymentMethodObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        payer_id: str | Unset = UNSET,
        payment_type: BillingPaymentMethodPaymentType | str | Unset = UNSET,
        is_default: bool | None | Unset = UNSET,
        gateway: str | Unset = UNSET,
        gateway_external_id: str | Unset = UNSET,
        gateway_external_account_id: str | None | Unset = UNSET,
        last4: str | None | Unset = UNSET,
        status: BillingPaymentMethodStatus | str | Unset = UNSET,
        wallet_type: str | None | Unset = UNSET,
        card_type: str | None | Unset = UNSET,
        expiry_year: int | None | Unset = UNSET,
        expiry_month: int | None | Unset = UNSET,
        created_at: int | None | Unset = UNSET,
        updated_at: int | None | Unset = UNSET,
        is_removable: bool | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            id=id,
            payer_id=payer_id,
            payment_type=payment_type,
            is_default=is_default,
            gateway=gateway,
            gateway_external_id=gateway_external_id,
            gateway_external_account_id=gateway_external_account_id,
            last4=last4,
            status=status,
            wallet_type=wallet_type,
            card_type=card_type,
            expiry_year=expiry_year,
            expiry_month=expiry_month,
            created_at=created_at,
            updated_at=updated_at,
            is_removable=is_removable,
        )

    @property
    def created_at_datetime(self) -> datetime | None:
        """`created_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime | None:
        """`updated_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.updated_at)
