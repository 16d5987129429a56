"""Records of what members may do: permissions, roles, role sets, and moves of members to other roles. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MANAGE_MEMBERSHIPS = "org:sys_memberships:manage"
CREATOR_PERMISSIONS = frozenset({MANAGE_MEMBERSHIPS, "org:sys_memberships:read", "org:sys_profile:delete"})
"""What the role of those who create organizations must hold."""
SYSTEM_PERMISSIONS = {
    "org:sys_profile:manage": "Manage organization",
    "org:sys_profile:delete": "Delete organization",
    "org:sys_memberships:read": "Read members",
    MANAGE_MEMBERSHIPS: "Manage members",
    "org:sys_domains:read": "Read domains",
    "org:sys_domains:manage": "Manage domains",
    "org:sys_billing:read": "Read billing",
    "org:sys_billing:manage": "Manage billing",
    "org:sys_entconns:manage": "Manage enterprise connections",
}
"""Names by key, of the permissions that every instance has."""
ADMIN, MEMBER = "org:admin", "org:member"
MEMBER_PERMISSIONS = ("org:sys_memberships:read", "org:sys_billing:read")
DEFAULT_ROLE_SET = "role_set:default"


@dataclass(eq=False, slots=True, kw_only=True)
class Permission:
    """Something that a role allows."""

    id: str
    number: int
    key: str
    name: str
    description: str = ""
    created_at: int
    updated_at: int

    @property
    def is_system(self) -> bool:
        """Whether it is one that every instance has."""
        return self.key in SYSTEM_PERMISSIONS


@dataclass(eq=False, slots=True, kw_only=True)
class Role:
    """A role of members, with its permissions."""

    id: str
    number: int
    key: str
    name: str
    description: str | None = None
    granted: dict[str, Permission] = field(default_factory=dict[str, Permission])
    """By id."""
    created_at: int
    updated_at: int

    @property
    def permissions(self) -> tuple[str, ...]:
        """Keys of its permissions, oldest first."""
        return tuple(permission.key for permission in self.by_age)

    @property
    def by_age(self) -> list[Permission]:
        """Its permissions, oldest first."""
        return sorted(self.granted.values(), key=lambda permission: permission.number)

    @property
    def is_elevated(self) -> bool:
        """Whether its members may manage memberships: every organization keeps one of those."""
        return MANAGE_MEMBERSHIPS in self.permissions

    @property
    def may_create(self) -> bool:
        """Whether it can be the role of those who create organizations."""
        return CREATOR_PERMISSIONS.issubset(self.permissions)


@dataclass(eq=False, slots=True, kw_only=True)
class RoleSet:
    """The roles that members of some organizations can have."""

    id: str
    number: int
    key: str
    name: str
    description: str | None = None
    roles: dict[str, Role]
    """By id."""
    default_role: Role
    creator_role: Role
    created_at: int
    updated_at: int

    def __contains__(self, role: object) -> bool:
        return role in self.roles.values()

    def swap(self, role: Role, to: Role) -> None:
        """Take a role out; another one of the set becomes what it was."""
        self.default_role = to if self.default_role is role else self.default_role
        self.creator_role = to if self.creator_role is role else self.creator_role
        del self.roles[role.id]


@dataclass(frozen=True, eq=False, kw_only=True)
class Migration:
    """Members of a role set on their way to other roles, and to another set when this one is to go."""

    id: str
    source: RoleSet
    dest: RoleSet | None
    """None when one role leaves the set."""
    roles: Mapping[Role, Role]
    """What each role becomes."""
    members: int
    """How many of them there were when it began."""
    created_at: int
    ends_at: int

    def status(self, now: int) -> str:
        """enqueued in the first half of its time, then in_progress."""
        return "enqueued" if now * 2 < self.created_at + self.ends_at else "in_progress"
