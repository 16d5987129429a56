"""Roles: rules and representation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..openapi import error_catalog
from ..openapi.messages import JsonObject, Refusal, bad_param
from ..state.instance import Instance
from ..state.roles import CREATOR_PERMISSIONS, Permission, Role
from . import permissions
from .keyed import change, check_plan, found_by, new_key, new_name
from .lists import Page
from .registry import operation
from .role_sets import check_addable

FORM = r"org:[a-z0-9_]+"
_FIRST = 2
"""So many roles there are in every instance: they do not count."""


@dataclass(frozen=True, kw_only=True)
class NewRole:
    """The body of a create."""

    name: str
    key: str
    description: str | None = None
    permissions: Sequence[str] = ()
    include_in_initial_role_set: bool = False

    def make(self, instance: Instance, granted: Iterable[Permission]) -> Role:
        """The role that is asked for, with these permissions."""
        check_plan(instance)
        most = instance.settings.max_allowed_roles
        if most and sum(role.number > _FIRST for role in instance.roles) >= most:
            raise Refusal(error_catalog.ROLE_QUOTA, f"The instance has its {most} roles.")
        key, name = new_key(self.key, FORM, instance.roles), new_name(self.name)
        if not self.include_in_initial_role_set:
            return instance.add_role(key, name, granted, self.description)
        check_addable(instance, instance.initial_role_set, 1)
        role = instance.add_role(key, name, granted, self.description)
        instance.initial_role_set.roles[role.id] = role
        return role


def render(role: Role) -> JsonObject:
    """A Role with its permissions."""
    return {
        "object": "role",
        "id": role.id,
        "name": role.name,
        "key": role.key,
        "description": role.description,
        "is_creator_eligible": role.may_create,
        "permissions": [permissions.render(permission) for permission in role.by_age],
        "created_at": role.created_at,
        "updated_at": role.updated_at,
    }


@operation("ListOrganizationRoles")
def list_roles(instance: Instance, *, page: Page, query: str = "") -> JsonObject:
    return page.of(instance.roles, render, fits=found_by(query))


@operation("CreateOrganizationRole")
def create_role(instance: Instance, *, fields: NewRole) -> JsonObject:
    return render(fields.make(instance, _permissions(instance, fields.permissions)))


@operation("GetOrganizationRole")
def get_role(instance: Instance, *, organization_role_id: str) -> JsonObject:
    return render(instance.roles.find(organization_role_id))


@operation("UpdateOrganizationRole")
def update_role(
    instance: Instance,
    *,
    organization_role_id: str,
    name: str | None = None,
    key: str | None = None,
    description: str | None = None,
    permissions: Sequence[str] | None = None,
) -> JsonObject:
    role = instance.roles.find(organization_role_id)
    granted = None if permissions is None else _permissions(instance, permissions)
    key = None if key is None else new_key(key, FORM, instance.roles, role)
    name = None if name is None else new_name(name)
    if granted is not None:
        _check_still_creates(instance, role, granted)
    by_id = None if granted is None else {permission.id: permission for permission in granted}
    change(instance, role, name=name, key=key, description=description, granted=by_id)
    return render(role)


@operation("DeleteOrganizationRole")
def delete_role(instance: Instance, *, organization_role_id: str) -> JsonObject:
    role = instance.roles.find(organization_role_id)
    _check_unused(instance, role)
    instance.remove_role(role)
    return {"object": "role", "id": role.id, "deleted": True}


@operation("AssignPermissionToOrganizationRole")
def assign_permission(instance: Instance, *, organization_role_id: str, permission_id: str) -> JsonObject:
    role, permission = instance.roles.find(organization_role_id), instance.permissions.find(permission_id)
    if permission.id in role.granted:
        raise Refusal(error_catalog.ASSIGNED_ALREADY, f"{role.key} holds {permission.key} already.")
    change(instance, role, granted={**role.granted, permission.id: permission})
    return render(role)


@operation("RemovePermissionFromOrganizationRole")
def remove_permission(instance: Instance, *, organization_role_id: str, permission_id: str) -> JsonObject:
    role, permission = instance.roles.find(organization_role_id), instance.permissions.find(permission_id)
    if permission.id not in role.granted:
        raise Refusal(error_catalog.NOT_ASSIGNED, f"{role.key} does not hold {permission.key}.")
    left = {key: one for key, one in role.granted.items() if key != permission.id}
    _check_still_creates(instance, role, left.values())
    change(instance, role, granted=left)
    return render(role)


def _permissions(instance: Instance, ids: Iterable[str]) -> list[Permission]:
    """The permissions that a body names by their ids, or a refusal."""
    found = []
    for permission_id in ids:
        permission = instance.permissions.get(permission_id)
        if permission is None:
            raise bad_param(error_catalog.PERMISSION_NOT_FOUND, "permissions", f": {permission_id}")
        found.append(permission)
    return found


def _check_still_creates(instance: Instance, role: Role, granted: Iterable[Permission]) -> None:
    """Refuse when a creator role would lose a permission that it holds and must hold."""
    lost = CREATOR_PERMISSIONS.intersection(role.permissions) - {permission.key for permission in granted}
    creators = [role_set.creator_role for role_set in instance.role_sets]
    creators += [
        one.roles[one.source.creator_role] for one in instance.migrations if one.source.creator_role in one.roles
    ]
    if lost and role in creators:
        reason = f"{role.key} is a creator role and must hold {', '.join(sorted(lost))}."
        raise Refusal(error_catalog.ROLE_LACKS_PERMISSIONS, reason)


def _check_unused(instance: Instance, role: Role) -> None:
    now = instance.now()
    uses = {
        error_catalog.ROLE_CREATES: any(role_set.creator_role is role for role_set in instance.role_sets),
        error_catalog.ROLE_IS_DEFAULT: any(role_set.default_role is role for role_set in instance.role_sets),
        error_catalog.ROLE_HELD: any(organization.roles[role] for organization in instance.organizations),
        error_catalog.ROLE_INVITED: any(
            row.role is role for row in instance.invitations if row.status(now) == "pending"
        ),
        error_catalog.MIGRATING: any(role in one.roles or role in one.roles.values() for one in instance.migrations),
    }  # fmt: skip
    for rule, applies in uses.items():
        if applies:
            raise Refusal(rule, f"{role.key} {rule.message}.")
