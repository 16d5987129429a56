"""Bulk methods: a call for a few rows, and `.chunked` for any number of them, which tells what became of each few."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Generic, ParamSpec, TypeVar, cast

import attrs

from clerk_organizations_api import models

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

    rows: Sequence[models.OrganizationInvitationRow] = attrs.field(repr=False)
    answer: T | None
    """What the call returned; None if it failed."""
    error: ClerkError | None = None
    """Why it failed. None of the rows was carried out then, unless it says that the outcome is unknown, or is a
    ClerkDecodeError: then all of them were, and only the answer cannot be read."""


class SyncBulk(SyncMethod[P, T_co]):
    """A bulk method of a `ClerkClient`: call it for a few rows, or `.chunked` for many."""

    def chunked(self, organization_id: str, rows: Iterable[models.OrganizationInvitationRow]) -> Iterator[Chunk[T_co]]:
        """A call for each ten of the rows, which may come from a generator; yields what became of them.

        A call that fails does not end it: look at `error` of each chunk, and stop where going on makes no sense. Rows
        are taken as they are sent.
        """
        call = cast("Callable[..., T_co]", self)
        for few in _chunks(rows):
            try:
                chunk = Chunk(few, call(organization_id, few))
            except BaseException as error:
                if not isinstance(error, ClerkError) or isinstance(error, ClerkConfigurationError):  # such as closed
                    del few, rows  # of this frame
                    raise
                chunk = Chunk(few, None, error.with_traceback(None))  # which would hold this frame
            yield chunk


class AsyncBulk(AsyncMethod[P, T_co]):
    """A bulk method of an `AsyncClerkClient`: await it for a few rows, or walk `.chunked` for many."""

    async def chunked(
        self, organization_id: str, rows: Iterable[models.OrganizationInvitationRow]
    ) -> AsyncIterator[Chunk[T_co]]:
        """As that of `SyncBulk`, for `async for`."""
        call = cast("Callable[..., Coroutine[Any, Any, T_co]]", self)
        for few in _chunks(rows):
            try:
                chunk = Chunk(few, await call(organization_id, few))
            except BaseException as error:
                if not isinstance(error, ClerkError) or isinstance(error, ClerkConfigurationError):
                    del few, rows  # likewise
                    raise
                chunk = Chunk(few, None, error.with_traceback(None))
            yield chunk


def _chunks(rows: Iterable[models.OrganizationInvitationRow]) -> Iterator[list[models.OrganizationInvitationRow]]:
    source = iter(rows)
    while few := list(islice(source, _SIZE)):
        yield few
