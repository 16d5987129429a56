"""Roles and permissions in the mock: each rule once."""

from typing import Any

import httpx
import pytest

from clerk_organizations.testing import MockClerk
from tests.mock.conftest import made, refused

ROLES, PERMISSIONS = "/organization_roles", "/organization_permissions"
SYSTEM = {
    "org:sys_profile:manage", "org:sys_profile:delete", "org:sys_memberships:read", "org:sys_memberships:manage",
    "org:sys_domains:read", "org:sys_domains:manage", "org:sys_billing:read", "org:sys_billing:manage",
    "org:sys_entconns:manage",
}  # fmt: skip
CREATES = ("org:sys_memberships:manage", "org:sys_memberships:read", "org:sys_profile:delete")


@pytest.fixture
def perms(mock: MockClerk) -> dict[str, str]:
    """Ids of the permissions that every instance has, by key."""
    return {permission.key: permission.id for permission in mock.instance.permissions}


@pytest.fixture
def ids(mock: MockClerk) -> dict[str, str]:
    """Ids of the two roles that every instance has."""
    return {role.key: role.id for role in mock.instance.roles}


def add_role(clerk: httpx.Client, key: str = "org:editor", **fields: object) -> dict[str, Any]:
    return made(clerk.post(ROLES, json={"key": key, "name": key[4:].capitalize(), **fields}))


def add_permission(clerk: httpx.Client, key: str = "org:reports:read") -> dict[str, Any]:
    return made(clerk.post(PERMISSIONS, json={"key": key, "name": "Reports"}))


def keys(role: dict[str, Any]) -> set[str]:
    return {permission["key"] for permission in role["permissions"]}


# What there is, and how it is read and found.


def test_an_instance_begins_with_two_roles_and_nine_permissions(clerk: httpx.Client) -> None:
    """ "ListOrganizationRoles", "GetOrganizationRole", "ListOrganizationPermissions", "GetOrganizationPermission"."""
    listed = made(clerk.get(ROLES, params={"order_by": "key"}))
    admin, member = listed["data"]
    assert (admin["key"], keys(admin), admin["is_creator_eligible"]) == ("org:admin", SYSTEM, True)
    assert (member["key"], keys(member)) == ("org:member", {"org:sys_memberships:read", "org:sys_billing:read"})
    assert member["is_creator_eligible"] is False
    assert made(clerk.get(f"{ROLES}/{admin['id']}")) == admin
    page = made(clerk.get(PERMISSIONS, params={"limit": 20}))
    assert {(row["key"], row["type"]) for row in page["data"]} == {(key, "system") for key in SYSTEM}
    assert made(clerk.get(f"{PERMISSIONS}/{page['data'][0]['id']}")) == page["data"][0]


@pytest.mark.parametrize("path", [ROLES, PERMISSIONS])
def test_what_is_not_there_is_not_found(clerk: httpx.Client, path: str) -> None:
    for method, body in (("GET", None), ("PATCH", {}), ("DELETE", None)):
        assert refused(clerk.request(method, f"{path}/none", json=body)) == (404, "resource_not_found")


@pytest.mark.parametrize(("path", "prefix"), [(ROLES, "org:"), (PERMISSIONS, "org:files:")])
def test_a_list_is_searched_and_sorted(clerk: httpx.Client, path: str, prefix: str) -> None:
    rows = {
        name: made(clerk.post(path, json={"key": f"{prefix}{key}", "name": name}))["id"]
        for key, name in (("beta", "Xylo"), ("alpha", "yard"))
    }

    def found(**query: str) -> list[str]:
        return [row["id"] for row in made(clerk.get(path, params=query))["data"]]

    assert found(query="XYL") == found(query=rows["Xylo"]) == found(query=f"{prefix}bet") == [rows["Xylo"]]
    assert found(query=rows["Xylo"][:-1]) == []
    assert found(order_by="-name", limit="1") == [rows["yard"]]
    by_key = found(order_by="key", limit="50")
    assert by_key.index(rows["yard"]) < by_key.index(rows["Xylo"])
    assert set(found(limit="2")) == set(rows.values())  # the newest first


# Permissions.


