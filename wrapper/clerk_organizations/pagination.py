"""List methods that walk: a call for one page, `.iter` for every item, `.pages` for every page."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any, Generic, ParamSpec, Protocol, TypeVar

import attrs

from clerk_organizations_api import UNSET, Operation

from ._bound import AsyncCall, SyncSender, signature_of
from .errors import ClerkDecodeError

__all__ = ["AsyncList", "SyncList"]

P = ParamSpec("P")
T_co = TypeVar("T_co", covariant=True)
Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)

PAGE_SIZE = 500
"""The most the API gives at once: the fewest requests for a walk."""

_REMEMBERED_PAGES = 3
_STALE_PAGES = 10
"""After so many pages in a row without anything new a walk is given up; a list that shifts is through with three."""


class Page(Protocol[Item_co]):
    """What every list answer has."""

    @property
    def data(self) -> Sequence[Item_co]: ...
    @property
    def total_count(self) -> int: ...


class Walk:
    """Where a walk stands: which page to ask for next, and which of its items are new. No I/O."""

    def __init__(self, describe: Callable[..., Operation[Any]], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        limit, offset = kwargs.get("limit", UNSET), kwargs.get("offset", UNSET)
        self._offset = 0 if offset is UNSET or offset is None else offset
        paging = {"limit": PAGE_SIZE if limit is UNSET or limit is None else limit, "offset": self._offset}
        self._first = describe(*args, **{**kwargs, **paging})
        self._recent: deque[frozenset[Any]] = deque(maxlen=_REMEMBERED_PAGES)
        self._stale_pages = 0
        self.next: Operation[Any] | None = self._first
        self.fresh: list[Any] = []
        """Items of the last page that did not stand on those before it: a list that shifts shows some twice."""

    def turn(self, page: Any) -> None:
        """Take note of a page: it decides whether and where there is a next one."""
        items = _items(page)
        seen = frozenset().union(*self._recent)
        self.fresh = [item for item in items if _identity(item) not in seen]
        self._recent.append(frozenset(_identity(item) for item in items) - {None})
        self._stale_pages = 0 if self.fresh else self._stale_pages + 1
        self._offset += len(items)
        if not items or self._offset == _total(page):  # a total that is less than what came is wrong, and not the end
            self.next = None
        elif self._stale_pages == _STALE_PAGES:
            raise _repeats(self._first)
        else:
            self.next = self._from_offset()

    def _from_offset(self) -> Operation[Any]:
        """The first request with another offset: not described anew, as its arguments may have changed since."""
        others = (pair for pair in self._first.query if pair[0] != "offset")
        return attrs.evolve(self._first, query=(*others, ("offset", str(self._offset))))


def _repeats(operation: Operation[Any]) -> ClerkDecodeError:
    told = f"there was nothing new on the last {_STALE_PAGES} pages: the server seems to pass over the offset"
    return ClerkDecodeError(f"200 {operation.method} {operation.path}: {told}", status=200, json_path="$.data")


class SyncList(Generic[P, T_co]):
    """A list method of a `ClerkClient`: call it for one page, or walk with `.iter` or `.pages`."""

    def __init__(self, describe: Callable[P, Operation[T_co]], sender: SyncSender) -> None:
        self._describe = describe
        self._sender = sender

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T_co:
        return self._sender.send(self._describe(*args, **kwargs))

    def iter(self: SyncList[P, Page[Item]], *args: P.args, **kwargs: P.kwargs) -> Iterator[Item]:
        """Every item, page after page. Takes the arguments of the call: `limit` is the page size (500 unless given),
        `offset` the first item. A list that shrinks under the walk can hide items from any offset API: where that
        matters, order by created_at ascending, so that new items only come behind. A server that gives the same items
        again and again is a ClerkDecodeError.
        """
        walk = Walk(self._describe, args, kwargs)
        return self._items(walk)

    def pages(self, *args: P.args, **kwargs: P.kwargs) -> Iterator[T_co]:
        """Every page, as the call returns it. Takes the same arguments as `iter`."""
        walk = Walk(self._describe, args, kwargs)
        return self._turn(walk)

    def _turn(self, walk: Walk) -> Iterator[T_co]:
        while walk.next is not None:
            page = self._sender.send(walk.next)
            walk.turn(page)
            yield page

    def _items(self, walk: Walk) -> Iterator[Any]:
        for _ in self._turn(walk):
            yield from walk.fresh

    def __repr__(self) -> str:
        return signature_of(self)


class AsyncList(AsyncCall[P, T_co]):
    """A list method of an `AsyncClerkClient`: await it for one page, or walk with `.iter` or `.pages`."""

    def iter(self: AsyncList[P, Page[Item]], *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[Item]:
        """Every item, page after page, for `async for`. See `SyncList.iter`."""
        walk = Walk(self._describe, args, kwargs)
        return self._items(walk)

    def pages(self, *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[T_co]:
        """Every page, as the call returns it, for `async for`. Takes the same arguments as `iter`."""
        walk = Walk(self._describe, args, kwargs)
        return self._turn(walk)

    async def _turn(self, walk: Walk) -> AsyncIterator[T_co]:
        while walk.next is not None:
            page = await self._sender.send(walk.next)
            walk.turn(page)
            yield page

    async def _items(self, walk: Walk) -> AsyncIterator[Any]:
        async for _ in self._turn(walk):
            for item in walk.fresh:
                yield item


def _items(page: Any) -> Sequence[Any]:
    items: Sequence[Any] = page.data
    return items


def _total(page: Any) -> int | None:
    total = page.total_count
    return total if isinstance(total, int) and not isinstance(total, bool) else None


def _identity(item: Any) -> Any:
    return item.id if isinstance(item.id, str) else None
