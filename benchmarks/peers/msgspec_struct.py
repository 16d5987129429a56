"""msgspec: JSON straight into structs of the same fields, which C code checks and fills."""

from __future__ import annotations

from typing import Any

import msgspec

from benchmarks.case import Case
from benchmarks.peers._measure import Metrics, kept, parsed

TITLE = "msgspec Struct"
KIND = "floor"


class Organization(msgspec.Struct):
    object: str
    id: str
    name: str
    slug: str
    has_image: bool
    max_allowed_memberships: int
    admin_delete_enabled: bool
    public_metadata: dict[str, Any]
    created_at: int
    updated_at: int
    image_url: str | None = None
    members_count: int | None = None
    missing_member_with_elevated_permissions: bool | None = None
    pending_invitations_count: int | None = None
    private_metadata: dict[str, Any] | None = None
    created_by: str | None = None
    last_active_at: int | None = None
    role_set_key: str | None = None


class User(msgspec.Struct):
    user_id: str
    first_name: str | None
    last_name: str | None
    image_url: str
    has_image: bool
    identifier: str
    profile_image_url: str | None = None
    username: str | None = None
    banned: bool | None = None
    deprovisioned: bool | None = None


class Membership(msgspec.Struct):
    object: str
    id: str
    role: str
    permissions: list[str]
    public_metadata: dict[str, Any]
    organization: Organization
    created_at: int
    updated_at: int
    role_name: str | None = None
    private_metadata: dict[str, Any] | None = None
    public_user_data: User | None = None


class Memberships(msgspec.Struct):
    data: list[Membership]
    total_count: int


_DECODER = msgspec.json.Decoder(Memberships)


def version() -> str:
    return str(msgspec.__version__)


def parse(case: Case) -> Metrics:
    return parsed(case, _DECODER.decode)


def memory(case: Case) -> Metrics:
    return kept(case, _DECODER.decode)
