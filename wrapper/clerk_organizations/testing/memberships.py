"""Memberships: their rules and how they look on the wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import metadata, organizations
from .listing import SortKey, contains, ordered, page, signed, within
from .messages import Call, JsonObject, Refusal, not_found
from .state import Instance, Membership, Organization, Role, User


@dataclass(frozen=True)
class _Member:
    """A membership with both ends, as lists filter and sort it."""

    organization: Organization
    membership: Membership
    user: User


_ORDER: dict[str, SortKey[_Member]] = {
    "created_at": lambda member: member.membership.created_at,
    "phone_number": lambda member: member.user.phone_number,
    "email_address": lambda member: member.user.email_address,
    "first_name": lambda member: member.user.first_name,
    "last_name": lambda member: member.user.last_name,
    "username": lambda member: member.user.username,
}

_EXACT: dict[str, Callable[[_Member], str | None]] = {
    "email_address": lambda member: member.user.email_address,
    "phone_number": lambda member: member.user.phone_number,
    "username": lambda member: member.user.username,
    "web3_wallet": lambda member: member.user.web3_wallet,
    "role": lambda member: member.membership.role.key,
}

_PARTIAL: dict[str, Callable[[User], tuple[str | None, ...]]] = {
    "query": lambda user: (
        user.id, user.full_name, user.username, user.email_address, user.phone_number, user.web3_wallet
    ),
    "email_address_query": lambda user: (user.email_address,),
    "phone_number_query": lambda user: (user.phone_number,),
    "username_query": lambda user: (user.username,),
    "name_query": lambda user: (user.full_name,),
}  # fmt: skip


def render(instance: Instance, organization: Organization, membership: Membership) -> JsonObject:
    """An OrganizationMembership."""
    return {
        "object": "organization_membership",
        "id": membership.id,
        "role": membership.role.key,
        "role_name": membership.role.name,
        "permissions": list(membership.role.permissions),
        "public_metadata": membership.public_metadata,
        "private_metadata": membership.private_metadata,
        "organization": organizations.render(organization),
        "public_user_data": _public_user_data(instance.user(membership.user_id)),
        "created_at": membership.created_at,
        "updated_at": membership.updated_at,
    }


def add(instance: Instance, organization: Organization, user_id: str, role: Role, fields: JsonObject) -> Membership:
    """Make the user a member, with the metadata among the fields; refused when the user is one already."""
    if user_id in organization.memberships:
        reason = f"{instance.user(user_id).identifier} is already a member of the organization."
        raise Refusal(400, "already_a_member_in_organization", "already a member", reason)
    public, private = (metadata.new(fields, name) for name in metadata.NAMES)
    now = instance.now()
    membership = Membership(instance.new_id("orgmem"), user_id, role, public, private, created_at=now, updated_at=now)
    organization.memberships[user_id] = membership
    return membership


def list_organization_memberships(instance: Instance, call: Call) -> JsonObject:
    organization = instance.organization(call.path["organization_id"])
    return _listed(instance, call, [(organization, member) for member in organization.memberships.values()])


def list_instance_memberships(instance: Instance, call: Call) -> JsonObject:
    by_age = sorted(instance.memberships(), key=lambda pair: pair[1].id)
    return _listed(instance, call, by_age)


def create_membership(instance: Instance, call: Call) -> JsonObject:
    organization, fields = instance.organization(call.path["organization_id"]), call.fields
    user = instance.user(fields["user_id"], param="user_id")
    membership = add(instance, organization, user.id, instance.role(fields["role"]), fields)
    return render(instance, organization, membership)


def update_membership(instance: Instance, call: Call) -> JsonObject:
    organization, membership = _addressed(instance, call)
    membership.role = instance.role(call.body["role"])
    return _touched(instance, organization, membership)


def merge_membership_metadata(instance: Instance, call: Call) -> JsonObject:
    organization, membership = _addressed(instance, call)
    metadata.merge_into(membership, call.fields)
    return _touched(instance, organization, membership)


def delete_membership(instance: Instance, call: Call) -> JsonObject:
    organization, membership = _addressed(instance, call)
    del organization.memberships[membership.user_id]
    return render(instance, organization, membership)


HANDLERS = {
    "ListOrganizationMemberships": list_organization_memberships,
    "InstanceGetOrganizationMemberships": list_instance_memberships,
    "CreateOrganizationMembership": create_membership,
    "UpdateOrganizationMembership": update_membership,
    "UpdateOrganizationMembershipMetadata": merge_membership_metadata,
    "DeleteOrganizationMembership": delete_membership,
}


def _addressed(instance: Instance, call: Call) -> tuple[Organization, Membership]:
    organization = instance.organization(call.path["organization_id"])
    user_id = call.path["user_id"]
    if user_id not in organization.memberships:
        raise not_found("organization membership of the user", user_id)
    return organization, organization.memberships[user_id]


def _touched(instance: Instance, organization: Organization, membership: Membership) -> JsonObject:
    membership.updated_at = instance.now()
    return render(instance, organization, membership)


def _listed(instance: Instance, call: Call, pairs: list[tuple[Organization, Membership]]) -> JsonObject:
    members = [_Member(organization, member, instance.user(member.user_id)) for organization, member in pairs]
    found = ordered(call, [member for member in members if _matches(call, member)], _ORDER)
    return page(call, found, lambda member: render(instance, member.organization, member.membership))


def _matches(call: Call, member: _Member) -> bool:
    query, user = call.query, member.user
    return (
        signed(query.get("user_id"))([user.id])
        and all(value(member) in query[name] for name, value in _EXACT.items() if query.get(name))
        and all(contains(query[name], *texts(user)) for name, texts in _PARTIAL.items() if query.get(name))
        and within(call, "last_active_at", user.last_active_at)
        and within(call, "created_at", member.membership.created_at)
    )


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
