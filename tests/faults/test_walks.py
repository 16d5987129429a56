"""Lists that move or lie while they are walked: every item once where that can be known, and an end in any case."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl

import pytest

from clerk_organizations import ClerkDecodeError, ServerError
from tests.faults.rows import Row, rows
from tests.support.calls import WINDOW
from tests.support.clients import BothClients
from tests.support.responses import Reply
from tests.support.servers import RecordingServer

Rows = list[int]
Change = Callable[[Rows], Any]


class Table:
    """A list on a server that does as it is asked, and changes after its first answer."""

    def __init__(self, wire: RecordingServer, total: Any = "true", most: int = 100, change: Change = list) -> None:
        self.rows = list(range(10))
        self._wire, self._total, self._most, self._change = wire, total, most, change

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        asked = {name: int(value) for name, value in parse_qsl(handler.path.partition("?")[2])}
        found = self.rows[asked["offset"] :][: min(asked["limit"], self._most)]
        total = len(self.rows) if self._total == "true" else self._total
        Reply({"data": [{"id": f"org_{number}"} for number in found], "total_count": total})(handler)
        if asked["offset"] == 0:
            self._change(self.rows)


def numbers(items: list[Any]) -> Rows:
    return [int(item.id.removeprefix("org_")) for item in items]


def offsets(wire: RecordingServer) -> Rows:
    return [int(dict(request.query)["offset"]) for request in wire.requests]


def walk(clerk: Any, limit: int = 4) -> Any:
    return clerk.organizations.get_organization_list.iter(limit=limit)


ALL = list(range(10))


def insert_in_front(rows: Rows) -> None:
    rows[:0] = [97, 98, 99]


def insert_a_page_in_front(rows: Rows) -> None:
    rows[:0] = [90, 91, 92, 93, 94, 95]


def append(rows: Rows) -> None:
    rows.extend([10, 11, 12])


def delete_seen(rows: Rows) -> None:
    del rows[:2]


def delete_end(rows: Rows) -> None:
    del rows[6:]


@rows(
    Row("H80", "a list that grows in front under a walk", "each item once", (insert_in_front, ALL, [0, 4, 8, 12])),
    Row("H81", "a list that grows in front by more than a page", "each item once, and those new ones that are met",
        (insert_a_page_in_front, [0, 1, 2, 3, 94, 95, 4, 5, 6, 7, 8, 9], [0, 4, 8, 12])),
    Row("H82", "a list that grows behind", "walked to its new end", (append, [*ALL, 10, 11, 12], [0, 4, 8, 12])),
    Row("H83", "a list that shrinks behind", "walked to its new end", (delete_end, ALL[:6], [0, 4])),
    Row("H84", "a list that shrinks in front", "ends; what slid over the edge of a page is not seen",
        (delete_seen, [0, 1, 2, 3, 6, 7, 8, 9], [0, 4])),
    Row("H85", "a list that is emptied under a walk", "ends", (list.clear, ALL[:4], [0, 4])),
)  # fmt: skip
def test_a_list_that_moves(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    change, seen, asked = row.given
    wire.reply(Table(wire, change=change))
    assert numbers(world.items(walk(clerk))) == seen
    assert offsets(wire) == asked


@rows(
    Row("H87", "total_count less than what came", "an empty page ends the walk", (3, ALL, [0, 4, 8, 10])),
    Row("H88", "total_count of 0", "an empty page ends the walk", (0, ALL, [0, 4, 8, 10])),
    Row("H90", "total_count missing", "an empty page ends the walk", (None, ALL, [0, 4, 8, 10])),
    Row("H91", "total_count that is no number", "an empty page ends the walk", ("10", ALL, [0, 4, 8, 10])),
    Row("H92", "total_count too low, where a page ends", "the walk ends there", (8, ALL[:8], [0, 4])),
)
def test_a_wrong_total(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    total, seen, asked = row.given
    wire.reply(Table(wire, total))
    assert numbers(world.items(walk(clerk))) == seen
    assert offsets(wire) == asked


@rows(Row("H86", "total_count far too high", "an empty page ends the walk; a few are asked for in vain"))
def test_a_total_that_is_too_high(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(Table(wire, 99))
    assert numbers(world.items(walk(clerk))) == ALL
    in_vain = set(range(12, 12 + 4 * WINDOW, 4))
    assert {0, 4, 8, 10} <= set(offsets(wire)) <= {0, 4, 8, 10} | in_vain


def page(numbers: Rows, total: int | None) -> Reply:
    return Reply({"data": [{"id": f"org_{number}"} for number in numbers], "total_count": total})


@rows(Row("H93", "pages longer than asked", "each item once, none passed over"))
def test_a_page_longer_than_asked(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(page(ALL[:6], 10), page(ALL[6:], 10))
    assert numbers(world.items(walk(clerk))) == ALL
    assert offsets(wire) == [0, 6]


@rows(Row("H94", "pages shorter than asked", "each item once, none passed over"))
def test_a_page_shorter_than_asked(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(Table(wire, most=3))
    assert numbers(world.items(walk(clerk))) == ALL
    assert sorted(offsets(wire)) == [0, 3, 6, 9]


@pytest.mark.sample(4)
@rows(
    Row("H95", "the same page again and again, without a total", "ClerkDecodeError", None),
    Row("H96", "the same page again and again, with a total", "ClerkDecodeError", 1_000_000),
    Row("H97", "the same page again and again, with a total too low", "ClerkDecodeError", 1),
)
@pytest.mark.parametrize("kind", ["iter", "pages"])
def test_a_server_that_repeats_itself_is_not_asked_for_ever(
    kind: str, row: Row, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    """It does not know `offset`, say. What it has beyond that page nobody can tell, so the walk does not just end."""
    wire.reply(page([1, 2], row.given))
    with pytest.raises(ClerkDecodeError, match="nothing new on the last 10 pages") as caught:
        world.items(getattr(clerk.organizations.get_organization_list, kind)(limit=2))
    assert caught.value.status == 200
    assert len(wire.requests) == 11


@pytest.mark.parametrize("total", [None, "2"])
def test_nor_is_one_whose_items_have_no_ids(total: Any, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(Reply({"data": [{"name": "Acme"}, {"id": 7}], "total_count": total}))
    with pytest.raises(ClerkDecodeError, match="nothing new on the last 10 pages"):
        world.items(clerk.organizations.get_organization_list.iter(limit=2))
    assert len(wire.requests) == 11


@rows(Row("H98", "a walk whose second page always fails", "the items of the first page, then the error"))
def test_a_walk_that_fails_has_given_what_it_had(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply(page([1, 2], 4), Reply({}, status=503))
    seen: list[Any] = []
    with pytest.raises(ServerError):
        consume(world, walk(clerk, limit=2), seen)
    assert numbers(seen) == [1, 2]
    assert offsets(wire) == [0, 2, 2, 2]


def consume(world: BothClients, walk: Any, seen: list[Any]) -> None:
    async def take() -> None:
        async for item in walk:
            seen.append(item)

    if world.is_async:
        world.run(take())
    else:
        seen.extend(walk)
