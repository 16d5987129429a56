# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from ..base_model import Model, Rule, model
from ..decode import Shapes, SharedModels, array
from ..encode import deprecated
from ..enums import OrganizationSettingsDomainsEnrollmentModes, OrganizationSettingsObject
from ..types import UNSET, JsonObject, Unset, marked_deprecated


@model
class OrganizationSettings(Model):
    """How organizations work in the instance.

    Attributes:
        object: What kind of object this is.
        enabled: Whether the instance has organizations.
        max_allowed_memberships: Most members and pending invitations that a new organization may have; 0 for no
            limit.
        max_allowed_roles: Most roles of the instance.
        max_role_sets_allowed: Most role sets of the instance.
        max_allowed_domains: Most domains of an organization.
        max_allowed_permissions: Deprecated. Without effect: there may be any number of permissions.
        creator_role: Key of the role that creators of organizations get.
        admin_delete_enabled: Whether the admins of a new organization may delete it.
        domains_enabled: Whether organizations may have domains.
        slug_disabled: Whether organizations go without slugs of their own.
        domains_enrollment_modes: How users of a domain may join.
        domains_default_role: Key of the role of those who join by a domain.
        initial_role_set_key: Key of the role set that new organizations get; null if there is none.
    """

    object: OrganizationSettingsObject | str
    enabled: bool
    max_allowed_memberships: int
    max_allowed_roles: int
    max_role_sets_allowed: int | None
    max_allowed_domains: int
    _max_allowed_permissions: int | None
    creator_role: str
    admin_delete_enabled: bool
    domains_enabled: bool
    slug_disabled: bool | None
    domains_enrollment_modes: list[OrganizationSettingsDomainsEnrollmentModes | str]
    domains_default_role: str
    initial_role_set_key: str | None
    _absent: frozenset[str] = attrs.field(default=frozenset(), alias="_absent", kw_only=True, repr=False)
    _extras: JsonObject | None = attrs.field(default=None, alias="_extras", kw_only=True, repr=False)

    _FIELDS = {
        "object": "object",
        "enabled": "enabled",
        "max_allowed_memberships": "max_allowed_memberships",
        "max_allowed_roles": "max_allowed_roles",
        "max_role_sets_allowed": "max_role_sets_allowed",
        "max_allowed_domains": "max_allowed_domains",
        "max_allowed_permissions": "_max_allowed_permissions",
        "creator_role": "creator_role",
        "admin_delete_enabled": "admin_delete_enabled",
        "domains_enabled": "domains_enabled",
        "slug_disabled": "slug_disabled",
        "domains_enrollment_modes": "domains_enrollment_modes",
        "domains_default_role": "domains_default_role",
        "initial_role_set_key": "initial_role_set_key",
    }
    _SHAPES = Shapes(_FIELDS)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        shape = cls._SHAPES.of(src)
        # filled here: reading through __init__ takes a seventh longer
        one: Any = object.__new__(OrganizationSettings)
        (
            one.object,
            one.enabled,
            one.max_allowed_memberships,
            one.max_allowed_roles,
            one.max_role_sets_allowed,
            one.max_allowed_domains,
            one._max_allowed_permissions,
            one.creator_role,
            one.admin_delete_enabled,
            one.domains_enabled,
            one.slug_disabled,
            read_domains_enrollment_modes,
            one.domains_default_role,
            one.initial_role_set_key,
        ) = shape.values(src)
        one.domains_enrollment_modes = array("domains_enrollment_modes", read_domains_enrollment_modes)
        one._absent = shape.absent
        one._extras = shape.extras(src) if shape.unknown else None
        read: Self = one if cls is OrganizationSettings else one._as(cls)
        return read

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        return {
            "object": Rule("a string", required=True),
            "enabled": Rule("a boolean", required=True),
            "max_allowed_memberships": Rule("an integer", required=True),
            "max_allowed_roles": Rule("an integer", required=True),
            "max_role_sets_allowed": Rule("an integer"),
            "max_allowed_domains": Rule("an integer", required=True),
            "max_allowed_permissions": Rule("an integer"),
            "creator_role": Rule("a string", required=True),
            "admin_delete_enabled": Rule("a boolean", required=True),
            "domains_enabled": Rule("a boolean", required=True),
            "slug_disabled": Rule("a boolean"),
            "domains_enrollment_modes": Rule("an array", required=True, item=Rule("a string")),
            "domains_default_role": Rule("a string", required=True),
            "initial_role_set_key": Rule("a string", nullable=True),
        }

    def replace(
        self,
        *,
        object: OrganizationSettingsObject | str | Unset = UNSET,
        enabled: bool | Unset = UNSET,
        max_allowed_memberships: int | Unset = UNSET,
        max_allowed_roles: int | Unset = UNSET,
        max_role_sets_allowed: int | None | Unset = UNSET,
        max_allowed_domains: int | Unset = UNSET,
        max_allowed_permissions: int | None | Unset = UNSET,
        creator_role: str | Unset = UNSET,
        admin_delete_enabled: bool | Unset = UNSET,
        domains_enabled: bool | Unset = UNSET,
        slug_disabled: bool | None | Unset = UNSET,
        domains_enrollment_modes: list[OrganizationSettingsDomainsEnrollmentModes | str] | Unset = UNSET,
        domains_default_role: str | Unset = UNSET,
        initial_role_set_key: str | None | Unset = UNSET,
    ) -> Self:
        """A copy with these fields changed."""
        return self._replaced(
            object=object,
            enabled=enabled,
            max_allowed_memberships=max_allowed_memberships,
            max_allowed_roles=max_allowed_roles,
            max_role_sets_allowed=max_role_sets_allowed,
            max_allowed_domains=max_allowed_domains,
            max_allowed_permissions=max_allowed_permissions,
            creator_role=creator_role,
            admin_delete_enabled=admin_delete_enabled,
            domains_enabled=domains_enabled,
            slug_disabled=slug_disabled,
            domains_enrollment_modes=domains_enrollment_modes,
            domains_default_role=domains_default_role,
            initial_role_set_key=initial_role_set_key,
        )

    @property
    @marked_deprecated("OrganizationSettings.max_allowed_permissions is deprecated by the API")
    def max_allowed_permissions(self) -> int | None:
        """Without effect: there may be any number of permissions."""
        deprecated(True, "OrganizationSettings.max_allowed_permissions")
        return self._max_allowed_permissions
