"""Control of a served mock over HTTP, from another process: seeds, clock, faults, journal."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from clerk_organizations.testing import MockClerk, serve
from tests.mock.conftest import KEY, NOW, refused

PAGE = Path(__file__).resolve().parents[2] / "docs/mock.md"


@pytest.fixture
def http(mock: MockClerk) -> Iterator[httpx.Client]:
    with serve(mock) as url, httpx.Client(base_url=url, headers=KEY, trust_env=False) as client:
        yield client


def done(response: httpx.Response) -> Any:
    assert response.status_code == 200, response.text
    return response.json()


def test_it_lists_what_there_is(http: httpx.Client) -> None:
    calls = done(http.get("/__mock__/", headers={"authorization": ""}))["calls"]
    assert done(http.get("/__mock__"))["calls"] == calls
    for method, path in (call.split(":")[0].split(" ") for call in calls):
        assert http.request(method, path, content=b"?").status_code in (200, 400, 422)  # there is such a call
        assert http.request("PUT", path).status_code == 405
    documented = re.findall(r"`(GET|POST|DELETE) (\w+)`", PAGE.read_text(encoding="utf-8").partition("## Control")[2])
    assert {f"{method} /__mock__/{name}" for method, name in documented} <= {call.split(":")[0] for call in calls}
    assert all(len(call.split(": ", 1)[1]) > 10 for call in calls)


def test_a_seed_starts_over_and_reset_goes_back_to_it(http: httpx.Client) -> None:
    seed = "users: [zoe]\norganizations:\n- {name: Acme, created_by: user_zoe}\n"
    counts = done(http.post("/__mock__/seed", content=seed))
    assert counts == {"users": 1, "organizations": 1, "memberships": 1}
    done(http.post("/v1/organizations", json={"name": "Second"}))
    assert done(http.get("/v1/organizations"))["total_count"] == 2
    done(http.post("/__mock__/reset"))
    (only,) = done(http.get("/v1/organizations"))["data"]
    assert only["name"] == "Acme"


def test_the_clock_is_set_and_moved(http: httpx.Client) -> None:
    assert done(http.get("/__mock__/clock")) == {"now": NOW, "text": "2023-11-14T22:13:20+00:00"}
    assert done(http.post("/__mock__/clock", json={"advance": 1.5}))["now"] == NOW + 1500
    assert done(http.post("/__mock__/clock", json={"set": "2026-01-01T00:00:00Z"}))["now"] == 1767225600000
    assert done(http.post("/v1/organizations", json={"name": "A"}))["created_at"] == 1767225600000
    assert done(http.post("/__mock__/clock", json={"run": True}))["now"] > 1767225600000


def test_faults_are_added_seen_and_cleared(http: httpx.Client) -> None:
    added = done(http.post("/__mock__/faults", json={"status": 429, "times": 2, "retry_after": 3}))
    assert [(fault["status"], fault["times"]) for fault in added["data"]] == [(429, 2)]
    response = http.get("/v1/organizations")
    assert (response.status_code, response.headers["retry-after"]) == (429, "3")
    assert done(http.get("/__mock__/faults"))["data"][0]["times"] == 1
    done(http.delete("/__mock__/faults"))
    done(http.get("/v1/organizations"))


def test_the_journal_tells_what_came_and_not_the_key(http: httpx.Client) -> None:
    http.post("/v1/organizations?a=1&a=2", json={"name": "A"})
    http.get("/v1/nowhere")
    http.put("/v1/organizations/x/logo", content=b"\xff")
    text = http.get("/__mock__/requests").text
    assert KEY["authorization"].removeprefix("Bearer ") not in text
    created, lost, upload = httpx.Response(200, text=text).json()["data"]
    assert (created["operation_id"], created["status"], created["body"]) == ("CreateOrganization", 200, {"name": "A"})
    assert created["query"] == [["a", "1"], ["a", "2"]]
    assert created["answer"]["name"] == "A"
    assert (lost["operation_id"], lost["status"]) == (None, 404)
    assert (upload["body"], upload["status"]) == ("1 bytes", 415)
    done(http.delete("/__mock__/requests"))
    assert done(http.get("/__mock__/requests")) == {"data": [], "total_count": 0}


def test_users_are_added_and_invitations_accepted(http: httpx.Client) -> None:
    user = done(http.post("/__mock__/users", json={"name": "Zoe Zoo"}))
    assert (user["id"], user["last_name"]) == ("user_zoe", "Zoo")
    path = f"/v1/organizations/{done(http.post('/v1/organizations', json={'name': 'A'}))['id']}"
    row = {"email_address": "zoe@example.com", "role": "org:member"}
    invitation = done(http.post(f"{path}/invitations", json=row))
    accept = {"invitation_id": invitation["id"], "user_id": "user_zoe"}
    assert done(http.post("/__mock__/accept_invitation", json=accept))["role"] == "org:member"
    assert done(http.get(f"{path}/memberships"))["total_count"] == 1
    again = http.post("/__mock__/accept_invitation", json=accept)
    assert (again.status_code, again.json()) == (400, {"error": "The invitation is accepted."})


@pytest.mark.sample(4)
@pytest.mark.parametrize(
    ("method", "name", "body", "status", "says"),
    [
        ("GET", "nothing", b"", 404, "there is no control call 'nothing'"),
        ("GET", "reset", b"", 405, "/__mock__/reset takes POST, not GET"),
        ("POST", "seed", b"users: [", 422, "not YAML: did not find"),
        ("POST", "seed", b"\xff", 422, "the seed is not UTF-8 text"),
        ("POST", "seed", b"organizations: [{name: A, created_by: user_x}]", 422, "organizations[0]: No user was found"),
        ("POST", "clock", b'{"set": "tomorrow"}', 422, "not an RFC 3339 time"),
        ("POST", "clock", b'{"set": 1, "run": true}', 422, "a clock takes"),
        ("POST", "clock", b"now", 400, "the body is not JSON"),
        ("POST", "clock", b"[]", 400, "the body is not a JSON object"),
        ("POST", "faults", b'{"status": 200}', 422, "status must be 400 to 599"),
        ("POST", "faults", b'{"status": 503, "time": 2}', 422, "a fault has a status and may have"),
        ("POST", "faults", b'{"status": 503, "times": "2"}', 422, "times"),
        ("POST", "users", b'{"name": " "}', 422, "a user takes"),
        ("POST", "faults", b'{"status": 429, "retry_after": "\\u20ac"}', 422, "retry_after must be"),
        ("POST", "accept_invitation", b'{"invitation_id": "x"}', 422, "accepting takes"),
        (
            "POST",
            "accept_invitation",
            b'{"invitation_id": "x", "user_id": "user_ada"}',
            404,
            "No organization invitation",
        ),
    ],
)
def test_a_wrong_call_is_one_line(
    http: httpx.Client, method: str, name: str, body: bytes, status: int, says: str
) -> None:
    before = done(http.post("/v1/organizations", json={"name": "A"}))
    response = http.request(method, f"/__mock__/{name}", content=body)
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert says in error
    assert "\n" not in error
    assert done(http.get(f"/v1/organizations/{before['id']}")) == before  # nothing was done


def test_control_is_no_part_of_the_api(mock: MockClerk) -> None:
    with httpx.Client(transport=mock.transport, headers=KEY) as client:
        assert refused(client.get("https://clerk.example/__mock__/requests")) == (404, "resource_not_found")
