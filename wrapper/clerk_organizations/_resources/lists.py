"""List methods that walk: a call for one page, `.iter` for every item, `.pages` for every page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, Protocol, TypeVar

from .._calls.paging import Paginator
from .._secrets import drop_own_frames, leave
from ..errors import ClerkError
from .bound import AsyncMethod, SyncMethod
from .prefetch import Prefetcher, TaskFetch, ThreadFetch, aclose

__all__ = ["AsyncList", "SyncList"]

P = ParamSpec("P")
T_co = TypeVar("T_co", covariant=True)
Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)


class Page(Protocol[Item_co]):
    """A page of a list, as far as a walk reads it."""

    @property
    def data(self) -> Sequence[Item_co]: ...
    @property
    def total_count(self) -> int: ...


class _NoList:
    """What a list method says when it is taken for the list itself. Type checkers do not see it, and refuse."""

    if not TYPE_CHECKING:

        def __getitem__(self, index: object) -> NoReturn:  # what `for` asks for too, where there is no __iter__
            raise TypeError(
                f"{self.__name__} is a method: call it for one page, whose items are in `.data`, "
                f"or walk with {self.__name__}.iter(…)"
            )

        def __aiter__(self) -> NoReturn:
            self[0]


class SyncList(_NoList, SyncMethod[P, T_co]):
    """A list method of a `ClerkClient`: call it for one page, or walk with `.iter` or `.pages`."""

    def iter(self: SyncList[P, Page[Item]], *args: P.args, **kwargs: P.kwargs) -> Iterator[Item]:
        """Every item, page after page. Takes the arguments of the call: `limit` is the page size (500 unless given),
        `offset` the first item. From the second page on, up to five pages are fetched ahead in threads.

        A list that shrinks under the walk can hide items from any offset API: where that matters, order by created_at
        ascending, so that new items only come behind. A server that gives the same items again and again is a
        ClerkDecodeError.
        """
        try:
            return self._walk(Paginator(self._describe, args, kwargs), whole=False)
        except BaseException as error:
            leave(error)
            del args, kwargs  # of this frame
            raise

    def pages(self, *args: P.args, **kwargs: P.kwargs) -> Iterator[T_co]:
        """Every page, as the call returns it. Takes the same arguments as `iter`."""
        try:
            return self._walk(Paginator(self._describe, args, kwargs), whole=True)
        except BaseException as error:
            leave(error)
            del args, kwargs  # of this frame
            raise

    def _walk(self, paginator: Paginator, *, whole: bool) -> Iterator[Any]:
        send = self._sender.send
        prefetcher = Prefetcher(partial(ThreadFetch, self._sender._fetch))
        while not paginator.exhausted:
            try:
                fetch = prefetcher.next(paginator)
                page = fetch.page() if fetch else None
                if page is None:
                    page = send(paginator.call(paginator.offset))
                fresh = paginator.accept(page)
            except ClerkError as error:
                drop_own_frames(error)
                raise
            yield from [page] if whole else fresh


class AsyncList(_NoList, AsyncMethod[P, T_co]):
    """A list method of an `AsyncClerkClient`: await it for one page, or walk with `.iter` or `.pages`."""

    def iter(self: AsyncList[P, Page[Item]], *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[Item]:
        """Every item, page after page, for `async for`. See `SyncList.iter`; pages are fetched ahead in tasks."""
        try:
            return self._walk(Paginator(self._describe, args, kwargs), whole=False)
        except BaseException as error:
            leave(error)
            del args, kwargs  # of this frame
            raise

    def pages(self, *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[T_co]:
        """Every page, as the call returns it, for `async for`. Takes the same arguments as `iter`."""
        try:
            return self._walk(Paginator(self._describe, args, kwargs), whole=True)
        except BaseException as error:
            leave(error)
            del args, kwargs  # of this frame
            raise

    async def _walk(self, paginator: Paginator, *, whole: bool) -> AsyncIterator[Any]:
        send = self._sender.send
        prefetcher = Prefetcher(partial(TaskFetch, self._sender._fetch))
        try:
            while not paginator.exhausted:
                try:
                    fetch = prefetcher.next(paginator)
                    page = await fetch.page() if fetch else None
                    if page is None:
                        page = await send(paginator.call(paginator.offset))
                    fresh = paginator.accept(page)
                except ClerkError as error:
                    drop_own_frames(error)
                    raise
                for found in [page] if whole else fresh:
                    yield found
        finally:
            await aclose(prefetcher)
