"""Corners where the mock was once wrong: each test is one that random calls or a second reading found."""

import httpx

from clerk_organizations.testing import MockClerk
from tests.mock.conftest import made, refused


def test_a_lost_answer_may_be_a_refusal(mock: MockClerk, clerk: httpx.Client) -> None:
    """A fault that takes effect hides whatever the answer would have been."""
    mock.fail(503, takes_effect=True)
    assert refused(clerk.delete("/organizations/org_gone")) == (503, "service_unavailable")
    mock.fail(503, takes_effect=True)
    assert refused(clerk.post("/organizations", json={"name": "Acme"})) == (503, "service_unavailable")
    assert made(clerk.get("/organizations"))["total_count"] == 1
