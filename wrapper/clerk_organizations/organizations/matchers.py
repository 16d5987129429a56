"""Matchers that recognise the resource which a create with `reconcile=True` has made."""

from operator import attrgetter

from .._calls.reconcile import ResourceMatcher, same

_METADATA = same("public_metadata", "private_metadata")

ORGANIZATION = ResourceMatcher(
    "slug", same("slug", "name", "created_by", "max_allowed_memberships", "role_set_key") | _METADATA
)
MEMBERSHIP = ResourceMatcher(
    "user_id",
    {"user_id": lambda member: member.public_user_data and member.public_user_data.user_id} | same("role") | _METADATA,
)
INVITATION = ResourceMatcher(
    "email_address",
    {"inviter_user_id": attrgetter("inviter_id")} | same("email_address", "role") | _METADATA,
    blocks_create=lambda invitation: invitation.status == "pending",
)
DOMAIN = ResourceMatcher(
    "name",
    same("name", "enrollment_mode")
    | {"verified": lambda domain: getattr(domain.affiliation_verification, "status", None) == "verified"},
)
