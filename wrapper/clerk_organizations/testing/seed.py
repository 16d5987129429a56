"""Seeds: YAML, JSON or plain data that becomes the initial instance, or one clear error.

    settings: {organization_quota: 5}
    permissions: [{key: org:reports:read, name: Read reports}]
    roles: [{key: org:billing, name: Billing, permissions: [org:sys_billing:manage, org:reports:read]}]
    role_sets: [{key: role_set:small, name: Small, roles: [org:admin, org:billing], default_role_key: org:billing}]
    users: [ada, Grace Hopper, {name: alan, email_address: alan@bletchley.example}]
    organizations:
      - name: Acme
        created_by: user_ada
        members: {user_grace: org:member}
        crowd: 1000                     # so many more members, made up with their users
        invitations: [{email_address: new@acme.example, role: org:member}]
        domains: [{name: acme.example}]
        subscription: {plan: Team, fee: 2500, seats: 5}     # cents a month; null for none, `payer: false` for never
        credit: 1000

`users` absent means the dozen people of `PEOPLE`. Everything else may be absent too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .handlers import billing, domains, invitations, memberships, organizations, permissions
from .handlers.billing import CreditChange
from .handlers.domains import DomainFields
from .handlers.invitations import InvitationFields
from .handlers.organizations import NewOrganization
from .handlers.registry import picked
from .handlers.role_sets import NewRoleSet
from .handlers.roles import NewRole
from .openapi.formats import milliseconds
from .openapi.messages import Json, JsonObject, Refusal
from .state.clock import Clock
from .state.instance import Instance
from .state.records import Organization, Settings
from .state.users import IDENTIFIERS, PEOPLE, User, named

_MOST_CROWD = 100_000
"""Members that a seed can have made up: some 200 MB."""
_MOST_VALUES = 1_000_000
"""Values in a seed, a long text counting as one for each 64 characters."""
_MOST_BITS = 1024


class SeedError(ValueError):
    """A seed that cannot be used; the message names the place in it."""


def load(path: Path) -> Any:
    """The data of a seed file: JSON if its name ends so, else YAML."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SeedError(f"{path}: {reason}") from None
    try:
        return parse(text, is_json=path.suffix == ".json")
    except SeedError as error:
        raise SeedError(f"{path}: {error}") from None


def parse(text: str, *, is_json: bool = False) -> Any:
    """The data of a seed written as JSON or as YAML."""
    try:
        return json.loads(text) if is_json else _from_yaml(text)
    except (ValueError, RecursionError) as error:
        raise SeedError(f"not JSON: {error}" if is_json else str(error)) from None


def _from_yaml(text: str) -> Any:
    from .seed_yaml import loads  # noqa: PLC0415 - imports yaml, which only text needs

    return loads(text)


def instance_from(seed: Any) -> Instance:
    """A new instance with all that the seed names; raises SeedError."""
    if seed is None:
        return Instance(PEOPLE)
    from . import seed_schema  # noqa: PLC0415 - imports jsonschema, which the usual start does not need

    _check_size(seed)
    _check_json(seed)
    error = seed_schema.error_in(seed_schema.SEED, seed)
    if error is not None:
        raise SeedError(f"{_place(list(error.absolute_path))}: {error.message}")
    _check_crowds(seed.get("organizations", ()))
    instance = Instance(_users(seed["users"]) if "users" in seed else PEOPLE)
    _set(instance.clock, seed.get("clock"))
    instance.settings = Settings(**seed.get("settings", {}))
    _add_access(instance, seed)
    for index, entry in enumerate(seed.get("organizations", ())):
        _add_organization(instance, entry, f"organizations[{index}]")
    return instance