def test_a_permission_lives_and_ends(clerk: httpx.Client, acme: str) -> None:
    """ "CreateOrganizationPermission", "UpdateOrganizationPermission", "DeleteOrganizationPermission"."""
    fresh = add_permission(clerk)
    assert (fresh["type"], fresh["description"]) == ("user", "")
    role = add_role(clerk, permissions=[fresh["id"]], include_in_initial_role_set=True)
    made(clerk.post(f"/organizations/{acme}/memberships", json={"user_id": "user_grace", "role": role["key"]}))
    changed = made(clerk.patch(f"{PERMISSIONS}/{fresh['id']}", json={"key": "org:reports:see", "description": "x"}))
    assert (changed["key"], changed["name"], changed["description"]) == ("org:reports:see", "Reports", "x")
    member = made(clerk.patch(f"/organizations/{acme}/memberships/user_grace", json={"role": role["key"]}))
    assert member["permissions"] == ["org:reports:see"]
    gone = made(clerk.delete(f"{PERMISSIONS}/{fresh['id']}"))
    assert gone == {"object": "permission", "id": fresh["id"], "deleted": True}
    assert made(clerk.get(f"{ROLES}/{role['id']}"))["permissions"] == []
    assert refused(clerk.get(f"{PERMISSIONS}/{fresh['id']}")) == (404, "resource_not_found")


@pytest.mark.parametrize("call", [("PATCH", {"name": "x"}), ("DELETE", None)])
def test_a_system_permission_stays_as_it_is(clerk: httpx.Client, perms: dict[str, str], call: tuple[str, Any]) -> None:
    method, body = call
    response = clerk.request(method, f"{PERMISSIONS}/{perms['org:sys_profile:manage']}", json=body)
    assert refused(response) == (403, "organization_system_permission_not_modifiable")


@pytest.mark.parametrize(
    "key", ["org:reports", "org:sys_x:read", "reports:read", "org:Reports:read", "org:a:b:c", "org:a:b\n"]
)
def test_the_key_of_a_permission_has_a_form(clerk: httpx.Client, key: str) -> None:
    fresh = add_permission(clerk)
    for method, path in (("POST", PERMISSIONS), ("PATCH", f"{PERMISSIONS}/{fresh['id']}")):
        response = clerk.request(method, path, json={"key": key, "name": "x"})
        assert refused(response) == (422, "form_param_format_invalid")


@pytest.mark.parametrize(("path", "one", "two"), [(ROLES, "org:a", "org:b"), (PERMISSIONS, "org:a:a", "org:b:b")])
def test_a_key_is_there_once_and_a_name_is_not_blank(clerk: httpx.Client, path: str, one: str, two: str) -> None:
    first, second = (made(clerk.post(path, json={"key": key, "name": key})) for key in (one, two))
    for method, target in (("POST", path), ("PATCH", f"{path}/{second['id']}")):
        assert refused(clerk.request(method, target, json={"key": one, "name": "x"})) == (422, "form_identifier_exists")
        body = {"key": "org:c:c" if path == PERMISSIONS else "org:c", "name": " "}
        assert refused(clerk.request(method, target, json=body)) == (422, "form_param_missing")
    assert made(clerk.patch(f"{path}/{first['id']}", json={"key": one}))["key"] == one


# Roles.


def test_a_role_lives_and_ends(clerk: httpx.Client, perms: dict[str, str]) -> None:
    """ "CreateOrganizationRole", "UpdateOrganizationRole", "DeleteOrganizationRole"."""
    role = add_role(clerk, description="Writes", permissions=[perms["org:sys_domains:read"]])
    assert (keys(role), role["is_creator_eligible"]) == ({"org:sys_domains:read"}, False)
    path = f"{ROLES}/{role['id']}"
    changed = made(clerk.patch(path, json={"name": "Author", "key": "org:author", "permissions": None}))
    assert changed == role | {"name": "Author", "key": "org:author"}
    eligible = made(clerk.patch(path, json={"permissions": [perms[key] for key in CREATES]}))
    assert (keys(eligible), eligible["is_creator_eligible"]) == (set(CREATES), True)
    assert made(clerk.patch(path, json={"permissions": []}))["permissions"] == []
    assert made(clerk.delete(path)) == {"object": "role", "id": role["id"], "deleted": True}
    assert refused(clerk.get(path)) == (404, "resource_not_found")


@pytest.mark.parametrize("key", ["editor", "org:Editor", "org:a:b", "org:", "org:a-b", "role_set:a"])
def test_the_key_of_a_role_has_a_form(clerk: httpx.Client, key: str) -> None:
    role = add_role(clerk)
    for method, path in (("POST", ROLES), ("PATCH", f"{ROLES}/{role['id']}")):
        response = clerk.request(method, path, json={"key": key, "name": "x"})
        assert refused(response) == (422, "form_param_format_invalid")


