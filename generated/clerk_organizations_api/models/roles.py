# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Page, Rule, model
from ..decode import Shapes, SharedModels, required_children
from ..types import UNSET, JsonObject, Unset
from .role import Role


@model
class Roles(Page):
    """A page of roles.

    Attributes:
        data: The roles of this page, in order.
        total_count: Number of roles on all pages.
    """

    data: list[Role]
    total_count: int
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "data": "data",
        "total_count": "total_count",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(Roles)
        (
            read_data,
            one.total_count,
        ) = shape.values(src)
        one.data = required_children("data", read_data, Role)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is Roles else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "data": Rule("an array", required=True, item=Rule("an object", model=Role)),
            "total_count": Rule("an integer", required=True),
        }

    def replace(
        self,
        *,
        data: list[Role] | Unset = UNSET,
        total_count: int | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            data=data,
            total_count=total_count,
        )
