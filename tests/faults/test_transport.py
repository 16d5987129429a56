"""What comes over a connection that works: answers that break off, that are no HTTP, or that are too much."""

import gzip
import tracemalloc
from typing import Any

import pytest

from clerk_organizations import ClerkAPIResponseError, ClerkDecodeError, PermissionDeniedError, ServerError
from clerk_organizations.models import Organization
from tests.faults.rows import Row, rows
from tests.support.calls import CALLS, LOST, ask, ask_all
from tests.support.clients import AT_ONCE
from tests.support.clients import BothClients as World
from tests.support.responses import ACME, Act, Reply, endless, hang_up, hang_up_halfway, head, raw, reset, whole
from tests.support.servers import RecordingServer as Wire

pytestmark = pytest.mark.sample(1)

REPEATED = "asked for 3 times, a POST once: ClerkConnectionError, OutcomeUnknownError"
LIMIT = 100_000


@rows(
    Row("T06", "closed before the status line", REPEATED, hang_up),
    Row("T07", "reset before the status line", REPEATED, reset()),
    Row("T08", "reset in the middle of the body", REPEATED, reset(head("content-length: 100"), b'{"id"')),
    Row("T09", "body shorter than Content-Length", REPEATED, hang_up_halfway),
    Row("T10", "chunked body without its end", REPEATED, raw(head("transfer-encoding: chunked"), b'2\r\n{"\r\n')),
    Row("T11", "garbage for a status line", REPEATED, raw(b"\x16\x03\x01 no HTTP\r\n\r\n")),
    Row("T12", "headers that never end", REPEATED, endless(b"HTTP/1.1 200 OK\r\n", b"x-more: and more\r\n" * 1000)),
)
def test_no_whole_answer(world: World, wire: Wire, clerk: Any, row: Row) -> None:
    wire.reply(row.given)
    assert ask_all(world, clerk, wire) == LOST
    wire.reply(Reply({"id": "org_1"}))
    assert ask(world, clerk).id == "org_1"


@rows(Row("T13", "once closed before the status line, then well", "the second answer is returned", hang_up))
def test_one_failure_is_not_seen(world: World, wire: Wire, clerk: Any, row: Row) -> None:
    wire.reply(row.given, raw(whole(ACME), close=False))
    assert ask(world, clerk).name == "Acme"
    assert len(wire.requests) == 2


@rows(
    Row("T14", "an HTTP/1.0 answer without a length", "read to its end", raw(b"HTTP/1.0 200 OK\r\n\r\n", ACME)),
    Row(
        "T15", "interim answers 100 and 103", "passed over",
        raw(head(status="100 Continue"), head("link: </a>", status="103 Early Hints"), whole(ACME), close=False),
    ),
)  # fmt: skip
def test_unusual_answers_that_are_whole(world: World, wire: Wire, clerk: Any, row: Row) -> None:
    wire.reply(row.given)
    for _ in range(2):  # the connection is used again, or not, as it can be
        assert ask(world, clerk).name == "Acme"
        assert ask(world, clerk, "POST").name == "Acme"
    assert len(wire.requests) == 4


@rows(Row("T16", "a second answer behind the first", "not taken for the answer to the next call"))
def test_an_answer_that_nobody_asked_for(world: World, wire: Wire, clerk: Any, row: Row) -> None:
    wire.reply(raw(whole(ACME) + whole(b'{"name": "of another customer"}'), close=False), Reply({"name": "Second"}))
    assert ask(world, clerk).name == "Acme"
    assert ask(world, clerk).name == "Second"
    assert [request.method for request in wire.requests] == ["GET", "GET"]


