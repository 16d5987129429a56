"""Role sets in the mock: each rule once, at once and while members are on their way."""

from typing import Any

import httpx
import pytest

from clerk_organizations.testing import MockClerk
from tests.mock.conftest import NOW, made, refused
from tests.mock.invariants import problems

SETS, DEFAULT = "/role_sets", "/role_sets/role_set:default"
SMALL = {
    "name": "Small",
    "roles": ["org:admin", "org:viewer"],
    "default_role_key": "org:viewer",
    "creator_role_key": "org:admin",
}


@pytest.fixture
def viewer(clerk: httpx.Client) -> str:
    """The id of a role that is in no role set."""
    return str(made(clerk.post("/organization_roles", json={"name": "Viewer", "key": "org:viewer"}))["id"])


@pytest.fixture
def small(clerk: httpx.Client, viewer: str) -> dict[str, Any]:
    """A role set with org:admin and org:viewer, which org:member is not in."""
    return made(clerk.post(SETS, json=SMALL))


def add(clerk: httpx.Client, acme: str, user: str, role: str = "org:member") -> None:
    made(clerk.post(f"/organizations/{acme}/memberships", json={"user_id": f"user_{user}", "role": role}))


def roles(clerk: httpx.Client, acme: str) -> dict[str, str]:
    rows = made(clerk.get(f"/organizations/{acme}/memberships"))["data"]
    return {row["public_user_data"]["user_id"]: row["role"] for row in rows}


def keys(role_set: dict[str, Any]) -> list[str]:
    return [item["key"] for item in role_set["roles"]]


def test_an_instance_begins_with_one_role_set(clerk: httpx.Client, acme: str) -> None:
    """ "ListRoleSets", "GetRoleSet"."""
    (initial,) = made(clerk.get(SETS))["data"]
    assert (initial["key"], initial["type"], keys(initial)) == (
        "role_set:default",
        "initial",
        ["org:admin", "org:member"],
    )
    assert (initial["creator_role"]["key"], initial["default_role"]["key"]) == ("org:admin", "org:member")
    assert [(item["members_count"], item["has_members"]) for item in initial["roles"]] == [(1, True), (0, False)]
    assert initial["role_set_migration"] is None
    assert made(clerk.get(DEFAULT)) == made(clerk.get(f"{SETS}/{initial['id']}")) == initial
    assert made(clerk.get("/instance/organization_settings"))["initial_role_set_key"] == "role_set:default"


def test_a_role_set_is_made_and_changed(clerk: httpx.Client, small: dict[str, Any]) -> None:
    """ "CreateRoleSet", "UpdateRoleSet"."""
    assert (small["key"], small["type"], keys(small)) == ("role_set:small", "custom", ["org:admin", "org:viewer"])
    body = {"name": "Tiny", "key": "role_set:tiny", "description": "Few", "default_role_key": "org:admin", "type": None}
    changed = made(clerk.patch(f"{SETS}/role_set:small", json=body))
    assert changed == small | {
        "name": "Tiny", "key": "role_set:tiny", "description": "Few", "default_role": changed["creator_role"]
    }  # fmt: skip
    assert refused(clerk.get(f"{SETS}/role_set:small")) == (404, "resource_not_found")
    assert made(clerk.get(f"{SETS}/{small['id']}")) == changed


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"roles": []}, (422, "form_param_array_size_exceeded")),
        ({"roles": [f"org:r{n}" for n in range(11)]}, (422, "form_param_array_size_exceeded")),
        ({"roles": ["org:admin", "org:admin"]}, (422, "form_param_duplicate")),
        ({"roles": ["org:admin", "org:king"]}, (404, "resource_not_found")),
        ({"default_role_key": "org:member"}, (422, "form_param_value_invalid")),
        ({"creator_role_key": "org:member"}, (422, "form_param_value_invalid")),
        ({"creator_role_key": "org:viewer"}, (422, "organization_missing_creator_role_permissions")),
        ({"key": "role_set:A"}, (422, "form_param_format_invalid")),
        ({"key": "role_set:default"}, (422, "form_identifier_exists")),
        ({"name": "Default"}, (422, "form_identifier_exists")),
        ({"name": " "}, (422, "form_param_missing")),
    ],
)
def test_what_is_no_role_set_is_not_made(
    clerk: httpx.Client, viewer: str, fields: dict[str, Any], error: tuple[int, str]
) -> None:
    response = clerk.post(SETS, json={**SMALL, **fields})
    assert refused(response) == error
    assert made(clerk.get(SETS))["total_count"] == 1


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"default_role_key": "org:member"}, (422, "form_param_value_invalid")),
        ({"creator_role_key": "org:viewer"}, (422, "organization_missing_creator_role_permissions")),
        ({"key": "role_set:default"}, (422, "form_identifier_exists")),
        ({"type": "custom"}, (422, "form_param_value_invalid")),
    ],
)
def test_what_cannot_be_changed_stays(
    clerk: httpx.Client, small: dict[str, Any], fields: dict[str, Any], error: tuple[int, str]
) -> None:
    assert refused(clerk.patch(f"{SETS}/{small['id']}", json={"name": "Other", **fields})) == error
    assert made(clerk.get(f"{SETS}/{small['id']}")) == small


