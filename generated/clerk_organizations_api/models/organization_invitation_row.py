# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
from collections.abc import Mapping
from typing import Required, TypedDict

from ..types import JsonValue


class OrganizationInvitationRow(TypedDict, total=False):
    """Whom to invite, and as what.

    Attributes:
        email_address: E-mail address to invite.
        role: Key of the role on joining, such as `org:member`.
        inviter_user_id: Id of the member who invites.
        public_metadata: Carried over to the membership; for frontends and backends, at most 8 KB.
        private_metadata: Carried over to the membership; for backends alone, at most 8 KB.
        redirect_url: Where the link in the mail leads, in place of the page that Clerk hosts.
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
    extra: Mapping[str, JsonValue]
    """Fields that have no key here, sent as they are."""
