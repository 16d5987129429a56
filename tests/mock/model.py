"""A simple model of the API: dicts and full scans. It says what each call must be answered with.

Records have the names of the wire; names that begin with _ are the model's own and are not compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.mock.model_base import Json, refuse, slug_of
from tests.mock.model_role_sets import RoleSets
from tests.mock.model_roles import is_elevated

DAY = 86_400_000
TIMES = {"2020-01-02T03:04:05Z": 1577934245000, "2020-01-02T04:04:05.001+01:00": 1577934245001}
"""Texts that the machine sends as times."""


class Base(RoleSets):
    """What should be there, and organizations with their members."""

    def __init__(self, seed: Json) -> None:
        super().__init__(seed)
        self.users: dict[str, Json] = {user["id"]: dict(user) for user in seed["users"]}

    # What several calls need.

    def organization(self, key: str) -> Json:
        return self.known(self.organizations, key)

    def role_in(self, organization: Json, key: str) -> Json:
        """The role that a body names for a member: one of the role set of the organization."""
        return self.known({row["key"]: row for row in organization["_role_set"]["_roles"]}, key)

    def shown_invitation(self, invitation: Json) -> Json:
        return {**invitation, "status": self.status(invitation)}

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
            "_role_set": self.initial,
        }  # fmt: skip
        organization: Json = {**fresh, **self.issue("org"), **changes}
        self.organizations[organization["id"]] = organization
        if organization["created_by"] is not None:
            self.join(organization, organization["created_by"], organization["_role_set"]["_creator"], {}, {})
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
        slug, taken = slug_of(name), {row["slug"] for row in self.organizations.values()}
        return (free for free in (slug, *(f"{slug}-{n}" for n in range(2, 99))) if free not in taken)

    def _checked_organization(self, body: Json, own: Json = None) -> Json:
        changes = {name: value for name, value in body.items() if name in _ORGANIZATION and value is not None}
        others = [row["slug"] for row in self.organizations.values() if row is not own]
        limit = self.settings.get("max_allowed_memberships", 0)
        most = changes.get("max_allowed_memberships", self.settings.get("default_max_allowed_memberships", 0))
        asks_for_more = limit and not 0 < most <= limit and (own is None or "max_allowed_memberships" in changes)
        wanted = body.get("role_set_key")
        role_sets = [row for row in self.role_sets.values() if row["key"] == wanted]
        errors = {
            "name": "form_param_missing" if not changes.get("name", "x").strip() else "",
            "size": "form_param_exceeds_allowed_size" if is_too_large(changes) else "",
            "slug": "form_identifier_exists" if changes.get("slug") in others else "",
            "role_set": "form_resource_not_found" if wanted is not None and not role_sets else "",
            "max": "form_param_value_too_large" if asks_for_more else "",
        }
        is_default = own is None and "max_allowed_memberships" not in changes
        late, early = (("max",), ()) if is_default else ((), ("max",))
        for name in ("size", *early, "name", "slug", "role_set", *late):
            if errors[name]:
                refuse(422, errors[name])
        if "created_at" in changes:
            changes["created_at"] = TIMES[changes["created_at"]]
        return changes | ({"_role_set": role_sets[0]} if role_sets else {})

    def update_organization(self, key: str, body: Json) -> Json:
        organization = self.organization(key)
        changes = self._checked_organization(body, organization)
        source = organization["_role_set"]
        self.move([organization], source, changes.get("_role_set", source), body.get("reassignment_mappings") or {})
        return self.touched(organization, changes)

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

    def join(self, organization: Json, user_id: str, role: Json, public: Json, private: Json) -> Json:
        member = {
            **self.issue("orgmem"), "_role": role, "public_metadata": public, "private_metadata": private,
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
        role = self.role_in(organization, body["role"])
        check_size(body)
        if body["user_id"] in organization["_members"]:
            refuse(400, "already_a_member_in_organization")
        self.check_room(organization, 1)
        public, private = body.get("public_metadata"), body.get("private_metadata")
        return self.join(organization, body["user_id"], role, public or {}, private or {})

    def _check_not_last(self, member: Json) -> None:
        admins = [row for row in member["organization"]["_members"].values() if is_elevated(row)]
        if admins == [member]:
            refuse(400, "organization_minimum_permissions_needed")

    def update_membership(self, key: str, user_id: str, role: str) -> Json:
        member = self._member(key, user_id)
        changes = {"_role": self.role_in(member["organization"], role)}
        if not is_elevated(changes):
            self._check_not_last(member)
        return self.touched(member, changes)

    def merge_membership_metadata(self, key: str, user_id: str, body: Json) -> Json:
        return self._merge(self._member(key, user_id), body)

    def delete_membership(self, key: str, user_id: str) -> Json:
        member = self._member(key, user_id)
        self._check_not_last(member)
        return self.organization(key)["_members"].pop(user_id)

    # Changes.

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


def is_too_large(fields: Json) -> bool:
    """Whether metadata takes more than 8 KB."""
    names = ("public_metadata", "private_metadata")
    return any(len(json.dumps(fields.get(name), separators=(",", ":"))) > 8192 for name in names)


def check_size(fields: Json) -> None:
    if is_too_large(fields):
        refuse(422, "form_param_exceeds_allowed_size")
