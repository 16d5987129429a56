# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, model
from ..decode import Shapes
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
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True)

    _FIELDS = {
        "id": "id",
        "name": "name",
        "slug": "slug",
        "image_url": "image_url",
        "has_image": "has_image",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        get, absent, extras = cls._SHAPES.read(src)
        return cls(
            get("id"),
            get("name"),
            get("slug"),
            get("image_url"),
            get("has_image"),
            _absent=absent,
            _extras=extras,
        )

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