@pytest.mark.parametrize("way", ["POST", "PATCH"])
def test_one_role_set_is_the_initial_one(clerk: httpx.Client, viewer: str, way: str) -> None:
    made(clerk.post(SETS, json={**SMALL, "type": "initial" if way == "POST" else "custom"}))
    if way == "PATCH":
        made(clerk.patch(f"{SETS}/role_set:small", json={"type": "initial"}))
    kinds = {row["key"]: row["type"] for row in made(clerk.get(SETS))["data"]}
    assert kinds == {"role_set:default": "custom", "role_set:small": "initial"}
    fresh = made(clerk.post("/organizations", json={"name": "New", "created_by": "user_ada"}))
    assert fresh["role_set_key"] == "role_set:small"
    settings = made(clerk.get("/instance/organization_settings"))
    assert (settings["initial_role_set_key"], settings["domains_default_role"]) == ("role_set:small", "org:viewer")


def test_role_sets_are_counted(clerk: httpx.Client, mock: MockClerk, viewer: str) -> None:
    mock.instance.settings.max_role_sets_allowed = 1
    assert refused(clerk.post(SETS, json=SMALL)) == (403, "organization_instance_role_sets_quota_exceeded")


# Roles of a role set.


def test_roles_are_added(clerk: httpx.Client, mock: MockClerk, viewer: str) -> None:
    """ "AddRolesToRoleSet"."""
    path, body = f"{DEFAULT}/roles", {"role_keys": ["org:viewer"]}
    outside = clerk.post(path, json={**body, "default_role_key": "org:admin"})
    assert refused(outside) == (422, "form_param_value_invalid")
    ineligible = clerk.post(path, json={**body, "creator_role_key": "org:viewer"})
    assert refused(ineligible) == (422, "organization_missing_creator_role_permissions")
    added = made(clerk.post(path, json={**body, "default_role_key": "org:viewer"}))
    assert (keys(added), added["default_role"]["key"]) == (["org:admin", "org:member", "org:viewer"], "org:viewer")
    assert refused(clerk.post(path, json=body)) == (422, "form_param_duplicate")
    assert refused(clerk.post(path, json={"role_keys": ["org:king"]})) == (404, "resource_not_found")
    more = [mock.instance.add_role(f"org:r{n}", "R").key for n in range(8)]
    assert refused(clerk.post(path, json={"role_keys": more})) == (422, "form_param_array_size_exceeded")
    made(clerk.post(path, json={"role_keys": more[1:]}))
    full = clerk.post("/organization_roles", json={"name": "x", "key": "org:x", "include_in_initial_role_set": True})
    assert refused(full) == (422, "form_param_array_size_exceeded")


