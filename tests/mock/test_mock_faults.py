"""Faults: the next calls fail as told, and nothing else changes."""

import httpx
import pytest

from clerk_organizations.testing import Fault, MockClerk
from tests.mock.conftest import made, refused


def test_the_next_calls_fail(clerk: httpx.Client, mock: MockClerk) -> None:
    mock.fail(503, times=2)
    assert [clerk.post("/organizations", json={"name": "A"}).status_code for _ in range(3)] == [503, 503, 200]
    assert made(clerk.get("/organizations"))["total_count"] == 1


def test_a_fault_says_how_long_to_wait(clerk: httpx.Client, mock: MockClerk) -> None:
    mock.fail(429, retry_after=3)
    response = clerk.get("/organizations")
    assert refused(response) == (429, "too_many_requests")
    assert response.headers["retry-after"] == "3"
    mock.fail(429, retry_after="Wed, 21 Oct 2026 07:28:00 GMT", code="slow_down")
    response = clerk.get("/organizations")
    assert (refused(response), response.headers["retry-after"][:3]) == ((429, "slow_down"), "Wed")


def test_a_fault_can_wait_for_its_operation(clerk: httpx.Client, mock: MockClerk) -> None:
    mock.fail(500, operation_id="CreateOrganization")
    made(clerk.get("/organizations"))
    assert refused(clerk.post("/organizations", json={"name": "A"})) == (500, "internal_clerk_error")
    made(clerk.post("/organizations", json={"name": "A"}))
    assert list(mock.faults) == []


def test_a_call_can_take_effect_though_its_answer_is_an_error(clerk: httpx.Client, mock: MockClerk) -> None:
    mock.fail(504, takes_effect=True)
    assert refused(clerk.post("/organizations", json={"name": "A"})) == (504, "gateway_timeout")
    assert made(clerk.get("/organizations"))["total_count"] == 1


def test_faults_hit_in_the_order_they_were_made(clerk: httpx.Client, mock: MockClerk) -> None:
    mock.fail(500)
    mock.fail(502)
    assert [clerk.get("/organizations").status_code for _ in range(3)] == [500, 502, 200]


def test_a_reset_forgets_faults_state_and_journal(clerk: httpx.Client, mock: MockClerk) -> None:
    made(clerk.post("/organizations", json={"name": "A"}))
    mock.fail(500)
    mock.reset()
    assert made(clerk.get("/organizations"))["total_count"] == 0
    assert len(mock.requests) == 1


@pytest.mark.parametrize(
    ("status", "times", "operation_id", "message"),
    [
        (200, 1, None, "status must be 400 to 599, not 200"),
        (503, 0, None, "times must be 1 or more, not 0"),
        (503, 1, "DropTables", "there is no operation 'DropTables'"),
    ],
)
def test_a_senseless_fault_is_an_error(
    mock: MockClerk, status: int, times: int, operation_id: str | None, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        mock.fail(status, times=times, operation_id=operation_id)
    assert list(mock.faults) == []


def test_a_code_brings_its_message_and_its_evidence(clerk: httpx.Client, mock: MockClerk) -> None:
    mock.fail(400, code="already_a_member_in_organization")
    mock.fail(400, code="my_code")
    known, own = clerk.get("/organizations"), clerk.get("/organizations")
    assert (known.json()["errors"][0]["message"], known.headers["x-mock-evidence"]) == (
        "already a member",
        "documented",
    )
    assert (own.json()["errors"][0]["message"], own.headers["x-mock-evidence"]) == ("my code", "inferred")


@pytest.mark.parametrize("retry_after", ["\u20ac", "a\r\nX: y", float("nan"), float("inf")])
def test_a_header_that_cannot_be_sent_is_refused(mock: MockClerk, retry_after: str | float) -> None:
    with pytest.raises(ValueError, match="retry_after must be"):
        mock.fail(429, retry_after=retry_after)


def test_a_fault_is_plain_data() -> None:
    assert Fault(status=503) == Fault(status=503, times=1, retry_after=None)
