# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Users: The memberships of users, and the invitations to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .. import encode, enums, models
from ..operation import Operation
from ..types import UNSET, JsonValue, Unset

__all__ = [
    "users_get_organization_memberships",
    "users_get_organization_invitations",
]


def users_get_organization_memberships(
    *,
    user_id: str,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationMemberships]:
    """List the memberships of a user.

    A page of them, the newest first; each names its organization.

    Args:
        user_id: Id of the user, `user_…`; the id of a membership will not do.
        limit: Items per page, 1 to 500; 10 unless given.
        offset: Items to pass over; 0 unless given.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `GET /users/{user_id}/organization_memberships`, getOrganizationMembershipList in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra, "users_get_organization_memberships", {"user_id": "user_id", "limit": "limit", "offset": "offset"}
        )
    return Operation(
        id="UsersGetOrganizationMemberships",
        method="GET",
        route="/users/{user_id}/organization_memberships",
        path=f"/users/{encode.path_id('user_id', user_id)}/organization_memberships",
        parse=models.OrganizationMemberships.from_dict,
        query=encode.query(
            ("limit", encode.integer, limit),
            ("offset", encode.integer, offset),
            extra=extra,
        ),
    )


def users_get_organization_invitations(
    *,
    user_id: str,
    status: enums.OrganizationInvitationStatus | Sequence[enums.OrganizationInvitationStatus] | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationInvitations]:
    """List the invitations to a user.

    A page of those to an address of the user, the newest first; each names its organization.

    Args:
        user_id: Id of the user, `user_…`; the id of a membership will not do.
        status: Only those in this state, or in one of these.
        limit: Items per page, 1 to 500; 10 unless given.
        offset: Items to pass over; 0 unless given.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `GET /users/{user_id}/organization_invitations`, getOrganizationInvitationList in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "users_get_organization_invitations",
            {"user_id": "user_id", "status": "status", "limit": "limit", "offset": "offset"},
        )
    return Operation(
        id="UsersGetOrganizationInvitations",
        method="GET",
        route="/users/{user_id}/organization_invitations",
        path=f"/users/{encode.path_id('user_id', user_id)}/organization_invitations",
        parse=models.OrganizationInvitations.from_dict,
        query=encode.query(
            ("status", encode.strings, status),
            ("limit", encode.integer, limit),
            ("offset", encode.integer, offset),
            extra=extra,
        ),
    )
