# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels
from ..types import UNSET, JsonObject, Unset


@model
class OrganizationInvitationPublicUserData(Model):
    """What may be seen of the member who invites.

    Attributes:
        user_id: Id of the user, `user_…`.
        first_name: First name; null if not known.
        last_name: Last name; null if not known.
        image_url: URL of the picture, or of a generated one.
        has_image: Whether the user has a picture of their own.
        identifier: What the user signs in with, such as an e-mail address.
    """

    user_id: str
    first_name: str | None
    last_name: str | None
    image_url: str
    has_image: bool
    identifier: str
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "user_id": "user_id",
        "first_name": "first_name",
        "last_name": "last_name",
        "image_url": "image_url",
        "has_image": "has_image",
        "identifier": "identifier",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(OrganizationInvitationPublicUserData)
        (
            one.user_id,
            one.first_name,
            one.last_name,
            one.image_url,
            one.has_image,
            one.identifier,
        ) = shape.values(src)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is OrganizationInvitationPublicUserData else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "user_id": Rule("a string", required=True),
            "first_name": Rule("a string", required=True, nullable=True),
            "last_name": Rule("a string", required=True, nullable=True),
            "image_url": Rule("a string", required=True),
            "has_image": Rule("a boolean", required=True),
            "identifier": Rule("a string", required=True),
        }

    def replace(
        self,
        *,
        user_id: str | Unset = UNSET,
        first_name: str | None | Unset = UNSET,
        last_name: str | None | Unset = UNSET,
        image_url: str | Unset = UNSET,
        has_image: bool | Unset = UNSET,
        identifier: str | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            user_id=user_id,
            first_name=first_name,
            last_name=last_name,
            image_url=image_url,
            has_image=has_image,
            identifier=identifier,
        )
