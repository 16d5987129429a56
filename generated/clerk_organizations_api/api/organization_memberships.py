# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Organization Memberships: Who belongs to an organization, and with which role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from .. import encode, enums, models
from ..operation import Operation
from ..types import UNSET, JsonValue, Unset

__all__ = [
    "instance_get_organization_memberships",
    "list_organization_memberships",
    "create_organization_membership",
    "delete_organization_membership",
    "update_organization_membership",
    "update_organization_membership_metadata",
]


def instance_get_organization_memberships(
    *,
    order_by: enums.MembershipOrder | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationMemberships]:
    """List the memberships of all organizations.

    A page of all memberships; a user appears once for each organization.

    Args:
        order_by: A field, most of them of the user, with `-` for descending.
        limit: Items per page, 1 to 500; 10 unless given.
        offset: Items to pass over; 0 unless given.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: BadRequestError, AuthenticationError, UnprocessableEntityError, RateLimitError, ServerError.
    `GET /organization_memberships`, getInstanceOrganizationMembershipList in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "instance_get_organization_memberships",
            {"order_by": "order_by", "limit": "limit", "offset": "offset"},
        )
    return Operation(
        id="InstanceGetOrganizationMemberships",
        method="GET",
        route="/organization_memberships",
        path="/organization_memberships",
        parse=models.OrganizationMemberships.from_dict,
        query=encode.query(
            ("order_by", encode.string, order_by),
            ("limit", encode.integer, limit),
            ("offset", encode.integer, offset),
            extra=extra,
        ),
    )


def list_organization_memberships(
    *,
    organization_id: str,
    order_by: enums.MembershipOrder | None | Unset = UNSET,
    user_id: Sequence[str] | None | Unset = UNSET,
    email_address: Sequence[str] | None | Unset = UNSET,
    phone_number: Sequence[str] | None | Unset = UNSET,
    username: Sequence[str] | None | Unset = UNSET,
    web3_wallet: Sequence[str] | None | Unset = UNSET,
    role: Sequence[str] | None | Unset = UNSET,
    query: str | None | Unset = UNSET,
    email_address_query: str | None | Unset = UNSET,
    phone_number_query: str | None | Unset = UNSET,
    username_query: str | None | Unset = UNSET,
    name_query: str | None | Unset = UNSET,
    last_active_at_before: int | datetime | None | Unset = UNSET,
    last_active_at_after: int | datetime | None | Unset = UNSET,
    created_at_before: int | datetime | None | Unset = UNSET,
    created_at_after: int | datetime | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationMemberships]:
    """List the members of an organization.

    A page of those that pass every filter given; of several values one must fit. All filters but `role` look
    at the user.

    Args:
        organization_id: Id of the organization, `org_…`.
        order_by: A field, most of them of the user, with `-` for descending.
        user_id: Only these users, at most 100; `-` before an id excludes it.
        email_address: Only users with one of these addresses, at most 100.
        phone_number: Only users with one of these numbers, at most 100, with their country codes.
        username: Only users with one of these usernames, at most 100.
        web3_wallet: Only users with one of these wallets, at most 100.
        role: Only members with one of these roles, such as `org:admin`, at most 100.
        query: Part of an address, number, username, wallet, user id, first or last name.
        email_address_query: Part of an address, in any case.
        phone_number_query: Part of a number.
        username_query: Part of a username, in any case.
        name_query: Part of a first or last name, in any case.
        last_active_at_before: Only users last active before this. Unix milliseconds or an aware datetime.
        last_active_at_after: Only users last active after this. Unix milliseconds or an aware datetime.
        created_at_before: Only users created before this. Unix milliseconds or an aware datetime.
        created_at_after: Only users created after this. Unix milliseconds or an aware datetime.
        limit: Items per page, 1 to 500; 10 unless given.
        offset: Items to pass over; 0 unless given.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: BadRequestError, AuthenticationError, NotFoundError, UnprocessableEntityError, RateLimitError,
    ServerError.
    `GET /organizations/{organization_id}/memberships`, getOrganizationMembershipList in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "list_organization_memberships",
            {
                "organization_id": "organization_id",
                "order_by": "order_by",
                "user_id": "user_id",
                "email_address": "email_address",
                "phone_number": "phone_number",
                "username": "username",
                "web3_wallet": "web3_wallet",
                "role": "role",
                "query": "query",
                "email_address_query": "email_address_query",
                "phone_number_query": "phone_number_query",
                "username_query": "username_query",
                "name_query": "name_query",
                "last_active_at_before": "last_active_at_before",
                "last_active_at_after": "last_active_at_after",
                "created_at_before": "created_at_before",
                "created_at_after": "created_at_after",
                "limit": "limit",
                "offset": "offset",
            },
        )
    return Operation(
        id="ListOrganizationMemberships",
        method="GET",
        route="/organizations/{organization_id}/memberships",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/memberships",
        parse=models.OrganizationMemberships.from_dict,
        query=encode.query(
            ("order_by", encode.string, order_by),
            ("user_id", encode.strings, user_id),
            ("email_address", encode.strings, email_address),
            ("phone_number", encode.strings, phone_number),
            ("username", encode.strings, username),
            ("web3_wallet", encode.strings, web3_wallet),
            ("role", encode.strings, role),
            ("query", encode.string, query),
            ("email_address_query", encode.string, email_address_query),
            ("phone_number_query", encode.string, phone_number_query),
            ("username_query", encode.string, username_query),
            ("name_query", encode.string, name_query),
            ("last_active_at_before", encode.timestamp, last_active_at_before),
            ("last_active_at_after", encode.timestamp, last_active_at_after),
            ("created_at_before", encode.timestamp, created_at_before),
            ("created_at_after", encode.timestamp, created_at_after),
            ("limit", encode.integer, limit),
            ("offset", encode.integer, offset),
            extra=extra,
        ),
    )


