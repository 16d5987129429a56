"""The part of an instance that says what members may do: permissions, roles and role sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NoReturn

from ..openapi.messages import not_found
from .clock import Clock
from .roles import (
    ADMIN,
    DEFAULT_ROLE_SET,
    MEMBER,
    MEMBER_PERMISSIONS,
    SYSTEM_PERMISSIONS,
    Migration,
    Permission,
    Role,
    RoleSet,
)  # fmt: skip
from .table import KeyedTable

_FOUNDED = 1_577_836_800_000  # 2020-01-01T00:00:00Z


class Access:
    """Permissions, roles and role sets; at first those that every instance has."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.permissions: KeyedTable[Permission] = KeyedTable("organization permission")
        self.roles: KeyedTable[Role] = KeyedTable("organization role")
        self.role_sets: KeyedTable[RoleSet] = KeyedTable("role set")
        self.migrations: list[Migration] = []
        """Those that have not ended."""
        self._issued = Counter[str]()
        for key, name in SYSTEM_PERMISSIONS.items():
            self.add_permission(key, name, at=_FOUNDED)
        admin = self.add_role(ADMIN, "Admin", self.permissions, at=_FOUNDED)
        member = self.add_role(MEMBER, "Member", self.permissions_of(MEMBER_PERMISSIONS), at=_FOUNDED)
        self.initial_role_set = self.add_role_set(
            DEFAULT_ROLE_SET, "Default role set", [admin, member], default_role=member, creator_role=admin, at=_FOUNDED
        )
        """The one that new organizations get."""

    def now(self) -> int:
        """The time in milliseconds."""
        return self.clock.now()

    def next_id(self, prefix: str) -> tuple[str, int]:
        """The next id of a kind, as long as Clerk's, and its number; the same calls give the same ids."""
        self._issued[prefix] += 1
        number = self._issued[prefix]
        return f"{prefix}_2mock{number:022d}", number

    # Look-ups.

    def role(self, key: str, *, param: str = "role") -> Role:
        """The role that a body names by its key, or a refusal."""
        return self.roles.with_key(key) or _refuse("organization role", key, param)

    def permissions_of(self, keys: Iterable[str]) -> list[Permission]:
        """The permissions with these keys, or a refusal."""
        return [
            self.permissions.with_key(key) or _refuse("organization permission", key, "permissions") for key in keys
        ]

    def migration_at(self, role_set: RoleSet) -> Migration | None:
        """The migration that leads out of a role set, or into it."""
        return next((one for one in self.migrations if role_set in (one.source, one.dest)), None)

    # Changes.

    def add_permission(self, key: str, name: str, description: str = "", *, at: int | None = None) -> Permission:
        (row_id, number), now = self.next_id("perm"), self.now() if at is None else at
        permission = Permission(
            id=row_id, number=number, key=key, name=name, description=description, created_at=now, updated_at=now
        )
        return self.permissions.add(permission)

    def add_role(
        self,
        key: str,
        name: str,
        permissions: Iterable[Permission] = (),
        description: str | None = None,
        *,
        at: int | None = None,
    ) -> Role:
        """Make a role that is in no role set yet."""
        (row_id, number), now = self.next_id("role"), self.now() if at is None else at
        granted = {permission.id: permission for permission in permissions}
        role = Role(
            id=row_id, number=number, key=key, name=name, description=description, granted=granted,
            created_at=now, updated_at=now,
        )  # fmt: skip
        return self.roles.add(role)

    def add_role_set(
        self,
        key: str,
        name: str,
        roles: Iterable[Role],
        description: str | None = None,
        *,
        default_role: Role,
        creator_role: Role,
        at: int | None = None,
    ) -> RoleSet:
        (row_id, number), now = self.next_id("roleset"), self.now() if at is None else at
        role_set = RoleSet(
            id=row_id, number=number, key=key, name=name, description=description,
            roles={role.id: role for role in roles}, default_role=default_role, creator_role=creator_role,
            created_at=now, updated_at=now,
        )  # fmt: skip
        return self.role_sets.add(role_set)

    def remove_permission(self, permission: Permission) -> None:
        """Remove it, from all roles as well."""
        self.permissions.remove(permission)
        for role in self.roles:
            role.granted.pop(permission.id, None)

    def remove_role(self, role: Role) -> None:
        """Remove it, from all role sets as well."""
        self.roles.remove(role)
        for role_set in self.role_sets:
            role_set.roles.pop(role.id, None)


def _refuse(kind: str, key: str, param: str) -> NoReturn:
    raise not_found(kind, key, param=param)
