# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels
from ..encode import deprecated
from ..types import UNSET, JsonObject, Unset, marked_deprecated


@model
class OrganizationMembershipPublicUserData(Model):
    """What other members may see of a member.

    Attributes:
        user_id: Id of the user, `user_…`.
        first_name: First name; null if not known.
        last_name: Last name; null if not known.
        profile_image_url: Deprecated. URL of the picture, null if there is none; use `image_url`.
        image_url: URL of the picture, or of a generated one.
        has_image: Whether the user has a picture of their own.
        identifier: What the user signs in with, such as an e-mail address; null if not known.
        username: Username; null if there is none.
        banned: Whether the user is banned from the instance.
        deprovisioned: Whether a directory has withdrawn the user.
    """

    user_id: str
    first_name: str | None
    last_name: str | None
    _profile_image_url: str | None
    image_url: str
    has_image: bool
    identifier: str | None
    username: str | None
    banned: bool | None
    deprovisioned: bool | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "user_id": "user_id",
        "first_name": "first_name",
        "last_name": "last_name",
        "profile_image_url": "_profile_image_url",
        "image_url": "image_url",
        "has_image": "has_image",
        "identifier": "identifier",
        "username": "username",
        "banned": "banned",
        "deprovisioned": "deprovisioned",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(OrganizationMembershipPublicUserData)
        (
            one.user_id,
            one.first_name,
            one.last_name,
            one._profile_image_url,
            one.image_url,
            one.has_image,
            one.identifier,
            one.username,
            one.banned,
            one.deprovisioned,
        ) = shape.values(src)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is OrganizationMembershipPublicUserData else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "user_id": Rule("a string", required=True),
            "first_name": Rule("a string", required=True, nullable=True),
            "last_name": Rule("a string", required=True, nullable=True),
            "profile_image_url": Rule("a string", required=True, nullable=True),
            "image_url": Rule("a string", required=True),
            "has_image": Rule("a boolean", required=True),
            "identifier": Rule("a string", nullable=True),
            "username": Rule("a string", nullable=True),
            "banned": Rule("a boolean"),
            "deprovisioned": Rule("a boolean"),
        }

    def replace(
        self,
        *,
        user_id: str | Unset = UNSET,
        first_name: str | None | Unset = UNSET,
        last_name: str | None | Unset = UNSET,
        profile_image_url: str | None | Unset = UNSET,
        image_url: str | Unset = UNSET,
        has_image: bool | Unset = UNSET,
        identifier: str | None | Unset = UNSET,
        username: str | None | Unset = UNSET,
        banned: bool | None | Unset = UNSET,
        deprovisioned: bool | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            user_id=user_id,
            first_name=first_name,
            last_name=last_name,
            profile_image_url=profile_image_url,
            image_url=image_url,
            has_image=has_image,
            identifier=identifier,
            username=username,
            banned=banned,
            deprovisioned=deprovisioned,
        )

    @property
    @marked_deprecated("OrganizationMembershipPublicUserData.profile_image_url is deprecated by the API")
    def profile_image_url(self) -> str | None:
        """URL of the picture, null if there is none; use `image_url`."""
        deprecated(True, "OrganizationMembershipPublicUserData.profile_image_url")
        return self._profile_image_url
