"""Memberships in the mock: who may be one, and how they are found."""

import httpx
import pytest

from clerk_organizations.testing import Clock, MockClerk, User
from tests.mock.conftest import made, refused

MEMBER = "org:member"
CAME = 1_762_732_800_000 - 1000 * 86_400_000
"""The first of the people came a day later, the second another."""


@pytest.fixture
def team(clerk: httpx.Client, clock: Clock, acme: str) -> str:
    """The path of the memberships of ada, the admin, then grace and alan, a millisecond apart."""
    path = f"/organizations/{acme}/memberships"
    for user_id in ("user_grace", "user_alan"):
        clock.advance(0.001)
        made(clerk.post(path, json={"user_id": user_id, "role": MEMBER, "public_metadata": {"desk": user_id}}))
    return path


def names(response: httpx.Response) -> list[str]:
    return [item["public_user_data"]["username"] for item in made(response)["data"]]


def test_a_membership_shows_user_role_and_organization(clerk: httpx.Client, team: str) -> None:
    found = made(clerk.get(team, params={"user_id": "user_grace"}))["data"][0]
    assert found["public_user_data"]["identifier"] == "grace@example.com"
    assert (found["role_name"], found["permissions"]) == (
        "Member",
        ["org:sys_memberships:read", "org:sys_billing:read"],
    )
    assert found["organization"]["slug"] == "acme"
    assert found["public_metadata"] == {"desk": "user_grace"}


def test_a_user_is_a_member_once(clerk: httpx.Client, team: str) -> None:
    again = clerk.post(team, json={"user_id": "user_grace", "role": MEMBER})
    assert refused(again) == (400, "already_a_member_in_organization")


def test_user_and_role_must_exist(clerk: httpx.Client, team: str) -> None:
    stranger = clerk.post(team, json={"user_id": "user_nobody", "role": MEMBER})
    assert refused(stranger) == (404, "resource_not_found")
    role = clerk.post(team, json={"user_id": "user_ken", "role": "org:king"})
    assert refused(role) == (404, "resource_not_found")
    assert role.json()["errors"][0]["meta"] == {"param_name": "role"}
    assert refused(clerk.patch(f"{team}/user_grace", json={"role": "org:king"})) == (404, "resource_not_found")
    assert refused(clerk.patch(f"{team}/user_ken", json={"role": MEMBER})) == (404, "resource_not_found")


def test_added_users_can_be_members(clerk: httpx.Client, mock: MockClerk, team: str) -> None:
    mock.add_user(User(id="user_new"))
    data = made(clerk.post(team, json={"user_id": "user_new", "role": MEMBER}))["public_user_data"]
    assert (data["first_name"], data["username"], data["identifier"]) == (None, None, "user_new")
    assert names(clerk.get(team, params={"order_by": "username"}))[-1] is None
    assert names(clerk.get(team, params={"last_active_at_after": 0})) == ["alan", "grace", "ada"]


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"user_id": ["user_ada", "+user_alan"]}, ["alan", "ada"]),
        ({"user_id": "-user_ada"}, ["alan", "grace"]),
        ({"email_address": "ada@example.com"}, ["ada"]),
        ({"phone_number": ["+15550100001", "+15550100002"]}, ["alan", "ada"]),
        ({"username": ["grace", "nobody"]}, ["grace"]),
        ({"web3_wallet": f"0x{1:040x}"}, ["ada"]),
        ({"role": "org:admin"}, ["ada"]),
        ({"role": ["org:admin", "org:member"]}, ["alan", "grace", "ada"]),
        ({"query": "HOPP"}, ["grace"]),
        ({"query": "user_al"}, ["alan"]),
        ({"email_address_query": "a@exam"}, ["ada"]),
        ({"phone_number_query": "0100002"}, ["alan"]),
        ({"username_query": "a"}, ["alan", "grace", "ada"]),
        ({"name_query": "a l"}, ["ada"]),
        ({"created_at_after": CAME + 2 * 86_400_000}, ["grace"]),  # when the user came, not the membership
        ({"created_at_before": CAME + 2 * 86_400_000}, ["ada"]),
        ({"last_active_at_before": 1_762_732_800_000 + 2 * 86_400_000}, ["ada"]),
        ({"last_active_at_after": 1_762_732_800_000 + 2 * 86_400_000}, ["grace"]),
        ({"role": "org:member", "query": "ada"}, []),
    ],
)
def test_the_list_is_filtered(clerk: httpx.Client, team: str, params: dict[str, str], found: list[str]) -> None:
    response = clerk.get(team, params=params)
    assert names(response) == found
    assert response.json()["total_count"] == len(found)


@pytest.mark.parametrize(
    ("order_by", "found"),
    [
        ("created_at", ["ada", "grace", "alan"]),
        ("-created_at", ["alan", "grace", "ada"]),
        ("+first_name", ["ada", "alan", "grace"]),
        ("last_name", ["grace", "ada", "alan"]),
        ("-email_address", ["grace", "alan", "ada"]),
        ("phone_number", ["ada", "alan", "grace"]),
        ("-username", ["grace", "alan", "ada"]),
    ],
)
def test_the_list_is_ordered(clerk: httpx.Client, team: str, order_by: str, found: list[str]) -> None:
    assert names(clerk.get(team, params={"order_by": order_by})) == found
    assert names(clerk.get("/organization_memberships", params={"order_by": order_by})) == found


def test_the_instance_lists_all_organizations(clerk: httpx.Client, team: str) -> None:
    made(clerk.post("/organizations", json={"name": "Other", "created_by": "user_ada"}))
    page = made(clerk.get("/organization_memberships", params={"limit": 2, "order_by": "-created_at"}))
    assert [item["organization"]["slug"] for item in page["data"]] == ["other", "acme"]
    assert page["total_count"] == 4


def test_changes_show_in_updated_at(clerk: httpx.Client, clock: Clock, team: str) -> None:
    clock.advance(1)
    changed = made(clerk.patch(f"{team}/user_grace", json={"role": "org:admin"}))
    assert (changed["role"], changed["updated_at"]) == ("org:admin", clock.now())
    clock.advance(1)
    merged = made(clerk.patch(f"{team}/user_grace/metadata", json={"public_metadata": {"desk": None, "chair": 1}}))
    assert (merged["public_metadata"], merged["updated_at"]) == ({"chair": 1}, clock.now())
