"""Lists across organizations, of a user and of pending invitations; ownership of domains."""

from typing import Any

import httpx
import pytest

from clerk_organizations.testing import Clock, MockClerk
from tests.mock.conftest import made, refused

OPERATIONS = (
    "ListInstanceOrganizationInvitations", "ListPendingOrganizationInvitations",
    "ListAllOrganizationDomains", "VerifyOrganizationDomainOwnership",
)  # fmt: skip


@pytest.fixture
def other(clerk: httpx.Client) -> str:
    return str(made(clerk.post("/organizations", json={"name": "Other", "created_by": "user_grace"}))["id"])


def invite(clerk: httpx.Client, organization: str, email: str, **more: object) -> dict[str, Any]:
    body = {"email_address": email, "role": "org:member", **more}
    return made(clerk.post(f"/organizations/{organization}/invitations", json=body))


def emails(page: dict[str, Any]) -> list[str]:
    return [row["email_address"] for row in page["data"]]


@pytest.fixture
def invited(clerk: httpx.Client, clock: Clock, acme: str, other: str) -> dict[str, dict[str, Any]]:
    """Invitations to both organizations, by address."""
    rows = [
        invite(clerk, acme, "b@acme.example"),
        invite(clerk, other, "a@acme.example", expires_in_days=1),
        invite(clerk, acme, "tony@example.com"),
        invite(clerk, other, "c@other.example"),
    ]
    made(clerk.post(f"/organizations/{other}/invitations/{rows[3]['id']}/revoke", json={}))
    return {row["email_address"]: row for row in rows}


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({}, ["c@other.example", "tony@example.com", "a@acme.example", "b@acme.example"]),
        ({"order_by": "email_address"}, ["a@acme.example", "b@acme.example", "c@other.example", "tony@example.com"]),
        ({"order_by": "+created_at", "limit": 2, "offset": 1}, ["a@acme.example", "tony@example.com"]),
        ({"status": "revoked"}, ["c@other.example"]),
        ({"status": ["pending", "revoked"], "query": "ACME"}, ["a@acme.example", "b@acme.example"]),
    ],
)
@pytest.mark.usefixtures("invited")
def test_invitations_of_all_organizations(clerk: httpx.Client, params: Any, found: list[str]) -> None:
    page = made(clerk.get("/organization_invitations", params=params))
    assert emails(page) == found
    assert {row["public_organization_data"]["name"] for row in page["data"]} <= {"Acme", "Other"}


def test_only_lists_across_organizations_name_the_organization(clerk: httpx.Client, invited: Any, acme: str) -> None:
    (row,) = [row for row in invited.values() if row["email_address"] == "b@acme.example"]
    assert "public_organization_data" not in row
    for path in (f"/organizations/{acme}/invitations", f"/organizations/{acme}/invitations/pending"):
        assert all("public_organization_data" not in row for row in made(clerk.get(path))["data"])
    named = made(clerk.get("/organization_invitations", params={"query": "b@"}))["data"][0]["public_organization_data"]
    assert named == {key: made(clerk.get(f"/organizations/{acme}"))[key] for key in named}


def test_pending_invitations_are_the_newest_first(clerk: httpx.Client, clock: Clock, invited: Any, other: str) -> None:
    path = f"/organizations/{other}/invitations/pending"
    assert emails(made(clerk.get(path))) == ["a@acme.example"]
    invite(clerk, other, "d@other.example")
    assert emails(made(clerk.get(path))) == ["d@other.example", "a@acme.example"]
    clock.advance(24 * 60 * 60)
    assert emails(made(clerk.get(path, params={"limit": 1}))) == ["d@other.example"]
    assert refused(clerk.get("/organizations/org_gone/invitations/pending")) == (404, "resource_not_found")


def test_an_organization_that_goes_takes_its_rows_along(
    clerk: httpx.Client, invited: Any, acme: str, other: str
) -> None:
    made(clerk.post(f"/organizations/{acme}/domains", json={"name": "acme.example"}))
    made(clerk.delete(f"/organizations/{acme}"))
    assert emails(made(clerk.get("/organization_invitations"))) == ["c@other.example", "a@acme.example"]
    assert made(clerk.get("/users/user_tony/organization_invitations"))["total_count"] == 0
    assert made(clerk.get("/organization_domains"))["data"] == []


# Of a user.


def test_memberships_of_a_user(clerk: httpx.Client, acme: str, other: str) -> None:
    """ "UsersGetOrganizationMemberships"."""
    made(clerk.post(f"/organizations/{other}/memberships", json={"user_id": "user_ada", "role": "org:member"}))
    page = made(clerk.get("/users/user_ada/organization_memberships"))
    assert [(row["organization"]["id"], row["role"]) for row in page["data"]] == [
        (other, "org:member"), (acme, "org:admin"),
    ]  # fmt: skip
    one = made(clerk.get("/users/user_ada/organization_memberships", params={"limit": 1, "offset": 1}))
    assert (one["data"], one["total_count"]) == ([page["data"][1]], 2)
    assert made(clerk.get("/users/user_tony/organization_memberships"))["total_count"] == 0
    assert refused(clerk.get("/users/user_gone/organization_memberships")) == (404, "resource_not_found")


