"""What must hold in an instance at any time, checked from its records alone: a second opinion on every index."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from clerk_organizations.testing import Instance, Organization, User
from clerk_organizations.testing.state.table import Table

MAX_METADATA = 8192
IDENTIFIERS = ("email_address", "phone_number", "username", "web3_wallet")


@dataclass
class Seen:
    """What earlier looks at the same instance have seen. With it, `problems` can judge what depends on the past."""

    elevated: set[str] = field(default_factory=set[str])
    """Organizations that had a member who may manage memberships."""
    taken: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    """By organization: its maximum, and how many places may be taken: more than that when it was lowered too late."""
    rights: object = None
    """What roles allowed, and which roles there were in role sets."""
    places: dict[str, str] = field(default_factory=dict[str, str])
    """Ids of role sets, by organization."""


def problems(instance: Instance, seen: Seen | None = None) -> list[str]:
    """One line for each thing that is wrong; none when the instance is sound.

    Args:
        seen: The same object at every look. Without it a maximum below what is taken is always wrong, though it may
            be lowered to that, and of the organizations only those with a creator are known to have had an admin.
    """
    return list(_all(instance, Seen() if seen is None else seen, strict=seen is None))


def _all(instance: Instance, seen: Seen, *, strict: bool) -> Iterator[str]:
    organizations = list(instance.organizations)
    yield from _rows("organizations", instance.organizations)
    yield from _rows("memberships", instance.memberships)
    yield from _whole_instance(instance, organizations)
    yield from _users(list(instance.users), instance.users.find)
    yield from _access(instance, organizations)
    changed = _rights_changed(instance, seen)
    for organization in organizations:
        name = organization.id
        yield from _rows(f"{name} memberships", organization.memberships)
        yield from _rows(f"{name} invitations", organization.invitations)
        yield from _rows(f"{name} domains", organization.domains)
        yield from _indexes(organization)
        yield from _limits(instance, organization, seen, strict=strict)
        yield from _admins(organization, seen, changed=changed)
        records = (organization, *organization.memberships, *organization.invitations)
        yield from (f"{record.id}: metadata larger than 8 KB" for record in records if _is_too_large(record))
    for gone in seen.elevated.difference(organization.id for organization in organizations):
        seen.elevated.remove(gone)


def _rows(name: str, rows: Table[Any]) -> Iterator[str]:
    """The insides of a collection: by id, by age, and what is kept sorted otherwise."""
    by_age = [*rows]
    ages = [(row.created_at, row.number) for row in by_age]
    if ages != sorted(set(ages)):
        yield f"{name}: not in the order of age"
    if rows._by_id != {row.id: row for row in by_age} or len(rows) != len(by_age):
        yield f"{name}: not found by id as by age"
    for order, kept in rows._sorted.items():
        if kept != sorted(by_age, key=_rank(rows._keys[order])):
            yield f"{name}: what is kept as sorted by {order} is out of date"


def _rank(key: Callable[[Any], str | int | None]) -> Callable[[Any], tuple[Any, ...]]:
    def rank(row: Any) -> tuple[Any, ...]:
        value = key(row)
        shown = value.casefold() if isinstance(value, str) else value
        return (value is None, "" if value is None else shown, row.created_at, row.number)

    return rank


def _whole_instance(instance: Instance, organizations: list[Organization]) -> Iterator[str]:
    memberships = [row for organization in organizations for row in organization.memberships]
    invitations = [row for organization in organizations for row in organization.invitations]
    domains = [row for organization in organizations for row in organization.domains]
    by_member: dict[str, dict[str, Organization]] = {}
    for row in memberships:
        by_member.setdefault(row.user_id, {})[row.organization.id] = row.organization
    creators = [organization.created_by for organization in organizations if organization.created_by is not None]
    yield from _twice("slug", (organization.slug for organization in organizations))
    yield from _twice("domain", (domain.name for domain in domains))
    yield from _unless(
        ("by_slug", instance.by_slug == {organization.slug: organization for organization in organizations}),
        ("by_member", {key: found for key, found in instance.by_member.items() if found} == by_member),
        ("by_domain", instance.by_domain == {domain.name: domain.organization for domain in domains}),
        ("invitations", {row.id: row for row in instance.invitations} == {row.id: row for row in invitations}),
        ("memberships", {row.id: row for row in instance.memberships} == {row.id: row for row in memberships}),
        ("created_by", +instance.created_by == Counter(creators)),
    )
    quota = instance.settings.organization_quota
    if quota and len(organizations) > quota:
        yield f"{len(organizations)} organizations, {quota} allowed"
    for user_id in {row.user_id for row in memberships}:
        if user_id not in instance.users:
            yield f"{user_id} is a member and no user"


def _access(instance: Instance, organizations: list[Organization]) -> Iterator[str]:
    """Roles, permissions and role sets refer to what is there, and organizations keep to theirs."""
    tables: dict[str, Table[Any]] = {
        "permissions": instance.permissions, "roles": instance.roles, "role sets": instance.role_sets
    }  # fmt: skip
    for name, table in tables.items():
        yield from _rows(name, table)
        yield from _twice(name, (row.key for row in table))
    roles, role_sets = {*instance.roles}, [*instance.role_sets]
    if instance.initial_role_set not in role_sets:
        yield "the initial role set is gone"
    for role in roles:
        yield from _unless((role.key, role.granted.items() <= instance.permissions._by_id.items()))
    by_role_set: dict[str, dict[str, Organization]] = {}
    for organization in organizations:
        by_role_set.setdefault(organization.role_set.id, {})[organization.id] = organization
    found = {key: rows for key, rows in instance.by_role_set.items() if rows}
    yield from _unless(("by_role_set", found == by_role_set))
    for role_set in role_sets:
        held = {*role_set.roles.values()}
        yield from _unless(
            (f"{role_set.key} roles", held <= roles and 1 <= len(held) <= 10),
            (f"{role_set.key} default and creator", {role_set.default_role, role_set.creator_role} <= held),
        )
    for organization in organizations:
        given = {row.role for row in organization.memberships}
        given |= {row.role for row in organization.invitations if row.status(instance.now()) == "pending"}
        if organization.role_set not in role_sets or not given <= {*organization.role_set.roles.values()}:
            yield f"{organization.id}: a role that its role set does not have"


def _rights_changed(instance: Instance, seen: Seen) -> bool:
    """Whether roles allow something else than at the last look, or role sets have other roles."""
    rights = [(row.id, row.is_elevated) for row in instance.roles], [(row.id, *row.roles) for row in instance.role_sets]
    before, seen.rights = seen.rights, rights
    return before not in (None, rights)


def _users(users: list[User], find: Callable[[str, str], str | None]) -> Iterator[str]:
    for identifier in IDENTIFIERS:
        holders: dict[str, set[str]] = {}
        for user in users:
            value: str | None = getattr(user, identifier)
            if value is not None:
                holders.setdefault(value.casefold(), set()).add(user.id)
        for value, user_ids in holders.items():
            if find(identifier, value) not in user_ids:
                yield f"{identifier} {value} finds nobody who has it"


def _indexes(organization: Organization) -> Iterator[str]:
    name = organization.id
    memberships, invitations = list(organization.memberships), list(organization.invitations)
    to: dict[str, list[str]] = {}
    for row in sorted(invitations, key=lambda row: row.number):
        to.setdefault(row.email_address.casefold(), []).append(row.id)
    yield from _twice(f"{name} member", (row.user_id for row in memberships))
    yield from _unless(
        (f"{name} by_user", organization.by_user == {row.user_id: row for row in memberships}),
        (f"{name} roles", +organization.roles == Counter(row.role for row in memberships)),
        (f"{name} invitations_to", {to: [row.id for row in r] for to, r in organization.invitations_to.items()} == to),
        (
            f"{name} open_invitations",
            organization.open_invitations == {row.id: row for row in invitations if row.closed_as is None},
        ),
    )
    for row in (*memberships, *invitations, *organization.domains):
        if row.organization is not organization:
            yield f"{row.id} stands in {name} and says {row.organization.id}"


def _limits(instance: Instance, organization: Organization, seen: Seen, *, strict: bool) -> Iterator[str]:
    name, most, now = organization.id, organization.max_allowed_memberships, instance.now()
    pending = [row.email_address.casefold() for row in organization.invitations if row.status(now) == "pending"]
    yield from _twice(f"{name} pending invitation", pending)
    yield from _unless((f"{name} pending_invitations", organization.pending_invitations(now) == len(pending)))
    taken = len(list(organization.memberships)) + len(pending)
    known, allowed = seen.taken.get(name, (most, most))
    if known != most and not strict:
        allowed = taken  # it was lowered below what was taken; that may stay, and may not grow
    if most and taken > max(most, allowed):
        yield f"{name}: {taken} members and pending invitations, {most} allowed"
    seen.taken[name] = (most, max(most, min(allowed, taken)))
    domains = len(list(organization.domains))
    if domains > instance.settings.domains_per_organization > 0:
        yield f"{name}: {domains} domains"


def _admins(organization: Organization, seen: Seen, *, changed: bool) -> Iterator[str]:
    """A member who may manage memberships stays, unless roles or the role set change: that can take the last one."""
    place, before = organization.role_set.id, seen.places.get(organization.id)
    seen.places[organization.id] = place
    if changed or before not in (None, place):
        seen.elevated.discard(organization.id)
    memberships = list(organization.memberships)
    elevated = any(row.role.is_elevated for row in memberships)
    if elevated or (before is None and not changed and organization.created_by is not None):
        seen.elevated.add(organization.id)
    if memberships and not elevated and organization.id in seen.elevated:
        yield f"{organization.id}: nobody is left who may manage memberships"


def _is_too_large(record: Any) -> bool:
    both = (record.public_metadata, record.private_metadata)
    texts = [json.dumps(metadata, ensure_ascii=False, separators=(",", ":")) for metadata in both if metadata]
    return any(len(text.encode("utf-8", "replace")) > MAX_METADATA for text in texts)


def _twice(what: str, values: Iterable[str]) -> Iterator[str]:
    return (f"{what} {value} is there {n} times" for value, n in Counter(values).items() if n > 1)


def _unless(*facts: tuple[str, bool]) -> Iterator[str]:
    return (f"{what} does not agree with the records" for what, holds in facts if not holds)
