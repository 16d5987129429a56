"""Pagination: the state of a walk over a list, the pages to prefetch, and the items that are new."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Sequence
from typing import Any

import attrs

from clerk_organizations_api import UNSET, Operation

from ..errors import ClerkDecodeError
from ..retry import RetryPolicy

PAGE_SIZE = 500
"""The most the API gives at once: the fewest requests for a walk."""

WINDOW = 6
"""Pages that may be under way or waiting for their turn."""

_REMEMBERED_PAGES = WINDOW + 2
_STALE_PAGES = 10
"""After so many pages in a row without anything new a walk is given up; a list that shifts is through with as many as
are remembered."""


class PrefetchWindow:
    """Size of the prefetch window: halved by a failed attempt, increased slowly by expected pages (AIMD)."""

    def __init__(self) -> None:
        self._size = float(WINDOW)
        self._failures = deque[None]()

    def failed(self) -> None:
        """Record a failed attempt, such as a 429. Called in the thread of the attempt."""
        self._failures.append(None)

    def increase(self) -> None:
        """A page arrived as expected."""
        self._size = min(WINDOW, self._size + 1 / self._size)

    def reset(self) -> None:
        """A page was not as expected, so prefetched pages may be useless."""
        self._size = 1.0

    def pages(self) -> int:
        """Pages that may be under way now."""
        while self._failures:
            self._failures.pop()
            self._size = max(1.0, self._size / 2)
        return int(self._size)


@attrs.define(frozen=True, slots=True, eq=False, kw_only=True)
class PageOperation(Operation[Any]):
    """An operation for one page of a walk, with its own retry policy."""

    prefetch: bool = False
    """Whether it is made before its turn. Such a call is tried once: if it fails the page is asked for when its turn
    comes, so that guesses take nothing from the retries that the client has in hand."""
    window: PrefetchWindow = attrs.field(repr=False)
    """Informed of each attempt that fails, retried or not."""

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """The retry policy of this operation, for a client with that policy."""
        return attrs.evolve(policy, attempts=1) if self.prefetch else policy


class Paginator:
    """Pagination state of one walk.

    Given each page in order, it knows the next offset and the offsets to prefetch; prefetching never affects results.
    """

    def __init__(self, describe: Callable[..., Operation[Any]], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        limit, offset = kwargs.get("limit", UNSET), kwargs.get("offset", UNSET)
        self.offset: int = 0 if offset is UNSET or offset is None else offset
        """Of the next page."""
        self.exhausted = False
        paging = {"limit": PAGE_SIZE if limit is UNSET or limit is None else limit, "offset": self.offset}
        described = describe(*args, **{**kwargs, **paging})
        self._window = PrefetchWindow()
        self._first = PageOperation(**attrs.asdict(described, recurse=False), window=self._window)
        self._recent: deque[set[str | None]] = deque(maxlen=_REMEMBERED_PAGES)
        self._last_items: Sequence[Any] = ()
        self._stale_pages = 0
        self._page_length = 0
        self._total: int | None = None

    def call(self, offset: int, *, prefetch: bool = False) -> PageOperation:
        """The first request with another offset: not described anew, as its arguments may have changed since."""
        others = (pair for pair in self._first.query if pair[0] != "offset")
        return attrs.evolve(self._first, query=(*others, ("offset", str(offset))), prefetch=prefetch)

    def prefetch_offsets(self, under_way: Container[int]) -> list[int]:
        """Offsets of the pages that should be under way behind the next one, given those that are.

        All of them are whole: the last page of the list is asked for when its turn comes, as it may have grown by then.
        """
        window = self._window.pages()
        if not self._page_length or self._total is None:
            return []
        whole = range(self.offset + self._page_length, self._total - self._page_length, self._page_length)[: WINDOW - 1]
        return [offset for place, offset in enumerate(whole, 2) if place <= window or offset in under_way]

    def accept(self, page: Any) -> Sequence[Any]:
        """Take note of the next page: it decides whether and where there is another one.

        Returns those items that did not stand on the pages before it: a list that shifts shows some twice.
        """
        items: Sequence[Any] = page.data
        ids = {*map(_identity, items)} - {None}
        repeated = set[str | None]().union(*map(ids.intersection, self._recent))
        fresh = [item for item in items if _identity(item) not in repeated] if repeated else items
        self._recent.append(ids)
        # Where no item has an id, the same page again is nothing new.
        is_new = bool(fresh) and (bool(ids) or items != self._last_items)
        self._last_items = () if ids else items
        self._stale_pages = 0 if is_new else self._stale_pages + 1
        if fresh and self._page_length in (0, len(items)):
            self._window.increase()
        else:
            self._window.reset()
        self.offset += len(items)
        self._page_length, self._total = len(items), _total(page)
        self.exhausted = (
            not items or self.offset == self._total
        )  # a total less than what came is wrong, and not the end
        if not self.exhausted and self._stale_pages == _STALE_PAGES:
            raise _repeats(self._first)
        return fresh


def _total(page: Any) -> int | None:
    total = page.total_count
    return total if isinstance(total, int) and not isinstance(total, bool) else None


def _identity(item: Any) -> str | None:
    return item.id if isinstance(item.id, str) else None


def _repeats(operation: Operation[Any]) -> ClerkDecodeError:
    told = f"there was nothing new on the last {_STALE_PAGES} pages: the server seems to pass over the offset"
    return ClerkDecodeError(f"200 {operation.method} {operation.path}: {told}", status=200, json_path="$.data")
