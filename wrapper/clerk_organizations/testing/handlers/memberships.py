"""Memberships: rules and representation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..openapi import error_catalog
from ..openapi.messages import JsonObject, Refusal, not_found
from ..state.instance import Instance
from ..state.records import Membership, Organization
from ..state.users import User
from . import organizations
from .lists import IdFilter, Page, between, contains
from .metadata import MetadataFields
from .reassignments import check_still
from .registry import operation


@dataclass(frozen=True, kw_only=True)
class MemberFilters:
    """The query parameters that filter the members of an organization."""

    user_id: Sequence[str] = ()
    email_address: Sequence[str] = ()
    phone_number: Sequence[str] = ()
    username: Sequence[str] = ()
    web3_wallet: Sequence[str] = ()
    role: Sequence[str] = ()
    query: str = ""
    email_address_query: str = ""
    phone_number_query: str = ""
    username_query: str = ""
    name_query: str = ""
    created_at_after: int | None = None
    created_at_before: int | None = None
    last_active_at_after: int | None = None
    last_active_at_before: int | None = None

    def among(self, instance: Instance, organization: Organization) -> Iterable[Membership] | None:
        """The only memberships that filters by id, address, phone, name or wallet let pass; None for no such filter."""
        identifiers = {
            "email_address": self.email_address,
            "phone_number": self.phone_number,
            "username": self.username,
            "web3_wallet": self.web3_wallet,
        }
        included = IdFilter(self.user_id).included
        wanted = [included] if included else []
        for kind, values in identifiers.items():
            if values:
                wanted.append({user_id for value in values if (user_id := instance.users.find(kind, value))})
        if not wanted:
            return None
        return [organization.by_user[key] for key in set.intersection(*wanted) if key in organization.by_user]

    def fits(self, instance: Instance) -> Callable[[Membership], bool] | None:
        """The filters that have to look at a membership; None when none is given."""
        users, roles, excluded = instance.users.by_id, self.role, IdFilter(self.user_id).excluded
        of_user = list(self._of_user())
        if not (excluded or roles or of_user):
            return None

        def fits(membership: Membership) -> bool:
            if membership.user_id in excluded or (roles and membership.role.key not in roles):
                return False
            for passes in of_user:  # noqa: SIM110  # a loop takes half the time of all(), for every member
                if not passes(users[membership.user_id]):
                    return False
            return True

        return fits

    def _of_user(self) -> Iterator[Callable[[User], bool]]:
        texts: list[tuple[str, Callable[[User], str | None]]] = [
            (self.query, lambda user: user.searchable),
            (self.email_address_query, lambda user: user.email_address),
            (self.phone_number_query, lambda user: user.phone_number),
            (self.username_query, lambda user: user.username),
            (self.name_query, lambda user: user.full_name),
        ]
        times: list[tuple[int | None, int | None, Callable[[User], int | None]]] = [
            (self.created_at_after, self.created_at_before, lambda user: user.created_at),
            (self.last_active_at_after, self.last_active_at_before, lambda user: user.last_active_at),
        ]
        for text, text_of in texts:
            if text:
                yield contains(text, text_of)
        for after, before, time_of in times:
            if after is not None or before is not None:
                yield between(after, before, time_of)


def render(instance: Instance, membership: Membership, organization: JsonObject | None = None) -> JsonObject:
    """An OrganizationMembership; a list hands in the rendered organization that all its rows share."""
    return {
        "object": "organization_membership",
        "id": membership.id,
        "role": membership.role.key,
        "role_name": membership.role.name,
        "permissions": list(membership.role.permissions),
        "public_metadata": membership.public_metadata,
        "private_metadata": membership.private_metadata,
        "organization": organization or organizations.render(membership.organization),
        "public_user_data": _public_user_data(instance.users[membership.user_id]),
        "created_at": membership.created_at,
        "updated_at": membership.updated_at,
    }


def check_room(instance: Instance, organization: Organization, wanted: int = 1) -> None:
    """Refuse when members and pending invitations leave no room for so many more."""
    most, seats = organization.max_allowed_memberships, organization.seats
    taken = len(organization.memberships) + organization.pending_invitations(instance.now()) + wanted
    if seats is not None:
        if taken > seats:
            reason = f"The plan of the organization has {seats} seats."
            raise Refusal(error_catalog.SEATS, reason, meta={"seats_quantity": taken})
    elif most and taken > most:
        raise Refusal(
            error_catalog.MEMBERSHIP_QUOTA, f"The organization may have {most} members and pending invitations."
        )


def check_stranger(organization: Organization, user: User) -> None:
    """Refuse when the user is a member already."""
    if user.id in organization.by_user:
        raise Refusal(error_catalog.ALREADY_MEMBER, f"{user.identifier} is already a member of the organization.")


@operation("ListOrganizationMemberships")
def list_organization_memberships(
    instance: Instance, *, organization_id: str, page: Page, filters: MemberFilters
) -> JsonObject:
    organization = instance.organization(organization_id)
    shared = organizations.render(organization)
    return page.of(
        organization.memberships,
        lambda membership: render(instance, membership, shared),
        fits=filters.fits(instance),
        among=filters.among(instance, organization),
    )


@operation("InstanceGetOrganizationMemberships")
def list_instance_memberships(instance: Instance, *, page: Page) -> JsonObject:
    return page.of(instance.memberships, lambda membership: render(instance, membership))


@operation("CreateOrganizationMembership")
def create_membership(
    instance: Instance, *, organization_id: str, user_id: str, role: str, fields: MetadataFields
) -> JsonObject:
    organization = instance.organization(organization_id)
    user = instance.users.get(user_id, param="user_id")
    given_role, (public, private) = instance.role_in(organization, role), fields.new_metadata
    check_stranger(organization, user)
    check_room(instance, organization)
    return render(instance, instance.join(organization, user.id, given_role, public, private))


@operation("UpdateOrganizationMembership")
def update_membership(instance: Instance, *, organization_id: str, user_id: str, role: str) -> JsonObject:
    membership = _membership(instance, organization_id, user_id)
    new_role = instance.role_in(membership.organization, role)
    check_still(instance, membership.organization.role_set, rule=error_catalog.MEMBER_MIGRATING)
    if not new_role.is_elevated:
        _check_not_last_admin(instance, membership)
    instance.change_role(membership, new_role)
    return _touched(instance, membership)


@operation("UpdateOrganizationMembershipMetadata")
def merge_membership_metadata(
    instance: Instance, *, organization_id: str, user_id: str, fields: MetadataFields
) -> JsonObject:
    membership = _membership(instance, organization_id, user_id)
    fields.merge_into(membership)
    return _touched(instance, membership)


@operation("DeleteOrganizationMembership")
def delete_membership(instance: Instance, *, organization_id: str, user_id: str) -> JsonObject:
    membership = _membership(instance, organization_id, user_id)
    _check_not_last_admin(instance, membership)
    instance.leave(membership)
    return render(instance, membership)


def _membership(instance: Instance, organization_id: str, user_id: str) -> Membership:
    organization = instance.organization(organization_id)
    if user_id not in organization.by_user:
        raise not_found("organization membership of the user", user_id)
    return organization.by_user[user_id]


def _check_not_last_admin(instance: Instance, membership: Membership) -> None:
    if membership.role.is_elevated and instance.elevated_members(membership.organization) == 1:
        reason = f"{membership.user_id} is the last member who may manage the memberships of the organization."
        raise Refusal(error_catalog.LAST_ADMIN, reason)


def _touched(instance: Instance, membership: Membership) -> JsonObject:
    membership.updated_at = instance.now()
    return render(instance, membership)


def _public_user_data(user: User) -> JsonObject:
    return {
        "user_id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "profile_image_url": user.image_url,
        "image_url": user.image_url,
        "has_image": False,
        "identifier": user.identifier,
        "username": user.username,
        "banned": user.banned,
        "deprovisioned": False,
    }
