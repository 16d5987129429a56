"""Rules for permissions, roles and role sets, and what they draw from."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.mock import model_lists as lists
from tests.mock.machine import Pair
from tests.mock.machine_inputs import ITEM, KEYED_QUERY, NOT_THERE, ORGANIZATION, ROLE_SET_KEY
from tests.mock.model_base import Json
from tests.mock.model_roles import OF_CREATORS, may_create

SURE = st.sampled_from([True, True, False])
NAME = st.sampled_from(["A", "b", "Read reports", "Ümlaut & Co", " "])
TEXT = st.sampled_from(["", "what it is for"])
PERMISSION = st.fixed_dictionaries(
    {
        "name": NAME,
        "key": st.sampled_from(["org:a:read", "org:b:read", "org:c:read", "org:reports:read", "org:sys_a:read"]),
    },
    optional={"description": TEXT},
)
ROLE_FIELDS = st.fixed_dictionaries(
    {"name": NAME, "key": st.sampled_from(["org:a", "org:b", "org:c", "org:d", "org:owner", "A b"])},
    optional={"description": TEXT},
)
ROLE_SET_FIELDS = st.fixed_dictionaries({"name": NAME}, optional={"key": ROLE_SET_KEY, "description": TEXT})
CHANGED = st.lists(st.sampled_from(["name", "key", "description"]), max_size=2)
"""Fields of a body that an update sends."""
SOME = st.lists(ITEM, max_size=3)
ANY = st.none() | ITEM
NEW = st.sampled_from([0, 0, 0, 1, 2, 3, NOT_THERE])
"""Mostly one of the newest, which the instance did not have from the start."""
LISTS = {
    "/organization_permissions": lists.permissions,
    "/organization_roles": lists.roles,
    "/role_sets": lists.role_sets,
}


class RoleRules(Pair):
    """A rule for each operation on permissions, roles and role sets."""

    def _pick(self, rows: Json, pick: int, field: str = "id") -> str:
        """What a record is called; the newest has number 0."""
        found = list(rows.values() if isinstance(rows, dict) else rows)[::-1]
        return str(found[pick % len(found)][field]) if found and pick != NOT_THERE else "gone"

    def _permissions(self, picks: list[int], creates: bool) -> list[str]:
        rows = self.model.permissions
        of_creators = [row["id"] for row in rows.values() if row["key"] in OF_CREATORS] if creates else []
        return of_creators + [self._pick(rows, pick) for pick in picks]

    # Permissions.

    @rule(body=PERMISSION)
    def create_permission(self, body: Json) -> None:
        self.call("POST", "/organization_permissions", lambda: self.model.create_permission(body), body=body)

    @rule(item=NEW, fields=PERMISSION, names=CHANGED)
    def update_permission(self, item: int, fields: Json, names: list[str]) -> None:
        key, body = self._pick(self.model.permissions, item), _some(fields, names)
        path = f"/organization_permissions/{key}"
        self.call("PATCH", path, lambda: self.model.update_permission(key, body), body=body)

    @rule(item=NEW)
    def delete_permission(self, item: int) -> None:
        key = self._pick(self.model.permissions, item)
        self.call("DELETE", f"/organization_permissions/{key}", lambda: self.model.delete_permission(key))

    # Roles.

    @rule(fields=ROLE_FIELDS, picks=SOME, creates=st.booleans(), included=st.booleans())
    def create_role(self, fields: Json, picks: list[int], creates: bool, included: bool) -> None:
        body = {**fields, "permissions": self._permissions(picks, creates)}
        body |= {"include_in_initial_role_set": True} if included else {}
        self.call("POST", "/organization_roles", lambda: self.model.create_role(body), body=body)

    @rule(item=NEW, fields=ROLE_FIELDS, names=CHANGED, picks=st.none() | SOME, creates=SURE)
    def update_role(self, item: int, fields: Json, names: list[str], picks: list[int] | None, creates: bool) -> None:
        key, body = self._pick(self.model.roles, item), _some(fields, names)
        body |= {} if picks is None else {"permissions": self._permissions(picks, creates)}
        path = f"/organization_roles/{key}"
        self.call("PATCH", path, lambda: self.model.update_role(key, body), body=body)

    @rule(item=NEW)
    def delete_role(self, item: int) -> None:
        key = self._pick(self.model.roles, item)
        self.call("DELETE", f"/organization_roles/{key}", lambda: self.model.delete_role(key))

    @rule(item=ITEM)
    def delete_role_in_use(self, item: int) -> None:
        """Of a member or of an invitation, which are few among all roles."""
        rows = [row for one in self.worked_on for row in (*one["_members"].values(), *one["_invitations"])]
        main = [row[name] for row in self.model.role_sets.values() for name in ("_default", "_creator")]
        key = self._pick([row["_role"] for row in rows if row["_role"] not in main], item)
        self.call("DELETE", f"/organization_roles/{key}", lambda: self.model.delete_role(key))

    @rule(item=ITEM, permission=ITEM)
    def assign_permission(self, item: int, permission: int) -> None:
        key, permission_id = self._pick(self.model.roles, item), self._pick(self.model.permissions, permission)
        path = f"/organization_roles/{key}/permissions/{permission_id}"
        self.call("POST", path, lambda: self.model.assign_permission(key, permission_id))

    @rule(item=ITEM, permission=ITEM, held=SURE)
    def remove_permission(self, item: int, permission: int, held: bool) -> None:
        key, rows = self._pick(self.model.roles, item), self.model.permissions
        permission_id = self._pick(self.model.roles[key]["_granted"] if held and key != "gone" else rows, permission)
        path = f"/organization_roles/{key}/permissions/{permission_id}"
        self.call("DELETE", path, lambda: self.model.remove_permission(key, permission_id))

    # Role sets.

    def _set(self, item: int, by_key: bool = True) -> tuple[str, list[Json]]:
        """The key or the id of a role set, and its roles."""
        name = self._pick(self.model.role_sets, item, "key" if by_key else "id")
        return name, [] if name == "gone" else self.model.role_set(name)["_roles"]

    def _main(self, roles: list[Json], default: int | None, creator: int | None) -> Json:
        """The fields of a body that name a default and a creator role."""
        given = {"default_role_key": default, "creator_role_key": creator}
        return {name: self._pick(roles, pick, "key") for name, pick in given.items() if pick is not None}

    @rule(fields=ROLE_SET_FIELDS, picks=SOME, default=ITEM, creator=ITEM, fit=SURE, initial=st.sampled_from([1, 0, 0]))
    def create_role_set(
        self, fields: Json, picks: list[int], default: int, creator: int, fit: bool, initial: int
    ) -> None:
        roles = [*self.model.roles.values()]
        main = self._main(roles, default, None)
        main |= self._main([role for role in roles if may_create(role)] if fit else roles, None, creator)
        names = [self._pick(roles, pick, "key") for pick in picks]
        names = list(dict.fromkeys([*main.values(), *names])) if fit else names
        body = {**fields, **main, "roles": names, "type": "initial" if initial else "custom"}
        self.call("POST", "/role_sets", lambda: self.model.create_role_set(body), body=body)

    @rule(item=NEW, by_key=SURE, fields=ROLE_SET_FIELDS, names=CHANGED, default=ANY, creator=ANY, initial=SURE)
    def update_role_set(
        self, item: int, by_key: bool, fields: Json, names: list[str], default: int | None, creator: int | None,
        initial: bool,
    ) -> None:  # fmt: skip
        name, roles = self._set(item, by_key)
        body = {
            **_some(fields, names),
            **self._main(roles, default, creator),
            **({} if initial else {"type": "initial"}),
        }
        self.call("PATCH", f"/role_sets/{name}", lambda: self.model.update_role_set(name, body), body=body)

    @rule(item=NEW, picks=SOME, fit=SURE, default=ANY, creator=ANY)
    def add_roles(self, item: int, picks: list[int], fit: bool, default: int | None, creator: int | None) -> None:
        name, had = self._set(item)
        rows = [role for role in self.model.roles.values() if not fit or role not in had]
        picks = [pick % len(rows) for pick in picks] if rows else []
        added = [rows[pick] for pick in (dict.fromkeys(picks) if fit else picks)]
        main = self._main(added, default, creator)
        body = {"role_keys": [role["key"] for role in added], **main}
        self.call("POST", f"/role_sets/{name}/roles", lambda: self.model.add_roles(name, body), body=body)

    @rule(item=NEW, role=ITEM, to=ITEM, fit=SURE)
    def replace_role(self, item: int, role: int, to: int, fit: bool) -> None:
        name, roles = self._set(item)
        key, to_key = self._pick(roles, role, "key"), self._pick(roles if fit else self.model.roles, to, "key")
        path, body = f"/role_sets/{name}/roles/replace", {"role_key": key, "to_role_key": to_key}
        self.call("POST", path, lambda: self.model.replace_role(name, key, to_key), body=body)

    def _mappings(self, source: list[Json], dest: list[Json], pairs: dict[int, int]) -> dict[str, str]:
        return {self._pick(source, role, "key"): self._pick(dest, to, "key") for role, to in pairs.items()}

    @rule(item=NEW, dest=ITEM, pairs=st.dictionaries(ITEM, ITEM, max_size=3))
    def replace_role_set(self, item: int, dest: int, pairs: dict[int, int]) -> None:
        (name, roles), (dest_key, dest_roles) = self._set(item), self._set(dest)
        mappings = self._mappings(roles, dest_roles, pairs)
        path, body = f"/role_sets/{name}/replace", {"dest_role_set_key": dest_key, "reassignment_mappings": mappings}
        self.call("POST", path, lambda: self.model.replace_role_set(name, dest_key, mappings), body=body)

    @rule(organization=ORGANIZATION, dest=ITEM, pairs=st.dictionaries(ITEM, ITEM, max_size=3))
    def move_organization(self, organization: int, dest: int, pairs: dict[int, int]) -> None:
        """To another role set."""
        key, (dest_key, dest_roles) = self.key(organization), self._set(dest)
        roles = [] if key == "org_gone" else self.model.organizations[key]["_role_set"]["_roles"]
        body = {"role_set_key": dest_key, "reassignment_mappings": self._mappings(roles, dest_roles, pairs)}
        self.call("PATCH", f"/organizations/{key}", lambda: self.model.update_organization(key, body), body=body)

    # Of all kinds.

    @rule(item=ITEM)
    def get_one_of_each(self, item: int) -> None:
        tables: dict[str, Json] = {
            "/organization_permissions": self.model.permissions,
            "/organization_roles": self.model.roles,
            "/role_sets": {key: self.model.shown_role_set(row) for key, row in self.model.role_sets.items()},
        }
        for path, table in tables.items():
            key = self._pick(table, item)
            self.call("GET", f"{path}/{key}", partial(self.model.known, table, key))

    @rule(query=KEYED_QUERY)
    def list_all_of_each(self, query: Json) -> None:
        for path, listed in LISTS.items():
            self.read(path, query, listed)


def _some(fields: Json, names: list[str]) -> Json:
    return {name: fields[name] for name in names if name in fields}