def create_organization_membership(
    *,
    organization_id: str,
    user_id: str,
    role: str,
    public_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
    private_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationMembership]:
    """Make a user a member, without an invitation.

    The user is not asked. 400 means that the user is a member already, 403 that the organization is full.

    Args:
        organization_id: Id of the organization, `org_…`.
        user_id: Id of the user.
        role: Key of the role, such as `org:member`.
        public_metadata: For frontends and backends, at most 8 KB.
        private_metadata: For backends alone, at most 8 KB.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organizations/{organization_id}/memberships`, createOrganizationMembership in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "create_organization_membership",
            {
                "organization_id": "organization_id",
                "user_id": "user_id",
                "role": "role",
                "public_metadata": "public_metadata",
                "private_metadata": "private_metadata",
            },
        )
    return Operation(
        id="CreateOrganizationMembership",
        method="POST",
        route="/organizations/{organization_id}/memberships",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/memberships",
        parse=models.OrganizationMembership.from_dict,
        json=encode.fields(
            ("user_id", encode.string, user_id),
            ("role", encode.string, role),
            ("public_metadata", encode.free_object_or_null, public_metadata),
            ("private_metadata", encode.free_object_or_null, private_metadata),
            extra=extra,
        ),
    )


def delete_organization_membership(
    *,
    organization_id: str,
    user_id: str,
) -> Operation[models.OrganizationMembership]:
    """End a membership.

    It comes back as it was. 400 means that the last admin cannot be removed, 409 that a directory manages the
    membership.

    Args:
        organization_id: Id of the organization, `org_…`.
        user_id: Id of the user, `user_…`; the id of a membership will not do.

    Raises: BadRequestError, AuthenticationError, NotFoundError, ConflictError, UnprocessableEntityError,
    RateLimitError, ServerError.
    `DELETE /organizations/{organization_id}/memberships/{user_id}`, deleteOrganizationMembership in TypeScript.
    """
    return Operation(
        id="DeleteOrganizationMembership",
        method="DELETE",
        route="/organizations/{organization_id}/memberships/{user_id}",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/memberships/{encode.path_id('user_id', user_id)}",
        parse=models.OrganizationMembership.from_dict,
    )


def update_organization_membership(
    *,
    organization_id: str,
    user_id: str,
    role: str,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationMembership]:
    """Give a member another role.

    400 means that the last admin cannot lose the role, 404 that there is no such member or role, 409 that a
    directory manages the membership.

    Args:
        organization_id: Id of the organization, `org_…`.
        user_id: Id of the user, `user_…`; the id of a membership will not do.
        role: Key of the role, such as `org:admin`.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, NotFoundError, ConflictError, PayloadTooLargeError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `PATCH /organizations/{organization_id}/memberships/{user_id}`, updateOrganizationMembership in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "update_organization_membership",
            {"organization_id": "organization_id", "user_id": "user_id", "role": "role"},
        )
    return Operation(
        id="UpdateOrganizationMembership",
        method="PATCH",
        route="/organizations/{organization_id}/memberships/{user_id}",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/memberships/{encode.path_id('user_id', user_id)}",
        parse=models.OrganizationMembership.from_dict,
        json=encode.fields(
            ("role", encode.string, role),
            extra=extra,
        ),
    )


def update_organization_membership_metadata(
    *,
    organization_id: str,
    user_id: str,
    public_metadata: Mapping[str, JsonValue] | Unset = UNSET,
    private_metadata: Mapping[str, JsonValue] | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationMembership]:
    """Merge into the metadata of a membership.

    Objects are merged at every depth, any other value is replaced, a key with the value null is removed. Each
    of the two may hold 8 KB.

    Args:
        organization_id: Id of the organization, `org_…`.
        user_id: Id of the user, `user_…`; the id of a membership will not do.
        public_metadata: Changes to the data for frontends and backends.
        private_metadata: Changes to the data for backends alone.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, NotFoundError, ConflictError, PayloadTooLargeError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `PATCH /organizations/{organization_id}/memberships/{user_id}/metadata`,
    updateOrganizationMembershipMetadata in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "update_organization_membership_metadata",
            {
                "organization_id": "organization_id",
                "user_id": "user_id",
                "public_metadata": "public_metadata",
                "private_metadata": "private_metadata",
            },
        )
    return Operation(
        id="UpdateOrganizationMembershipMetadata",
        method="PATCH",
        route="/organizations/{organization_id}/memberships/{user_id}/metadata",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/memberships/{encode.path_id('user_id', user_id)}/metadata",
        parse=models.OrganizationMembership.from_dict,
        json=encode.fields(
            ("public_metadata", encode.free_object, public_metadata),
            ("private_metadata", encode.free_object, private_metadata),
            extra=extra,
        ),
    )
