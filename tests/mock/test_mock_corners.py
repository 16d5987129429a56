"""Corners where the mock was once wrong: each test is one that random calls or a second reading found."""

import json
from typing import Any

import httpx
import pytest

from clerk_organizations.testing import MockClerk, SeedError, User, serve
from clerk_organizations.testing.state.table import Table
from tests.mock.conftest import ids, made, refused
from tests.mock.invariants import problems


def test_a_lost_answer_may_be_a_refusal(mock: MockClerk, clerk: httpx.Client) -> None:
    """A fault that takes effect hides whatever the answer would have been."""
    mock.fail(503, takes_effect=True)
    assert refused(clerk.delete("/organizations/org_gone")) == (503, "service_unavailable")
    mock.fail(503, takes_effect=True)
    assert refused(clerk.post("/organizations", json={"name": "Acme"})) == (503, "service_unavailable")
    assert made(clerk.get("/organizations"))["total_count"] == 1


def test_who_takes_an_address_over_keeps_it(mock: MockClerk, clerk: httpx.Client, acme: str) -> None:
    """The user who had it before may change without taking it along."""
    mock.add_user(User(id="user_heir", email_address="ada@example.com"))
    mock.add_user(User(id="user_ada", email_address="countess@example.com"))
    path = f"/organizations/{acme}/memberships"
    heir = made(clerk.post(path, json={"user_id": "user_heir", "role": "org:member"}))
    assert ids(clerk.get(path, params={"email_address": "ada@example.com"})) == [heir["id"]]


def test_added_users_share_no_number(mock: MockClerk) -> None:
    added = [mock.add_user(name) for name in ("ada", "new", "ada", "newer")]
    assert len({user.phone_number for user in added}) == 4
    assert problems(mock.instance) == []


def test_a_crowd_takes_nobodys_place() -> None:
    organization = {"name": "Acme", "members": {"user_crowd3": "org:member"}, "crowd": 3}
    mock = MockClerk({"users": ["crowd2", "crowd3"], "organizations": [organization]})
    (acme,) = mock.instance.organizations
    assert len(acme.by_user) == len(acme.memberships) == 4
    assert len(mock.instance.users) == 5
    assert problems(mock.instance) == []


def test_a_crowd_needs_room() -> None:
    organization = {"name": "Acme", "created_by": "user_ada", "max_allowed_memberships": 3}
    MockClerk({"organizations": [{**organization, "crowd": 2}]})
    with pytest.raises(SeedError, match=r"organizations\[0\]\.crowd: The organization may have 3 members"):
        MockClerk({"organizations": [{**organization, "crowd": 3}]})


def test_a_creator_gets_the_role_of_the_instance() -> None:
    """A seed may say what admins may do."""
    plain = {"key": "org:admin", "name": "Chair", "permissions": ["org:sys_profile:manage"]}
    mock = MockClerk({"roles": [plain], "organizations": [{"name": "Acme", "created_by": "user_ada"}]})
    (member,) = mock.instance.memberships
    assert (member.role.name, member.role.permissions) == ("Chair", ("org:sys_profile:manage",))


def test_a_role_may_change_while_it_has_members(mock: MockClerk, clerk: httpx.Client, acme: str) -> None:
    """Members may do what their role allows now, and so the last who may manage memberships is known."""
    manage, instance = "org:sys_memberships:manage", mock.instance
    role = instance.add_role("org:manager", "Manager")
    instance.initial_role_set.roles[role.id] = role
    made(clerk.post(f"/organizations/{acme}/memberships", json={"user_id": "user_grace", "role": "org:manager"}))
    path = f"/organizations/{acme}/memberships/user_ada"
    assert refused(clerk.delete(path)) == (400, "organization_minimum_permissions_needed")
    (permission,) = instance.permissions_of([manage])
    made(clerk.post(f"/organization_roles/{role.id}/permissions/{permission.id}"))
    made(clerk.delete(path))
    last = clerk.delete(f"/organizations/{acme}/memberships/user_grace")
    assert refused(last) == (400, "organization_minimum_permissions_needed")


@pytest.mark.sample(3)
@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("clock", {"set": 10**18}),
        ("clock", {"set": True}),
        ("clock", {"advance": 1e300}),
        ("clock", {"advance": float("nan")}),
        ("clock", {"advance": float("inf")}),
        ("faults", {"status": 503, "times": 1.5}),
        ("faults", {"status": 503, "times": True}),
        ("faults", {"status": 503, "takes_effect": "no"}),
        ("faults", {"status": 503, "operation_id": []}),
    ],
)
def test_control_refuses_what_makes_no_sense(mock: MockClerk, call: str, body: dict[str, Any]) -> None:
    before = mock.clock.now()
    with serve(mock) as url:
        answer = httpx.post(f"{url}/__mock__/{call}", content=json.dumps(body), trust_env=False)
    assert (answer.status_code, list(answer.json())) == (422, ["error"])
    assert mock.clock.now() == before
    assert list(mock.faults) == []


class Counted:
    """A row that counts how often it is looked at."""

    looks = 0

    def __init__(self, number: int) -> None:
        self.number, self.created_at = number, 0

    @property
    def id(self) -> str:
        Counted.looks += 1
        return str(self.number)


@pytest.mark.parametrize("removed", [1, 2, 900])
def test_a_few_of_many_rows_go_without_a_look_at_the_rest(removed: int) -> None:
    rows, few = Table[Counted]("row"), Table[Counted]("row")
    for number in range(1000):
        row = rows.add(Counted(number))
        if number % 1000 < removed:
            few.add(row)
    Counted.looks = 0
    rows.remove_all(few)
    assert [row.number for row in rows] == list(range(removed, 1000))
    assert len(rows) == 1000 - removed
    assert Counted.looks <= (2 * removed if removed < 10 else 2000)