def test_a_body_names_permissions_by_id(clerk: httpx.Client, ids: dict[str, str]) -> None:
    wrong = {"permissions": ["org:sys_profile:manage"]}
    for response in (
        clerk.post(ROLES, json={"name": "x", "key": "org:x", **wrong}),
        clerk.patch(f"{ROLES}/{ids['org:member']}", json=wrong),
    ):
        assert refused(response) == (404, "resource_not_found")
        assert response.json()["errors"][0]["meta"] == {"param_name": "permissions"}


def test_a_permission_is_assigned_and_removed_once(
    clerk: httpx.Client, ids: dict[str, str], perms: dict[str, str]
) -> None:
    """ "AssignPermissionToOrganizationRole", "RemovePermissionFromOrganizationRole"."""
    path = f"{ROLES}/{ids['org:member']}/permissions/{perms['org:sys_domains:read']}"
    assert "org:sys_domains:read" in keys(made(clerk.post(path)))
    assert refused(clerk.post(path)) == (409, "organization_role_permission_association_exists")
    assert "org:sys_domains:read" not in keys(made(clerk.delete(path)))
    assert refused(clerk.delete(path)) == (404, "organization_role_permission_association_not_found")
    for unknown in (f"{ROLES}/none/permissions/{perms['org:sys_domains:read']}", f"{path}x"):
        assert refused(clerk.post(unknown)) == refused(clerk.delete(unknown)) == (404, "resource_not_found")


@pytest.mark.parametrize("key", CREATES)
def test_a_creator_role_keeps_what_it_must_hold(
    clerk: httpx.Client, ids: dict[str, str], perms: dict[str, str], key: str
) -> None:
    path = f"{ROLES}/{ids['org:admin']}"
    lacking = (422, "organization_missing_creator_role_permissions")
    assert refused(clerk.delete(f"{path}/permissions/{perms[key]}")) == lacking
    left = [permission_id for other, permission_id in perms.items() if other != key]
    assert refused(clerk.patch(path, json={"permissions": left})) == lacking
    assert keys(made(clerk.get(path))) == SYSTEM
    made(clerk.delete(f"{path}/permissions/{perms['org:sys_domains:read']}"))


def test_a_role_outside_the_role_set_cannot_be_given(clerk: httpx.Client, acme: str) -> None:
    """ "AddRolesToRoleSet"."""
    role, team = add_role(clerk), f"/organizations/{acme}"
    body = {"user_id": "user_grace", "role": role["key"]}
    invited = {"email_address": "x@new.example", "role": role["key"]}
    calls: list[tuple[str, str, object]] = [
        ("POST", f"{team}/memberships", body),
        ("POST", f"{team}/invitations", invited),
        ("PATCH", f"{team}/memberships/user_ada", {"role": role["key"]}),
        ("POST", f"{team}/invitations/bulk", [invited]),
    ]
    for method, path, sent in calls:
        assert refused(clerk.request(method, path, json=sent)) == (404, "resource_not_found")
    made(clerk.post("/role_sets/role_set:default/roles", json={"role_keys": [role["key"]]}))
    for method, path, sent in calls[:2]:
        assert made(clerk.request(method, path, json=sent))["role"] == role["key"]


@pytest.mark.parametrize("included", [True, False, None])
def test_a_role_can_be_added_to_the_initial_role_set_at_once(clerk: httpx.Client, included: bool | None) -> None:
    role = add_role(clerk, include_in_initial_role_set=included)
    initial = made(clerk.get("/role_sets/role_set:default"))
    assert (role["key"] in [item["key"] for item in initial["roles"]]) is (included is True)


def test_what_is_in_use_is_not_deleted(clerk: httpx.Client, mock: MockClerk, acme: str, ids: dict[str, str]) -> None:
    role = add_role(clerk, include_in_initial_role_set=True)
    path, team = f"{ROLES}/{role['id']}", f"/organizations/{acme}"
    made(clerk.post(f"{team}/memberships", json={"user_id": "user_grace", "role": role["key"]}))
    assert refused(clerk.delete(path)) == (422, "organization_role_assigned_members")
    made(clerk.delete(f"{team}/memberships/user_grace"))
    made(clerk.post(f"{team}/invitations", json={"email_address": "x@new.example", "role": role["key"]}))
    assert refused(clerk.delete(path)) == (422, "organization_role_exists_in_invitations")
    mock.clock.advance(31 * 24 * 3600)
    made(clerk.delete(path))
    assert [item["key"] for item in made(clerk.get("/role_sets/role_set:default"))["roles"]] == [
        "org:admin",
        "org:member",
    ]
    creator = clerk.delete(f"{ROLES}/{ids['org:admin']}")
    assert refused(creator) == (422, "organization_role_default_creator_role")
    default = clerk.delete(f"{ROLES}/{ids['org:member']}")
    assert refused(default) == (422, "organization_role_domain_default_role")


