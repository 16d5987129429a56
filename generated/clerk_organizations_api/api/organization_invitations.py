# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Organization Invitations: Invitations by e-mail to join an organization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .. import encode, enums, models
from ..operation import Operation
from ..types import UNSET, JsonValue, Unset, marked_deprecated

__all__ = [
    "list_organization_invitations",
    "create_organization_invitation",
    "list_instance_organization_invitations",
    "list_pending_organization_invitations",
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
    *,
    organization_id: str,
    status: enums.OrganizationInvitationStatus | Sequence[enums.OrganizationInvitationStatus] | None | Unset = UNSET,
    email_address: str | None | Unset = UNSET,
    order_by: enums.InvitationOrder | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationInvitations]:
    """List the invitations of an organization.

    A page of those that pass every filter given, in any state.

    Args:
        organization_id: Id of the organization, `org_…`.
        status: Only those in this state, or in one of these.
        email_address: Only those to this address.
        order_by: A field, with `-` for descending; '-created_at' unless given.
        limit: Items per page, 1 to 500; 10 unless given.
        offset: Items to pass over; 0 unless given.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: BadRequestError, AuthenticationError, NotFoundError, UnprocessableEntityError, RateLimitError,
    ServerError.
    `GET /organizations/{organization_id}/invitations`, getOrganizationInvitationList in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "list_organization_invitations",
            {
                "organization_id": "organization_id",
                "status": "status",
                "email_address": "email_address",
                "order_by": "order_by",
                "limit": "limit",
                "offset": "offset",
            },
        )
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
            extra=extra,
        ),
    )


def create_organization_invitation(
    *,
    organization_id: str,
    email_address: str,
    role: str,
    inviter_user_id: str | None | Unset = UNSET,
    public_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
    private_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
    redirect_url: str | None | Unset = UNSET,
    expires_in_days: int | None | Unset = UNSET,
    notify: bool | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationInvitation]:
    """Invite an address to an organization.

    The API takes 250 an hour. 400 means that the address has a pending invitation or belongs to a member, 402
    and 403 that the plan, the settings or the number of members allow no more, or that the inviter may not.

    Args:
        organization_id: Id of the organization, `org_…`.
        email_address: E-mail address to invite.
        role: Key of the role on joining, such as `org:member`.
        inviter_user_id: Id of the member who invites.
        public_metadata: Carried over to the membership; for frontends and backends, at most 8 KB.
        private_metadata: Carried over to the membership; for backends alone, at most 8 KB.
        redirect_url: Where the link in the mail leads, in place of the page that Clerk hosts.
        expires_in_days: Days until it expires, 1 to 365; 30 unless given.
        notify: Whether Clerk sends the mail; True unless given.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PaymentRequiredError, PermissionDeniedError, NotFoundError,
    ConflictError, PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organizations/{organization_id}/invitations`, createOrganizationInvitation in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "create_organization_invitation",
            {
                "organization_id": "organization_id",
                "email_address": "email_address",
                "role": "role",
                "inviter_user_id": "inviter_user_id",
                "public_metadata": "public_metadata",
                "private_metadata": "private_metadata",
                "redirect_url": "redirect_url",
                "expires_in_days": "expires_in_days",
                "notify": "notify",
            },
        )
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
            extra=extra,
        ),
    )


def list_instance_organization_invitations(
    *,
    status: enums.OrganizationInvitationStatus | Sequence[enums.OrganizationInvitationStatus] | None | Unset = UNSET,
    query: str | None | Unset = UNSET,
    order_by: enums.InvitationOrder | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationInvitations]:
    """List the invitations of all organizations.

    A page of those that pass every filter given, in any state; each names its organization.

    Args:
        status: Only those in this state, or in one of these.
        query: Part of an address, in any case.
        order_by: A field, with `-` for descending; '-created_at' unless given.
        limit: Items per page, 1 to 500; 10 unless given.
        offset: Items to pass over; 0 unless given.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `GET /organization_invitations`.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "list_instance_organization_invitations",
            {"status": "status", "query": "query", "order_by": "order_by", "limit": "limit", "offset": "offset"},
        )
    return Operation(
        id="ListInstanceOrganizationInvitations",
        method="GET",
        route="/organization_invitations",
        path="/organization_invitations",
        parse=models.OrganizationInvitations.from_dict,
        query=encode.query(
            ("status", encode.strings, status),
            ("query", encode.string, query),
            ("order_by", encode.string, order_by),
            ("limit", encode.integer, limit),
            ("offset", encode.integer, offset),
            extra=extra,
        ),
    )


@marked_deprecated("list_pending_organization_invitations is deprecated by the API")
def list_pending_organization_invitations(
    *,
    organization_id: str,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationInvitations]:
    """List the pending invitations of an organization.

    A page of them, the newest first, without those that a domain has made. `get_organization_invitation_list`
    with `status="pending"` takes its place.

    Args:
        organization_id: Id of the organization, `org_…`.
        limit: Items per page, 1 to 500; 10 unless given.
        offset: Items to pass over; 0 unless given.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: BadRequestError, AuthenticationError, NotFoundError, UnprocessableEntityError, RateLimitError,
    ServerError.
    `GET /organizations/{organization_id}/invitations/pending`.
    """
    encode.deprecated(True, "list_pending_organization_invitations")
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "list_pending_organization_invitations",
            {"organization_id": "organization_id", "limit": "limit", "offset": "offset"},
        )
    return Operation(
        id="ListPendingOrganizationInvitations",
        method="GET",
        route="/organizations/{organization_id}/invitations/pending",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/invitations/pending",
        parse=models.OrganizationInvitations.from_dict,
        query=encode.query(
            ("limit", encode.integer, limit),
            ("offset", encode.integer, offset),
            extra=extra,
        ),
    )


def create_organization_invitation_bulk(
    organization_id: str,
    rows: Sequence[models.OrganizationInvitationRow],
) -> Operation[models.OrganizationInvitations]:
    """Invite up to ten addresses at once.

    All of them, or none. The API takes 50 of these calls an hour. 400 means among others that an address has
    a pending invitation, belongs to a member or stands in two rows.

    Args:
        organization_id: Id of the organization, `org_…`.
        rows: A dict for each invitation, with the arguments of `create_organization_invitation`.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organizations/{organization_id}/invitations/bulk`, createOrganizationInvitationBulk in TypeScript.
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
    *,
    organization_id: str,
    invitation_id: str,
) -> Operation[models.OrganizationInvitation]:
    """Get an invitation.

    In any state.

    Args:
        organization_id: Id of the organization, `org_…`.
        invitation_id: Id of the invitation, `orginv_…`.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, RateLimitError,
    ServerError.
    `GET /organizations/{organization_id}/invitations/{invitation_id}`, getOrganizationInvitation in TypeScript.
    """
    return Operation(
        id="GetOrganizationInvitation",
        method="GET",
        route="/organizations/{organization_id}/invitations/{invitation_id}",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/invitations/{encode.path_id('invitation_id', invitation_id)}",
        parse=models.OrganizationInvitation.from_dict,
    )


def revoke_organization_invitation(
    *,
    organization_id: str,
    invitation_id: str,
    requesting_user_id: str | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationInvitation]:
    """Take a pending invitation back.

    Its link no longer works. 400 and 404 mean that there is no such invitation or that it is not pending, 403
    that the user named may not take it back.

    Args:
        organization_id: Id of the organization, `org_…`.
        invitation_id: Id of the invitation, `orginv_…`.
        requesting_user_id: Id of the member who takes it back.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organizations/{organization_id}/invitations/{invitation_id}/revoke`, revokeOrganizationInvitation in
    TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "revoke_organization_invitation",
            {
                "organization_id": "organization_id",
                "invitation_id": "invitation_id",
                "requesting_user_id": "requesting_user_id",
            },
        )
    return Operation(
        id="RevokeOrganizationInvitation",
        method="POST",
        route="/organizations/{organization_id}/invitations/{invitation_id}/revoke",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/invitations/{encode.path_id('invitation_id', invitation_id)}/revoke",
        parse=models.OrganizationInvitation.from_dict,
        json=encode.fields_if_any(
            ("requesting_user_id", encode.string_or_null, requesting_user_id),
            extra=extra,
        ),
    )
