# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Organization Invitations: Invitations by e-mail to join an organization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from .. import encode, models
from ..operation import Operation
from ..types import UNSET, JsonValue, Unset

__all__ = [
    "list_organization_invitations",
    "create_organization_invitation",
    "create_organization_invitation_bulk",
    "get_organization_invitation",
    "revoke_organization_invitation",
]

_ORGANIZATION_INVITATION_ROW = encode.row(
    {
        "email_address": encode.string,
        "role": encode.string,
        "inviter_user_id": encode.string_or_null,
        "public_metadata": encode.free_object_or_null,
        "private_metadata": encode.free_object_or_null,
        "redirect_url": encode.string_or_null,
        "expires_in_days": encode.integer_or_null,
        "notify": encode.boolean_or_null,
    },
    required=["email_address", "role"],
)


def list_organization_invitations(
    organization_id: str,
    *,
    status: Literal["pending", "accepted", "revoked", "expired"]
    | Sequence[Literal["pending", "accepted", "revoked", "expired"]]
    | None
    | Unset = UNSET,
    email_address: str | None | Unset = UNSET,
    order_by: Literal["created_at", "+created_at", "-created_at", "email_address", "+email_address", "-email_address"]
    | None
    | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
) -> Operation[models.OrganizationInvitations]:
    """List the invitations of an organization

    A page of invitations in any state, newest first unless ordered otherwise. An invitation must pass every
    filter given.

    Args:
        organization_id: Id of the organization, `org_…`.
        status: Only invitations in this state; the parameter may be repeated for several.
        email_address: Only invitations to this address.
        order_by: Field to order by; `-` before it for descending, `+` or nothing for ascending. The API takes
            '-created_at' unless given.
        limit: Items per page, 1 to 500. The API takes 10 unless given.
        offset: Items to pass over before the first of the page. The API takes 0 unless given.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        404: There is no such resource.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `GET /organizations/{organization_id}/invitations`, operation ListOrganizationInvitations,
    getOrganizationInvitationList in TypeScript.
    """
    return Operation(
        id="ListOrganizationInvitations",
        method="GET",
        route="/organizations/{organization_id}/invitations",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/invitations",
        parse=models.OrganizationInvitations.from_dict,
        query=encode.query(
            ("status", encode.strings, status),
            ("email_address", encode.string, email_address),
            ("order_by", encode.string, order_by),
            ("limit", encode.integer, limit),
            ("offset", encode.integer, offset),
        ),
    )


def create_organization_invitation(
    organization_id: str,
    *,
    email_address: str,
    role: str,
    inviter_user_id: str | None | Unset = UNSET,
    public_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
    private_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
    redirect_url: str | None | Unset = UNSET,
    expires_in_days: int | None | Unset = UNSET,
    notify: bool | None | Unset = UNSET,
) -> Operation[models.OrganizationInvitation]:
    """Invite an address to an organization

    Clerk sends a mail with a link, unless `notify` is false. Whoever accepts becomes a member with the role
    and the metadata of the invitation. An instance may send 250 of these requests an hour.

    400 means that the address has a pending invitation or belongs to a member. 402 and 403 mean that the
    plan, the settings or the number of members allow no more, or that the inviter may not invite.

    Args:
        organization_id: Id of the organization, `org_…`.
        email_address: E-mail address that the invitation goes to.
        role: Key of the role that the new member gets, such as `org:member`.
        inviter_user_id: Id of the member who invites, who must be allowed to; null for nobody.
        public_metadata: Data that the new membership starts with and frontends may read, at most 8 KB; null for
            none.
        private_metadata: Data that the new membership starts with, for backends alone, at most 8 KB; null for
            none.
        redirect_url: Where the link in the mail leads; null for the page that Clerk hosts.
        expires_in_days: Days until it expires, 1 to 365. The API takes 30 unless given.
        notify: Whether Clerk sends the mail. The API takes True unless given.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        402: The plan of the instance does not include this.
        403: The request is understood, and not allowed.
        404: There is no such resource.
        409: Another change or another owner of the resource is in the way.
        413: The body is too large.
        415: The body has another content type than the one described.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `POST /organizations/{organization_id}/invitations`, operation CreateOrganizationInvitation,
    createOrganizationInvitation in TypeScript.
    """
    return Operation(
        id="CreateOrganizationInvitation",
        method="POST",
        route="/organizations/{organization_id}/invitations",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/invitations",
        parse=models.OrganizationInvitation.from_dict,
        json=encode.fields(
            ("email_address", encode.string, email_address),
            ("role", encode.string, role),
            ("inviter_user_id", encode.string_or_null, inviter_user_id),
            ("public_metadata", encode.free_object_or_null, public_metadata),
            ("private_metadata", encode.free_object_or_null, private_metadata),
            ("redirect_url", encode.string_or_null, redirect_url),
            ("expires_in_days", encode.integer_or_null, expires_in_days),
            ("notify", encode.boolean_or_null, notify),
        ),
    )


