"""Permissions: rules and representation."""

from __future__ import annotations

from ..openapi import error_catalog
from ..openapi.messages import JsonObject, Refusal
from ..state.instance import Instance
from ..state.roles import Permission
from .keyed import change, check_plan, found_by, new_key, new_name
from .lists import Page
from .registry import operation

FORM = r"org:(?!sys_)[a-z0-9_]+:[a-z0-9_]+"


def render(permission: Permission) -> JsonObject:
    """A Permission."""
    return {
        "object": "permission",
        "id": permission.id,
        "name": permission.name,
        "key": permission.key,
        "description": permission.description,
        "type": "system" if permission.is_system else "user",
        "created_at": permission.created_at,
        "updated_at": permission.updated_at,
    }


def make(instance: Instance, key: str, name: str, description: str = "") -> Permission:
    """The permission that a body or a seed asks for."""
    check_plan(instance)
    return instance.add_permission(new_key(key, FORM, instance.permissions), new_name(name), description)


@operation("ListOrganizationPermissions")
def list_permissions(instance: Instance, *, page: Page, query: str = "") -> JsonObject:
    return page.of(instance.permissions, render, fits=found_by(query))


@operation("CreateOrganizationPermission")
def create_permission(instance: Instance, *, name: str, key: str, description: str = "") -> JsonObject:
    return render(make(instance, key, name, description))


@operation("GetOrganizationPermission")
def get_permission(instance: Instance, *, permission_id: str) -> JsonObject:
    return render(instance.permissions.find(permission_id))


@operation("UpdateOrganizationPermission")
def update_permission(
    instance: Instance,
    *,
    permission_id: str,
    name: str | None = None,
    key: str | None = None,
    description: str | None = None,
) -> JsonObject:
    permission = _modifiable(instance, permission_id)
    key = None if key is None else new_key(key, FORM, instance.permissions, permission)
    name = None if name is None else new_name(name)
    change(instance, permission, name=name, key=key, description=description)
    return render(permission)


@operation("DeleteOrganizationPermission")
def delete_permission(instance: Instance, *, permission_id: str) -> JsonObject:
    permission = _modifiable(instance, permission_id)
    instance.remove_permission(permission)
    return {"object": "permission", "id": permission.id, "deleted": True}


def _modifiable(instance: Instance, permission_id: str) -> Permission:
    permission = instance.permissions.find(permission_id)
    if permission.is_system:
        raise Refusal(error_catalog.SYSTEM_PERMISSION, f"{permission.key} is there in every instance.")
    return permission
