"""Errors in every shape: what the caller gets, and how often the server is asked."""

import json
from typing import Any

from clerk_organizations import (
    ClerkAPIError,
    ClerkAPIResponseError,
    ConflictError,
    PayloadTooLargeError,
    ServerError,
    UnprocessableEntityError,
)
from tests.faults.rows import Row, rows
from tests.support.calls import create, failing, read, update
from tests.support.clients import BothClients
from tests.support.responses import FINE, Act, response
from tests.support.servers import RecordingServer, listening

# Other statuses


LOCKED = response(b'{"errors": [{"code": "resource_locked"}]}', status="409 Conflict")
TAKEN = response(b'{"errors": [{"code": "name_taken"}]}', status="409 Conflict")


def html(status: str) -> Act:
    return response(b"<html>no</html>", "cf-ray: 8f2-FRA", status=status, kind="text/html")


@rows(
    Row(
        "H50",
        "409 resource_locked for a PATCH",
        "ConflictError after three attempts",
        (update, LOCKED, ConflictError, 3),
    ),
    Row("H51", "409 resource_locked for a POST", "ConflictError at once", (create, LOCKED, ConflictError, 1)),
    Row("H52", "409 of another kind for a PATCH", "ConflictError at once", (update, TAKEN, ConflictError, 1)),
    Row("H53", "410", "ClerkAPIResponseError at once", (read, html("410 Gone"), ClerkAPIResponseError, 1)),
    Row("H54", "413", "PayloadTooLargeError at once", (update, html("413 Large"), PayloadTooLargeError, 1)),
    Row("H55", "503 for a GET", "ServerError after three attempts", (read, html("503 Away"), ServerError, 3)),
    Row("H56", "503 for a POST", "ServerError at once, outcome_unknown", (create, html("503 Away"), ServerError, 1)),
    Row(
        "H57",
        "500 with HTML and cf-ray",
        "ServerError after three, with the trace id",
        (read, html("500 Oh"), ServerError, 3),
    ),
)
def test_each_status_is_its_error(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    call, act, kind, requests = row.given
    wire.reply(act)
    error = failing(world, call, clerk)
    assert type(error) is kind
    assert error.status == int(row.fault[:3])
    assert len(wire.requests) == requests
    if act not in (LOCKED, TAKEN):
        assert (error.clerk_trace_id, error.errors) == ("8f2-FRA", [])
    if isinstance(error, ServerError):
        assert error.outcome_unknown is (call is create)


@rows(Row("H58", "409 resource_locked once for a PATCH", "the call succeeds"))
def test_a_lock_that_opens(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(LOCKED, FINE)
    assert world.run(update(clerk)).id == "org_1"
    assert len(wire.requests) == 2


# Redirects


@rows(
    Row("H70", "redirect to the same host", "an error, not followed", ("/v1/organizations/org_2", "302 Found")),
    Row("H71", "redirect to another host", "an error, not followed", ("{other}/", "308 Permanent")),
    Row("H72", "redirect to itself", "an error, not followed", ("/v1/organizations/org_1", "307 Temporary")),
    Row("H73", "redirect to nowhere", "an error, not followed", ("http://[/", "301 Moved")),
)
def test_a_redirect_is_an_error_and_neither_key_nor_body_goes_there(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    """No redirect is followed, so what `https` to `http` would do is what these do."""
    location, status = row.given
    with listening() as other:
        wire.reply(response(b"", f"location: {location.format(other=other.url)}", status=status))
        for call in (read, update, create):
            error = failing(world, call, clerk)
            assert type(error) is ClerkAPIResponseError
            assert error.status == int(status[:3])
            assert "redirects are not followed" in str(error)
        assert other.requests == []
    assert [request.method for request in wire.requests] == ["GET", "PATCH", "POST"]


# Bodies of errors

LONG = "x" * 1_000_000


@rows(
    Row("H60", "an error without a body", "no errors", (b"", [])),
    Row("H61", "errors: null", "no errors", (b'{"errors": null}', [])),
    Row("H62", "[] for the body", "no errors", (b"[]", [])),
    Row("H63", "errors without fields", "empty texts", (b'{"errors": [{}]}', [ClerkAPIError("", "", "")])),
    Row(
        "H64", "errors with fields of other types", "scalars as text, the rest passed over",
        (
            b'{"errors": [3, {"code": 7, "message": {"a": [1]}, "long_message": [], "meta": 1}], "clerk_trace_id": 5}',
            [ClerkAPIError("7", "", "")],
        ),
    ),
    Row("H65", "an error with a text of 1 MB", "kept whole, and not in the message of the exception", (
        json.dumps({"errors": [{"code": "a", "message": LONG}], "clerk_trace_id": LONG}).encode(),
        [ClerkAPIError("a", LONG, "")],
    )),
    Row("H66", "an error of 1 MB that is no JSON", "no errors", (LONG.encode(), [])),
    Row("H67", "an error with a byte order mark", "read", (
        b'\xef\xbb\xbf{"errors": [{"code": "a"}]}',
        [ClerkAPIError("a", "", "")],
    )),
)  # fmt: skip
def test_whatever_its_body_an_error_is_that_error(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    body, errors = row.given
    wire.reply(response(body, status="422 Unprocessable"))
    error = failing(world, read, clerk)
    assert type(error) is UnprocessableEntityError
    assert error.errors == errors
    assert error.code == (errors[0].code if errors else "")
    assert str(error).startswith("422 GET /organizations/org_1: ")
    assert len(str(error)) < 1000
    assert len(wire.requests) == 1


@rows(Row("H68", "an error with a code that is nested, at every depth", "the error of its status, always"))
def test_an_error_nested_just_as_deep_as_can_be_read(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    """What can just be decoded could be too deep for whatever is done with it then."""
    for depth in range(880, 1000, 4):
        nested = b'{"errors": [{"code": ' + b"[" * depth + b"]" * depth + b"}]}"
        wire.reply(response(nested, status="422 Unprocessable"))
        error = failing(world, read, clerk)
        assert (type(error), error.code) == (UnprocessableEntityError, "")
    assert len(wire.requests) == 30
