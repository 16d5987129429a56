"""A simple model of the API: dicts and full scans. It says what each call must be answered with.

Records have the names of the wire; names that begin with _ are the model's own and are not compared.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

Json = Any
DAY = 86_400_000
ELEVATED = {"org:admin", "org:owner"}
"""Of the roles that the seeds of the machine have."""
TIMES = {"2020-01-02T03:04:05Z": 1577934245000, "2020-01-02T04:04:05.001+01:00": 1577934245001}
"""Texts that the machine sends as times."""


class Refused(Exception):
    """The call must be refused."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.error = (status, code)


class Base:
    """What should be there, and organizations with their members."""

    def __init__(self, seed: Json) -> None:
        self.now: int = seed["clock"]
        self.users: dict[str, Json] = {user["id"]: dict(user) for user in seed["users"]}
        self.roles = {"org:admin", "org:member", *(role["key"] for role in seed["roles"])}
        self.settings: Json = {"domains_per_organization": 10, **seed.get("settings", {})}
        self.organizations: dict[str, Json] = {}
        self._issued = Counter[str]()

    # What several calls need.

    def organization(self, key: str) -> Json:
        return self.organizations[key] if key in self.organizations else refuse(404, "resource_not_found")

    def pending(self, organization: Json) -> list[Json]:
        return [row for row in organization["_invitations"] if self.status(row) == "pending"]

    def status(self, invitation: Json) -> str:
        return invitation["_closed"] or ("pending" if self.now < invitation["expires_at"] else "expired")

    def shown_invitation(self, invitation: Json) -> Json:
        return {**invitation, "status": self.status(invitation)}

    def issue(self, prefix: str) -> Json:
        """What everything new has. Ids count up, and a refused call takes none."""
        self._issued[prefix] += 1
        number = self._issued[prefix]
        return {"id": f"{prefix}_2mock{number:022d}", "_n": number, "created_at": self.now, "updated_at": self.now}

    def known(self, what: Json, key: str) -> None:
        """Whom or what a body names must be there."""
        if key not in what:
            refuse(404, "resource_not_found")

    # Organizations.

    def create_organization(self, body: Json) -> Json:
        self._check_creator(body.get("created_by"))
        changes = self._checked_organization(body)
        if "slug" not in changes:
            changes["slug"] = next(self._free_slugs(body["name"]))
        fresh: Json = {
            "max_allowed_memberships": self.settings.get("default_max_allowed_memberships", 0),
            "admin_delete_enabled": True, "public_metadata": {}, "private_metadata": {}, "has_image": False,
            "created_by": body.get("created_by"), "_members": {}, "_invitations": [], "_domains": [],
        }  # fmt: skip
        organization: Json = {**fresh, **self.issue("org"), **changes}
        self.organizations[organization["id"]] = organization
        if organization["created_by"] is not None:
            self.join(organization, organization["created_by"], "org:admin", {}, {})
        return organization

    def _check_creator(self, creator: str | None) -> None:
        quota, user = self.settings.get("organization_quota", 0), self.users.get(creator or "", {})
        if quota and len(self.organizations) >= quota:
            refuse(403, "organization_quota_exceeded")
        if creator is None:
            return
        if not user:
            refuse(400, "organization_creator_not_found")
        if not user.get("may_create_organizations", True):
            refuse(403, "user_create_organization_not_enabled")
        theirs = [row for row in self.organizations.values() if row["created_by"] == creator]
        if 0 < user.get("organizations_limit", 0) <= len(theirs):
            refuse(403, "org_creation_limit_exceeded")

    def _free_slugs(self, name: str) -> Iterator[str]:
        slug, taken = _slug(name), {row["slug"] for row in self.organizations.values()}
        return (free for free in (slug, *(f"{slug}-{n}" for n in range(2, 99))) if free not in taken)

    def _checked_organization(self, body: Json, own: Json = None) -> Json:
        changes = {name: value for name, value in body.items() if name in _ORGANIZATION and value is not None}
        others = [row["slug"] for row in self.organizations.values() if row is not own]
        limit = self.settings.get("max_allowed_memberships", 0)
        most = changes.get("max_allowed_memberships", self.settings.get("default_max_allowed_memberships", 0))
        asks_for_more = limit and not 0 < most <= limit and (own is None or "max_allowed_memberships" in changes)
        errors = {
            "name": "form_param_missing" if not changes.get("name", "x").strip() else "",
            "size": "form_param_exceeds_allowed_size" if is_too_large(changes) else "",
            "slug": "form_identifier_exists" if changes.get("slug") in others else "",
            "max": "form_param_value_too_large" if asks_for_more else "",
        }
        is_default = own is None and "max_allowed_memberships" not in changes
        for name in ("size", "name", "slug", "max") if is_default else ("size", "max", "name", "slug"):
            if errors[name]:
                refuse(422, errors[name])
        if "created_at" in changes:
            changes["created_at"] = TIMES[changes["created_at"]]
        return changes

    def update_organization(self, key: str, body: Json) -> Json:
        organization = self.organization(key)
        return self.touched(organization, self._checked_organization(body, organization))

    def merge_organization_metadata(self, key: str, body: Json) -> Json:
        return self._merge(self.organization(key), body)

    def replace_organization_metadata(self, key: str, body: Json) -> Json:
        organization = self.organization(key)
        check_size(body)
        return self.touched(organization, body)

    def delete_organization(self, key: str) -> Json:
        self.organization(key)
        return {"id": key, "slug": self.organizations.pop(key)["slug"], "deleted": True}

    def upload_logo(self, key: str, uploader: str | None) -> Json:
        organization = self.organization(key)
        if uploader is not None:
            self.known(self.users, uploader)
        return self.touched(organization, {"has_image": True})

    def delete_logo(self, key: str) -> Json:
        organization = self.organization(key)
        if not organization["has_image"]:
            refuse(404, "image_not_found")
        return self.touched(organization, {"has_image": False})

    # Memberships.

    def _member(self, key: str, user_id: str) -> Json:
        members = self.organization(key)["_members"]
        return members[user_id] if user_id in members else refuse(404, "resource_not_found")

    def join(self, organization: Json, user_id: str, role: str, public: Json, private: Json) -> Json:
        member = {
            **self.issue("orgmem"), "role": role, "public_metadata": public, "private_metadata": private,
            "public_user_data": {"user_id": user_id}, "organization": organization,
        }  # fmt: skip
        organization["_members"][user_id] = member
        return member

    def check_room(self, organization: Json, wanted: int) -> None:
        most = organization["max_allowed_memberships"]
        if most and len(organization["_members"]) + len(self.pending(organization)) + wanted > most:
            refuse(403, "organization_membership_quota_exceeded")

    def create_membership(self, key: str, body: Json) -> Json:
        organization = self.organization(key)
        self.known(self.users, body["user_id"])
        self.known(self.roles, body["role"])
        check_size(body)
        if body["user_id"] in organization["_members"]:
            refuse(400, "already_a_member_in_organization")
        self.check_room(organization, 1)
        public, private = body.get("public_metadata"), body.get("private_metadata")
        return self.join(organization, body["user_id"], body["role"], public or {}, private or {})

    def _check_not_last(self, member: Json) -> None:
        admins = [row for row in member["organization"]["_members"].values() if row["role"] in ELEVATED]
        if admins == [member]:
            refuse(400, "organization_minimum_permissions_needed")

    def update_membership(self, key: str, user_id: str, role: str) -> Json:
        member = self._member(key, user_id)
        self.known(self.roles, role)
        if role not in ELEVATED:
            self._check_not_last(member)
        return self.touched(member, {"role": role})

    def merge_membership_metadata(self, key: str, user_id: str, body: Json) -> Json:
        return self._merge(self._member(key, user_id), body)

    def delete_membership(self, key: str, user_id: str) -> Json:
        member = self._member(key, user_id)
        self._check_not_last(member)
        return self.organization(key)["_members"].pop(user_id)

    # Changes.

    def touched(self, record: Json, changes: Json) -> Json:
        record.update(changes, updated_at=self.now)
        return record

    def _merge(self, record: Json, body: Json) -> Json:
        changes = {name: merged(record[name], patch) for name, patch in body.items()}
        check_size(changes)
        return self.touched(record, changes)


_ORGANIZATION = {
    "name", "slug", "max_allowed_memberships", "admin_delete_enabled", "public_metadata", "private_metadata",
    "created_at",
}  # fmt: skip


def merged(old: Json, patch: Json) -> Json:
    """A merge patch as RFC 7396 has it."""
    if not isinstance(patch, dict):
        return patch
    result = dict(old) if isinstance(old, dict) else {}
    result.update({key: merged(result.get(key), value) for key, value in patch.items()})
    return {key: value for key, value in result.items() if patch.get(key, "") is not None}


def _slug(name: str) -> str:
    ascii_only = normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", ascii_only.lower())) or "organization"


def is_too_large(fields: Json) -> bool:
    """Whether metadata takes more than 8 KB."""
    names = ("public_metadata", "private_metadata")
    return any(len(json.dumps(fields.get(name), separators=(",", ":"))) > 8192 for name in names)


def check_size(fields: Json) -> None:
    if is_too_large(fields):
        refuse(422, "form_param_exceeds_allowed_size")


def refuse(status: int, code: str) -> Any:
    raise Refused(status, code)
