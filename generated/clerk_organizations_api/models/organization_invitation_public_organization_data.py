# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels
from ..types import UNSET, JsonObject, Unset


@model
class OrganizationInvitationPublicOrganizationData(Model):
    """What anybody may see of an organization.

    Attributes:
        id: Id of the organization, `org_…`.
        name: Its name.
        slug: Its name for URLs.
        image_url: URL of its logo, or of a generated image.
        has_image: Whether it has a logo of its own.
    """

    id: str
    name: str
    slug: str
    image_url: str | None
    has_image: bool
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "id": "id",
        "name": "name",
        "slug": "slug",
        "image_url": "image_url",
        "has_image": "has_image",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(OrganizationInvitationPublicOrganizationData)
        (
            one.id,
            one.name,
            one.slug,
            one.image_url,
            one.has_image,
        ) = shape.values(src)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is OrganizationInvitationPublicOrganizationData else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "id": Rule("a string", required=True),
            "name": Rule("a string", required=True),
            "slug": Rule("a string", required=True),
            "image_url": Rule("a string"),
            "has_image": Rule("a boolean", required=True),
        }

    def replace(
        self,
        *,
        id: str | Unset = UNSET,
        name: str | Unset = UNSET,
        slug: str | Unset = UNSET,
        image_url: str | None | Unset = UNSET,
        has_image: bool | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            id=id,
            name=name,
            slug=slug,
            image_url=image_url,
            has_image=has_image,
        )
