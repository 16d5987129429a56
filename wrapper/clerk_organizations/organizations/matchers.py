"""How a resource is recognised as the one that a create with `reconcile=True` has made."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from .._settle import Likeness


def _same(*names: str) -> dict[str, Callable[[Any], object]]:
    """Fields that have the same name in the request and in the resource."""
    return {name: attrgetter(name) for name in names}


_METADATA = _same("public_metadata", "private_metadata")

ORGANIZATION = Likeness(
    "slug", _same("slug", "name", "created_by", "max_allowed_memberships", "role_set_key") | _METADATA
)
MEMBERSHIP = Likeness(
    "user_id",
    {"user_id": lambda member: member.public_user_data and member.public_user_data.user_id} | _same("role") | _METADATA,
)
INVITATION = Likeness(
    "email_address",
    {"inviter_user_id": attrgetter("inviter_id")} | _same("email_address", "role") | _METADATA,
    in_the_way=lambda invitation: invitation.status == "pending",
)
DOMAIN = Likeness(
    "name",
    _same("name", "enrollment_mode")
    | {"verified": lambda domain: getattr(domain.affiliation_verification, "status", None) == "verified"},
)
