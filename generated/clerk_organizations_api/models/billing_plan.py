# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, child, children
from ..encode import deprecated
from ..enums import BillingPlanObject
from ..types import UNSET, JsonObject, Unset, marked_deprecated
from .billing_money_amount import BillingMoneyAmount
from .billing_plan_unit_price import BillingPlanUnitPrice
from .feature import Feature


@model
class BillingPlan(Model):
    """A plan that payers can subscribe to.

    Attributes:
        object: What kind of object this is.
        id: Its id, `cplan_…`.
        name: Its name.
        fee: What it costs a month; null where it has no price of its own.
        annual_monthly_fee: What it costs a month when paid by the year; null if it cannot be.
        annual_fee: What it costs a year; null if it cannot be paid by the year.
        description: What it is for; null for none.
        product_id: Deprecated. Id of the product that it belongs to.
        is_default: Whether payers without another plan have it.
        is_recurring: Whether it is paid again and again.
        publicly_visible: Whether payers can see it.
        has_base_fee: Whether it costs something whatever is used of it.
        for_payer_type: What may subscribe: `org` or `user`.
        slug: Its name for URLs.
        avatar_url: URL of its picture; null for none.
        features: What it includes.
        free_trial_enabled: Whether it may be tried without paying.
        free_trial_days: Days of such a trial; null for none.
        unit_prices: Prices of units, such as seats.
    """

    object: BillingPlanObject | str
    id: str
    name: str
    fee: BillingMoneyAmount | None
    annual_monthly_fee: BillingMoneyAmount | None
    annual_fee: BillingMoneyAmount | None
    description: str | None
    _product_id: str
    is_default: bool
    is_recurring: bool
    publicly_visible: bool
    has_base_fee: bool
    for_payer_type: str
    slug: str
    avatar_url: str | None
    features: list[Feature] | None
    free_trial_enabled: bool
    free_trial_days: int | None
    unit_prices: list[BillingPlanUnitPrice] | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "id": "id",
        "name": "name",
        "fee": "fee",
        "annual_monthly_fee": "annual_monthly_fee",
        "annual_fee": "annual_fee",
        "description": "description",
        "product_id": "_product_id",
        "is_default": "is_default",
        "is_recurring": "is_recurring",
        "publicly_visible": "publicly_visible",
        "has_base_fee": "has_base_fee",
        "for_payer_type": "for_payer_type",
        "slug": "slug",
        "avatar_url": "avatar_url",
        "features": "features",
        "free_trial_enabled": "free_trial_enabled",
        "free_trial_days": "free_trial_days",
        "unit_prices": "unit_prices",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(BillingPlan)
        (
            one.object,
            one.id,
            one.name,
            read_fee,
            read_annual_monthly_fee,
            read_annual_fee,
            one.description,
            one._product_id,
            one.is_default,
            one.is_recurring,
            one.publicly_visible,
            one.has_base_fee,
            one.for_payer_type,
            one.slug,
            one.avatar_url,
            read_features,
            one.free_trial_enabled,
            one.free_trial_days,
            read_unit_prices,
        ) = shape.values(src)
        one.fee = child("fee", read_fee, BillingMoneyAmount, shared)
        one.annual_monthly_fee = child("annual_monthly_fee", read_annual_monthly_fee, BillingMoneyAmount, shared)
        one.annual_fee = child("annual_fee", read_annual_fee, BillingMoneyAmount, shared)
        one.features = children("features", read_features, Feature)
        one.unit_prices = children("unit_prices", read_unit_prices, BillingPlanUnitPrice)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is BillingPlan else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "name": Rule("a string", required=True),
            "fee": Rule("an object", required=True, nullable=True, model=BillingMoneyAmount),
            "annual_monthly_fee": Rule("an object", required=True, nullable=True, model=BillingMoneyAmount),
            "annual_fee": Rule("an object", required=True, nullable=True, model=BillingMoneyAmount),
            "description": Rule("a string", required=True, nullable=True),
            "product_id": Rule("a string", required=True),
            "is_default": Rule("a boolean", required=True),
            "is_recurring": Rule("a boolean", required=True),
            "publicly_visible": Rule("a boolean", required=True),
            "has_base_fee": Rule("a boolean", required=True),
            "for_payer_type": Rule("a string", required=True),
            "slug": Rule("a string", required=True),
            "avatar_url": Rule("a string", required=True, nullable=True),
            "features": Rule("an array", item=Rule("an object", model=Feature)),
            "free_trial_enabled": Rule("a boolean", required=True),
            "free_trial_days": Rule("an integer", required=True, nullable=True),
            "unit_prices": Rule("an array", item=Rule("an object", model=BillingPlanUnitPrice)),
        }

    def replace(
        self,
        *,
        object: BillingPlanObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        name: str | Unset = UNSET,
        fee: BillingMoneyAmount | None | Unset = UNSET,
        annual_monthly_fee: BillingMoneyAmount | None | Unset = UNSET,
        annual_fee: BillingMoneyAmount | None | Unset = UNSET,
        description: str | None | Unset = UNSET,
        product_id: str | Unset = UNSET,
        is_default: bool | Unset = UNSET,
        is_recurring: bool | Unset = UNSET,
        publicly_visible: bool | Unset = UNSET,
        has_base_fee: bool | Unset = UNSET,
        for_payer_type: str | Unset = UNSET,
        slug: str | Unset = UNSET,
        avatar_url: str | None | Unset = UNSET,
        features: list[Feature] | None | Unset = UNSET,
        free_trial_enabled: bool | Unset = UNSET,
        free_trial_days: int | None | Unset = UNSET,
        unit_prices: list[BillingPlanUnitPrice] | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            id=id,
            name=name,
            fee=fee,
            annual_monthly_fee=annual_monthly_fee,
            annual_fee=annual_fee,
            description=description,
            product_id=product_id,
            is_default=is_default,
            is_recurring=is_recurring,
            publicly_visible=publicly_visible,
            has_base_fee=has_base_fee,
            for_payer_type=for_payer_type,
            slug=slug,
            avatar_url=avatar_url,
            features=features,
            free_trial_enabled=free_trial_enabled,
            free_trial_days=free_trial_days,
            unit_prices=unit_prices,
        )

    @property
    @marked_deprecated("BillingPlan.product_id is deprecated by the API")
    def product_id(self) -> str:
        """Id of the product that it belongs to."""
        deprecated(True, "BillingPlan.product_id")
        return self._product_id
