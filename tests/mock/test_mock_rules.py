"""What the mock refuses that no schema can state: quotas, the last admin, settings of the instance, versions."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from clerk_organizations.testing import Clock, MockClerk, User
from tests.mock.conftest import KEY, URL, made, refused
from tests.mock.test_mock_command import COMMAND, run

PAGE = Path(__file__).resolve().parents[2] / "docs/mock-errors.md"
PUBLISHED = Path(__file__).with_name("published_errors.tsv")


def member(user: str, role: str = "org:member") -> dict[str, str]:
    return {"user_id": f"user_{user}", "role": role}


def invitation(name: str, **more: object) -> dict[str, object]:
    return {"email_address": f"{name}@new.example", "role": "org:member", **more}


def test_documented_codes_are_published_with_their_status() -> None:
    lines = PUBLISHED.read_text(encoding="utf-8").splitlines()[2:]
    published = {tuple(line.split("\t")) for line in lines}
    documented = PAGE.read_text(encoding="utf-8").partition("## Documented")[2].partition("## Inferred")[0]
    rows = set(re.findall(r"^\| .+ \| (\d+) \| `(\w+)` \|$", documented, re.MULTILINE))
    assert len(rows) > 30
    assert {(code, status) for status, code in rows} <= published


def test_the_page_of_errors_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == run(*COMMAND, "--rules").stdout, "run `make docs-tables`"


def test_an_error_says_how_sure_it_is(clerk: httpx.Client, acme: str) -> None:
    assert clerk.get("/organizations/org_unknown").headers["x-mock-evidence"] == "documented"
    assert clerk.post("/organizations", json={"name": "x", "slug": "acme"}).headers["x-mock-evidence"] == "inferred"
    assert "x-mock-evidence" not in clerk.get(f"/organizations/{acme}").headers


@pytest.mark.parametrize(
    ("version", "answer"),
    [
        (None, 200),
        ("2025-11-10", 200),
        ("2026-05-12", 200),
        ("2025-11-11", (400, "api_version_invalid")),
        ("", (400, "api_version_invalid")),
    ],
)
def test_the_version_is_absent_or_known(clerk: httpx.Client, version: str | None, answer: object) -> None:
    headers = {} if version is None else {"clerk-api-version": version}
    response = clerk.get("/organizations", headers=headers)
    assert (response.status_code if answer == 200 else refused(response)) == answer


def test_the_version_stands_in_the_header_or_in_the_query(clerk: httpx.Client) -> None:
    invalid, newer = (400, "api_version_invalid"), {"clerk-api-version": "2026-05-12"}
    assert clerk.get("/organizations?__clerk_api_version=2025-11-10").status_code == 200
    assert refused(clerk.get("/organizations?__clerk_api_version=v1")) == invalid
    assert refused(clerk.get("/organizations?__clerk_api_version=2026-05-12", headers=newer)) == invalid


@pytest.mark.parametrize("field", ["public_metadata", "private_metadata"])
def test_an_update_takes_metadata_up_to_a_version(clerk: httpx.Client, acme: str, field: str) -> None:
    path, body = f"/organizations/{acme}", {"name": "Other", field: {"a": 1}}
    newer = {"clerk-api-version": "2026-05-12"}
    for sent in (body, {"name": "Other", field: None}):
        response = clerk.patch(path, json=sent, headers=newer)
        assert refused(response) == (422, "form_param_unknown")
        assert response.json()["errors"][0]["meta"] == {"param_name": field}
    assert made(clerk.get(path))["name"] != "Other"
    assert made(clerk.put(f"{path}/metadata", json={field: {"a": 0}}, headers=newer))[field] == {"a": 0}
    for version in ({}, {"clerk-api-version": "2025-11-10"}, {"clerk-api-version": "2021-02-05"}):
        assert made(clerk.patch(path, json=body, headers=version))[field] == {"a": 1}


def test_a_body_that_is_too_large_is_refused_unread(mock: MockClerk) -> None:
    with httpx.Client(base_url=URL, headers=KEY, transport=mock.transport) as clerk:
        body = b" " * (16 * 1024 * 1024 + 1)
        response = clerk.post("/organizations", content=body, headers={"content-type": "application/json"})
    assert refused(response) == (413, "request_body_too_large")


# Who may create organizations, and how many there may be.


def test_an_instance_has_a_quota_of_organizations(clerk: httpx.Client, mock: MockClerk, acme: str) -> None:
    mock.instance.settings.organization_quota = 2
    made(clerk.post("/organizations", json={"name": "Second"}))
    assert refused(clerk.post("/organizations", json={"name": "Third"})) == (403, "organization_quota_exceeded")
    made(clerk.delete(f"/organizations/{acme}"))
    made(clerk.post("/organizations", json={"name": "Third"}))


def test_a_user_may_be_kept_from_creating(clerk: httpx.Client, mock: MockClerk) -> None:
    mock.add_user(User(id="user_guest", may_create_organizations=False))
    mock.add_user(User(id="user_frugal", organizations_limit=1))
    guest = clerk.post("/organizations", json={"name": "A", "created_by": "user_guest"})
    assert refused(guest) == (403, "user_create_organization_not_enabled")
    first = made(clerk.post("/organizations", json={"name": "A", "created_by": "user_frugal"}))
    again = {"name": "B", "created_by": "user_frugal"}
    assert refused(clerk.post("/organizations", json=again)) == (403, "org_creation_limit_exceeded")
    made(clerk.delete(f"/organizations/{first['id']}"))
    made(clerk.post("/organizations", json=again))


@pytest.mark.parametrize("call", [("POST", "", {"name": "x", "slug": "x"}), ("PATCH", "/{acme}", {"slug": "x"})])
def test_slugs_can_be_turned_off(
    clerk: httpx.Client, mock: MockClerk, acme: str, call: tuple[str, str, Mapping[str, str]]
) -> None:
    mock.instance.settings.slugs_enabled = False
    method, path, body = call
    response = clerk.request(method, "/organizations" + path.format(acme=acme), json=body)
    assert refused(response) == (403, "organization_slugs_disabled")
    made(clerk.post("/organizations", json={"name": "without"}))


def test_organizations_can_be_turned_off(clerk: httpx.Client, mock: MockClerk) -> None:
    mock.instance.settings.organizations_enabled = False
    assert refused(clerk.get("/organizations")) == (403, "organization_not_enabled_in_instance")


def test_an_instance_bounds_the_memberships_of_organizations(clerk: httpx.Client, mock: MockClerk) -> None:
    mock.instance.settings.default_max_allowed_memberships = 3
    mock.instance.settings.max_allowed_memberships = 5
    created = made(clerk.post("/organizations", json={"name": "A"}))
    assert created["max_allowed_memberships"] == 3
    path = f"/organizations/{created['id']}"
    for wanted in (6, 0):  # 0 is no limit, which is more than five
        response = clerk.patch(path, json={"max_allowed_memberships": wanted})
        assert refused(response) == (422, "form_param_value_too_large")
    assert made(clerk.patch(path, json={"max_allowed_memberships": 5}))["max_allowed_memberships"] == 5


# Members and pending invitations share one quota.


@pytest.fixture
def full(clerk: httpx.Client, acme: str) -> str:
    """An organization with room for three: ada is a member, one is invited."""
    path = f"/organizations/{acme}"
    made(clerk.patch(path, json={"max_allowed_memberships": 3}))
    made(clerk.post(f"{path}/invitations", json=invitation("one")))
    return path


def test_members_fill_the_quota(clerk: httpx.Client, full: str) -> None:
    made(clerk.post(f"{full}/memberships", json=member("grace")))
    for path, body in (("memberships", member("alan")), ("invitations", invitation("two"))):
        assert refused(clerk.post(f"{full}/{path}", json=body)) == (403, "organization_membership_quota_exceeded")
    made(clerk.delete(f"{full}/memberships/user_grace"))
    made(clerk.post(f"{full}/memberships", json=member("alan")))


def test_a_bulk_call_needs_room_for_all(clerk: httpx.Client, full: str) -> None:
    rows = [invitation("two"), invitation("three")]
    assert refused(clerk.post(f"{full}/invitations/bulk", json=rows)) == (403, "organization_membership_quota_exceeded")
    assert made(clerk.get(f"{full}/invitations"))["total_count"] == 1
    made(clerk.post(f"{full}/invitations/bulk", json=rows[:1]))


def test_closed_and_expired_invitations_make_room(clerk: httpx.Client, clock: Clock, full: str) -> None:
    second = made(clerk.post(f"{full}/invitations", json=invitation("two", expires_in_days=1)))
    made(clerk.post(f"{full}/invitations/{second['id']}/revoke", json={}))
    made(clerk.post(f"{full}/invitations", json=invitation("three", expires_in_days=1)))
    assert clerk.post(f"{full}/memberships", json=member("alan")).status_code == 403
    clock.advance(24 * 60 * 60)
    made(clerk.post(f"{full}/memberships", json=member("alan")))


def test_accepting_takes_the_place_of_the_invitation(clerk: httpx.Client, mock: MockClerk, full: str) -> None:
    made(clerk.post(f"{full}/memberships", json=member("grace")))
    (pending,) = made(clerk.get(f"{full}/invitations"))["data"]
    mock.accept_invitation(pending["id"], "user_alan")
    assert made(clerk.get(f"{full}/memberships"))["total_count"] == 3


# The last member who may manage memberships.


@pytest.mark.parametrize("call", [("PATCH", {"role": "org:member"}), ("DELETE", None)])
def test_the_last_admin_stays(clerk: httpx.Client, acme: str, call: tuple[str, Any]) -> None:
    path = f"/organizations/{acme}/memberships"
    made(clerk.post(path, json=member("grace")))
    method, body = call
    refusal = clerk.request(method, f"{path}/user_ada", json=body)
    assert refused(refusal) == (400, "organization_minimum_permissions_needed")
    made(clerk.patch(f"{path}/user_grace", json={"role": "org:admin"}))
    made(clerk.request(method, f"{path}/user_ada", json=body))


def test_what_counts_is_the_permission_not_the_name(clerk: httpx.Client, mock: MockClerk, acme: str) -> None:
    instance = mock.instance
    permissions = instance.permissions_of(["org:sys_memberships:manage"])
    for role in (instance.add_role("org:manager", "Manager", permissions), instance.add_role("org:viewer", "Viewer")):
        instance.initial_role_set.roles[role.id] = role
    path = f"/organizations/{acme}/memberships/user_ada"
    assert made(clerk.patch(path, json={"role": "org:manager"}))["permissions"] == ["org:sys_memberships:manage"]
    assert refused(clerk.patch(path, json={"role": "org:viewer"})) == (400, "organization_minimum_permissions_needed")


def test_an_organization_without_any_admin_can_lose_members(clerk: httpx.Client) -> None:
    path = f"/organizations/{made(clerk.post('/organizations', json={'name': 'Nobody'}))['id']}"
    made(clerk.post(f"{path}/memberships", json=member("ada")))
    found = made(clerk.get(path, params={"include_missing_member_with_elevated_permissions": "true"}))
    assert found["missing_member_with_elevated_permissions"] is True
    made(clerk.delete(f"{path}/memberships/user_ada"))


def test_who_invites_or_revokes_must_be_allowed_to(clerk: httpx.Client, acme: str) -> None:
    path = f"/organizations/{acme}"
    made(clerk.post(f"{path}/memberships", json=member("grace")))
    body = invitation("x", inviter_user_id="user_grace")
    assert refused(clerk.post(f"{path}/invitations", json=body)) == (403, "missing_organization_permission")
    created = made(clerk.post(f"{path}/invitations", json=invitation("x", inviter_user_id="user_ada")))
    revoke = f"{path}/invitations/{created['id']}/revoke"
    by_member = clerk.post(revoke, json={"requesting_user_id": "user_grace"})
    assert refused(by_member) == (403, "missing_organization_permission")
    assert by_member.json()["errors"][0]["meta"] == {"permissions": ["org:sys_memberships:manage"]}
    made(clerk.post(revoke, json={"requesting_user_id": "user_ada"}))


# Domains.


def test_domains_can_be_turned_off(clerk: httpx.Client, mock: MockClerk, acme: str) -> None:
    mock.instance.settings.domains_enabled = False
    path = f"/organizations/{acme}/domains"
    for response in (clerk.get(path), clerk.post(path, json={"name": "acme.example"})):
        assert refused(response) == (403, "organization_domains_not_enabled")


def test_enrollment_modes_can_be_turned_off(clerk: httpx.Client, mock: MockClerk, acme: str) -> None:
    mock.instance.settings.enrollment_modes = ("manual_invitation",)
    path = f"/organizations/{acme}/domains"
    domain = made(clerk.post(path, json={"name": "acme.example"}))
    code = (403, "organization_domain_enrollment_mode_not_enabled")
    mode = {"enrollment_mode": "automatic_invitation"}
    assert refused(clerk.post(path, json={"name": "b.example", **mode})) == code
    assert refused(clerk.patch(f"{path}/{domain['id']}", json=mode)) == code


def test_an_organization_has_ten_domains_at_most(clerk: httpx.Client, acme: str) -> None:
    path = f"/organizations/{acme}/domains"
    for number in range(10):
        made(clerk.post(path, json={"name": f"d{number}.example"}))
    assert refused(clerk.post(path, json={"name": "d10.example"})) == (403, "organization_domain_quota_exceeded")


@pytest.mark.parametrize("name", ["gmail.com", "Outlook.com", " yahoo.com "])
def test_domains_of_mail_services_are_refused(clerk: httpx.Client, acme: str, name: str) -> None:
    response = clerk.post(f"/organizations/{acme}/domains", json={"name": name})
    assert refused(response) == (422, "organization_domain_common")


def test_a_role_set_must_be_there(clerk: httpx.Client, acme: str) -> None:
    for response in (
        clerk.post("/organizations", json={"name": "A", "role_set_key": "role_set:none"}),
        clerk.patch(f"/organizations/{acme}", json={"role_set_key": "role_set:none"}),
    ):
        assert refused(response) == (422, "form_resource_not_found")


def test_times_have_64_bits(clerk: httpx.Client, acme: str) -> None:
    path = f"/organizations/{acme}/memberships"
    assert made(clerk.get(path, params={"created_at_after": 2**63 - 1}))["data"] == []
    assert refused(clerk.get(path, params={"created_at_after": 2**63})) == (422, "form_param_type_invalid")