def test_a_role_is_replaced_for_members_and_invitations(clerk: httpx.Client, acme: str, viewer: str) -> None:
    """ "ReplaceRoleInRoleSet"."""
    made(clerk.post(f"{DEFAULT}/roles", json={"role_keys": ["org:viewer"]}))
    add(clerk, acme, "grace")
    made(
        clerk.post(f"/organizations/{acme}/invitations", json={"email_address": "x@new.example", "role": "org:member"})
    )
    body = {"role_key": "org:member", "to_role_key": "org:viewer"}
    changed = made(clerk.post(f"{DEFAULT}/roles/replace", json=body))
    assert (keys(changed), changed["default_role"]["key"]) == (["org:admin", "org:viewer"], "org:viewer")
    assert changed["role_set_migration"] is None
    assert roles(clerk, acme) == {"user_ada": "org:admin", "user_grace": "org:viewer"}
    assert made(clerk.get(f"/organizations/{acme}/invitations"))["data"][0]["role"] == "org:viewer"


@pytest.mark.parametrize(
    ("role", "to", "error"),
    [
        ("org:member", "org:member", (422, "form_param_value_invalid")),
        ("org:member", "org:viewer", (422, "form_param_value_invalid")),
        ("org:viewer", "org:member", (422, "form_param_value_invalid")),
        ("org:king", "org:member", (404, "resource_not_found")),
        ("org:member", "org:king", (404, "resource_not_found")),
        ("org:admin", "org:member", (422, "organization_missing_creator_role_permissions")),
    ],
)
def test_what_cannot_replace_a_role(
    clerk: httpx.Client, viewer: str, role: str, to: str, error: tuple[int, str]
) -> None:
    response = clerk.post(f"{DEFAULT}/roles/replace", json={"role_key": role, "to_role_key": to})
    assert refused(response) == error
    assert keys(made(clerk.get(DEFAULT))) == ["org:admin", "org:member"]


# Other role sets for organizations.


def test_an_organization_moves_with_its_members(
    clerk: httpx.Client, mock: MockClerk, acme: str, small: dict[str, Any]
) -> None:
    """ "UpdateOrganization"."""
    path = f"/organizations/{acme}"
    add(clerk, acme, "grace")
    missing = clerk.patch(path, json={"role_set_key": "role_set:small"})
    assert refused(missing) == (422, "organization_role_set_reassignment_mappings_missing")
    assert missing.json()["errors"][0]["meta"] == {"role_keys": ["org:member"]}
    made(clerk.delete(f"{path}/memberships/user_grace"))
    made(clerk.post(f"{path}/invitations", json={"email_address": "x@new.example", "role": "org:member"}))
    assert made(clerk.patch(path, json={"role_set_key": "role_set:small"}))["role_set_key"] == "role_set:small"
    assert made(clerk.get(f"{path}/invitations"))["data"][0]["role"] == "org:viewer"  # the default of the new set
    body = {"user_id": "user_grace", "role": "org:member"}
    assert refused(clerk.post(f"{path}/memberships", json=body)) == (404, "resource_not_found")
    counts = {item["key"]: item["members_count"] for item in made(clerk.get(f"{SETS}/role_set:small"))["roles"]}
    assert counts == {"org:admin": 1, "org:viewer": 0}
    assert problems(mock.instance) == []


