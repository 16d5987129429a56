"""The state of a mock: one Clerk instance, its records and their indexes.

Changes keep all indexes consistent; the rules of what may be changed are in the handlers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ..openapi import error_catalog
from ..openapi.messages import JsonObject, Refusal, bad_param
from .access import Access
from .clock import Clock
from .records import Domain, Invitation, Membership, Organization, Settings
from .roles import Migration, Role, RoleSet
from .table import Table
from .users import User, Users


class Instance(Access):
    """One Clerk instance. Tests may read all of it, change `settings`, add roles, and move the `clock`."""

    def __init__(self, users: Iterable[User] = (), clock: Clock | None = None) -> None:
        super().__init__(clock)
        self.settings = Settings()
        self.users = Users(users)
        self.organizations: Table[Organization] = Table(
            "organization",
            {
                "name": lambda organization: organization.name,
                "members_count": lambda organization: len(organization.memberships),
            },
        )
        self.memberships = self.membership_table()
        """Those of all organizations."""
        self.by_slug: dict[str, Organization] = {}
        self.by_member: dict[str, dict[str, Organization]] = {}
        """Organizations by id, by the user who is a member."""
        self.by_role_set: dict[str, dict[str, Organization]] = {}
        """Organizations by id, by the id of their role set."""
        self.by_domain: dict[str, Organization] = {}
        self.domains: Table[Domain] = Table("organization domain", {"name": lambda domain: domain.name})
        """Those of all organizations."""
        self.invitations = self.invitation_table()
        """Those of all organizations."""
        self.invitations_to: dict[str, dict[str, Invitation]] = {}
        """By address in lower case, and by id."""
        self.created_by = Counter[str]()
        """How many organizations each user has created."""

    def membership_table(self) -> Table[Membership]:
        """An empty collection that can be sorted by what the users behind memberships are called."""
        users = self.users
        return Table(
            "organization membership",
            {
                "phone_number": lambda membership: users[membership.user_id].phone_number,
                "email_address": lambda membership: users[membership.user_id].email_address,
                "first_name": lambda membership: users[membership.user_id].first_name,
                "last_name": lambda membership: users[membership.user_id].last_name,
                "username": lambda membership: users[membership.user_id].username,
            },
        )

    @staticmethod
    def invitation_table() -> Table[Invitation]:
        """An empty collection that can be sorted by address."""
        return Table("organization invitation", {"email_address": lambda row: row.email_address})

    # Look-ups that a path or a body makes.

    def organization(self, organization_id: str) -> Organization:
        """The organization, or a refusal."""
        return self.organizations.find(organization_id)

    def role_set(self, key: str) -> RoleSet:
        """The role set that a body of an organization names, or a refusal."""
        found = self.role_sets.with_key(key)
        if found is None:
            raise bad_param(error_catalog.ROLE_SET_NOT_FOUND, "role_set_key", f": there is no role set {key}")
        return found

    def role_in(self, organization: Organization, key: str) -> Role:
        """The role that a body names for a member of an organization, or a refusal."""
        role = self.role(key)
        if role not in organization.role_set:
            raise Refusal(
                error_catalog.ROLE_NOT_IN_SET, f"The role set of the organization has no role {key}.",
                meta={"param_name": "role"},
            )  # fmt: skip
        return role

    # Changes, each in every index at once.

    def add_user(self, user: User) -> User:
        """Add a user, or put one in place of the one with its id."""
        known = user.id in self.users
        self.users.add(user)
        if known:  # sorted copies are out of date
            self.memberships.changed()
            for organization in self.by_member.get(user.id, {}).values():
                organization.memberships.changed()
        return user

    def new_organization(self, **values: Any) -> Organization:
        """Make an organization with these attributes, without members."""
        organization_id, number = self.next_id("org")
        organization = Organization(
            id=organization_id,
            number=number,
            memberships=self.membership_table(),
            invitations=self.invitation_table(),
            domains=Table("organization domain"),
            **values,
        )
        self.organizations.add(organization)
        self.by_slug[organization.slug] = organization
        self.by_role_set.setdefault(organization.role_set.id, {})[organization.id] = organization
        if organization.created_by is not None:
            self.created_by[organization.created_by] += 1
        return organization

    def change_organization(self, organization: Organization, changes: JsonObject) -> None:
        """Set attributes, and update the indexes by age, by slug and by role set."""
        if "created_at" in changes:
            self.organizations.remove(organization)
        if "slug" in changes:
            del self.by_slug[organization.slug]
            self.by_slug[changes["slug"]] = organization
        if "role_set" in changes:
            del self.by_role_set[organization.role_set.id][organization.id]
            self.by_role_set.setdefault(changes["role_set"].id, {})[organization.id] = organization
        for name, value in changes.items():
            setattr(organization, name, value)
        if "created_at" in changes:
            self.organizations.add(organization)
        self.organizations.changed()

    def remove_organization(self, organization: Organization) -> None:
        """Remove it with all that belongs to it."""
        self.organizations.remove(organization)
        del self.by_slug[organization.slug]
        del self.by_role_set[organization.role_set.id][organization.id]
        self.memberships.remove_all(organization.memberships)
        for user_id in organization.by_user:
            del self.by_member[user_id][organization.id]
        self.invitations.remove_all(organization.invitations)
        for invitation in organization.invitations:
            del self.invitations_to[invitation.email_address.casefold()][invitation.id]
        self.domains.remove_all(organization.domains)
        for domain in organization.domains:
            del self.by_domain[domain.name]
        if organization.created_by is not None:
            self.created_by[organization.created_by] -= 1

    def join(
        self, organization: Organization, user_id: str, role: Role, public: JsonObject, private: JsonObject
    ) -> Membership:
        """Make the user a member."""
        (row_id, number), now = self.next_id("orgmem"), self.now()
        membership = Membership(row_id, number, organization, user_id, role, public, private, now, now)
        organization.memberships.add(membership)
        organization.by_user[user_id] = membership
        organization.roles[role] += 1
        self.memberships.add(membership)
        self.by_member.setdefault(user_id, {})[organization.id] = organization
        self.organizations.changed()
        return membership

    def leave(self, membership: Membership) -> None:
        """End a membership."""
        organization = membership.organization
        organization.memberships.remove(membership)
        del organization.by_user[membership.user_id]
        organization.roles[membership.role] -= 1
        self.memberships.remove(membership)
        del self.by_member[membership.user_id][organization.id]
        self.organizations.changed()

    def change_role(self, membership: Membership, role: Role) -> None:
        """Give a member another role."""
        membership.organization.roles[membership.role] -= 1
        membership.organization.roles[role] += 1
        membership.role = role

    def organizations_in(self, role_set: RoleSet) -> list[Organization]:
        """The organizations that have a role set."""
        return list(self.by_role_set.get(role_set.id, {}).values())

    def reassign(self, organization: Organization, roles: Mapping[Role, Role]) -> None:
        """Give members and those invited the roles that theirs become."""
        if any(organization.roles[role] for role in roles):
            for membership in organization.memberships:
                if membership.role in roles:
                    self.change_role(membership, roles[membership.role])
        for invitation in organization.open_invitations.values():
            invitation.role = roles.get(invitation.role, invitation.role)

    def finish(self, migration: Migration) -> None:
        """Do what a migration is for, and forget it."""
        source, dest = migration.source, migration.dest
        for organization in self.organizations_in(source):
            self.reassign(organization, migration.roles)
            if dest is not None:
                self.change_organization(organization, {"role_set": dest})
        if dest is not None:
            self.role_sets.remove(source)
        else:
            for role, to in migration.roles.items():
                source.swap(role, to)
        if migration in self.migrations:
            self.migrations.remove(migration)

    def catch_up(self) -> None:
        """Finish the migrations whose time has come."""
        now = self.now()
        for migration in [one for one in self.migrations if one.ends_at <= now]:
            self.finish(migration)

    def elevated_members(self, organization: Organization) -> int:
        """How many members may manage memberships."""
        return sum(n for role, n in organization.roles.items() if role.is_elevated)

    def invite(self, invitation: Invitation) -> None:
        organization = invitation.organization
        organization.invitations.add(invitation)
        organization.invitations_to.setdefault(invitation.email_address.casefold(), []).append(invitation)
        organization.open_invitations[invitation.id] = invitation
        self.invitations.add(invitation)
        self.invitations_to.setdefault(invitation.email_address.casefold(), {})[invitation.id] = invitation

    def close_invitation(self, invitation: Invitation, status: str) -> None:
        """Accept or revoke it."""
        invitation.closed_as, invitation.updated_at = status, self.now()
        del invitation.organization.open_invitations[invitation.id]

    def add_domain(self, domain: Domain) -> None:
        domain.organization.domains.add(domain)
        self.domains.add(domain)
        self.by_domain[domain.name] = domain.organization

    def remove_domain(self, domain: Domain) -> None:
        domain.organization.domains.remove(domain)
        self.domains.remove(domain)
        del self.by_domain[domain.name]
