"""Permissions and roles of the model.

A member and an invitation refer to their role, an organization to its role set: `shown` says what they show of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tests.mock.model_base import Json, Records, refuse

FOUNDED = 1_577_836_800_000
SYSTEM = {
    "profile:manage": "Manage organization", "profile:delete": "Delete organization",
    "memberships:read": "Read members", "memberships:manage": "Manage members",
    "domains:read": "Read domains", "domains:manage": "Manage domains",
    "billing:read": "Read billing", "billing:manage": "Manage billing",
    "entconns:manage": "Manage enterprise connections",
}  # fmt: skip
"""What every instance has, in the order of age."""
MANAGE = "org:sys_memberships:manage"
OF_CREATORS = {MANAGE, "org:sys_memberships:read", "org:sys_profile:delete"}
LACKS = "organization_missing_creator_role_permissions"


class Access(Records):
    """Permissions, roles and role sets: at first those that every instance has, and those of the seed."""

    def __init__(self, seed: Json) -> None:
        super().__init__(seed)
        self.permissions: dict[str, Json] = {}
        self.roles: dict[str, Json] = {}
        self.role_sets: dict[str, Json] = {}
        now, self.now = self.now, FOUNDED
        for key, name in SYSTEM.items():
            self._add_permission({"key": f"org:sys_{key}", "name": name, "description": "", "type": "system"})
        every = [row["id"] for row in self.permissions.values()]
        admin = self._add_role({"key": "org:admin", "name": "Admin"}, self._named(every))
        member = self._add_role({"key": "org:member", "name": "Member"}, self._named([every[2], every[6]]))
        default = {"key": "role_set:default", "name": "Default role set"}
        self.initial = self.add_role_set(default, [admin, member], member, admin)
        self.now = now
        for entry in seed["permissions"]:
            self.create_permission(entry)
        ids = {row["key"]: row["id"] for row in self.permissions.values()}
        for entry in seed["roles"]:
            permissions = [ids[key] for key in entry["permissions"]]
            self.create_role({**entry, "permissions": permissions, "include_in_initial_role_set": True})

    def _add_permission(self, fields: Json) -> Json:
        permission = {**self.issue("perm"), **fields}
        self.permissions[permission["id"]] = permission
        return permission

    def _add_role(self, fields: Json, granted: list[Json]) -> Json:
        role = {**self.issue("role"), "description": None, **fields, "_granted": granted}
        self.roles[role["id"]] = role
        return role

    def add_role_set(self, fields: Json, roles: list[Json], default: Json, creator: Json) -> Json:
        main = {"_roles": roles, "_default": default, "_creator": creator}
        role_set = {**self.issue("roleset"), "description": None, **fields, **main}
        self.role_sets[role_set["id"]] = role_set
        return role_set

    def form(self, table: dict[str, Json], form: str, body: Json, own: Json = None) -> Json:
        """The name, key and description of a body, checked."""
        if "key" in body and not re.fullmatch(form, body["key"]):
            refuse(422, "form_param_format_invalid")
        if any(row["key"] == body.get("key") for row in table.values() if row is not own):
            refuse(422, "form_identifier_exists")
        if not body.get("name", "x").strip():
            refuse(422, "form_param_missing")
        return {name: body[name] for name in ("name", "key", "description") if name in body}

    # Permissions.

    def _own_permission(self, permission_id: str) -> Json:
        permission = self.known(self.permissions, permission_id)
        if permission["key"].startswith("org:sys_"):
            refuse(403, "organization_system_permission_not_modifiable")
        return permission

    def _permission_form(self, body: Json, own: Json = None) -> Json:
        return self.form(self.permissions, r"org:(?!sys_)[a-z0-9_]+:[a-z0-9_]+", body, own)

    def create_permission(self, body: Json) -> Json:
        return self._add_permission({"description": "", "type": "user", **self._permission_form(body)})

    def update_permission(self, permission_id: str, body: Json) -> Json:
        permission = self._own_permission(permission_id)
        return self.touched(permission, self._permission_form(body, permission))

    def delete_permission(self, permission_id: str) -> Json:
        permission = self._own_permission(permission_id)
        del self.permissions[permission_id]
        for role in self.roles.values():
            role["_granted"] = [row for row in role["_granted"] if row is not permission]
        return {"object": "permission", "id": permission_id, "deleted": True}

    # Roles.

    def _named(self, ids: Iterable[str]) -> list[Json]:
        return [self.known(self.permissions, permission_id) for permission_id in dict.fromkeys(ids)]

    def create_role(self, body: Json) -> Json:
        granted, most = self._named(body.get("permissions", ())), self.settings.get("max_allowed_roles", 10)
        if len([row for row in self.roles.values() if row["_n"] > 2]) >= most:
            refuse(403, "organization_instance_roles_quota_exceeded")
        fields = self.form(self.roles, "org:[a-z0-9_]+", body)
        included = body.get("include_in_initial_role_set", False)
        if included and len(self.initial["_roles"]) == 10:
            refuse(422, "form_param_array_size_exceeded")
        role = self._add_role(fields, granted)
        self.initial["_roles"] += [role] if included else []
        return role

    def update_role(self, role_id: str, body: Json) -> Json:
        role = self.known(self.roles, role_id)
        granted = self._named(body.get("permissions", [row["id"] for row in role["_granted"]]))
        fields = self.form(self.roles, "org:[a-z0-9_]+", body, role)
        return self._granted_to(role, granted, fields)

    def _granted_to(self, role: Json, granted: list[Json], fields: Json) -> Json:
        lost = OF_CREATORS & keys(role) - {row["key"] for row in granted}
        if lost and any(row["_creator"] is role for row in self.role_sets.values()):
            refuse(422, LACKS)
        return self.touched(role, {**fields, "_granted": granted})

    def assign_permission(self, role_id: str, permission_id: str) -> Json:
        role, permission = self.known(self.roles, role_id), self.known(self.permissions, permission_id)
        if permission in role["_granted"]:
            refuse(409, "organization_role_permission_association_exists")
        return self._granted_to(role, [*role["_granted"], permission], {})

    def remove_permission(self, role_id: str, permission_id: str) -> Json:
        role, permission = self.known(self.roles, role_id), self.known(self.permissions, permission_id)
        if permission not in role["_granted"]:
            refuse(404, "organization_role_permission_association_not_found")
        return self._granted_to(role, [row for row in role["_granted"] if row is not permission], {})

    def delete_role(self, role_id: str) -> Json:
        role = self.known(self.roles, role_id)
        for name, code in (("_creator", "default_creator_role"), ("_default", "domain_default_role")):
            if any(row[name] is role for row in self.role_sets.values()):
                refuse(422, f"organization_role_{code}")
        if any(row["_role"] is role for one in self.organizations.values() for row in one["_members"].values()):
            refuse(422, "organization_role_assigned_members")
        if any(row["_role"] is role for one in self.organizations.values() for row in self.pending(one)):
            refuse(422, "organization_role_exists_in_invitations")
        for role_set in self.role_sets.values():
            role_set["_roles"] = [row for row in role_set["_roles"] if row is not role]
        del self.roles[role_id]
        return {"object": "role", "id": role_id, "deleted": True}

    def pending(self, organization: Json) -> list[Json]:
        return [row for row in organization["_invitations"] if self.status(row) == "pending"]

    def status(self, invitation: Json) -> str:
        return invitation["_closed"] or ("pending" if self.now < invitation["expires_at"] else "expired")


def keys(role: Json) -> set[str]:
    """Keys of its permissions."""
    return {row["key"] for row in role["_granted"]}


def may_create(role: Json) -> bool:
    """Whether it can be a creator role."""
    return keys(role) >= OF_CREATORS


def is_elevated(member: Json) -> bool:
    """Whether a member may manage memberships."""
    return MANAGE in keys(member["_role"])


def shown(record: Json) -> Iterator[tuple[str, Json]]:
    """What a record shows of the permissions, role or role set that it refers to."""
    if "_role_set" in record:
        yield "role_set_key", record["_role_set"]["key"]
    if "_granted" in record:
        yield "permissions", sorted(record["_granted"], key=lambda row: row["_n"])
        yield "is_creator_eligible", may_create(record)
    if "_role" in record:
        role = record["_role"]
        yield from (("role", role["key"]), ("role_name", role["name"]))
        if "public_user_data" in record:  # a member; an invitation does not show them
            yield "permissions", [row["key"] for row in sorted(role["_granted"], key=lambda row: row["_n"])]
