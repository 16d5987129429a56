"""Statuses that are new: those beyond the known ones, and answers that are not Clerk's."""

from typing import Any

import pytest

from clerk_organizations import (
    AsyncClerkClient,
    ClerkAPIResponseError,
    ClerkClient,
    ClerkConfigurationError,
    NotFoundError,
    OutcomeUnknownError,
    ServerError,
)
from tests.faults.rows import Row, rows
from tests.support.calls import ask, ask_all
from tests.support.clients import KEY, BothClients
from tests.support.responses import GONE, Reply
from tests.support.servers import RecordingServer

HTML = Reply(body=b"<html>gone</html>", status=404, headers={"content-type": "text/html"})


@pytest.mark.sample(4)
@rows(
    *(
        Row(f"H{number}", f"{status}, from the edge: no connection to the API", "tried 3 times, a POST as well", status)
        for number, status in ((100, 521), (102, 523), (103, 525), (104, 526), (105, 530))
    ),
    Row(
        "H101", "522, from the edge: handshake or request not acknowledged in time",
        "ServerError; a POST once: its outcome is unknown", 522,
    ),
    *(
        Row(f"H{number}", f"{status}", "ServerError; a POST once: its outcome is unknown", status)
        for number, status in enumerate((507, 520, 524, 527, 529, 598), start=110)
    ),
)  # fmt: skip
def test_5xx_beyond_the_known_ones(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(Reply(status=row.given))
    posts = 3 if "a POST as well" in row.promise else 1
    assert ask_all(world, clerk, wire, "GET", "DELETE", "POST") == {
        "GET": (ServerError, 3), "DELETE": (ServerError, 3), "POST": (ServerError, posts)
    }  # fmt: skip
    error: Any = ask(world, clerk, "POST")
    assert error.outcome_unknown is (posts == 1)
    assert "unknown status" not in str(error)


@rows(
    Row("H120", "408", "ClerkAPIResponseError; a POST once: its outcome is unknown", (408, 1)),
    Row("H121", "425: too early", "ClerkAPIResponseError; tried 3 times, a POST as well", (425, 3)),
)
def test_4xx_that_pass(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    status, posts = row.given
    wire.reply(Reply(status=status))
    assert ask_all(world, clerk, wire, "GET", "POST") == {
        "GET": (ClerkAPIResponseError, 3), "POST": (ClerkAPIResponseError, posts)
    }  # fmt: skip
    error: Any = ask(world, clerk, "POST")
    assert error.outcome_unknown is (status == 408)


@rows(
    Row("H122", "404 in HTML", "ClerkAPIResponseError that names the address", HTML),
    Row(
        "H123",
        "404 without a body",
        "ClerkAPIResponseError that names the address",
        Reply(body=b"", status=404),
    ),
    Row("H124", "404 in other JSON", "ClerkAPIResponseError that names the address", Reply({"a": 1}, 404)),
)
def test_a_404_that_is_not_clerks(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(row.given)
    for seen in ask_all(world, clerk, wire).values():
        assert seen == (ClerkAPIResponseError, 1)
    assert f"{wire.url}/v1/organizations/org_1" in str(ask(world, clerk))
    wire.reply(GONE)
    for seen in ask_all(world, clerk, wire).values():
        assert seen == (NotFoundError, 1)


@rows(Row("H125", "DELETE: 503, then a 404 that is not Clerk's", "ClerkAPIResponseError: not taken for deleted"))
def test_a_404_of_a_proxy_is_no_success(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(Reply(status=503), HTML)
    assert type(ask(world, clerk, "DELETE")) is ClerkAPIResponseError
    wire.reply(Reply(status=503), GONE)
    assert ask(world, clerk, "DELETE").deleted is True


@rows(Row("C30", "a lookup answered with a 404 that is not Clerk's", "inconclusive: not sent again"))
def test_a_lookup_with_a_404_that_is_not_clerks(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply(Reply(status=503), HTML)
    with pytest.raises((OutcomeUnknownError, ServerError), match="looking failed"):
        world.run(clerk.organizations.create_organization(name="Acme", slug="acme", reconcile=True))
    assert [request.method for request in wire.requests] == ["POST", "GET"]


@rows(Row("I80", "api_url that ends in /v1", "ClerkConfigurationError that says what to do"))
@pytest.mark.parametrize("url", ["https://api.clerk.com/v1", "https://api.clerk.com/V1/", "https://a.example/x/v1//"])
def test_an_address_with_the_version(row: Row, url: str) -> None:
    for kind in (ClerkClient, AsyncClerkClient):
        with pytest.raises(ClerkConfigurationError, match=r"must not end in /v1, .* remove it"):
            kind(secret_key=KEY, api_url=url)
