"""What a walk decides, without a server: fetching ahead changes neither what comes out nor its order."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_organizations import ClerkDecodeError, RetryPolicy
from clerk_organizations._calls.paging import WINDOW, Paginator, PrefetchWindow
from clerk_organizations.models import Organizations
from clerk_organizations_api import api

TOTALS: dict[str, Callable[[int], Any]] = {
    "true": lambda true: true,
    "absent": lambda true: None,
    "a bool": lambda true: True,
    "a text": str,
    "nothing": lambda true: 0,
    "less": lambda true: true // 2,
    "one less": lambda true: true - 1,
    "one more": lambda true: true + 1,
    "far more": lambda true: true + 1000,
}


@dataclass
class List:
    """A list on a server, which may cap its pages, and say what it likes of its total."""

    ids: list[Any]
    cap: int = 500
    total: str = "true"
    totals: Mapping[int, str] = field(default_factory=dict[int, str])
    """What it says otherwise at some offsets."""
    growth: Mapping[int, int] = field(default_factory=dict[int, int])
    """How many items are added behind after how many pages were taken."""

    def page(self, call: Any) -> Organizations:
        query = dict(call.query)
        offset, limit = int(query["offset"]), int(query["limit"])
        total = TOTALS[self.totals.get(offset, self.total)](len(self.ids))
        found = self.ids[offset:][: min(self.cap, limit)]
        return Organizations.from_dict({"data": [{"id": found} for found in found], "total_count": total})

    def taken(self, pages: int) -> None:
        start = len(self.ids)
        self.ids.extend(range(start, start + self.growth.get(pages, 0)))


def walked(server: List, limit: int, chance: random.Random | None) -> tuple[list[Any], bool]:
    """Ids that a walk gives, and whether it was given up. With a chance it fetches ahead, and some of that fails."""
    walk = Paginator(api.list_organizations, (), {"limit": limit})
    under_way: dict[int, Any] = {}
    seen: list[Any] = []
    pages = 0
    while not walk.exhausted:
        page = under_way.pop(walk.offset, None)
        if chance:
            wanted = walk.prefetch_offsets(under_way)
            assert len(wanted) < WINDOW and wanted == sorted(set(wanted))
            assert pages or not wanted, "nothing is fetched ahead before the first page is there"
            assert all(offset > walk.offset for offset in wanted)
            under_way = {offset: under_way.get(offset) for offset in wanted}
            for offset in wanted:
                if under_way[offset] is None and chance.random() < 0.8:
                    under_way[offset] = server.page(walk.call(offset, prefetch=True))
                if under_way[offset] is None:
                    walk._window.failed()
        try:
            fresh = walk.accept(page or server.page(walk.call(walk.offset)))
        except ClerkDecodeError:
            return seen, True
        pages += 1
        assert pages <= 1000
        seen += [item.id for item in fresh]
        server.taken(pages)
    return seen, False


ids = st.lists(st.integers(0, 60) | st.none(), max_size=60)
repeated = st.builds(lambda ids, times: ids * times, st.lists(st.integers(0, 3), max_size=3), st.integers(1, 60))
kinds = st.sampled_from(sorted(TOTALS))


@given(
    ids=ids | repeated | st.integers(0, 120).map(lambda size: list(range(size))),
    cap=st.integers(1, 9),
    limit=st.integers(1, 9),
    total=kinds,
    totals=st.dictionaries(st.integers(0, 60), kinds, max_size=4),
    chance=st.randoms(use_true_random=False),
)
def test_fetching_ahead_changes_nothing(
    ids: list[Any], cap: int, limit: int, total: str, totals: dict[int, str], chance: random.Random
) -> None:
    server = List([None if found is None else f"org_{found}" for found in ids], cap, total, totals)
    assert walked(server, limit, chance) == walked(server, limit, None)


@given(
    size=st.integers(0, 60),
    cap=st.integers(1, 9),
    limit=st.integers(1, 9),
    growth=st.dictionaries(st.integers(1, 20), st.integers(1, 30), max_size=3),
    chance=st.randoms(use_true_random=False),
)
def test_a_list_that_grows_behind_is_walked_to_the_same_end(
    size: int, cap: int, limit: int, growth: dict[int, int], chance: random.Random
) -> None:
    def server() -> List:
        return List(list(range(size)), cap, growth=growth)

    assert walked(server(), limit, chance) == walked(server(), limit, None)


@given(size=st.integers(1, 200), cap=st.integers(1, 9), limit=st.integers(1, 9))
def test_every_page_of_an_honest_list_is_asked_for_once(size: int, cap: int, limit: int) -> None:
    asked: list[int] = []

    class Noted(List):
        def page(self, call: Any) -> Organizations:
            asked.append(int(dict(call.query)["offset"]))
            return super().page(call)

    calm = random.Random()
    calm.random = lambda: 0.0  # type: ignore[method-assign]  # no call ahead fails
    assert walked(Noted(list(range(size)), cap), limit, calm)[1] is False
    assert sorted(asked) == list(range(0, size, min(cap, limit)))


def ahead(walk: Paginator, under_way: tuple[int, ...] = ()) -> list[int]:
    return walk.prefetch_offsets(under_way)


def turned(total: int = 1000, pages: int = 1, size: int = 10) -> Paginator:
    """A walk that was given so many pages of a list."""
    walk = Paginator(api.list_organizations, (), {"limit": 10})
    for number in range(pages):
        found = range(number * size, number * size + size)
        walk.accept(Organizations.from_dict({"data": [{"id": str(n)} for n in found], "total_count": total}))
    return walk


def test_the_window_is_open_from_the_second_page_on() -> None:
    assert ahead(turned(pages=0)) == []
    assert ahead(turned(pages=1)) == [20, 30, 40, 50, 60]


@pytest.mark.parametrize(("total", "offsets"), [(41, [20, 30]), (40, [20]), (31, [20]), (30, []), (20, []), (7, [])])
def test_the_last_page_waits_for_its_turn(total: int, offsets: list[int]) -> None:
    assert ahead(turned(total)) == offsets


def test_the_stride_is_that_of_the_server() -> None:
    assert ahead(turned(size=4)) == [8, 12, 16, 20, 24]


def test_what_is_under_way_stays_when_the_window_narrows() -> None:
    walk = turned()
    for _ in range(3):
        walk._window.failed()
    assert ahead(walk) == []
    assert ahead(walk, (20, 30, 35)) == [20, 30]


def test_a_page_of_another_size_ends_the_guessing() -> None:
    walk = turned()
    short = [{"id": f"s{number}"} for number in range(3)]
    walk.accept(Organizations.from_dict({"data": short, "total_count": 1000}))
    assert (walk.offset, ahead(walk, (20, 30, 40))) == (13, [])


def test_what_came_on_the_last_pages_is_not_given_again() -> None:
    walk = turned(pages=WINDOW + 3)
    found = [{"id": number} for number in ("0", "9", "10", "19", "new")]
    fresh = walk.accept(Organizations.from_dict({"data": found, "total_count": 1000}))
    assert [item.id for item in fresh] == ["0", "9", "new"]  # what came before those pages is not kept


def test_the_pace_halves_with_each_failure_and_recovers_slowly() -> None:
    pace = PrefetchWindow()
    assert pace.pages() == WINDOW
    pace.failed()
    assert pace.pages() == WINDOW // 2
    for _ in range(20):
        pace.failed()
    assert pace.pages() == 1
    widths = []
    for _ in range(30):
        pace.increase()
        widths.append(pace.pages())
    assert widths == sorted(widths) and widths.count(5) > widths.count(2) and widths[-1] == WINDOW


def test_only_calls_ahead_are_tried_once() -> None:
    walk, policy = turned(), RetryPolicy(attempts=7)
    assert walk.call(0).policy(policy) is policy
    assert walk.call(0, prefetch=True).policy(policy) == RetryPolicy(attempts=1)


def test_the_window_grows_by_a_page_for_as_many_pages_as_it_has() -> None:
    pace = PrefetchWindow()
    pace.reset()
    sizes = [pace.pages()]
    for _ in range(12):
        pace.increase()
        sizes.append(pace.pages())
    assert sizes == [1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 5]
    for _ in range(50):
        pace.increase()
    assert pace.pages() == WINDOW
