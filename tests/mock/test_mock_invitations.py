"""Invitations in the mock: pending until they are accepted, revoked or too old."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from clerk_organizations.testing import Clock, MockClerk, Refusal
from tests.mock.conftest import made, refused

DAY = 86_400_000


@pytest.fixture
def path(acme: str) -> str:
    return f"/organizations/{acme}/invitations"


def row(name: str, **more: object) -> dict[str, object]:
    return {"email_address": f"{name}@new.example", "role": "org:member", **more}


def invite(clerk: httpx.Client, path: str, name: str, **more: object) -> dict[str, Any]:
    return made(clerk.post(path, json=row(name, **more)))


def emails(response: httpx.Response) -> list[str]:
    return [item["email_address"].partition("@")[0] for item in made(response)["data"]]


def test_an_invitation_expires_by_the_clock(clerk: httpx.Client, clock: Clock, path: str) -> None:
    usual, short = invite(clerk, path, "usual"), invite(clerk, path, "short", expires_in_days=1)
    assert usual["expires_at"] == clock.now() + 30 * DAY
    clock.advance(timedelta(days=1))
    assert made(clerk.get(f"{path}/{short['id']}"))["status"] == "expired"
    assert made(clerk.get(f"{path}/{short['id']}"))["url"] is None
    assert made(clerk.get(f"{path}/{usual['id']}"))["status"] == "pending"
    assert refused(clerk.post(f"{path}/{short['id']}/revoke", json={})) == (404, "organization_invitation_not_pending")
    invite(clerk, path, "short")  # an expired one is not in the way


def test_an_accepted_invitation_becomes_a_membership(
    clerk: httpx.Client, mock: MockClerk, acme: str, path: str
) -> None:
    offered = invite(clerk, path, "ken", role="org:admin", public_metadata={"team": "core"})
    mock.accept_invitation(offered["id"], "user_ken")
    assert made(clerk.get(f"{path}/{offered['id']}"))["status"] == "accepted"
    (member,) = made(clerk.get(f"/organizations/{acme}/memberships", params={"user_id": "user_ken"}))["data"]
    assert (member["role"], member["public_metadata"]) == ("org:admin", {"team": "core"})
    assert refused(clerk.post(f"{path}/{offered['id']}/revoke", json={})) == (
        404,
        "organization_invitation_not_pending",
    )
    with pytest.raises(Refusal) as twice:
        mock.accept_invitation(offered["id"], "user_tony")
    assert twice.value.code == "organization_invitation_already_accepted"


def test_accepting_may_be_refused(clerk: httpx.Client, mock: MockClerk, path: str) -> None:
    offered = invite(clerk, path, "x")
    for user_id, code in (("user_nobody", "resource_not_found"), ("user_ada", "already_a_member_in_organization")):
        with pytest.raises(Refusal) as error:
            mock.accept_invitation(offered["id"], user_id)
        assert error.value.code == code
    assert made(clerk.get(f"{path}/{offered['id']}"))["status"] == "pending"
    with pytest.raises(Refusal, match="resource_not_found"):
        mock.accept_invitation("orginv_unknown", "user_ken")


def test_only_a_pending_one_is_revoked(clerk: httpx.Client, path: str) -> None:
    created = invite(clerk, path, "x")
    assert created["url"]
    assert made(clerk.post(f"{path}/{created['id']}/revoke", json={}))["status"] == "revoked"
    assert refused(clerk.post(f"{path}/{created['id']}/revoke", json={})) == (
        404,
        "organization_invitation_not_pending",
    )
    assert refused(clerk.post(f"{path}/orginv_unknown/revoke", json={})) == (404, "resource_not_found")
    invite(clerk, path, "x")  # a revoked one is not in the way


def test_nobody_is_invited_twice(clerk: httpx.Client, path: str) -> None:
    invite(clerk, path, "x")
    again = clerk.post(path, json=row("X"))
    assert refused(again) == (400, "organization_invitation_not_unique")
    member = clerk.post(path, json={"email_address": "ada@example.com", "role": "org:member"})
    assert refused(member) == (400, "already_a_member_in_organization")


def test_what_an_invitation_names_must_exist(clerk: httpx.Client, path: str) -> None:
    assert refused(clerk.post(path, json=row("x", role="org:king"))) == (404, "resource_not_found")
    assert refused(clerk.post(path, json=row("x", inviter_user_id="user_nobody"))) == (404, "resource_not_found")
    outsider = clerk.post(path, json=row("x", inviter_user_id="user_ken"))
    assert refused(outsider) == (403, "not_a_member_in_organization")
    no_address = clerk.post(path, json={"email_address": "x@", "role": "org:member"})
    assert refused(no_address) == (422, "form_param_format_invalid")


def test_nulls_are_defaults(clerk: httpx.Client, clock: Clock, path: str) -> None:
    nulls = dict.fromkeys(
        ("inviter_user_id", "public_metadata", "private_metadata", "redirect_url", "expires_in_days", "notify")
    )
    created = invite(clerk, path, "x", **nulls)
    assert (created["inviter_id"], created["public_inviter_data"], created["public_metadata"]) == (None, None, {})
    assert created["expires_at"] == clock.now() + 30 * DAY
    assert made(clerk.post(f"{path}/{created['id']}/revoke", json={"requesting_user_id": None}))["status"] == "revoked"


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([row("a"), row("a")], (400, "duplicate_record")),
        ([row("a"), row("old")], (400, "organization_invitation_not_unique")),
        ([row("a"), row("b", role="org:king")], (404, "resource_not_found")),
        ([row("a"), {"role": "org:member"}], (422, "form_param_missing")),
        ([row("a"), row("b", expires_in_days=366)], (422, "form_param_value_too_large")),
        ([row(f"n{number}") for number in range(11)], (400, "bulk_size_exceeded")),
        ([], (400, "request_body_invalid")),
        ({}, (400, "request_body_invalid")),
    ],
)
def test_bulk_is_all_or_nothing(clerk: httpx.Client, path: str, rows: Any, error: tuple[int, str]) -> None:
    invite(clerk, path, "old")
    assert refused(clerk.post(f"{path}/bulk", json=rows)) == error
    assert emails(clerk.get(path)) == ["old"]


def test_bulk_takes_ten(clerk: httpx.Client, path: str) -> None:
    page = made(clerk.post(f"{path}/bulk", json=[row(f"n{number}") for number in range(10)]))
    assert [item["email_address"] for item in page["data"]] == [f"n{number}@new.example" for number in range(10)]
    assert page["total_count"] == made(clerk.get(path))["total_count"] == 10


def test_the_list_is_filtered_by_status_and_address(
    clerk: httpx.Client, mock: MockClerk, clock: Clock, path: str
) -> None:
    accepted, revoked, _ = (invite(clerk, path, name, expires_in_days=1) for name in ("b", "a", "d"))
    clerk.post(f"{path}/{revoked['id']}/revoke", json={})
    mock.accept_invitation(accepted["id"], "user_ken")
    clock.advance(timedelta(days=1))
    invite(clerk, path, "c")
    assert emails(clerk.get(path)) == ["c", "d", "a", "b"]
    for status, found in (("pending", ["c"]), ("accepted", ["b"]), ("revoked", ["a"]), ("expired", ["d"])):
        assert emails(clerk.get(path, params={"status": status})) == found
    assert emails(clerk.get(path, params={"status": ["pending", "revoked"]})) == ["c", "a"]
    assert refused(clerk.get(path, params={"status": "lost"})) == (422, "form_param_value_invalid")
    assert emails(clerk.get(path, params={"email_address": "A@new.example"})) == ["a"]
    assert emails(clerk.get(path, params={"order_by": "email_address"})) == ["a", "b", "c", "d"]
    assert emails(clerk.get(path, params={"order_by": "-email_address", "limit": 2, "offset": 1})) == ["c", "b"]
