"""Rate limits of the mock: the documented buckets, by its own clock."""

import httpx
import pytest

from clerk_organizations.testing import MockClerk
from clerk_organizations.testing.state.quotas import Quotas
from tests.mock.conftest import NOW, URL, made, refused


@pytest.fixture
def limited() -> MockClerk:
    mock = MockClerk(rate_limits=True)
    mock.clock.set(NOW)
    return mock


def client(mock: MockClerk, key: str) -> httpx.Client:
    return httpx.Client(base_url=URL, headers={"authorization": f"Bearer {key}"}, transport=mock.transport)


@pytest.mark.sample(1)
@pytest.mark.parametrize(("key", "most"), [("sk_test_x", 100), ("sk_live_x", 1000)])
def test_a_key_has_so_many_requests_in_ten_seconds(limited: MockClerk, key: str, most: int) -> None:
    with client(limited, key) as clerk:
        made(clerk.get("/organizations"))
        limited.clock.advance(4)
        for _ in range(most - 1):
            made(clerk.get("/organizations"))
        response = clerk.get("/organizations")
        assert refused(response) == (429, "too_many_requests")
        assert response.headers["retry-after"] == "6"
        limited.clock.advance(6)  # the first request leaves the window, and no other
        made(clerk.get("/organizations"))
        assert clerk.get("/organizations").headers["retry-after"] == "4"


def test_keys_are_counted_apart_and_refused_requests_not_at_all(limited: MockClerk) -> None:
    with client(limited, "sk_test_a") as one, client(limited, "sk_test_b") as other:
        for _ in range(150):
            one.get("/organizations")
        made(other.get("/organizations"))
        limited.clock.advance(10)
        for _ in range(100):
            made(one.get("/organizations"))


@pytest.mark.sample(1)
@pytest.mark.parametrize(("path", "body", "most"), [("", {}, 250), ("/bulk", [], 50)])
def test_invitations_have_limits_of_their_own(limited: MockClerk, path: str, body: object, most: int) -> None:
    with client(limited, "sk_live_x") as clerk:
        for _ in range(most):
            assert clerk.post(f"/organizations/org_x/invitations{path}", json=body).status_code in (400, 404, 422)
        response = clerk.post(f"/organizations/org_x/invitations{path}", json=body)
        assert (refused(response), response.headers["retry-after"]) == ((429, "too_many_requests"), "3600")
        made(clerk.get("/organizations"))


def test_limits_are_off_unless_asked_for_and_forgotten_by_a_reset(limited: MockClerk, mock: MockClerk) -> None:
    with client(mock, "sk_test_x") as clerk:
        for _ in range(101):
            made(clerk.get("/organizations"))
    with client(limited, "sk_test_x") as clerk:
        statuses = [clerk.get("/organizations").status_code for _ in range(101)]
        assert statuses[-1] == 429
        limited.reset()
        made(clerk.get("/organizations"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/organizations/org_x", "/organizations/org_x/metadata"),
        ("/organizations/org_x/memberships/user_x", "/organizations/org_x/memberships/user_x/metadata"),
    ],
)
def test_changes_of_one_resource_count_together(limited: MockClerk, first: str, second: str) -> None:
    with client(limited, "sk_live_x") as clerk:
        for path in (first, second) * 5:
            assert clerk.patch(path, json={}).status_code in (404, 422)
        for path in (first, second):
            response = clerk.patch(path, json={})
            assert (refused(response), response.headers["retry-after"]) == ((429, "too_many_requests"), "10")
        for path in (first, second):
            assert clerk.patch(path.replace("_x", "_y"), json={}).status_code in (404, 422)
        assert clerk.get(first).status_code in (404, 405)
        limited.clock.advance(10)
        assert clerk.patch(first, json={}).status_code in (404, 422)


def test_windows_that_are_over_are_forgotten() -> None:
    quotas = Quotas()
    for number in range(1000):
        quotas.count("sk_live_x", "UpdateOrganization", f"/organizations/org_{number}", NOW + number * 20)
    kept = len(quotas._times)
    quotas.count("sk_live_x", "UpdateOrganization", "/organizations/org_a", NOW + 4_000_000)
    assert (kept, len(quotas._times)) == (1001, 2)
