"""Organization settings of the instance: rules and representation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..openapi import error_catalog
from ..openapi.messages import JsonObject, bad_param, not_found
from ..state.instance import Instance
from ..state.records import ENROLLMENT_MODES
from ..state.roles import Role
from .keyed import change
from .organizations import max_memberships
from .reassignments import check_still
from .registry import operation
from .role_sets import eligible

_AUTOMATIC = ("automatic_invitation", "automatic_suggestion")


@dataclass(frozen=True, kw_only=True)
class SettingsChanges:
    """The body of an update; None when not given."""

    enabled: bool | None = None
    max_allowed_memberships: int | None = None
    admin_delete_enabled: bool | None = None
    domains_enabled: bool | None = None
    slug_disabled: bool | None = None
    domains_enrollment_modes: Sequence[str] | None = None
    creator_role_id: str | None = None
    domains_default_role_id: str | None = None

    def values(self, instance: Instance) -> JsonObject:
        """The attributes of `Settings` that are given, checked."""
        given: JsonObject = {
            "organizations_enabled": self.enabled,
            "default_max_allowed_memberships": self._max_memberships(instance),
            "admin_delete_enabled": self.admin_delete_enabled,
            "domains_enabled": self.domains_enabled,
            "slugs_enabled": None if self.slug_disabled is None else not self.slug_disabled,
            "enrollment_modes": self._modes(),
        }
        return {name: value for name, value in given.items() if value is not None}

    def _max_memberships(self, instance: Instance) -> int | None:
        wanted = self.max_allowed_memberships
        if wanted is not None and wanted < 0:
            raise bad_param(error_catalog.SETTING_NEGATIVE, "max_allowed_memberships")
        return None if wanted is None else max_memberships(instance, wanted)

    def main_roles(self, instance: Instance) -> dict[str, Role]:
        """The creator and the default role that are given, checked: those of the initial role set."""
        creator, default = self.creator_role_id, self.domains_default_role_id
        found: dict[str, Role] = {}
        if creator is not None:
            found["creator_role"] = eligible(_initial_role(instance, creator, "creator_role_id"), "creator_role_id")
        if default is not None:
            found["default_role"] = _initial_role(instance, default, "domains_default_role_id")
        if found:
            check_still(instance, instance.initial_role_set)
        return found

    def _modes(self) -> tuple[str, ...] | None:
        """Those that stay whatever is chosen, and the automatic ones that are."""
        chosen = self.domains_enrollment_modes
        return None if chosen is None else tuple(m for m in ENROLLMENT_MODES if m not in _AUTOMATIC or m in chosen)


def _initial_role(instance: Instance, role_id: str, param: str) -> Role:
    role = instance.roles.get(role_id)
    if role is None:
        raise not_found("organization role", role_id, param=param)
    if role not in instance.initial_role_set:
        raise bad_param(error_catalog.SETTING_ROLE, param)
    return role


def render(instance: Instance) -> JsonObject:
    """The OrganizationSettings."""
    settings = instance.settings
    return {
        "object": "organization_settings",
        "enabled": settings.organizations_enabled,
        "max_allowed_memberships": settings.default_max_allowed_memberships,
        "max_allowed_roles": settings.max_allowed_roles,
        "max_allowed_domains": settings.domains_per_organization,
        "max_role_sets_allowed": settings.max_role_sets_allowed,
        "creator_role": instance.initial_role_set.creator_role.key,
        "admin_delete_enabled": settings.admin_delete_enabled,
        "domains_enabled": settings.domains_enabled,
        "slug_disabled": not settings.slugs_enabled,
        "domains_enrollment_modes": [mode for mode in settings.enrollment_modes if mode != "enterprise_sso"],
        "domains_default_role": instance.initial_role_set.default_role.key,
        "initial_role_set_key": instance.initial_role_set.key,
    }


@operation("GetInstanceOrganizationSettings")
def get_settings(instance: Instance) -> JsonObject:
    return render(instance)


@operation("UpdateInstanceOrganizationSettings")
def update_settings(instance: Instance, *, fields: SettingsChanges) -> JsonObject:
    values, main = fields.values(instance), fields.main_roles(instance)
    for name, value in values.items():
        setattr(instance.settings, name, value)
    if main:
        change(instance, instance.initial_role_set, **main)
    return render(instance)
