"""Role sets: rules and representation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..openapi import error_catalog
from ..openapi.formats import slug_from
from ..openapi.messages import JsonObject, Refusal, bad_param, not_found
from ..state.instance import Instance
from ..state.roles import Role, RoleSet
from . import reassignments
from .keyed import change, check_plan, found_by, new_key, new_name
from .lists import Page
from .reassignments import check_still
from .registry import operation

FORM = r"role_set:[a-z0-9_]+"
MOST_ROLES = 10


@dataclass(frozen=True, kw_only=True)
class NewRoleSet:
    """The body of a create."""

    name: str
    roles: Sequence[str]
    default_role_key: str
    creator_role_key: str
    key: str | None = None
    description: str | None = None
    type: str = "custom"

    def make(self, instance: Instance) -> RoleSet:
        """The role set that is asked for."""
        check_plan(instance)
        most = instance.settings.max_role_sets_allowed
        if most and len(instance.role_sets) >= most:
            raise Refusal(error_catalog.ROLE_SET_QUOTA, f"The instance has its {most} role sets.")
        name = new_name(self.name)
        key = f"role_set:{slug_from(name).replace('-', '_')}" if self.key is None else self.key
        key, roles = new_key(key, FORM, instance.role_sets), _roles(instance, self.roles, "roles")
        default_role = _among(roles, self.default_role_key, "default_role_key")
        creator_role = _creator(roles, self.creator_role_key)
        made = instance.add_role_set(
            key, name, roles, self.description, default_role=default_role, creator_role=creator_role
        )
        if self.type == "initial":
            instance.initial_role_set = made
        return made


def render(instance: Instance, role_set: RoleSet) -> JsonObject:
    """A RoleSet with its roles."""
    migration = instance.migration_at(role_set)
    shown = None if migration is None or migration.source is not role_set else migration
    return {
        "object": "role_set",
        "id": role_set.id,
        "name": role_set.name,
        "key": role_set.key,
        "description": role_set.description,
        "roles": [_item(instance, role_set, role) for role in role_set.roles.values()],
        "default_role": _item(instance, role_set, role_set.default_role),
        "creator_role": _item(instance, role_set, role_set.creator_role),
        "type": "initial" if role_set is instance.initial_role_set else "custom",
        "role_set_migration": shown and reassignments.render(shown, instance.now()),
        "created_at": role_set.created_at,
        "updated_at": role_set.updated_at,
    }


def _item(instance: Instance, role_set: RoleSet, role: Role) -> JsonObject:
    members = sum(organization.roles[role] for organization in instance.organizations_in(role_set))
    return {
        "object": "role_set_item",
        "id": role.id,
        "name": role.name,
        "key": role.key,
        "description": role.description,
        "members_count": members,
        "has_members": members > 0,
        "created_at": role.created_at,
        "updated_at": role.updated_at,
    }


def check_addable(instance: Instance, role_set: RoleSet, count: int) -> None:
    """Refuse to add so many roles when there is no room, or while members move."""
    check_still(instance, role_set)
    if len(role_set.roles) + count > MOST_ROLES:
        raise bad_param(error_catalog.ROLE_SET_SIZE, "role_keys", f": {role_set.key} has {len(role_set.roles)}")


@operation("ListRoleSets")
def list_role_sets(instance: Instance, *, page: Page, query: str = "") -> JsonObject:
    return page.of(instance.role_sets, lambda role_set: render(instance, role_set), fits=found_by(query))


@operation("CreateRoleSet")
def create_role_set(instance: Instance, *, fields: NewRoleSet) -> JsonObject:
    return render(instance, fields.make(instance))


@operation("GetRoleSet")
def get_role_set(instance: Instance, *, role_set_key_or_id: str) -> JsonObject:
    return render(instance, _find(instance, role_set_key_or_id))


@operation("UpdateRoleSet")
def update_role_set(
    instance: Instance,
    *,
    role_set_key_or_id: str,
    name: str | None = None,
    key: str | None = None,
    description: str | None = None,
    type: str | None = None,
    default_role_key: str | None = None,
    creator_role_key: str | None = None,
) -> JsonObject:
    role_set = _find(instance, role_set_key_or_id)
    check_still(instance, role_set)
    name = None if name is None else new_name(name)
    key = None if key is None else new_key(key, FORM, instance.role_sets, role_set)
    main = _main_roles(role_set.roles.values(), default_role_key, creator_role_key)
    change(instance, role_set, name=name, key=key, description=description, **main)
    if type is not None:  # the document takes no other than initial
        instance.initial_role_set = role_set
    return render(instance, role_set)


@operation("AddRolesToRoleSet")
def add_roles(
    instance: Instance,
    *,
    role_set_key_or_id: str,
    role_keys: Sequence[str],
    default_role_key: str | None = None,
    creator_role_key: str | None = None,
) -> JsonObject:
    role_set = _find(instance, role_set_key_or_id)
    added = _roles(instance, role_keys, "role_keys")
    if twice := [role.key for role in added if role in role_set]:
        raise bad_param(error_catalog.ROLE_TWICE, "role_keys", f": {', '.join(twice)}")
    check_addable(instance, role_set, len(added))
    main = _main_roles(added, default_role_key, creator_role_key)
    change(instance, role_set, roles={**role_set.roles, **{role.id: role for role in added}}, **main)
    return render(instance, role_set)


@operation("ReplaceRoleInRoleSet")
def replace_role(instance: Instance, *, role_set_key_or_id: str, role_key: str, to_role_key: str) -> JsonObject:
    role_set = _find(instance, role_set_key_or_id)
    roles = [instance.role(role_key, param="role_key"), instance.role(to_role_key, param="to_role_key")]
    role = _among(role_set.roles.values(), role_key, "role_key")
    to = _among(role_set.roles.values(), to_role_key, "to_role_key")
    if role is to:
        raise bad_param(error_catalog.REPLACED_BY_ITSELF, "to_role_key")
    if role is role_set.creator_role:
        _creator(roles, to_role_key, "to_role_key")
    check_still(instance, role_set)
    reassignments.migrate(instance, role_set, None, {role: to})
    change(instance, role_set)
    return render(instance, role_set)


@operation("ReplaceRoleSet")
def replace_role_set(
    instance: Instance,
    *,
    role_set_key_or_id: str,
    dest_role_set_key: str,
    reassignment_mappings: Mapping[str, str] | None = None,
) -> JsonObject:
    source, dest = _find(instance, role_set_key_or_id), instance.role_sets.with_key(dest_role_set_key)
    if dest is None:
        raise not_found("role set", dest_role_set_key, param="dest_role_set_key")
    if dest is source:
        raise bad_param(error_catalog.REPLACED_BY_ITSELF, "dest_role_set_key")
    if source is instance.initial_role_set:
        raise Refusal(error_catalog.INITIAL_STAYS, f"{source.key} is the initial role set.")
    check_still(instance, source, dest)
    roles = reassignments.mapped(instance.organizations_in(source), source, dest, reassignment_mappings or {})
    reassignments.migrate(instance, source, dest, roles)
    return {"object": "role_set", "id": source.id, "deleted": True}


def _find(instance: Instance, key_or_id: str) -> RoleSet:
    return instance.role_sets.with_key(key_or_id) or instance.role_sets.find(key_or_id)


def _roles(instance: Instance, keys: Sequence[str], param: str) -> list[Role]:
    """The roles that a body names by their keys: 1 to 10, none twice."""
    if not 1 <= len(keys) <= MOST_ROLES:
        raise bad_param(error_catalog.ROLE_SET_SIZE, param)
    if len(set(keys)) < len(keys):
        raise bad_param(error_catalog.ROLE_TWICE, param)
    return [instance.role(key, param=param) for key in keys]


def _main_roles(roles: Iterable[Role], default_key: str | None, creator_key: str | None) -> JsonObject:
    """The default and the creator role that a body names among these, if it does."""
    roles = list(roles)
    return {
        "default_role": None if default_key is None else _among(roles, default_key, "default_role_key"),
        "creator_role": None if creator_key is None else _creator(roles, creator_key),
    }


def _among(roles: Iterable[Role], key: str, param: str) -> Role:
    found = next((role for role in roles if role.key == key), None)
    if found is None:
        raise bad_param(error_catalog.ROLE_NOT_AMONG, param, f": {key}")
    return found


def _creator(roles: Iterable[Role], key: str, param: str = "creator_role_key") -> Role:
    return eligible(_among(roles, key, param), param)


def eligible(role: Role, param: str) -> Role:
    """The role, unless it lacks what a creator role must hold."""
    if not role.may_create:
        raise Refusal(
            error_catalog.CREATOR_NOT_ELIGIBLE, f"{role.key} lacks permissions of a creator role.",
            meta={"param_name": param},
        )  # fmt: skip
    return role
