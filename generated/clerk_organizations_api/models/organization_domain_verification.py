# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, as_datetime
from ..enums import OrganizationDomainVerificationStatus, OrganizationDomainVerificationStrategy
from ..types import UNSET, JsonObject, Unset


@model
class OrganizationDomainVerification(Model):
    """How something about a domain was shown.

    Attributes:
        status: Its state.
        strategy: How it is shown.
        attempts: Tries so far; null where none are counted.
        expire_at: When the attempt expires; null for never. Unix milliseconds.
        verified_at: When it was verified; null if it was not. Unix milliseconds.
    """

    status: OrganizationDomainVerificationStatus | str
    strategy: OrganizationDomainVerificationStrategy | str
    attempts: int | None
    expire_at: int | None
    verified_at: int | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "status": "status",
        "strategy": "strategy",
        "attempts": "attempts",
        "expire_at": "expire_at",
        "verified_at": "verified_at",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(OrganizationDomainVerification)
        (
            one.status,
            one.strategy,
            one.attempts,
            one.expire_at,
            one.verified_at,
        ) = shape.values(src)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is OrganizationDomainVerification else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "status": Rule("a string", required=True),
            "strategy": Rule("a string", required=True),
            "attempts": Rule("an integer", required=True, nullable=True),
            "expire_at": Rule("an integer", required=True, nullable=True),
            "verified_at": Rule("an integer", required=True, nullable=True),
        }

    def replace(
        self,
        *,
        status: OrganizationDomainVerificationStatus | str | Unset = UNSET,
        strategy: OrganizationDomainVerificationStrategy | str | Unset = UNSET,
        attempts: int | None | Unset = UNSET,
        expire_at: int | None | Unset = UNSET,
        verified_at: int | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            status=status,
            strategy=strategy,
            attempts=attempts,
            expire_at=expire_at,
            verified_at=verified_at,
        )

    @property
    def expire_at_datetime(self) -> datetime | None:
        """`expire_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.expire_at)

    @property
    def verified_at_datetime(self) -> datetime | None:
        """`verified_at` as an aware datetime in UTC; None as well if the API sent what is no time."""
        return as_datetime(self.verified_at)
