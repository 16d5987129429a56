"""Memberships: their rules and how they look on the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..openapi import error_catalog
from ..openapi.messages import Call, JsonObject, Refusal, not_found
from ..state.instance import Instance
from ..state.records import Membership, Organization
from ..state.users import IDENTIFIERS, User
from . import metadata, organizations
from .lists import IdFilter, contains, earlier, later, page

_PARTIAL: dict[str, Callable[[User], str | None]] = {
    "query": lambda user: user.searchable,
    "email_address_query": lambda user: user.email_address,
    "phone_number_query": lambda user: user.phone_number,
    "username_query": lambda user: user.username,
    "name_query": lambda user: user.full_name,
}
_TIMES: dict[str, Callable[[User], int | None]] = {
    "created_at": lambda user: user.created_at,
    "last_active_at": lambda user: user.last_active_at,
}


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
    most = organization.max_allowed_memberships
    if most and len(organization.memberships) + organization.pending_invitations(instance.now()) + wanted > most:
        raise Refusal(
            error_catalog.MEMBERSHIP_QUOTA, f"The organization may have {most} members and pending invitations."
        )


def check_stranger(organization: Organization, user: User) -> None:
    """Refuse when the user is a member already."""
    if user.id in organization.by_user:
        raise Refusal(error_catalog.ALREADY_MEMBER, f"{user.identifier} is already a member of the organization.")


def list_organization_memberships(instance: Instance, call: Call) -> JsonObject:
    organization = instance.organization(call.path["organization_id"])
    shared = organizations.render(organization)
    return page(
        call,
        organization.memberships,
        lambda membership: render(instance, membership, shared),
        fits=_filter(instance, call),
        among=_named(instance, organization, call),
    )


def list_instance_memberships(instance: Instance, call: Call) -> JsonObject:
    return page(call, instance.memberships, lambda membership: render(instance, membership))


def create_membership(instance: Instance, call: Call) -> JsonObject:
    organization, fields = instance.organization(call.path["organization_id"]), call.fields
    user = instance.users.get(fields["user_id"], param="user_id")
    role, (public, private) = instance.role(fields["role"]), metadata.new(fields)
    check_stranger(organization, user)
    check_room(instance, organization)
    return render(instance, instance.join(organization, user.id, role, public, private))


def update_membership(instance: Instance, call: Call) -> JsonObject:
    membership, role = _addressed(instance, call), instance.role(call.body["role"])
    if not role.is_elevated:
        _check_not_last_admin(instance, membership)
    instance.change_role(membership, role)
    return _touched(instance, membership)


def merge_membership_metadata(instance: Instance, call: Call) -> JsonObject:
    membership = _addressed(instance, call)
    metadata.merge_into(membership, call.fields)
    return _touched(instance, membership)


def delete_membership(instance: Instance, call: Call) -> JsonObject:
    membership = _addressed(instance, call)
    _check_not_last_admin(instance, membership)
    instance.leave(membership)
    return render(instance, membership)


HANDLERS = {
    "ListOrganizationMemberships": list_organization_memberships,
    "InstanceGetOrganizationMemberships": list_instance_memberships,
    "CreateOrganizationMembership": create_membership,
    "UpdateOrganizationMembership": update_membership,
    "UpdateOrganizationMembershipMetadata": merge_membership_metadata,
    "DeleteOrganizationMembership": delete_membership,
}


def _addressed(instance: Instance, call: Call) -> Membership:
    organization, user_id = instance.organization(call.path["organization_id"]), call.path["user_id"]
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


def _named(instance: Instance, organization: Organization, call: Call) -> Iterable[Membership] | None:
    """The only memberships that filters by id, address, phone, name or wallet let pass; None for no such filter."""
    named: set[str] | None = None
    wanted = [IdFilter(call.query.get("user_id")).included]
    for identifier in IDENTIFIERS:
        values: list[str] = call.query.get(identifier) or []
        found = {user_id for value in values if (user_id := instance.users.find(identifier, value))}
        wanted.append(found or {""} if values else set())  # "" is nobody's id: a filter that nobody passes
    for ids in filter(None, wanted):
        named = ids if named is None else named & ids
    return None if named is None else [organization.by_user[key] for key in named if key in organization.by_user]


def _filter(instance: Instance, call: Call) -> Callable[[Membership], bool] | None:
    """The filters that have to look at a membership; None when none is given."""
    users, excluded = instance.users.by_id, IdFilter(call.query.get("user_id")).excluded
    roles: list[str] = call.query.get("role") or []
    of_user = list(_user_filters(call))
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


def _user_filters(call: Call) -> Iterator[Callable[[User], bool]]:
    """Those of the filters given that look at the user behind a membership."""
    for name, text_of in _PARTIAL.items():
        if call.query.get(name):
            yield contains(call.query[name], text_of)
    for name, time_of in _TIMES.items():
        if (after := call.query.get(f"{name}_after")) is not None:
            yield later(time_of, after)
        if (before := call.query.get(f"{name}_before")) is not None:
            yield earlier(time_of, before)


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
