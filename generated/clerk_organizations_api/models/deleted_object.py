# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels
from ..types import UNSET, JsonObject, Unset


@model
class DeletedObject(Model):
    """What is left of something deleted.

    Attributes:
        object: What kind of object it was, such as `organization`.
        id: The id it had.
        slug: The slug it had, if any.
        deleted: Whether it is gone: always true.
        external_id: The id it had in your own system, if any.
    """

    object: str
    id: str | None
    slug: str | None
    deleted: bool
    external_id: str | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "id": "id",
        "slug": "slug",
        "deleted": "deleted",
        "external_id": "external_id",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(DeletedObject)
        (
            one.object,
            one.id,
            one.slug,
            one.deleted,
            one.external_id,
        ) = shape.values(src)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is DeletedObject else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string"),
            "slug": Rule("a string"),
            "deleted": Rule("a boolean", required=True),
            "external_id": Rule("a string"),
        }

    def replace(
        self,
        *,
        object: str | Unset = UNSET,
        id: str | None | Unset = UNSET,
        slug: str | None | Unset = UNSET,
        deleted: bool | Unset = UNSET,
        external_id: str | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            id=id,
            slug=slug,
            deleted=deleted,
            external_id=external_id,
        )
