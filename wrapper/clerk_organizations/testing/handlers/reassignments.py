"""Moves of members to other roles, when a role or a role set goes away or an organization gets another set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..openapi import error_catalog
from ..openapi.messages import JsonObject, Refusal
from ..state.clock import SECOND
from ..state.instance import Instance
from ..state.records import Organization
from ..state.roles import Migration, Role, RoleSet
from .billing import INSTANCE_ID


def render(migration: Migration, now: int) -> JsonObject:
    """A RoleSetMigration that has not ended."""
    status = migration.status(now)
    return {
        "object": "role_set_migration",
        "id": migration.id,
        "organization_id": None,
        "instance_id": INSTANCE_ID,
        "source_role_set_id": migration.source.id,
        "dest_role_set_id": migration.dest and migration.dest.id,
        "trigger_type": "role_set_deletion" if migration.dest else "role_removal",
        "status": status,
        "migrated_members": 0,
        "mappings": {role.key: to.key for role, to in migration.roles.items()},
        "started_at": None if status == "enqueued" else (migration.created_at + migration.ends_at) // 2,
        "completed_at": None,
        "created_at": migration.created_at,
        "updated_at": migration.created_at,
    }


def check_still(instance: Instance, *role_sets: RoleSet, rule: error_catalog.Rule = error_catalog.MIGRATING) -> None:
    """Refuse a change while members of a role set move."""
    for role_set in role_sets:
        if instance.migration_at(role_set):
            raise Refusal(rule, f"Members of {role_set.key} are on their way to other roles.")


def mapped(
    organizations: Iterable[Organization], source: RoleSet, dest: RoleSet, given: Mapping[str, str]
) -> dict[Role, Role]:
    """What each role of a role set becomes in another one; invitations to a role without a mapping get the default."""
    by_key = {role.key: role for role in dest.roles.values()}
    roles = {role: dest.default_role for role in source.roles.values() if role not in dest}
    for role in source.roles.values():
        if role.key in given:
            if given[role.key] not in by_key:
                raise Refusal(
                    error_catalog.MAPPINGS_INVALID, f"{dest.key} has no role {given[role.key]}.",
                    meta={"role_key": given[role.key]},
                )  # fmt: skip
            roles[role] = by_key[given[role.key]]
    held = {role for organization in organizations for role in +organization.roles}
    missing = sorted(role.key for role in roles if role in held and role.key not in given)
    if missing:
        reason = f"{dest.key} has no role {', '.join(missing)}, which members hold: say what these become."
        raise Refusal(error_catalog.MAPPINGS_MISSING, reason, meta={"role_keys": missing})
    return roles


def move_organization(instance: Instance, organization: Organization, dest: RoleSet, given: Mapping[str, str]) -> None:
    """Give an organization another role set, and its members roles of that."""
    source = organization.role_set
    if dest is source:
        return
    check_still(instance, source, dest, rule=error_catalog.MEMBER_MIGRATING)
    roles = mapped([organization], source, dest, given)
    _check_size(instance, sum(organization.roles[role] for role in roles))
    instance.reassign(organization, roles)
    instance.change_organization(organization, {"role_set": dest})


def migrate(instance: Instance, source: RoleSet, dest: RoleSet | None, roles: Mapping[Role, Role]) -> None:
    """Begin a migration, which ends at once unless members have to move and the settings let that take time."""
    members = sum(one.roles[role] for one in instance.organizations_in(source) for role in roles)
    _check_size(instance, members)
    now, lasts = instance.now(), instance.settings.role_migration_seconds * SECOND if members else 0
    migration = Migration(
        id=instance.next_id("rolesetmig")[0], source=source, dest=dest, roles=roles, members=members,
        created_at=now, ends_at=now + lasts,
    )  # fmt: skip
    if lasts:
        instance.migrations.append(migration)
    else:
        instance.finish(migration)


def _check_size(instance: Instance, members: int) -> None:
    most = instance.settings.members_per_role_migration
    if most and members > most:
        reason = f"{members} members would get other roles, and {most} can: contact support."
        raise Refusal(error_catalog.TOO_MANY_REASSIGNED, reason)