def create_organization_invitation_bulk(
    organization_id: str,
    rows: Sequence[models.OrganizationInvitationRow],
) -> Operation[models.OrganizationInvitations]:
    """Invite up to ten addresses at once

    What `CreateOrganizationInvitation` does, for one to ten rows. The page that comes back holds the new
    invitations. An instance may send 50 of these requests an hour.

    400 means among others that an address has a pending invitation, belongs to a member or stands in two
    rows, or that there are more than ten rows.

    Args:
        organization_id: Id of the organization, `org_…`.
        rows: One to ten invitations.

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

    `POST /organizations/{organization_id}/invitations/bulk`, operation CreateOrganizationInvitationBulk,
    createOrganizationInvitationBulk in TypeScript.
    """
    return Operation(
        id="CreateOrganizationInvitationBulk",
        method="POST",
        route="/organizations/{organization_id}/invitations/bulk",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/invitations/bulk",
        parse=models.OrganizationInvitations.from_dict,
        json=encode.array(_ORGANIZATION_INVITATION_ROW)("rows", rows),
    )


def get_organization_invitation(
    organization_id: str,
    invitation_id: str,
) -> Operation[models.OrganizationInvitation]:
    """Get an invitation

    In whatever state it is. 404 means that the organization has no such invitation.

    Args:
        organization_id: Id of the organization, `org_…`.
        invitation_id: Id of the invitation, `orginv_…`.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        403: The request is understood, and not allowed.
        404: There is no such resource.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `GET /organizations/{organization_id}/invitations/{invitation_id}`, operation GetOrganizationInvitation,
    getOrganizationInvitation in TypeScript.
    """
    return Operation(
        id="GetOrganizationInvitation",
        method="GET",
        route="/organizations/{organization_id}/invitations/{invitation_id}",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/invitations/{encode.path_id('invitation_id', invitation_id)}",
        parse=models.OrganizationInvitation.from_dict,
    )


def revoke_organization_invitation(
    organization_id: str,
    invitation_id: str,
    *,
    requesting_user_id: str | None | Unset = UNSET,
) -> Operation[models.OrganizationInvitation]:
    """Take a pending invitation back

    Its link no longer works, and the address may be invited again. 400 and 404 mean that there is no such
    invitation or that it is not pending; 403 means that the user named may not take it back.

    Args:
        organization_id: Id of the organization, `org_…`.
        invitation_id: Id of the invitation, `orginv_…`.
        requesting_user_id: Id of the member who takes it back, who must be allowed to; null for nobody.

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

    `POST /organizations/{organization_id}/invitations/{invitation_id}/revoke`, operation
    RevokeOrganizationInvitation, revokeOrganizationInvitation in TypeScript.
    """
    return Operation(
        id="RevokeOrganizationInvitation",
        method="POST",
        route="/organizations/{organization_id}/invitations/{invitation_id}/revoke",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/invitations/{encode.path_id('invitation_id', invitation_id)}/revoke",
        parse=models.OrganizationInvitation.from_dict,
        json=encode.fields_if_any(
            ("requesting_user_id", encode.string_or_null, requesting_user_id),
        ),
    )
