# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, as_datetime, child
from ..enums import BillingPayerObject
from ..types import UNSET, JsonObject, Unset
from .billing_money_amount import BillingMoneyAmount


@model
class BillingPayer(Model):
    """A user or an organization as one that pays.

    Attributes:
        object: What kind of object this is.
        id: Its id.
        instance_id: Id of the instance, `ins_…`.
        user_id: Id of the user; null for an organization.
        first_name: First name of the user; null if not known.
        last_name: Last name of the user; null if not known.
        email: E-mail address of the user; null if not known.
        organization_id: Id of the organization; null for a user.
        organization_name: Name of the organization; null for a user.
        image_url: URL of its picture.
        credits_balance: An amount of money.
        created_at: When it was made. Unix milliseconds.
        updated_at: When it last changed. Unix milliseconds.
    """

    object: BillingPayerObject | str
    id: str
    instance_id: str
    user_id: str | None
    first_name: str | None
    last_name: str | None
    email: str | None
    organization_id: str | None
    organization_name: str | None
    image_url: str | None
    credits_balance: BillingMoneyAmount | None
    created_at: int | None
    updated_at: int | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "id": "id",
        "instance_id": "instance_id",
        "user_id": "user_id",
        "first_name": "first_name",
        "last_name": "last_name",
        "email": "email",
        "organization_id": "organization_id",
        "organization_name": "organization_name",
        "image_url": "image_url",
        "credits_balance": "credits_balance",
        "created_at": "created_at",
        "updated_at": "updated_at",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingPayer)
        (
            one.object,
            one.id,
            one.instance_id,
            one.user_id,
            one.first_name,
            one.last_name,
            one.email,
            one.organization_id,
            one.organization_name,
            one.image_url,
            read_credits_balance,
            one.created_at,
            one.updated_at,
        ) = shape.values(src)
        one.credits_balance = child("credits_balance", read_credits_balance, BillingMoneyAmount, shared)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingPayer else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "instance_id": Rule("a string", required=True),
            "user_id": Rule("a string", nullable=True),
            "first_name": Rule("a string", nullable=True),
            "last_name": Rule("a string", nullable=True),
            "email": Rule("a string", nullable=True),
            "organization_id": Rule("a string", nullable=True),
            "organization_name": Rule("a string", nullable=True),
            "image_url": Rule("a string"),
            "credits_balance": Rule("an object", model=BillingMoneyAmount),
            "created_at": Rule("an integer"),
            "updated_at": Rule("an integer"),
        }

    def replace(
        self,
        *,
        object: BillingPayerObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        instance_id: str | Unset = UNSET,
        user_id: str | None | Unset = UNSET,
        first_name: str | None | Unset = UNSET,
        last_name: str | None | Unset = UNSET,
        email: str | None | Unset = UNSET,
        organization_id: str | None | Unset = UNSET,
        organization_name: str | None | Unset = UNSET,
        image_url: str | None | Unset = UNSET,
        credits_balance: BillingMoneyAmount | None | Unset = UNSET,
        created_at: int | None | Unset = UNSET,
        updated_at: int | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            id=id,
            instance_id=instance_id,
            user_id=user_id,
            first_name=first_name,
            last_name=last_name,
            email=email,
            organization_id=organization_id,
            organization_name=organization_name,
            image_url=image_url,
            credits_balance=credits_balance,
            created_at=created_at,
            updated_at=updated_at,
        )

    @property
    def created_at_datetime(self) -> datetime | None:
        """`created_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.created_at)

    @property
    def updated_at_datetime(self) -> datetime | None:
        """`updated_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.updated_at)
