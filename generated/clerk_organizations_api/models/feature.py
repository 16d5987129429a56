# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels
from ..enums import FeatureObject
from ..types import UNSET, JsonObject, Unset


@model
class Feature(Model):
    """Something that a plan includes.

    Attributes:
        object: What kind of object this is.
        id: Its id, `feat_…`.
        name: Its name.
        description: What it is; null for none.
        slug: Its name for URLs.
        avatar_url: URL of its picture; null for none.
    """

    object: FeatureObject | str
    id: str
    name: str
    description: str | None
    slug: str
    avatar_url: str | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "id": "id",
        "name": "name",
        "description": "description",
        "slug": "slug",
        "avatar_url": "avatar_url",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(Feature)
        (
            one.object,
            one.id,
            one.name,
            one.description,
            one.slug,
            one.avatar_url,
        ) = shape.values(src)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is Feature else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "id": Rule("a string", required=True),
            "name": Rule("a string", required=True),
            "description": Rule("a string", required=True, nullable=True),
            "slug": Rule("a string", required=True),
            "avatar_url": Rule("a string", required=True, nullable=True),
        }

    def replace(
        self,
        *,
        object: FeatureObject | str | Unset = UNSET,
        id: str | Unset = UNSET,
        name: str | Unset = UNSET,
        description: str | None | Unset = UNSET,
        slug: str | Unset = UNSET,
        avatar_url: str | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            id=id,
            name=name,
            description=description,
            slug=slug,
            avatar_url=avatar_url,
        )
