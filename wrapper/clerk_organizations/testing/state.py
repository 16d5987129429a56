"""What a Clerk instance holds: users, roles, organizations, its clock and its ids.

Data and look-ups only: what may be done with it is said in the module of each resource.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from .messages import JsonObject, not_found

DAY = 24 * 60 * 60 * 1000
IMAGES = "https://img.clerk.example"
DEFAULT_ROLE_SET = "role_set:default"


@dataclass(frozen=True, kw_only=True)
class User:
    """A user of the instance. Times are milliseconds."""

    id: str
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    email_address: str | None = None
    phone_number: str | None = None
    web3_wallet: str | None = None
    last_active_at: int | None = None
    banned: bool = False

    @property
    def identifier(self) -> str:
        """What Clerk shows for the user: the first there is of e-mail, phone, username, wallet."""
        return self.email_address or self.phone_number or self.username or self.web3_wallet or self.id

    @property
    def full_name(self) -> str:
        """First and last name, as far as they are known."""
        return " ".join(name for name in (self.first_name, self.last_name) if name)

    @property
    def image_url(self) -> str:
        """The picture that is shown for the user."""
        return f"{IMAGES}/{self.id}"


@dataclass(frozen=True)
class Role:
    """What members may do."""

    key: str
    name: str
    permissions: tuple[str, ...]


ADMIN = Role(
    "org:admin",
    "Admin",
    (
        "org:sys_profile:manage",
        "org:sys_profile:delete",
        "org:sys_memberships:read",
        "org:sys_memberships:manage",
        "org:sys_domains:read",
        "org:sys_domains:manage",
    ),
)
MEMBER = Role("org:member", "Member", ("org:sys_memberships:read",))


@dataclass
class Membership:
    """A user in an organization."""

    id: str
    user_id: str
    role: Role
    public_metadata: JsonObject
    private_metadata: JsonObject
    created_at: int
    updated_at: int


@dataclass
class Invitation:
    """An e-mail address invited to an organization."""

    id: str
    email_address: str
    role: Role
    inviter_id: str | None
    public_metadata: JsonObject
    private_metadata: JsonObject
    redirect_url: str | None
    expires_at: int
    created_at: int
    updated_at: int
    closed_as: str | None = None
    """accepted or revoked, once it is."""

    def status(self, now: int) -> str:
        """pending, accepted, revoked or expired: the clock alone makes a pending one expire."""
        return self.closed_as or ("pending" if now < self.expires_at else "expired")


@dataclass
class Domain:
    """An e-mail domain of an organization."""

    id: str
    name: str
    enrollment_mode: str
    verified_at: int | None
    created_at: int
    updated_at: int


@dataclass(frozen=True)
class Logo:
    """An uploaded picture."""

    id: str
    content: bytes = field(repr=False)


@dataclass
class Organization:
    """An organization with all that belongs to it: deleting it deletes the rest."""

    id: str
    name: str
    slug: str
    max_allowed_memberships: int
    admin_delete_enabled: bool
    public_metadata: JsonObject
    private_metadata: JsonObject
    created_by: str | None
    role_set_key: str
    created_at: int
    updated_at: int
    logo: Logo | None = None
    memberships: dict[str, Membership] = field(default_factory=dict[str, Membership])
    """By user id."""
    invitations: dict[str, Invitation] = field(default_factory=dict[str, Invitation])
    domains: dict[str, Domain] = field(default_factory=dict[str, Domain])

    @property
    def image_url(self) -> str:
        """The logo, or the picture that stands for an organization without one."""
        return f"{IMAGES}/{self.logo.id if self.logo else self.id}"


class Instance:
    """One Clerk instance. Everything in it may be read and changed by tests."""

    def __init__(self, users: Iterable[User], clock: Callable[[], int]) -> None:
        self._users = {user.id: user for user in users}
        self.roles = {role.key: role for role in (ADMIN, MEMBER)}
        self.role_sets = {DEFAULT_ROLE_SET}
        self.organizations: dict[str, Organization] = {}
        self.max_allowed_memberships = 0
        """What a new organization gets; 0 is no limit."""
        self.clock = clock
        self._issued = Counter[str]()

    def now(self) -> int:
        """The time in milliseconds."""
        return self.clock()

    def new_id(self, prefix: str) -> str:
        """The next id of a kind, as long as Clerk's; the same calls give the same ids."""
        self._issued[prefix] += 1
        return f"{prefix}_2mock{self._issued[prefix]:022d}"

    @property
    def users(self) -> tuple[User, ...]:
        """All users, in the order in which they came."""
        return tuple(self._users.values())

    def add_user(self, user: User) -> None:
        """Add a user, or put one in place of the one with its id."""
        self._users[user.id] = user

    def has_user(self, user_id: str) -> bool:
        """Whether there is a user with this id."""
        return user_id in self._users

    def user(self, user_id: str, *, param: str | None = None) -> User:
        """The user, or a refusal; `param` names the field of the body that refers to it."""
        if user_id not in self._users:
            raise not_found("user", user_id, param=param)
        return self._users[user_id]

    def role(self, key: str) -> Role:
        """The role that a body names, or a refusal."""
        if key not in self.roles:
            raise not_found("organization role", key, param="role")
        return self.roles[key]

    def role_set(self, key: str) -> str:
        """The key of a role set that a body names, or a refusal."""
        if key not in self.role_sets:
            raise not_found("role set", key, param="role_set_key")
        return key

    def organization(self, organization_id: str) -> Organization:
        """The organization, or a refusal."""
        if organization_id not in self.organizations:
            raise not_found("organization", organization_id)
        return self.organizations[organization_id]

    def with_slug(self, slug: str) -> Organization | None:
        """The organization that has a slug, if one has."""
        return next((found for found in self.organizations.values() if found.slug == slug), None)

    def memberships(self) -> Iterator[tuple[Organization, Membership]]:
        """All memberships of all organizations."""
        for organization in self.organizations.values():
            for membership in organization.memberships.values():
                yield organization, membership
