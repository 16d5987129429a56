"""What callers can hand over: refused by name before anything is sent, or sent as it was when the call was made."""

import math
import re
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from clerk_organizations import ClerkConfigurationError, NotFoundError
from tests.contract.calls import plain_call
from tests.faults.rows import Row, rows
from tests.support.clients import BothClients
from tests.support.document import deref
from tests.support.present import METHODS
from tests.support.responses import Reply
from tests.support.servers import RecordingServer

LONG = "x" * 10_000


# Ids


@rows(
    Row("I01", "id ..", "ValueError", ".."),
    Row("I02", "id .", "ValueError", "."),
    Row("I03", "id %2e%2e", "ValueError", "%2e%2e"),
    Row("I04", "an empty id", "ValueError", ""),
    Row("I05", "id with NUL", "ValueError", "org\0_1"),
    Row("I06", "id with CR LF", "ValueError", "org_1\r\nX-Evil: 1"),
    Row("I07", "id with a lone surrogate", "ValueError", "org_\ud800"),
)
def test_an_id_that_could_mean_something_else_is_refused(row: Row, wire: RecordingServer, clerk: Any) -> None:
    with pytest.raises(ValueError, match=r"^organization_id ") as caught:
        clerk.organizations.delete_organization(row.given)  # where the call is made, not where it is awaited
    assert type(caught.value) is ValueError
    assert len(str(caught.value)) < 200
    assert wire.requests == []


