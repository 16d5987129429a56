# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from __future__ import annotations

from collections.abc import Mapping
from typing import Required, TypedDict

from ..types import JsonValue


class OrganizationInvitationRow(TypedDict, total=False):
    """One invitation to be sent.

    Attributes:
        email_address: Whom to invite.
        role: Key of the role that the member will have, such as `org:member`.
        inviter_user_id: Id of the member who invites.
        public_metadata: Carried over to the membership, for frontend and backend.
        private_metadata: Carried over to the membership, for the backend alone.
        redirect_url: Where the link in the mail leads after it is accepted.
        expires_in_days: Days until it expires, 1 to 365.
        notify: Whether Clerk sends the mail.
    """

    email_address: Required[str]
    role: Required[str]
    inviter_user_id: str | None
    public_metadata: Mapping[str, JsonValue] | None
    private_metadata: Mapping[str, JsonValue] | None
    redirect_url: str | None
    expires_in_days: int | None
    notify: bool | None
