"""Logos, and arguments that change under the call: what is sent is what was given, as often as it is sent."""

import copy
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from clerk_organizations import UnprocessableEntityError
from clerk_organizations_api import api
from tests.faults.rows import Row, rows
from tests.support.clients import BothClients
from tests.support.responses import FINE, Reply, response
from tests.support.servers import RecordingServer
from tests.wrapper.resources.test_methods import PNG, parts

# Logos


@contextmanager
def in_file(folder: Path) -> Iterator[Any]:
    (folder / "logo.png").write_bytes(PNG)
    yield folder / "logo.png"


@contextmanager
def half_read(folder: Path) -> Iterator[Any]:
    stream = io.BytesIO(b"skipped" + PNG)
    stream.seek(7)
    yield stream


@contextmanager
def from_peer(folder: Path) -> Iterator[Any]:
    """A stream that can be read once and has no way back."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", buffering=0) as stream:
        assert not stream.seekable()
        with os.fdopen(writing, "wb") as peer:
            peer.write(PNG)
        yield stream


@rows(
    Row("I60", "a logo of bytes", "sent, and sent again after 503", lambda _: nullcontext(PNG)),
    Row("I61", "a logo by its path", "sent, and sent again after 503", in_file),
    Row("I62", "a logo as a stream", "sent from where it stands, and the same again after 503", half_read),
    Row("I63", "a logo from a pipe", "read to its end first, so sent again after 503 as well", from_peer),
)
def test_a_logo_is_sent_as_often_as_needed(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any, tmp_path: Path
) -> None:
    wire.reply(response(b"{}", status="503 Away"), FINE)
    with row.given(tmp_path) as logo:
        assert world.run(clerk.organizations.update_organization_logo("org_1", file=logo)).id == "org_1"
    first, second = wire.requests
    assert dict(parts(first)) == {"file": PNG}
    assert first.body == second.body


@rows(
    Row("I64", "an empty logo", "sent: the server judges", lambda _: nullcontext(b"")),
    Row(
        "I65", "a logo from a stream at its end", "sent, empty: the server judges", lambda _: nullcontext(io.BytesIO())
    ),
)
def test_the_server_judges_an_empty_logo(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any, tmp_path: Path
) -> None:
    wire.reply(response(b'{"errors": [{"code": "form_param_missing"}]}', status="422 No"))
    with row.given(tmp_path) as logo, pytest.raises(UnprocessableEntityError) as caught:
        world.run(clerk.organizations.update_organization_logo("org_1", file=logo))
    assert (caught.value.status, caught.value.code) == (422, "form_param_missing")
    assert [dict(parts(request)) for request in wire.requests] == [{"file": b""}]


@contextmanager
def closed(folder: Path) -> Iterator[Any]:
    with in_file(folder) as path, path.open("rb") as stream:
        pass
    yield stream


@contextmanager
def as_text(folder: Path) -> Iterator[Any]:
    with in_file(folder) as path, path.open(encoding="latin-1") as stream:
        yield stream


@contextmanager
def as_str(folder: Path) -> Iterator[Any]:
    with in_file(folder) as path:
        yield str(path)


@rows(
    Row("I66", "a logo that is a closed file", "ValueError", (closed, ValueError, "closed file")),
    Row("I67", "a logo that is a file opened as text", "TypeError", (as_text, TypeError, "file must be bytes, a path")),
    Row("I69", "a logo that is a str", "TypeError that says how to give a path", (as_str, TypeError, "pathlib.Path")),
    Row("I68", "a logo that is a folder", "IsADirectoryError", (nullcontext, IsADirectoryError, "directory")),
)
def test_a_logo_that_cannot_be_read_is_the_callers_error(
    row: Row, wire: RecordingServer, clerk: Any, tmp_path: Path
) -> None:
    opened, kind, message = row.given
    with opened(tmp_path) as logo, pytest.raises(kind, match=message) as caught:
        clerk.organizations.update_organization_logo("org_1", file=logo)
    assert type(caught.value) is kind
    assert wire.requests == []


# Arguments that the caller changes after the call


def bulk() -> list[Any]:
    return [{"email_address": "a@b.c", "role": "org:member", "public_metadata": {"a": [1]}}]


@rows(
    Row(
        "I70", "metadata changed before the call is awaited", "sent as it was at the call",
        ("update_organization_metadata", {"public_metadata": {"a": {"b": [1]}}}, lambda given: given["a"].clear()),
    ),
    Row(
        "I71", "rows of a bulk call changed before it is awaited", "sent as they were at the call",
        ("create_organization_invitation_bulk", {"rows": bulk()}, lambda given: given.append(given[0])),
    ),
    Row(
        "I72", "metadata in a row changed before the call is awaited", "sent as it was at the call",
        (
            "create_organization_invitation_bulk", {"rows": bulk()},
            lambda given: given[0]["public_metadata"]["a"].append(2),
        ),
    ),
    Row(
        "I73", "a logo in a bytearray changed before the call is awaited", "sent as it was at the call",
        ("update_organization_logo", {"file": bytearray(PNG)}, bytearray.clear),
    ),
)  # fmt: skip
def test_what_was_given_at_the_call_is_sent(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    """The blocking client has sent it by then anyway; a coroutine may be awaited much later."""
    name, kwargs, change = row.given
    kwargs = copy.deepcopy(kwargs)
    (given,) = kwargs.values()
    before = copy.deepcopy(given)
    wire.reply(Reply({"data": []}))
    pending = getattr(clerk.organizations, name)("org_1", **kwargs)
    change(given)
    assert given != before
    world.run(pending)
    (request,) = wire.requests
    if name == "update_organization_logo":
        assert dict(parts(request)) == {"file": before}
    else:
        assert request.json in (before, {"public_metadata": before})


@rows(Row("I74", "metadata changed while the call is under way", "the repeated request is that of the call"))
def test_every_attempt_sends_the_same(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    metadata: dict[str, Any] = {"a": 1}

    def change(handler: BaseHTTPRequestHandler) -> None:
        metadata["a"] = 2
        Reply({}, status=503)(handler)

    wire.reply(change, FINE)
    world.run(clerk.organizations.update_organization_metadata("org_1", public_metadata=metadata))
    assert [request.json for request in wire.requests] == [{"public_metadata": {"a": 1}}] * 2


@rows(Row("I75", "a list of filters changed during a walk", "every page is asked for as at the call"))
def test_every_page_of_a_walk_asks_the_same(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    users = ["user_1"]

    def change(handler: BaseHTTPRequestHandler) -> None:
        users.append("user_2")
        Reply({"data": [{"id": "a"}], "total_count": 2})(handler)

    wire.reply(change, Reply({"data": [{"id": "b"}], "total_count": 2}))
    walk = clerk.organizations.get_organization_list.iter(user_id=users, limit=1)
    users.append("user_3")
    assert [item.id for item in world.items(walk)] == ["a", "b"]
    assert [request.target.partition("?")[2] for request in wire.requests] == [
        "user_id=user_1&limit=1&offset=0",
        "user_id=user_1&limit=1&offset=1",
    ]


@rows(Row("I76", "what an operation holds changed before `send` is awaited", "sent as it is when the coroutine runs"))
def test_an_operation_is_the_callers_own_until_it_is_sent(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    metadata = {"a": 1}
    pending = clerk.send(api.merge_organization_metadata("org_1", public_metadata=metadata))
    metadata["a"] = 2
    world.run(pending)
    assert [request.json for request in wire.requests] == [{"public_metadata": {"a": 2 if world.is_async else 1}}]