def test_an_organization_moves_by_mappings_that_no_document_has(
    clerk: httpx.Client, mock: MockClerk, acme: str, small: dict[str, Any]
) -> None:
    """ "UpdateOrganization" takes them, as Clerk's Go SDK sends them."""
    add(clerk, acme, "grace")
    body: dict[str, Any] = {"role_set_key": "role_set:small", "reassignment_mappings": {"org:member": "org:member"}}
    invalid = clerk.patch(f"/organizations/{acme}", json=body)
    assert refused(invalid) == (422, "organization_role_set_reassignment_mappings_invalid")
    wrong = clerk.patch(f"/organizations/{acme}", json={**body, "reassignment_mappings": {"org:member": 1}})
    assert refused(wrong) == (422, "form_param_type_invalid")
    made(clerk.patch(f"/organizations/{acme}", json={**body, "reassignment_mappings": {"org:member": "org:viewer"}}))
    assert roles(clerk, acme) == {"user_ada": "org:admin", "user_grace": "org:viewer"}
    assert problems(mock.instance) == []


def test_a_role_set_is_replaced_by_another(
    clerk: httpx.Client, mock: MockClerk, acme: str, small: dict[str, Any]
) -> None:
    """ "ReplaceRoleSet"."""
    made(clerk.patch(f"{SETS}/role_set:small", json={"type": "initial"}))
    add(clerk, acme, "grace")
    path, body = f"{DEFAULT}/replace", {"dest_role_set_key": "role_set:small"}
    missing = clerk.post(path, json=body)
    assert refused(missing) == (422, "organization_role_set_reassignment_mappings_missing")
    assert missing.json()["errors"][0]["meta"] == {"role_keys": ["org:member"]}
    invalid = clerk.post(path, json={**body, "reassignment_mappings": {"org:member": "org:member"}})
    assert refused(invalid) == (422, "organization_role_set_reassignment_mappings_invalid")
    assert invalid.json()["errors"][0]["meta"] == {"role_key": "org:member"}
    old = made(clerk.get(DEFAULT))
    mappings = {"org:member": "org:viewer", "org:unknown": "org:nothing"}
    gone = made(clerk.post(path, json={**body, "reassignment_mappings": mappings}))
    assert gone == {"object": "role_set", "id": old["id"], "deleted": True}
    assert refused(clerk.get(DEFAULT)) == (404, "resource_not_found")
    assert made(clerk.get(f"/organizations/{acme}"))["role_set_key"] == "role_set:small"
    assert roles(clerk, acme) == {"user_ada": "org:admin", "user_grace": "org:viewer"}
    assert problems(mock.instance) == []


def test_what_cannot_replace_a_role_set(clerk: httpx.Client, small: dict[str, Any]) -> None:
    def replace(key: str, dest: str) -> tuple[int, str]:
        return refused(clerk.post(f"{SETS}/{key}/replace", json={"dest_role_set_key": dest}))

    assert replace("role_set:default", "role_set:small") == (403, "cannot_delete_initial_role_set")
    assert replace("role_set:small", "role_set:small") == (422, "form_param_value_invalid")
    assert replace("role_set:small", "role_set:none") == (404, "resource_not_found")
    assert replace("role_set:none", "role_set:small") == (404, "resource_not_found")


# Moves that take time.


@pytest.fixture
def moving(clerk: httpx.Client, mock: MockClerk, acme: str, small: dict[str, Any]) -> str:
    """An organization of role_set:small whose viewer is on the way to be org:admin for ten seconds."""
    mock.instance.settings.role_migration_seconds = 10
    made(clerk.patch(f"/organizations/{acme}", json={"role_set_key": "role_set:small"}))
    add(clerk, acme, "grace", "org:viewer")
    made(
        clerk.post(f"{SETS}/role_set:small/roles/replace", json={"role_key": "org:viewer", "to_role_key": "org:admin"})
    )
    return acme


