"""Answers that are not what the API would say: what the caller gets, and how often the server is asked."""

import json
import math
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from clerk_organizations import ClerkDecodeError, RateLimitError, RetryPolicy, ServerError
from clerk_organizations.models import Organization
from tests.faults.rows import Row, rows
from tests.support.calls import create, failing, read
from tests.support.clients import BothClients
from tests.support.responses import FINE, raw, response
from tests.support.servers import RecordingServer
from tests.support.stepping import answer, take

NO_WAIT = RetryPolicy(first_delay=0.0)
LOWE = '{"name": "Löwe"}'.encode()


# 2xx


@rows(
    Row("H01", "200 with HTML", "not JSON", response(b"<html>hello</html>", kind="text/html")),
    Row("H02", "200 with JSON that breaks off", "not JSON", response(b'{"id": "org_')),
    Row("H03", "200 with JSON 10,000 levels deep", "not JSON", response(b'{"a":' * 10_000 + b"1" + b"}" * 10_000)),
    Row("H04", "200 with invalid UTF-8", "not JSON", response(b'{"name": "\xff\xfe\xfa"}')),
    Row("H05", "200 with [] for an object", "expected an object, got an array", response(b"[]")),
    Row("H06", "200 with null for an object", "expected an object, got null", response(b"null")),
    Row("H07", '200 with "x" for an object', "expected an object, got a string", response(b'"x"')),
    Row("H08", "200 without a body", "the body is empty", response(b"")),
    Row("H09", "204", "the body is empty", raw(b"HTTP/1.1 204 No Content\r\n\r\n", close=False)),
    Row("H10", "200 with a number of 5,000 digits", "not JSON", response(b'{"created_at": ' + b"9" * 5_000 + b"}")),
)
def test_a_success_that_cannot_be_read_is_a_decode_error_and_not_repeated(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply(row.given)
    for call in (read, create):
        error = failing(world, call, clerk)
        assert type(error) is ClerkDecodeError
        assert error.status == (204 if row.id == "H09" else 200)
        assert row.promise in str(error)
        assert "the server accepted the call" in str(error)
        assert len(str(error)) < 300
    assert [request.method for request in wire.requests] == ["GET", "POST"]


@rows(
    Row("H11", "200 with another charset", "read as UTF-8 all the same", response(LOWE, kind="a/b; charset=latin-1")),
    Row("H12", "200 with a byte order mark", "the mark is passed over", response(b"\xef\xbb\xbf" + LOWE)),
)  # fmt: skip
def test_a_success_in_odd_clothes_is_read(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(row.given)
    assert world.run(read(clerk)).name == "Löwe"
    assert len(wire.requests) == 1


@rows(Row("H13", "200 with NaN and numbers beyond a float", "a model with what Python makes of them: nan, inf"))
def test_nan_is_kept_as_any_other_scalar(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    """A call that the server accepted is not an error because of one number. Refusing the words NaN and Infinity would
    not keep them out either: 1e999 is JSON, and infinite as a float.
    """
    wire.reply(response(b'{"created_at": NaN, "updated_at": 1e999, "public_metadata": {"a": -Infinity}}'))
    found = world.run(read(clerk))
    assert math.isnan(found.created_at)
    assert (found.updated_at, found.public_metadata) == (math.inf, {"a": -math.inf})
    assert (found.created_at_datetime, found.updated_at_datetime) == (None, None)


# Fields


@rows(
    Row("H20", "missing fields", "None", ({}, {"id": None, "public_metadata": None, "created_at_datetime": None})),
    Row(
        "H21", "null where there should be a value", "None",
        ({"id": None, "has_image": None, "public_metadata": None}, {"id": None, "has_image": None}),
    ),
    Row("H22", "unknown fields", "kept as extras", ({"id": "x", "new": {"a": [1]}}, {"extras": {"new": {"a": [1]}}})),
    Row(
        "H23", "scalars of other types", "kept as they came",
        ({"id": 7, "has_image": "y", "created_at": "soon"}, {"id": 7, "has_image": "y", "created_at_datetime": None}),
    ),
    Row("H24", "an array for a scalar", "kept as it came", ({"name": ["a"]}, {"name": ["a"]})),
    Row("H25", "an unknown value of an enum", "kept as it came", ({"object": "guild"}, {"object": "guild"})),
)  # fmt: skip
def test_an_answer_that_grew_or_shrank_is_a_model(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    body, seen = row.given
    wire.reply(response(json.dumps(body).encode()))
    found = world.run(read(clerk))
    assert type(found) is Organization
    assert {name: getattr(found, name) for name in seen} == seen
    assert found.to_dict() == body
    assert repr(found)
    assert len(wire.requests) == 1


@rows(
    Row("H26", "a string for an object", "ClerkDecodeError with its path", {"$.public_metadata": "x"}),
    Row("H27", "an array for a model", "ClerkDecodeError with its path", {"$.organization": []}),
)  # fmt: skip
def test_a_field_of_another_json_type_is_named(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    ((path, value),) = row.given.items()
    wire.reply(response(json.dumps({path.removeprefix("$."): value}).encode()))
    call = {"organization_id": "org_1", "user_id": "user_1", "role": "org:admin"}
    error = failing(world, lambda clerk: clerk.organizations.create_organization_membership(**call), clerk)
    assert type(error) is ClerkDecodeError
    assert (error.status, error.json_path) == (200, path)
    assert len(wire.requests) == 1


# 429


@rows(Row("H30", "429 once", "the call succeeds, for a POST as well"))
def test_a_limit_that_passes(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    for call in (read, create):
        wire.reply(response(b"{}", status="429 Too Many"), FINE)
        assert world.run(call(clerk)).id == "org_1"
    assert [request.method for request in wire.requests] == ["GET", "GET", "POST", "POST"]


@rows(Row("H31", "429 always", "RateLimitError after three attempts"))
def test_a_limit_that_stays(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(response(b"{}", status="429 Too Many"))
    error = failing(world, create, clerk)
    assert type(error) is RateLimitError
    assert (error.status, error.retry_after) == (429, None)
    assert len(wire.requests) == 3


NOW = "Wed, 21 Oct 2015 07:28:00 GMT"
"""What the server thinks, years off from what is so."""
LATER = "Wed, 21 Oct 2015 07:28:20 GMT"
EARLIER = "Wed, 21 Oct 2015 07:27:00 GMT"
GIVES_UP = "RateLimitError at once, with .retry_after"


@pytest.mark.sample(8)
@rows(
    Row("H32", "Retry-After: 0", "waits 0 s", ("0", 0.0)),
    Row("H33", "Retry-After: 1", "waits 1 s", ("1", 1.0)),
    Row("H34", "Retry-After: 1.5", "waits 1.5 s", ("1.5", 1.5)),
    Row("H35", "Retry-After: 86400", GIVES_UP, ("86400", 86400.0)),
    Row("H36", "Retry-After: 1e308", "is passed over", ("1e308", None)),
    Row("H37", "Retry-After: inf", "is passed over", ("inf", None)),
    Row("H38", "Retry-After: nan", "is passed over", ("nan", None)),
    Row("H39", "Retry-After: -5", "is passed over", ("-5", None)),
    Row("H40", "Retry-After without a value", "is passed over", ("", None)),
    Row("H41", "Retry-After: soon", "is passed over", ("soon", None)),
    Row("H42", "Retry-After: a past date", "waits 0 s", (EARLIER, 0.0)),
    Row("H43", "Retry-After: a date to come, our clock years off", "waits 20 s, by the server's Date", (LATER, 20.0)),
    Row("H44", "Retry-After: 400 digits", "is passed over", ("9" * 400, None)),
)  # fmt: skip
def test_retry_after(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    """What the caller is told comes over the wire; how long is waited is seen by a clock that moves by hand."""
    header, seconds = row.given
    wire.reply(response(b"{}", f"retry-after: {header}", f"date: {NOW}", status="429 Too Many"))
    error = failing(world, create, clerk if row.promise == GIVES_UP else world.client(api_url=wire.url))
    assert type(error) is RateLimitError
    assert error.retry_after == seconds
    taken = take("POST", [answer(429, retry_after=header, date=NOW), answer(200)], policy=NO_WAIT, timeout=None)
    assert taken.waits == ([] if row.promise == GIVES_UP else [seconds or 0.0])
    assert len(wire.requests) == 1


@rows(Row("H45", "Retry-After beyond the deadline of the call", "RateLimitError after one request"))
def test_nobody_waits_in_vain(row: Row, world: BothClients, wire: RecordingServer) -> None:
    wire.reply(response(b"{}", "retry-after: 20", status="429 Too Many"), FINE)
    error = failing(world, read, world.client(api_url=wire.url, retry=NO_WAIT, timeout=5))
    assert (type(error), error.retry_after) == (RateLimitError, 20.0)
    assert len(wire.requests) == 1


@rows(Row("H46", "Retry-After: a date, and no Date of the server", "counted by our own clock"))
def test_without_a_date_of_the_server_ours_counts(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    in_an_hour = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    wire.reply(response(b"{}", f"retry-after: {in_an_hour}", status="429 Too Many"))
    error = failing(world, read, clerk)
    assert 3000 < error.retry_after <= 3600
    assert type(error) is RateLimitError
    assert len(wire.requests) == 1


@rows(Row("H47", "Retry-After with 503", "waits as with 429"))
def test_any_error_may_ask_to_wait(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(response(b"{}", "retry-after: 31", status="503 Away"))
    error = failing(world, read, clerk)
    assert (type(error), error.retry_after) == (ServerError, 31.0)
    assert len(wire.requests) == 1
    taken = take("GET", [answer(503, retry_after="3"), answer(200)], policy=NO_WAIT)
    assert taken.waits == [3.0]