def _check_size(seed: Any) -> None:
    """Refuse what takes too much memory when it is written out: aliases of YAML count as often as they stand there."""
    left, size = [seed], 0
    while left:
        value = left.pop()
        size += 1 + (len(value) // 64 if isinstance(value, str) else 0)
        if isinstance(value, int) and value.bit_length() > _MOST_BITS:
            raise SeedError(f"the seed: a number has more than {_MOST_BITS} bits: write a smaller one")
        if size > _MOST_VALUES:
            raise SeedError(f"the seed: more than {_MOST_VALUES:,} values, aliases included: use a smaller one")
        if isinstance(value, dict):
            left += value.values()
        elif isinstance(value, list):
            left += value


def _check_crowds(organizations: list[JsonObject]) -> None:
    """Refuse more members than the memory should hold, before any is made."""
    total = 0
    for index, entry in enumerate(organizations):
        total += entry.get("crowd", 0)
        if total > _MOST_CROWD:
            raise SeedError(
                f"organizations[{index}].crowd: {total:,} made-up members are too many: use at most {_MOST_CROWD:,} in "
                "all organizations together"
            )


def _check_json(seed: Any) -> None:
    """A seed says what JSON can say: what it holds comes back in answers."""
    try:
        same = json.loads(json.dumps(seed, allow_nan=False)) == seed
    except (TypeError, ValueError, RecursionError):
        same = False
    if not same:
        place, value = _not_json(seed, [])
        raise SeedError(f"{_place(place)}: {value!r:.60} cannot be said in JSON")


def _not_json(value: Any, at: list[str | int]) -> tuple[list[str | int], Any]:
    """The innermost part that JSON cannot say."""
    parts: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        if isinstance(value, dict) and not isinstance(key, str):
            return at, key
        try:
            if json.loads(json.dumps(part, allow_nan=False)) == part:
                continue
        except RecursionError:
            return [*at, key], "something nested too deeply"
        except (TypeError, ValueError):
            pass
        return _not_json(part, [*at, key])
    return at, value


def _set(clock: Clock, moment: str | int | None) -> None:
    if moment is None:
        return
    try:
        clock.set(milliseconds(moment) if isinstance(moment, str) else moment)
    except ValueError as error:
        raise SeedError(f"clock: {error}") from None


def _users(entries: list[str | JsonObject]) -> Iterator[User]:
    taken: set[tuple[str, str | None]] = set()
    for number, entry in enumerate(entries, start=1):
        given = _user_fields(entry, f"users[{number - 1}]")
        name = given.pop("name", None)
        user = User(**given) if name is None else named(name, number, **given)
        for kind, value in (("id", user.id), *((kind, getattr(user, kind)) for kind in IDENTIFIERS)):
            key = (kind, value.casefold() if isinstance(value, str) else None)
            if key in taken:
                raise SeedError(f"users[{number - 1}]: there is a user with the {kind} {value} already")
            if value is not None:
                taken.add(key)
        yield user


def _user_fields(entry: Json, place: str) -> JsonObject:
    if _is_name(entry):
        return {"name": entry}
    from . import seed_schema  # noqa: PLC0415 - imports jsonschema, which a name does not need

    error = seed_schema.error_in(seed_schema.USER, entry)
    if error is not None:
        raise SeedError(f"{place}{_place(list(error.absolute_path), '')}: {error.message}")
    return dict(entry)


def _is_name(entry: Json) -> bool:
    return isinstance(entry, str) and bool(entry.strip())


def _add_organization(instance: Instance, entry: JsonObject, place: str) -> None:
    with _At(place):
        organization = organizations.make(instance, picked(NewOrganization, entry))
        _bill(instance, organization, entry)
    for user_id, role in entry.get("members", {}).items():
        if not isinstance(role, str):
            raise SeedError(f"{place}.members.{user_id}: {role!r} is not the key of a role")
        with _At(f"{place}.members.{user_id}"):
            user = instance.users.get(user_id)
            memberships.check_stranger(organization, user)
            memberships.check_room(instance, organization)
            instance.join(organization, user.id, instance.role_in(organization, role), {}, {})
    with _At(f"{place}.crowd"):
        _add_crowd(instance, organization, entry.get("crowd", 0))
    for index, row in enumerate(entry.get("invitations", ())):
        with _At(f"{place}.invitations[{index}]"):
            invitations.make(instance, organization, [picked(InvitationFields, row)])
    for index, row in enumerate(entry.get("domains", ())):
        with _At(f"{place}.domains[{index}]"):
            domain = domains.make(instance, organization, picked(DomainFields, row))
            domain.owned_since = instance.now() if row.get("owned") else None


def _add_access(instance: Instance, seed: JsonObject) -> None:
    """Permissions, roles and role sets."""
    for index, entry in enumerate(seed.get("permissions", ())):
        with _At(f"permissions[{index}]"):
            permissions.make(instance, **entry)
    for index, entry in enumerate(seed.get("roles", ())):
        with _At(f"roles[{index}]"):
            _add_role(instance, entry)
    for index, entry in enumerate(seed.get("role_sets", ())):
        with _At(f"role_sets[{index}]"):
            fields = {"key": entry, "name": entry} if isinstance(entry, str) else entry
            initial = instance.initial_role_set
            whole: JsonObject = {
                "roles": [role.key for role in initial.roles.values()],
                "default_role_key": initial.default_role.key,
                "creator_role_key": initial.creator_role.key,
            }
            picked(NewRoleSet, {**whole, **fields}).make(instance)


def _add_role(instance: Instance, entry: JsonObject) -> None:
    """A role, in the initial role set unless said otherwise; one that every instance has may be another one here."""
    granted = instance.permissions_of(entry.get("permissions", ()))
    known = instance.roles.with_key(entry["key"])
    if known is None:
        picked(NewRole, {"include_in_initial_role_set": True, **entry}).make(instance, granted)
    else:
        known.name, known.granted = entry["name"], {permission.id: permission for permission in granted}


def _bill(instance: Instance, organization: Organization, entry: JsonObject) -> None:
    """What it pays for, and its credit."""
    if "subscription" in entry or entry.get("payer") is False:
        organization.subscription = None
    if entry.get("payer") is False:
        organization.payer_id = None
    elif entry.get("subscription"):
        billing.subscribe(instance, organization, **entry["subscription"])
    if entry.get("credit"):
        change = CreditChange(amount=entry["credit"], action="increase", idempotency_key="seed")
        billing.adjust_credit_balance(instance, organization_id=organization.id, fields=change)


def _add_crowd(instance: Instance, organization: Organization, size: int) -> None:
    """Members with made-up users."""
    if size == 0:
        return
    memberships.check_room(instance, organization, size)
    role = organization.role_set.default_role
    for _ in range(size):
        number = instance.users.added + 1
        name = f"crowd{number}"
        while f"user_{name}" in instance.users:  # the seed may have users of such names
            name += "_"
        user = instance.add_user(named(name, number))
        instance.join(organization, user.id, role, {}, {})


class _At:
    """Turns a refusal of a rule into an error of the seed at this place."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Refusal):
            raise SeedError(f"{self._place}: {error.errors[0]['long_message']}") from None
        if isinstance(error, ValueError):
            raise SeedError(f"{self._place}: {error}") from None


def _place(path: list[str | int], whole: str = "the seed") -> str:
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return (steps.lstrip(".") if whole else steps) or whole