@rows(
    Row("I08", "id a/b", "one segment, %2F", ("a/b", "a%2Fb")),
    Row("I09", "id a?b", "one segment, %3F", ("a?b", "a%3Fb")),
    Row("I10", "id a#b", "one segment, %23", ("a#b", "a%23b")),
    Row("I11", "id a\\b", "one segment, %5C", ("a\\b", "a%5Cb")),
    Row("I12", "a blank id", "one segment, %20", (" ", "%20")),
    Row("I13", "id of 10 kB", "sent whole", (LONG, LONG)),
    Row("I14", "id with an emoji", "one segment, as UTF-8", ("\U0001f98a", "%F0%9F%A6%8A")),
    Row("I15", "id with an encoded slash", "encoded once more", ("a%2Fb", "a%252Fb")),
)
def test_any_other_id_is_one_segment_and_for_the_server_to_judge(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    given, segment = row.given
    wire.reply(Reply({"errors": [{"code": "resource_not_found"}]}, status=404))
    with pytest.raises(NotFoundError) as caught:
        world.run(clerk.organizations.delete_organization(given))
    assert (caught.value.status, caught.value.code) == (404, "resource_not_found")
    assert [request.target for request in wire.requests] == [f"/v1/organizations/{segment}"]


# Keys


@rows(
    Row("I20", "an empty key", "ClerkConfigurationError", ""),
    Row("I21", "a publishable key", "ClerkConfigurationError", "pk_live_c2VjcmV0"),
    Row("I22", "a key with a line break at its end", "ClerkConfigurationError", "sk_live_c2VjcmV0\n"),
    Row("I23", "a key that is not ASCII", "ClerkConfigurationError", "sk_live_c2VjcmV0é"),
    Row("I24", "a key with a header after it", "ClerkConfigurationError", "sk_live_c2VjcmV0\r\nX-Evil: 1"),
    Row("I25", "a key of bytes", "ClerkConfigurationError", b"sk_live_c2VjcmV0"),
)
@pytest.mark.parametrize("source", ["argument", "environment"])
def test_a_key_that_cannot_be_one_is_refused_and_never_shown(
    source: str, row: Row, world: BothClients, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = row.given
    if source == "environment" and isinstance(given, str):
        monkeypatch.setenv("CLERK_SECRET_KEY", given)
        given = None
    with pytest.raises(ClerkConfigurationError) as caught:
        world.client(secret_key=given)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert "c2VjcmV0" not in shown


# Numbers


@rows(
    Row("I30", "limit=True", "TypeError", True),
    Row("I31", "limit=10.0", "TypeError", 10.0),
    Row("I32", 'limit="10"', "TypeError", "10"),
)
def test_a_limit_is_an_int(row: Row, wire: RecordingServer, clerk: Any) -> None:
    for call in (clerk.organizations.get_organization_list, clerk.organizations.get_organization_list.iter):
        with pytest.raises(TypeError, match=r"^limit must be an int, not "):
            call(limit=row.given)
    assert wire.requests == []


# Lists


def list_arguments() -> Iterator[tuple[str, str]]:
    """Each argument that takes several values, by its operation."""
    for one in METHODS.values():
        fields = {} if one.takes_rows else one.body.get("properties", {})
        schemas = {name: deref(schema) for name, schema in fields.items()}
        several = {name for name, schema in schemas.items() if "array" in schema.get("type", ())}
        several |= {query["name"] for query in one.parameters if query.get("x-multiple-values")}
        several |= {query["name"] for query in one.parameters if deref(query["schema"]).get("type") == "array"}
        yield from ((one.id, name) for name in (*sorted(several), *["rows"] * one.takes_rows))


async def values_to_come() -> AsyncIterator[str]:
    yield "a"


@rows(
    Row("I105", "a generator where a list belongs", "TypeError that names the way to one", lambda: iter(["a"])),
    Row("I106", "an async generator where a list belongs", "TypeError that names the way to one", values_to_come),
)
def test_what_can_be_walked_once_is_no_list(row: Row, wire: RecordingServer, clerk: Any) -> None:
    """A call may be sent again, and a walk asks for each page with the same values."""
    found = list(list_arguments())
    assert ("CreateOrganizationInvitationBulk", "rows") in found
    assert ("CreateRoleSet", "roles") in found
    for operation, name in found:
        call = plain_call(operation)
        args = call.args[:-1] if name == "rows" else call.args
        given = row.given()
        way = "[… async for … in …]" if row.id == "I106" else "list(…)"
        said = f"{name} must be a list, not {type(given).__name__}: make one with {way}"
        if name == "rows" and row.id == "I105":
            method = "create_organization_invitation_bulk"
            said = f"rows must be a list, not list_iterator: {method}.chunked(organization_id, rows) takes any iterable"
        ways = [(args, {**call.kwargs, name: given})]
        ways += [((*args, given), call.kwargs)] * (name == "rows")
        for positional, named in ways:
            with pytest.raises(TypeError) as caught:
                call.operation.method_of(clerk)(*positional, **named)
            assert str(caught.value) == said
    assert wire.requests == []


@rows(Row("I107", "an async generator, or one row, for `.chunked`", "TypeError, where it is called"))
def test_rows_to_walk_are_an_iterable(row: Row, wire: RecordingServer, clerk: Any) -> None:
    chunked = clerk.organizations.create_organization_invitation_bulk.chunked
    for given, said in (
        (values_to_come(), "async_generator: make one with [… async for … in …]"),
        ({"email_address": "a@b.c"}, "dict"),
        ("a@b.c", "str"),
        (5, "5 (int)"),
    ):
        with pytest.raises(TypeError, match=rf"^rows must be a list, not {re.escape(said)}$"):
            chunked("org_1", given)
    assert wire.requests == []


@rows(Row("I108", "a generator in `extra`", "in a query TypeError that names the way to a list; in a body by its path"))
def test_an_extra_value_that_can_be_walked_once(row: Row, wire: RecordingServer, clerk: Any) -> None:
    said = r"^extra\.deep must be a list, not list_iterator: make one with list\(…\)$"
    with pytest.raises(TypeError, match=said):
        clerk.organizations.get_organization_list(extra={"deep": iter(["a"])})
    with pytest.raises(TypeError, match=r"^deep cannot be sent as JSON: "):
        clerk.organizations.update_organization("org_1", extra={"deep": iter(["a"])})
    assert wire.requests == []


# Metadata


def circle() -> dict[str, Any]:
    metadata: dict[str, Any] = {"a": {"list": []}}
    metadata["a"]["list"].append(metadata)
    return metadata


def nested(depth: int) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    for _ in range(depth - 1):
        metadata = {"a": metadata}
    return metadata


@rows(
    Row("I40", "metadata with NaN", "ValueError", ({"a": [math.nan]}, ValueError, r"\.a\[0\]")),
    Row("I41", "metadata with a datetime", "TypeError", ({"at": datetime.now(UTC)}, TypeError, r"\.at")),
    Row("I42", "metadata with a set", "TypeError", ({"a": {"b": {1, 2}}}, TypeError, r"\.a\.b")),
    Row("I43", "metadata that holds itself", "ValueError", (circle(), ValueError, r"\.a\.list\[0\]")),
    Row("I44", "metadata with a tuple for a key", "TypeError", ({"a": {(1, 2): 3}}, TypeError, r"\.a")),
    Row("I45", "metadata 100,000 levels deep", "ValueError", (nested(100_000), ValueError, "")),
    Row("I46", "metadata with bytes", "TypeError", ({"a": b"SECRET"}, TypeError, r"\.a")),
)
def test_metadata_that_json_cannot_say_is_refused_by_name(row: Row, wire: RecordingServer, clerk: Any) -> None:
    metadata, kind, where = row.given
    expected = rf"^private_metadata{where} cannot be sent as JSON: "
    calls: list[Callable[[], Any]] = [
        lambda: clerk.organizations.update_organization_metadata("org_1", private_metadata=metadata),
        lambda: clerk.organizations.create_organization(name="Acme", private_metadata=metadata),
    ]
    for call in calls:
        with pytest.raises(kind, match=expected) as caught:
            call()  # where the call is made, not where it is awaited
        assert type(caught.value) is kind
        assert len(str(caught.value)) < 200
        assert "SECRET" not in str(caught.value)
    assert wire.requests == []


@rows(
    Row("I48", "metadata 1,000 levels deep", "sent whole, or refused by a ValueError", 1_000),
)
def test_how_deep_is_too_deep_is_for_python_to_say(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    """Its limit of recursion counts the frames of the caller as well, and differs between versions."""
    metadata = nested(row.given)
    try:
        world.run(clerk.organizations.update_organization_metadata("org_1", public_metadata=metadata))
    except ValueError as error:
        assert str(error).startswith("public_metadata")
        assert wire.requests == []
    else:
        assert wire.last.body == b'{"public_metadata":' + b'{"a":' * (row.given - 1) + b"{}" + b"}" * row.given


@rows(Row("I49", "metadata with keys of int, float, bool and None", "TypeError with the place; nothing is sent"))
def test_keys_must_be_texts(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    for key in (1, 2.5, True, None):
        with pytest.raises(TypeError, match=r"^public_metadata\.a has the key "):
            world.run(clerk.organizations.update_organization_metadata("org_1", public_metadata={"a": {key: "b"}}))
    assert wire.requests == []


@rows(Row("I50", "metadata with a lone surrogate", "sent as an escape, the only way JSON has"))
def test_a_lone_surrogate_in_metadata(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    world.run(clerk.organizations.update_organization_metadata("org_1", public_metadata={"a": "\ud800\U0001f98a"}))
    assert wire.last.body == b'{"public_metadata":{"a":"\\ud800\\ud83e\\udd8a"}}'
    assert len(wire.requests) == 1
