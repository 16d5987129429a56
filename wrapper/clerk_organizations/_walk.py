"""Where a walk over a list stands: which page is next, which to fetch ahead, and which items are new. No I/O."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Sequence
from typing import Any

import attrs

from clerk_organizations_api import UNSET, Operation

from .errors import ClerkDecodeError
from .retry import RetryPolicy

PAGE_SIZE = 500
"""The most the API gives at once: the fewest requests for a walk."""

WINDOW = 6
"""Pages that may be under way or waiting for their turn."""

_REMEMBERED_PAGES = WINDOW + 2
_STALE_PAGES = 10
"""After so many pages in a row without anything new a walk is given up; a list that shifts is through with as many as
are remembered."""


class Pace:
    """How many pages may be under way: half as many after an attempt that failed, slowly more while all goes well."""

    def __init__(self) -> None:
        self._window = float(WINDOW)
        self._failures = deque[None]()

    def failed(self) -> None:
        """An attempt failed, such as with 429. Called by the thread that made it, so it is only noted here."""
        self._failures.append(None)

    def went_well(self) -> None:
        """A page came as it was expected."""
        self._window = min(WINDOW, self._window + 1 / self._window)

    def guessed_wrong(self) -> None:
        """A page was not as expected, so that what was fetched ahead may be of no use."""
        self._window = 1.0

    def pages(self) -> int:
        """Pages that may be under way now."""
        while self._failures:
            self._failures.pop()
            self._window = max(1.0, self._window / 2)
        return int(self._window)


@attrs.define(frozen=True, slots=True, eq=False, kw_only=True)
class PageCall(Operation[Any]):
    """A call for one page, which a client sends as any operation, but for how it is repeated."""

    ahead: bool = False
    """Whether it is made before its turn. Such a call is tried once: if it fails the page is asked for when its turn
    comes, so that guesses take nothing from the retries that the client has in hand."""
    pace: Pace = attrs.field(repr=False)
    """Is told of each attempt that fails, also of those that are repeated."""

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """How the call is repeated by a client of this policy."""
        return attrs.evolve(policy, attempts=1) if self.ahead else policy


class Walk:
    """Is given pages in their order, and says what to ask for. What is fetched ahead never changes what comes out."""

    def __init__(self, describe: Callable[..., Operation[Any]], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        limit, offset = kwargs.get("limit", UNSET), kwargs.get("offset", UNSET)
        self.offset: int = 0 if offset is UNSET or offset is None else offset
        """Of the next page."""
        self.over = False
        paging = {"limit": PAGE_SIZE if limit is UNSET or limit is None else limit, "offset": self.offset}
        described = describe(*args, **{**kwargs, **paging})
        self._pace = Pace()
        self._first = PageCall(**attrs.asdict(described, recurse=False), pace=self._pace)
        self._recent: deque[frozenset[Any]] = deque(maxlen=_REMEMBERED_PAGES)
        self._stale_pages = 0
        self._stride = 0
        self._total: int | None = None

    def call(self, offset: int, *, ahead: bool = False) -> PageCall:
        """The first request with another offset: not described anew, as its arguments may have changed since."""
        others = (pair for pair in self._first.query if pair[0] != "offset")
        return attrs.evolve(self._first, query=(*others, ("offset", str(offset))), ahead=ahead)

    def ahead(self, under_way: Container[int]) -> list[int]:
        """Offsets of the pages that should be under way behind the next one, given those that are.

        All of them are whole: the last page of the list is asked for when its turn comes, as it may have grown by then.
        """
        window = self._pace.pages()
        if not self._stride or self._total is None:
            return []
        whole = range(self.offset + self._stride, self._total - self._stride, self._stride)[: WINDOW - 1]
        return [offset for place, offset in enumerate(whole, 2) if place <= window or offset in under_way]

    def turn(self, page: Any) -> list[Any]:
        """Take note of the next page: it decides whether and where there is another one.

        Returns those items that did not stand on the pages before it: a list that shifts shows some twice.
        """
        items: Sequence[Any] = page.data
        seen = frozenset().union(*self._recent)
        fresh = [item for item in items if _identity(item) not in seen]
        self._recent.append(frozenset(_identity(item) for item in items) - {None})
        self._stale_pages = 0 if fresh else self._stale_pages + 1
        if fresh and self._stride in (0, len(items)):
            self._pace.went_well()
        else:
            self._pace.guessed_wrong()
        self.offset += len(items)
        self._stride, self._total = len(items), _total(page)
        self.over = not items or self.offset == self._total  # a total less than what came is wrong, and not the end
        if not self.over and self._stale_pages == _STALE_PAGES:
            raise _repeats(self._first)
        return fresh


def _total(page: Any) -> int | None:
    total = page.total_count
    return total if isinstance(total, int) and not isinstance(total, bool) else None


def _identity(item: Any) -> Any:
    return item.id if isinstance(item.id, str) else None


def _repeats(operation: Operation[Any]) -> ClerkDecodeError:
    told = f"there was nothing new on the last {_STALE_PAGES} pages: the server seems to pass over the offset"
    return ClerkDecodeError(f"200 {operation.method} {operation.path}: {told}", status=200, json_path="$.data")