@rows(
    Row(
        "T17", "a 404 whose body breaks off", "ClerkAPIResponseError with its status, once: it may not be Clerk's",
        (404, dict.fromkeys(CALLS, (ClerkAPIResponseError, 1))),
    ),
    Row(
        "T140", "a 403 whose body breaks off", "PermissionDeniedError, once",
        (403, dict.fromkeys(CALLS, (PermissionDeniedError, 1))),
    ),
    Row(
        "T18", "a 503 whose body breaks off", "as any 503: ServerError after 3 tries, for a POST after one",
        (503, {**dict.fromkeys(CALLS, (ServerError, 3)), "POST": (ServerError, 1)}),
    ),
)  # fmt: skip
def test_a_status_that_came_is_not_lost(world: World, wire: Wire, clerk: Any, row: Row) -> None:
    status, seen = row.given
    wire.reply(lambda handler: hang_up_halfway(handler, status))
    assert ask_all(world, clerk, wire) == seen
    assert ask(world, clerk, "POST").status == status


def gzipped(content: bytes, *lines: str, status: str = "200 OK") -> Act:
    return raw(whole(content, "content-encoding: gzip", *lines, status=status), close=False)


BOMB = gzip.compress(gzip.compress(bytes(100_000_000), 1), 1)
"""Its first layer is 440 kB, which becomes 100 MB."""
WELL = gzip.compress(ACME)
CORRUPT = WELL[:-8] + bytes(4) + WELL[-4:]
UNREADABLE = "ClerkDecodeError with status 200, once: the server accepted the call"


@rows(
    Row("T19", "an endless body", UNREADABLE, endless(head(), b"[" * 10_000)),
    Row("T20", "a body longer than the limit by its Content-Length", UNREADABLE, raw(whole(b"[" * (LIMIT + 1)))),
    Row("T21", "a body that is not the gzip it should be", UNREADABLE, gzipped(b"{}")),
    Row("T22", "a gzip body with a wrong checksum", UNREADABLE, gzipped(CORRUPT)),
    Row("T23", "a gzip body that ends too early", UNREADABLE, gzipped(WELL[:-9])),
    Row("T24", "an encoding that was not asked for", UNREADABLE, raw(whole(ACME, "content-encoding: br"))),
)
def test_bodies_that_cannot_be_used(world: World, wire: Wire, row: Row) -> None:
    clerk = world.client(api_url=wire.url, retry=AT_ONCE, max_response_bytes=LIMIT)
    wire.reply(row.given)
    assert ask_all(world, clerk, wire) == dict.fromkeys(CALLS, (ClerkDecodeError, 1))
    assert ask(world, clerk, "POST").status == 200
    wire.reply(gzipped(WELL))
    assert ask(world, clerk).name == "Acme"


@rows(
    Row("T25", "a gzip bomb", "ClerkDecodeError; memory stays within the limit", ("200 OK", ClerkDecodeError)),
    Row(
        "T26",
        "a gzip bomb under a 403",
        "PermissionDeniedError; memory stays within the limit",
        ("403 No", PermissionDeniedError),
    ),
)
def test_a_gzip_bomb(world: World, wire: Wire, row: Row) -> None:
    status, kind = row.given
    clerk = world.client(api_url=wire.url, max_response_bytes=1_000_000)
    wire.reply(gzipped(WELL), gzipped(gzip.decompress(BOMB), status=status))
    assert isinstance(ask(world, clerk), Organization)  # what is loaded at the first call is not of interest
    tracemalloc.start()
    try:
        assert type(ask(world, clerk)) is kind
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 8_000_000, f"{most / 1e6:.0f} MB"
    assert len(wire.requests) == 2


def test_the_bomb_is_one() -> None:
    assert len(gzip.decompress(BOMB)) < 1_000_000 < 100_000_000 == len(gzip.decompress(gzip.decompress(BOMB)))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_server_is_told_what_it_may_encode(world: World, wire: Wire, clerk: Any, method: str) -> None:
    wire.reply(gzipped(WELL))
    assert ask(world, clerk, method).name == "Acme"
    assert wire.last.headers["accept-encoding"] == "gzip, deflate"