def test_the_first_roles_are_deleted_like_others(
    clerk: httpx.Client, ids: dict[str, str], perms: dict[str, str]
) -> None:
    boss = add_role(clerk, "org:boss", permissions=list(perms.values()), include_in_initial_role_set=True)
    made(clerk.patch("/instance/organization_settings", json={"creator_role_id": boss["id"]}))
    made(clerk.delete(f"{ROLES}/{ids['org:admin']}"))
    fresh = made(clerk.post("/organizations", json={"name": "New", "created_by": "user_ada"}))
    (member,) = made(clerk.get(f"/organizations/{fresh['id']}/memberships"))["data"]
    assert (member["role"], member["role_name"]) == ("org:boss", "Boss")


def test_a_key_is_new_wherever_it_stands(clerk: httpx.Client, acme: str, ids: dict[str, str]) -> None:
    made(
        clerk.post(f"/organizations/{acme}/invitations", json={"email_address": "x@new.example", "role": "org:member"})
    )
    made(clerk.patch(f"{ROLES}/{ids['org:admin']}", json={"key": "org:owner"}))
    made(clerk.patch(f"{ROLES}/{ids['org:member']}", json={"key": "org:guest"}))
    settings = made(clerk.get("/instance/organization_settings"))
    assert (settings["creator_role"], settings["domains_default_role"]) == ("org:owner", "org:guest")
    assert made(clerk.get(f"/organizations/{acme}/memberships"))["data"][0]["role"] == "org:owner"
    assert made(clerk.get(f"/organizations/{acme}/invitations"))["data"][0]["role"] == "org:guest"
    assert made(clerk.get("/role_sets/role_set:default"))["default_role"]["key"] == "org:guest"


def test_roles_are_counted_beside_the_first_two(clerk: httpx.Client, mock: MockClerk) -> None:
    mock.instance.settings.max_allowed_roles = 1
    role = add_role(clerk)
    over = clerk.post(ROLES, json={"name": "x", "key": "org:x"})
    assert refused(over) == (403, "organization_instance_roles_quota_exceeded")
    made(clerk.delete(f"{ROLES}/{role['id']}"))
    add_role(clerk)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (ROLES, {"name": "x", "key": "org:x"}),
        (PERMISSIONS, {"name": "x", "key": "org:x:x"}),
        (
            "/role_sets",
            {"name": "x", "roles": ["org:admin"], "default_role_key": "org:admin", "creator_role_key": "org:admin"},
        ),
    ],
)
def test_a_plan_may_have_no_custom_roles(clerk: httpx.Client, mock: MockClerk, path: str, body: dict[str, Any]) -> None:
    mock.instance.settings.custom_roles_in_plan = False
    response = clerk.post(path, json=body)
    assert refused(response) == (402, "unsupported_subscription_plan_features")
    assert response.json()["errors"][0]["meta"] == {"unsupported_features": ["custom_roles"]}


# Settings of the instance that name roles.


@pytest.mark.parametrize(
    ("field", "role", "error"),
    [
        ("creator_role_id", "none", (404, "resource_not_found")),
        ("domains_default_role_id", "none", (404, "resource_not_found")),
        ("creator_role_id", "org:member", (422, "organization_missing_creator_role_permissions")),
        ("creator_role_id", "org:editor", (422, "form_param_value_invalid")),
        ("domains_default_role_id", "org:editor", (422, "form_param_value_invalid")),
    ],
)
def test_settings_take_roles_of_the_initial_role_set(
    clerk: httpx.Client, mock: MockClerk, field: str, role: str, error: tuple[int, str]
) -> None:
    """ "UpdateInstanceOrganizationSettings"."""
    add_role(clerk)
    found = mock.instance.roles.with_key(role)
    before = made(clerk.get("/instance/organization_settings"))
    body = {field: found.id if found else "role_none", "admin_delete_enabled": False}
    assert refused(clerk.patch("/instance/organization_settings", json=body)) == error
    assert made(clerk.get("/instance/organization_settings")) == before


def test_settings_and_the_initial_role_set_agree(clerk: httpx.Client, ids: dict[str, str]) -> None:
    body = {"domains_default_role_id": ids["org:admin"]}
    assert made(clerk.patch("/instance/organization_settings", json=body))["domains_default_role"] == "org:admin"
    assert made(clerk.get("/role_sets/role_set:default"))["default_role"]["key"] == "org:admin"