def test_invitations_to_a_user_are_those_to_the_address(clerk: httpx.Client, mock: MockClerk, invited: Any) -> None:
    """ "UsersGetOrganizationInvitations"."""
    path = "/users/user_tony/organization_invitations"
    (row,) = made(clerk.get(path))["data"]
    assert (row["id"], row["public_organization_data"]["name"]) == (invited["tony@example.com"]["id"], "Acme")
    assert made(clerk.get(path, params={"status": "accepted"}))["data"] == []
    mock.accept_invitation(row["id"], "user_tony")
    assert made(clerk.get(path, params={"status": ["accepted", "revoked"]}))["total_count"] == 1
    assert refused(clerk.get("/users/user_gone/organization_invitations")) == (404, "resource_not_found")


# Domains.


@pytest.fixture
def domains(clerk: httpx.Client, acme: str, other: str) -> dict[str, str]:
    """Ids by name: three domains of two organizations."""
    rows = [
        made(clerk.post(f"/organizations/{organization}/domains", json=body))
        for organization, body in (
            (acme, {"name": "b.acme.example", "enrollment_mode": "automatic_invitation"}),
            (other, {"name": "a.acme.example", "enrollment_mode": "enterprise_sso", "verified": False}),
            (acme, {"name": "c.example"}),
        )
    ]
    return {row["name"]: row["id"] for row in rows}


@pytest.mark.sample(3)
@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({}, "cab"),
        ({"order_by": "name"}, "abc"),
        ({"order_by": "-name", "limit": 2}, "cb"),
        ({"verified": "false"}, "a"),
        ({"verified": "true"}, "cb"),
        ({"enrollment_mode": "manual_invitation,enterprise_sso"}, "ca"),
        ({"enrollment_mode": "-enterprise_sso"}, "cb"),
        ({"enrollment_mode": "-enterprise_sso,manual_invitation,enterprise_sso"}, "c"),
        ({"query": "ACME"}, "ab"),
        ({"domains": ["C.example", "a.acme.example", "d.example"]}, "ca"),
    ],
)
@pytest.mark.usefixtures("domains")
def test_domains_of_all_organizations(clerk: httpx.Client, params: Any, found: str) -> None:
    page = made(clerk.get("/organization_domains", params=params))
    assert "".join(row["name"][0] for row in page["data"]) == found


@pytest.mark.usefixtures("domains")
def test_domains_of_one_organization_by_its_id(clerk: httpx.Client, acme: str, other: str) -> None:
    for params in ({"organization_id": other}, {"query": other}):
        assert [row["name"] for row in made(clerk.get("/organization_domains", params=params))["data"]] == [
            "a.acme.example"
        ]
    assert made(clerk.get("/organization_domains", params={"query": other[:-1]}))["data"] == []  # whole or not at all


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"query": ""}, "form_param_min_length_exceeded"),
        ({"query": "  "}, "form_param_value_invalid"),
        ({"enrollment_mode": "manual_invitation,sudden"}, "form_param_value_invalid"),
        ({"order_by": "colour"}, "form_param_value_invalid"),
    ],
)
def test_filters_that_make_no_sense_are_refused(clerk: httpx.Client, params: dict[str, str], code: str) -> None:
    assert refused(clerk.get("/organization_domains", params=params)) == (422, code)


def test_ownership_is_declared_once_and_touches_nothing_else(
    clerk: httpx.Client, clock: Clock, domains: dict[str, str], acme: str, other: str
) -> None:
    path = f"/organizations/{other}/domains/{domains['a.acme.example']}"
    (before,) = made(clerk.get(f"/organizations/{other}/domains"))["data"]
    assert before["ownership_verification"] is None
    owned = made(clerk.post(f"{path}/verify_ownership", headers={"content-type": "application/json"}))
    assert owned["ownership_verification"] == {
        "status": "verified", "strategy": "manual_override", "attempts": None, "expire_at": None,
        "verified_at": clock.now(),
    }  # fmt: skip
    same = ("affiliation_verification", "verification", "enrollment_mode", "name", "created_at")
    assert {name: owned[name] for name in same} == {name: before[name] for name in same}
    clock.advance(5)
    assert made(clerk.post(f"{path}/verify_ownership", headers={"content-type": "application/json"})) == owned
    made(clerk.patch(path, json={"verified": True}))
    assert (
        made(clerk.get(f"/organizations/{other}/domains"))["data"][0]["ownership_verification"]
        == (owned["ownership_verification"])
    )
    elsewhere = path.replace(other, acme)
    for gone in (elsewhere, f"/organizations/{other}/domains/orgdmn_gone", path.replace(other, "org_gone")):
        assert refused(clerk.post(f"{gone}/verify_ownership")) == (404, "resource_not_found")


def test_ownership_needs_domains(clerk: httpx.Client, mock: MockClerk, domains: dict[str, str], acme: str) -> None:
    mock.instance.settings.domains_enabled = False
    response = clerk.post(f"/organizations/{acme}/domains/{domains['c.example']}/verify_ownership")
    assert refused(response) == (403, "organization_domains_not_enabled")