def test_a_migration_is_shown_until_it_ends(
    clerk: httpx.Client, mock: MockClerk, small: dict[str, Any], moving: str
) -> None:
    shown = made(clerk.get(f"{SETS}/role_set:small"))
    migration = shown["role_set_migration"]
    assert (migration["status"], migration["trigger_type"]) == ("enqueued", "role_removal")
    assert (migration["source_role_set_id"], migration["dest_role_set_id"]) == (small["id"], None)
    assert (migration["mappings"], migration["created_at"]) == ({"org:viewer": "org:admin"}, NOW)
    assert roles(clerk, moving)["user_grace"] == "org:viewer"
    mock.clock.advance(5)
    migration = made(clerk.get(f"{SETS}/role_set:small"))["role_set_migration"]
    assert (migration["status"], migration["started_at"]) == ("in_progress", NOW + 5000)
    mock.clock.advance(5)
    ended = made(clerk.get(f"{SETS}/role_set:small"))
    assert (ended["role_set_migration"], keys(ended), ended["default_role"]["key"]) == (
        None,
        ["org:admin"],
        "org:admin",
    )
    assert roles(clerk, moving)["user_grace"] == "org:admin"
    assert problems(mock.instance) == []


def test_what_must_wait_for_a_migration(clerk: httpx.Client, mock: MockClerk, viewer: str, moving: str) -> None:
    path, team = f"{SETS}/role_set:small", f"/organizations/{moving}"
    calls: list[tuple[str, str, dict[str, Any] | None]] = [
        ("PATCH", path, {"name": "x"}),
        ("POST", f"{path}/roles", {"role_keys": ["org:member"]}),
        ("POST", f"{path}/roles/replace", {"role_key": "org:viewer", "to_role_key": "org:admin"}),
        ("POST", f"{path}/replace", {"dest_role_set_key": "role_set:default"}),
        ("PATCH", f"{team}/memberships/user_grace", {"role": "org:admin"}),
        ("PATCH", team, {"role_set_key": "role_set:default"}),
    ]
    for method, target, body in calls:
        assert refused(clerk.request(method, target, json=body)) == (409, "role_migration_in_progress")
    mock.clock.advance(10)
    made(clerk.patch(path, json={"name": "x"}))
    made(clerk.delete(f"/organization_roles/{viewer}"))


def test_a_role_set_stays_until_its_organizations_have_moved(
    clerk: httpx.Client, mock: MockClerk, acme: str, small: dict[str, Any]
) -> None:
    mock.instance.settings.role_migration_seconds = 10
    add(clerk, acme, "grace")
    made(clerk.patch(f"{SETS}/role_set:small", json={"type": "initial"}))
    body = {"dest_role_set_key": "role_set:small", "reassignment_mappings": {"org:member": "org:viewer"}}
    made(clerk.post(f"{DEFAULT}/replace", json=body))
    migration = made(clerk.get(DEFAULT))["role_set_migration"]
    assert (migration["trigger_type"], migration["dest_role_set_id"]) == ("role_set_deletion", small["id"])
    assert refused(clerk.patch(f"{SETS}/role_set:small", json={})) == (409, "role_migration_in_progress")
    add(clerk, acme, "ken")  # those who come meanwhile move as well
    mock.clock.advance(10)
    assert roles(clerk, acme) == {"user_ada": "org:admin", "user_grace": "org:viewer", "user_ken": "org:viewer"}
    assert refused(clerk.get(DEFAULT)) == (404, "resource_not_found")


def test_a_move_without_members_takes_no_time(clerk: httpx.Client, mock: MockClerk, small: dict[str, Any]) -> None:
    mock.instance.settings.role_migration_seconds = 10
    made(clerk.post(f"{SETS}/role_set:small/replace", json={"dest_role_set_key": "role_set:default"}))
    assert refused(clerk.get(f"{SETS}/role_set:small")) == (404, "resource_not_found")


def test_too_many_members_do_not_move(clerk: httpx.Client, mock: MockClerk, acme: str) -> None:
    mock.instance.settings.members_per_role_migration = 1
    for user in ("grace", "ken"):
        add(clerk, acme, user)
    before = made(clerk.get(DEFAULT))
    many = clerk.post(f"{DEFAULT}/roles/replace", json={"role_key": "org:member", "to_role_key": "org:admin"})
    assert refused(many) == (422, "organization_role_set_reassignment_contact_support")
    assert made(clerk.get(DEFAULT)) == before
