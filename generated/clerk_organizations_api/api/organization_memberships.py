# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Organization Memberships: Who belongs to an organization, and with which role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from .. import encode, models
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
    order_by: Literal[
        "phone_number",
        "+phone_number",
        "-phone_number",
        "email_address",
        "+email_address",
        "-email_address",
        "created_at",
        "+created_at",
        "-created_at",
        "first_name",
        "+first_name",
        "-first_name",
        "last_name",
        "+last_name",
        "-last_name",
        "username",
        "+username",
        "-username",
    ]
    | None
    | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
) -> Operation[models.OrganizationMemberships]:
    """List the memberships of all organizations

    A page of the memberships of the whole instance. A user appears once for each organization.

    Args:
        order_by: Field to order by, most of them of the user; `+` before it for ascending, `-` for descending.
        limit: Items per page, 1 to 500. The API takes 10 unless given.
        offset: Items to pass over before the first of the page. The API takes 0 unless given.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        500: The server failed. After a POST nobody knows whether it took effect.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `GET /organization_memberships`, operation InstanceGetOrganizationMemberships,
    getInstanceOrganizationMembershipList in TypeScript.
    """
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
        ),
    )


def list_organization_memberships(
    organization_id: str,
    *,
    order_by: Literal[
        "phone_number",
        "+phone_number",
        "-phone_number",
        "email_address",
        "+email_address",
        "-email_address",
        "created_at",
        "+created_at",
        "-created_at",
        "first_name",
        "+first_name",
        "-first_name",
        "last_name",
        "+last_name",
        "-last_name",
        "username",
        "+username",
        "-username",
    ]
    | None
    | Unset = UNSET,
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
) -> Operation[models.OrganizationMemberships]:
    """List the members of an organization

    A page of memberships. All filters but `role` look at the user behind a membership. A membership must pass
    every filter given, and passes a filter with several values when one of them fits. Unknown values are
    passed over.

    Args:
        organization_id: Id of the organization, `org_…`.
        order_by: Field to order by, most of them of the user; `+` before it for ascending, `-` for descending.
        user_id: Only these users, at most 100. `-` before an id leaves it out; `+` or nothing asks for it.
        email_address: Only users with one of these e-mail addresses, at most 100.
        phone_number: Only users with one of these phone numbers, at most 100, each with its country code.
        username: Only users with one of these usernames, at most 100.
        web3_wallet: Only users with one of these wallet addresses, at most 100.
        role: Only memberships with one of these roles, at most 100 keys such as `org:admin`.
        query: Part of an e-mail address, phone number, username, wallet address, user id, first or last name.
        email_address_query: Part of an e-mail address, in any case.
        phone_number_query: Part of a phone number.
        username_query: Part of a username, in any case.
        name_query: Part of a first or last name, in any case.
        last_active_at_before: Only users whose last activity was before this time. Unix milliseconds or an
            aware datetime.
        last_active_at_after: Only users whose last activity was after this time. Unix milliseconds or an aware
            datetime.
        created_at_before: Only users who were created before this time. Unix milliseconds or an aware datetime.
        created_at_after: Only users who were created after this time. Unix milliseconds or an aware datetime.
        limit: Items per page, 1 to 500. The API takes 10 unless given.
        offset: Items to pass over before the first of the page. The API takes 0 unless given.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        404: There is no such resource.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `GET /organizations/{organization_id}/memberships`, operation ListOrganizationMemberships,
    getOrganizationMembershipList in TypeScript.
    """
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
        ),
    )


def create_organization_membership(
    organization_id: str,
    *,
    user_id: str,
    role: str,
    public_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
    private_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
) -> Operation[models.OrganizationMembership]:
    """Make a user a member, without an invitation

    The user is a member at once and is not asked. 400 means that the user is one already, 403 that the
    organization is full, 404 that there is no such organization, user or role.

    Args:
        organization_id: Id of the organization, `org_…`.
        user_id: Id of the user, who must be a user of the instance.
        role: Key of the role, such as `org:member`.
        public_metadata: Data of the membership that frontends may read, at most 8 KB; null for none.
        private_metadata: Data of the membership for backends alone, at most 8 KB; null for none.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        403: The request is understood, and not allowed.
        404: There is no such resource.
        409: Another change or another owner of the resource is in the way.
        413: The body is too large.
        415: The body has another content type than the one described.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `POST /organizations/{organization_id}/memberships`, operation CreateOrganizationMembership,
    createOrganizationMembership in TypeScript.
    """
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
        ),
    )


