"""Matchers that recognise the resource which a create with `reconcile=True` has made."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from .._calls.reconcile import ResourceMatcher


def _same(*names: str) -> dict[str, Callable[[Any], object]]:
    """Fields that have the same name in the request and in the resource."""
    return {name: attrgetter(name) for name in names}


_METADATA = _same("public_metadata", "private_metadata")

ORGANIZATION = ResourceMatcher(
    "slug", _same("slug", "name", "created_by", "max_allowed_memberships", "role_set_key") | _METADATA
)
MEMBERSHIP = ResourceMatcher(
    "user_id",
    {"user_id": lambda member: member.public_user_data and member.public_user_data.user_id} | _same("role") | _METADATA,
)
INVITATION = ResourceMatcher(
    "email_address",
    {"inviter_user_id": attrgetter("inviter_id")} | _same("email_address", "role") | _METADATA,
    blocks_create=lambda invitation: invitation.status == "pending",
)
DOMAIN = ResourceMatcher(
    "name",
    _same("name", "enrollment_mode")
    | {"verified": lambda domain: getattr(domain.affiliation_verification, "status", None) == "verified"},
)
