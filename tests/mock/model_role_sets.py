"""Role sets of the model: changes of them, and moves of members to other roles."""

from __future__ import annotations

from tests.mock.model_base import Json, refuse, slug_of
from tests.mock.model_roles import LACKS, Access, may_create


class RoleSets(Access):
    """Role sets, and what they have to do with organizations."""

    def role_set(self, key_or_id: str) -> Json:
        return self.known({row["key"]: row for row in self.role_sets.values()} | self.role_sets, key_or_id)

    def shown_role_set(self, role_set: Json) -> Json:
        def item(role: Json) -> Json:
            members = [row for one in self.users_of(role_set) for row in one["_members"].values()]
            count = len([row for row in members if row["_role"] is role])
            plain = {name: role[name] for name in ("id", "name", "key", "description", "created_at", "updated_at")}
            return {**plain, "members_count": count, "has_members": count > 0}

        kind = "initial" if role_set is self.initial else "custom"
        main = {"default_role": item(role_set["_default"]), "creator_role": item(role_set["_creator"])}
        return {**role_set, **main, "roles": [item(role) for role in role_set["_roles"]], "type": kind}

    def users_of(self, role_set: Json) -> list[Json]:
        """The organizations that have a role set."""
        return [row for row in self.organizations.values() if row["_role_set"] is role_set]

    def role(self, key: str) -> Json:
        return self.known({row["key"]: row for row in self.roles.values()}, key)

    def _roles(self, names: list[str]) -> list[Json]:
        if not 1 <= len(names) <= 10:
            refuse(422, "form_param_array_size_exceeded")
        if len(set(names)) < len(names):
            refuse(422, "form_param_duplicate")
        return [self.role(key) for key in names]

    def _main(self, roles: list[Json], body: Json) -> Json:
        """The default and the creator role that a body names, if it does."""
        given = {f"_{name}": body[f"{name}_role_key"] for name in ("default", "creator") if f"{name}_role_key" in body}
        main = {name: among(roles, key) for name, key in given.items()}
        if "_creator" in main and not may_create(main["_creator"]):
            refuse(422, LACKS)
        return main

    def create_role_set(self, body: Json) -> Json:
        if len(self.role_sets) >= self.settings.get("max_role_sets_allowed", 30):
            refuse(403, "organization_instance_role_sets_quota_exceeded")
        if not body["name"].strip():
            refuse(422, "form_param_missing")
        made_up = {"key": f"role_set:{slug_of(body['name']).replace('-', '_')}"}
        fields = self.form(self.role_sets, "role_set:[a-z0-9_]+", made_up | body)
        roles = self._roles(body["roles"])
        main = self._main(roles, body)
        role_set = self.add_role_set(fields, roles, main["_default"], main["_creator"])
        self.initial = role_set if body.get("type") == "initial" else self.initial
        return self.shown_role_set(role_set)

    def update_role_set(self, key_or_id: str, body: Json) -> Json:
        role_set = self.role_set(key_or_id)
        if not body.get("name", "x").strip():
            refuse(422, "form_param_missing")
        fields = self.form(self.role_sets, "role_set:[a-z0-9_]+", body, role_set)
        self.touched(role_set, {**fields, **self._main(role_set["_roles"], body)})
        self.initial = role_set if "type" in body else self.initial
        return self.shown_role_set(role_set)

    def add_roles(self, key_or_id: str, body: Json) -> Json:
        role_set = self.role_set(key_or_id)
        added, had = self._roles(body["role_keys"]), role_set["_roles"]
        if any(role in had for role in added):
            refuse(422, "form_param_duplicate")
        if len(added) + len(had) > 10:
            refuse(422, "form_param_array_size_exceeded")
        return self.shown_role_set(self.touched(role_set, {**self._main(added, body), "_roles": had + added}))

    def replace_role(self, key_or_id: str, key: str, to_key: str) -> Json:
        role_set = self.role_set(key_or_id)
        for named in (key, to_key):
            self.role(named)
        role, to = among(role_set["_roles"], key), among(role_set["_roles"], to_key)
        if role is to:
            refuse(422, "form_param_value_invalid")
        if role is role_set["_creator"] and not may_create(to):
            refuse(422, LACKS)
        self._reassign(self.users_of(role_set), [(role, to)])
        main = {name: to for name in ("_default", "_creator") if role_set[name] is role}
        left = [row for row in role_set["_roles"] if row is not role]
        return self.shown_role_set(self.touched(role_set, {**main, "_roles": left}))

    def replace_role_set(self, key_or_id: str, dest_key: str, mappings: dict[str, str]) -> Json:
        source = self.role_set(key_or_id)
        dest = self.known({row["key"]: row for row in self.role_sets.values()}, dest_key)
        if source is dest:
            refuse(422, "form_param_value_invalid")
        if source is self.initial:
            refuse(403, "cannot_delete_initial_role_set")
        self.move(self.users_of(source), source, dest, mappings)
        del self.role_sets[source["id"]]
        return {"object": "role_set", "id": source["id"], "deleted": True}

    def move(self, organizations: list[Json], source: Json, dest: Json, given: dict[str, str]) -> None:
        """Give organizations another role set, and members and those invited roles of that."""
        if source is dest:
            return
        missing, pairs = False, list[tuple[Json, Json]]()
        by_key = {role["key"]: role for role in dest["_roles"]}
        for role in source["_roles"]:
            if role["key"] in given:
                if given[role["key"]] not in by_key:
                    refuse(422, "organization_role_set_reassignment_mappings_invalid")
                pairs.append((role, by_key[given[role["key"]]]))
            elif role not in dest["_roles"]:
                pairs.append((role, dest["_default"]))
                missing |= any(row["_role"] is role for one in organizations for row in one["_members"].values())
        if missing:
            refuse(422, "organization_role_set_reassignment_mappings_missing")
        self._reassign(organizations, pairs)
        for organization in organizations:
            organization["_role_set"] = dest

    def _reassign(self, organizations: list[Json], pairs: list[tuple[Json, Json]]) -> None:
        becomes = {role["id"]: to for role, to in pairs}
        moved = [row for one in organizations for row in one["_members"].values() if row["_role"]["id"] in becomes]
        if len(moved) > self.settings.get("members_per_role_migration", 99):
            refuse(422, "organization_role_set_reassignment_contact_support")
        moved += [row for one in organizations for row in one["_invitations"] if row["_closed"] is None]
        for row in moved:
            row["_role"] = becomes.get(row["_role"]["id"], row["_role"])


def among(roles: list[Json], key: str) -> Json:
    """The role with a key among some, or a refusal."""
    found = [role for role in roles if role["key"] == key]
    return found[0] if found else refuse(422, "form_param_value_invalid")
