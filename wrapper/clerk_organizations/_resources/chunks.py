"""Bulk methods: a call for a few rows, and `.chunked` for any number of them, which tells what became of each few."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Generic, ParamSpec, TypeVar

import attrs

from ..errors import ClerkConfigurationError, ClerkError
from .bound import AsyncMethod, SyncMethod

__all__ = ["AsyncBulk", "Chunk", "SyncBulk"]

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_SIZE = 10
"""Rows that the API takes in one call."""


@attrs.define(frozen=True, slots=True)
class Chunk(Generic[T]):
    """A few rows of many, which one call has sent."""

    rows: Sequence[Any] = attrs.field(repr=False)
    answer: T | None
    """What the call returned; None if it failed."""
    error: ClerkError | None = None
    """Why it failed. None of the rows was carried out then, unless it says that the outcome is unknown."""


class SyncBulk(SyncMethod[P, T_co]):
    """A bulk method of a `ClerkClient`: call it for a few rows, or `.chunked` for many."""

    def chunked(self, organization_id: str, rows: Iterable[Any]) -> Iterator[Chunk[T_co]]:
        """A call for each ten of the rows, which may come from a generator; yields what became of them.

        A call that fails does not end it: look at `error` of each chunk, and stop where going on makes no sense. Rows
        are taken as they are sent.
        """
        for few in _chunks(rows):
            try:
                answer = self(organization_id, few)  # type: ignore[call-arg,arg-type]  # what bulk methods take
            except ClerkConfigurationError:  # such as closed: true of all that follow
                raise
            except ClerkError as error:
                yield Chunk(few, None, error)
            else:
                yield Chunk(few, answer)


class AsyncBulk(AsyncMethod[P, T_co]):
    """A bulk method of an `AsyncClerkClient`: await it for a few rows, or walk `.chunked` for many."""

    async def chunked(self, organization_id: str, rows: Iterable[Any]) -> AsyncIterator[Chunk[T_co]]:
        """As that of `SyncBulk`, for `async for`."""
        for few in _chunks(rows):
            try:
                answer = await self(organization_id, few)  # type: ignore[call-arg,arg-type]  # likewise
            except ClerkConfigurationError:
                raise
            except ClerkError as error:
                yield Chunk(few, None, error)
            else:
                yield Chunk(few, answer)


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    source = iter(rows)
    while few := list(islice(source, _SIZE)):
        yield few
