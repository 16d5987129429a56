"""`.chunked` of bulk methods: any number of rows, and what became of each few."""

import traceback
from collections.abc import Iterator
from typing import Any

import pytest

from clerk_organizations import (
    Chunk,
    ClerkConfigurationError,
    ClerkDecodeError,
    OutcomeUnknownError,
    UnprocessableEntityError,
)
from clerk_organizations.testing import MockClerk
from tests.support.clients import PACKAGE, BothClients
from tests.support.responses import hang_up
from tests.support.servers import RecordingServer


def rows(count: int, bad: int = -1) -> Iterator[dict[str, str]]:
    """Rows as a generator gives them; one with an address that is none."""
    for number in range(count):
        yield {"email_address": f"user{number}@example.com" if number != bad else "?", "role": "org:member"}


async def _all(chunks: Any) -> list[Chunk[Any]]:
    return [chunk async for chunk in chunks]


def chunks_of(world: BothClients, clerk: Any, id: str, rows: Any) -> list[Chunk[Any]]:
    found = clerk.organizations.create_organization_invitation_bulk.chunked(id, rows)
    return list(world.run(_all(found)) if world.is_async else found)


@pytest.fixture
def mock() -> MockClerk:
    return MockClerk({"organizations": [{"name": "Acme", "created_by": "user_ada"}]})


@pytest.fixture
def acme(mock: MockClerk) -> str:
    (organization,) = mock.instance.organizations
    return str(organization.id)


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (10, [10]), (11, [10, 1]), (25, [10, 10, 5])])
def test_rows_go_out_ten_at_a_time(
    count: int, sizes: list[int], mock: MockClerk, acme: str, world: BothClients
) -> None:
    clerk = world.client(transport=mock.transport)
    chunks = chunks_of(world, clerk, acme, rows(count))
    assert [len(chunk.rows) for chunk in chunks] == sizes
    assert [len(chunk.answer.data) for chunk in chunks if chunk.answer] == sizes
    assert len(mock.requests) == len(sizes)


def test_a_call_that_fails_is_told_and_the_others_are_made(mock: MockClerk, acme: str, world: BothClients) -> None:
    first, second, third = chunks_of(world, world.client(transport=mock.transport), acme, rows(25, bad=12))
    assert (first.error, third.error, second.answer) == (None, None, None)
    assert isinstance(second.error, UnprocessableEntityError)
    assert [row["email_address"] for row in second.rows][2] == "?"


def test_an_outcome_that_is_unknown_is_told_too(world: BothClients, wire: RecordingServer) -> None:
    wire.reply(hang_up)
    (chunk,) = chunks_of(world, world.client(api_url=wire.url), "org_1", rows(3))
    assert isinstance(chunk.error, OutcomeUnknownError)
    assert len(wire.requests) == 1


def test_rows_are_taken_as_they_are_sent(mock: MockClerk, acme: str, world: BothClients) -> None:
    source = rows(30)
    chunked = world.client(transport=mock.transport).organizations.create_organization_invitation_bulk.chunked
    walk = chunked(acme, source)
    world.run(anext(walk)) if world.is_async else next(walk)
    assert next(source)["email_address"] == "user10@example.com"
    if world.is_async:
        world.run(walk.aclose())


def test_what_is_true_of_all_that_follow_ends_it(mock: MockClerk, acme: str, world: BothClients) -> None:
    clerk = world.client(transport=mock.transport)
    world.close(clerk)
    with pytest.raises(ClerkConfigurationError, match="closed"):
        chunks_of(world, clerk, acme, rows(30))


def test_the_error_of_a_row_names_it(mock: MockClerk, acme: str, world: BothClients) -> None:
    with pytest.raises(TypeError, match=r"rows\[1\] lacks the key 'role'"):
        chunks_of(world, world.client(transport=mock.transport), acme, [*rows(1), {"email_address": "x@example.com"}])


def test_errors_hold_no_rows(mock: MockClerk, acme: str, world: BothClients) -> None:
    clerk = world.client(transport=mock.transport)
    with pytest.raises(TypeError) as raised:
        chunks_of(world, clerk, acme, [{"email_address": "private@example.com"}])
    with pytest.raises(TypeError) as refused:
        chunks_of(world, clerk, acme, {"email_address": "private@example.com"})
    (chunk,) = chunks_of(world, clerk, "org_nobody", [{"email_address": "private@example.com", "role": "org:member"}])
    for error in (raised.value, refused.value, chunk.error):
        assert error is not None
        shown = traceback.TracebackException.from_exception(error, capture_locals=True).format()
        ours = [part for part in "".join(shown).split("  File ") if PACKAGE in part.partition(",")[0]]
        assert not [part for part in ours if "private@example.com" in part]


def test_rows_whose_answer_cannot_be_read_are_told_apart(world: BothClients, wire: RecordingServer) -> None:
    wire.reply_json([])
    (chunk,) = chunks_of(world, world.client(api_url=wire.url), "org_1", rows(3))
    assert isinstance(chunk.error, ClerkDecodeError)