def delete_organization_membership(
    organization_id: str,
    user_id: str,
) -> Operation[models.OrganizationMembership]:
    """End a membership

    The user stays, and loses access to the organization. The answer is the membership as it was. 400 means
    that nobody would be left who can manage the organization: the last admin cannot be removed. 409 means
    that a directory manages the membership.

    Args:
        organization_id: Id of the organization, `org_…`.
        user_id: Id of the user, `user_…`; the id of a membership will not do.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        404: There is no such resource.
        409: Another change or another owner of the resource is in the way.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `DELETE /organizations/{organization_id}/memberships/{user_id}`, operation DeleteOrganizationMembership,
    deleteOrganizationMembership in TypeScript.
    """
    return Operation(
        id="DeleteOrganizationMembership",
        method="DELETE",
        route="/organizations/{organization_id}/memberships/{user_id}",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/memberships/{encode.path_id('user_id', user_id)}",
        parse=models.OrganizationMembership.from_dict,
    )


def update_organization_membership(
    organization_id: str,
    user_id: str,
    *,
    role: str,
) -> Operation[models.OrganizationMembership]:
    """Give a member another role

    The new permissions hold at once. 400 means that nobody would be left who can manage the organization: the
    last admin keeps the role. 404 means that the user is no member, or that there is no such role. 409 means
    that a directory manages the membership.

    Args:
        organization_id: Id of the organization, `org_…`.
        user_id: Id of the user, `user_…`; the id of a membership will not do.
        role: Key of the role, such as `org:admin`.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        404: There is no such resource.
        409: Another change or another owner of the resource is in the way.
        413: The body is too large.
        415: The body has another content type than the one described.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `PATCH /organizations/{organization_id}/memberships/{user_id}`, operation UpdateOrganizationMembership,
    updateOrganizationMembership in TypeScript.
    """
    return Operation(
        id="UpdateOrganizationMembership",
        method="PATCH",
        route="/organizations/{organization_id}/memberships/{user_id}",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/memberships/{encode.path_id('user_id', user_id)}",
        parse=models.OrganizationMembership.from_dict,
        json=encode.fields(
            ("role", encode.string, role),
        ),
    )


def update_organization_membership_metadata(
    organization_id: str,
    user_id: str,
    *,
    public_metadata: Mapping[str, JsonValue] | Unset = UNSET,
    private_metadata: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationMembership]:
    """Merge into the metadata of a membership

    Objects are merged at every depth; any other value takes the place of the one there is; a key with the
    value null is removed. What is not given stays. Public and private metadata may hold 8 KB each.

    Args:
        organization_id: Id of the organization, `org_…`.
        user_id: Id of the user, `user_…`; the id of a membership will not do.
        public_metadata: Changes to the data that frontends may read, at most 8 KB when merged.
        private_metadata: Changes to the data for backends alone, at most 8 KB when merged.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        404: There is no such resource.
        409: Another change or another owner of the resource is in the way.
        413: The body is too large.
        415: The body has another content type than the one described.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `PATCH /organizations/{organization_id}/memberships/{user_id}/metadata`, operation
    UpdateOrganizationMembershipMetadata, updateOrganizationMembershipMetadata in TypeScript.
    """
    return Operation(
        id="UpdateOrganizationMembershipMetadata",
        method="PATCH",
        route="/organizations/{organization_id}/memberships/{user_id}/metadata",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/memberships/{encode.path_id('user_id', user_id)}/metadata",
        parse=models.OrganizationMembership.from_dict,
        json=encode.fields(
            ("public_metadata", encode.free_object, public_metadata),
            ("private_metadata", encode.free_object, private_metadata),
        ),
    )
