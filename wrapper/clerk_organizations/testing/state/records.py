"""Records of an instance: settings, roles, organizations, memberships, invitations, domains. Data only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, get_args

from clerk_organizations_api.enums import OrganizationEnrollmentMode

from ..openapi.messages import JsonObject
from .table import Table
from .users import IMAGES

DEFAULT_ROLE_SET = "role_set:default"
ENROLLMENT_MODES: tuple[str, ...] = get_args(OrganizationEnrollmentMode)
MANAGE_MEMBERSHIPS = "org:sys_memberships:manage"


@dataclass(kw_only=True)
class Settings:
    """Settings of an instance, as in its dashboard. Numbers: 0 is no limit."""

    organizations_enabled: bool = True
    slugs_enabled: bool = True
    domains_enabled: bool = True
    enrollment_modes: tuple[str, ...] = ENROLLMENT_MODES
    organization_quota: int = 0
    default_max_allowed_memberships: int = 0
    """What a new organization gets."""
    max_allowed_memberships: int = 0
    """The most that any organization may be given."""
    domains_per_organization: int = 10
    admin_delete_enabled: bool = True
    """What a new organization gets."""
    creator_role: str = "org:admin"
    domains_default_role: str = "org:member"
    billing_enabled: bool = True
    credit_keys_are_strict: bool = False
    """Whether a key of an adjustment that is used again for another one is a conflict; else it gives the first one."""
    max_allowed_roles: int = 10
    """Beside the two that every instance has."""


@dataclass(frozen=True)
class Role:
    """A role of members, with its permissions."""

    key: str
    name: str
    permissions: tuple[str, ...]

    @property
    def is_elevated(self) -> bool:
        """Whether its members may manage memberships: every organization keeps one of those."""
        return MANAGE_MEMBERSHIPS in self.permissions


ADMIN = Role(
    "org:admin",
    "Admin",
    (
        "org:sys_profile:manage",
        "org:sys_profile:delete",
        "org:sys_memberships:read",
        MANAGE_MEMBERSHIPS,
        "org:sys_domains:read",
        "org:sys_domains:manage",
    ),
)
MEMBER = Role("org:member", "Member", ("org:sys_memberships:read",))


@dataclass(eq=False, slots=True)
class Membership:
    """A user in an organization."""

    id: str
    number: int
    organization: Organization = field(repr=False)
    user_id: str
    role: Role
    public_metadata: JsonObject
    private_metadata: JsonObject
    created_at: int
    updated_at: int


@dataclass(eq=False, slots=True)
class Invitation:
    """An e-mail address invited to an organization."""

    id: str
    number: int
    organization: Organization = field(repr=False)
    email_address: str
    role: Role
    inviter_id: str | None
    public_metadata: JsonObject
    private_metadata: JsonObject
    redirect_url: str | None
    expires_at: int
    created_at: int
    updated_at: int
    notify: bool = True
    """Kept only: no mail is sent."""
    closed_as: str | None = None
    """accepted or revoked, once it is."""

    def status(self, now: int) -> str:
        """pending, accepted, revoked or expired: the clock alone makes a pending one expire."""
        return self.closed_as or ("pending" if now < self.expires_at else "expired")


@dataclass(eq=False, slots=True)
class Domain:
    """An e-mail domain of an organization."""

    id: str
    number: int
    organization: Organization = field(repr=False)
    name: str
    enrollment_mode: str
    verified_at: int | None
    created_at: int
    updated_at: int
    owned_since: int | None = None
    """When ownership was declared."""


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """What an organization pays for: one plan, by the month."""

    id: str
    created_at: int
    plan: str = "Free"
    fee: int = 0
    """Cents a month."""
    status: str = "active"
    seats: int | None = None
    """Most members and pending invitations together; None where the plan does not count them."""


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """Something added to the credit of an organization, or taken from it."""

    id: str
    amount: int
    """In the smallest unit of the currency; below 0 when taken."""
    currency: str
    key: str
    """Of idempotency."""
    note: str | None
    created_at: int


@dataclass(frozen=True)
class Logo:
    """An uploaded picture."""

    id: str
    content: bytes = field(repr=False)


@dataclass(eq=False, kw_only=True)
class Organization:
    """An organization with all that belongs to it: deleting it deletes the rest."""

    id: str
    number: int
    name: str
    slug: str
    max_allowed_memberships: int
    admin_delete_enabled: bool = True
    public_metadata: JsonObject = field(default_factory=dict[str, Any])
    private_metadata: JsonObject = field(default_factory=dict[str, Any])
    created_by: str | None
    role_set_key: str
    created_at: int
    updated_at: int
    logo: Logo | None = None
    memberships: Table[Membership] = field(repr=False)
    by_user: dict[str, Membership] = field(default_factory=dict[str, Membership], repr=False)
    roles: Counter[Role] = field(default_factory=Counter[Role], repr=False)
    """How many members each role has, as it was when they got it."""
    invitations: Table[Invitation] = field(repr=False)
    invitations_to: dict[str, list[Invitation]] = field(default_factory=dict[str, list[Invitation]], repr=False)
    """By address in lower case."""
    open_invitations: dict[str, Invitation] = field(default_factory=dict[str, Invitation], repr=False)
    """By id: neither accepted nor revoked, but perhaps expired."""
    domains: Table[Domain] = field(repr=False)
    payer_id: str | None = None
    """None while it has never been a payer."""
    subscription: Subscription | None = None
    adjustments: dict[str, Adjustment] = field(default_factory=dict[str, Adjustment], repr=False)
    """Of its credit, by their keys."""

    @property
    def seats(self) -> int | None:
        """Seats of its plan; None where the plan does not count them."""
        return self.subscription.seats if self.subscription else None

    @property
    def credit(self) -> int | None:
        """The balance; None if there has never been any."""
        return sum(one.amount for one in self.adjustments.values()) if self.adjustments else None

    @property
    def image_url(self) -> str:
        """The logo, or the picture that stands for an organization without one."""
        return f"{IMAGES}/{self.logo.id if self.logo else self.id}"

    def pending_invitations(self, now: int) -> int:
        """How many invitations can still be accepted."""
        return sum(now < invitation.expires_at for invitation in self.open_invitations.values())
