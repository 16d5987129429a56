"""Bulk methods: a call for a few rows, and `.chunked` for any number of them, which tells what became of each few."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from itertools import islice
from typing import Any, Generic, ParamSpec, TypeVar, cast

import attrs

from clerk_organizations_api import Operation, models
from clerk_organizations_api.encode import no_list

from .._secrets import drop_own_frames, leave
from ..errors import ClerkConfigurationError, ClerkError
from .bound import AsyncMethod, SyncMethod

__all__ = ["AsyncBulk", "Chunk", "SyncBulk", "naming_chunked"]

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
        try:
            return self._walk(organization_id, _chunks(rows))
        except BaseException as error:
            leave(error)
            del rows  # of this frame
            raise

    def _walk(
        self, organization_id: str, chunks: Iterator[Sequence[models.OrganizationInvitationRow]]
    ) -> Iterator[Chunk[T_co]]:
        call = cast("Callable[..., T_co]", self)
        for few in chunks:
            try:
                chunk = Chunk(few, call(organization_id, few))
            except BaseException as error:
                if not isinstance(error, ClerkError) or isinstance(error, ClerkConfigurationError):  # such as closed
                    drop_own_frames(error)
                    del few  # of this frame
                    raise
                chunk = Chunk(few, None, error.with_traceback(None))  # which would hold this frame
            yield chunk


class AsyncBulk(AsyncMethod[P, T_co]):
    """A bulk method of an `AsyncClerkClient`: await it for a few rows, or walk `.chunked` for many."""

    def chunked(
        self, organization_id: str, rows: Iterable[models.OrganizationInvitationRow]
    ) -> AsyncIterator[Chunk[T_co]]:
        """As that of `SyncBulk`, for `async for`."""
        try:
            return self._walk(organization_id, _chunks(rows))
        except BaseException as error:
            leave(error)
            del rows  # of this frame
            raise

    async def _walk(
        self, organization_id: str, chunks: Iterator[Sequence[models.OrganizationInvitationRow]]
    ) -> AsyncIterator[Chunk[T_co]]:
        call = cast("Callable[..., Coroutine[Any, Any, T_co]]", self)
        for few in chunks:
            try:
                chunk = Chunk(few, await call(organization_id, few))
            except BaseException as error:
                if not isinstance(error, ClerkError) or isinstance(error, ClerkConfigurationError):
                    drop_own_frames(error)
                    del few  # likewise
                    raise
                chunk = Chunk(few, None, error.with_traceback(None))
            yield chunk


def naming_chunked(name: str, describe: Callable[P, Operation[T]]) -> Callable[P, Operation[T]]:
    """The same; rows that can only be walked are refused with the method `.chunked` of this name, which takes them."""

    @wraps(describe)
    def described(*args: P.args, **kwargs: P.kwargs) -> Operation[T]:
        rows = kwargs.get("rows", args[-1] if args else None)
        if isinstance(rows, Iterable) and not isinstance(rows, Collection):
            way = f"{name}.chunked(organization_id, rows) takes any iterable"
            raise TypeError(f"rows must be a list, not {type(rows).__name__}: {way}")
        return describe(*args, **kwargs)

    return described


def _chunks(rows: Iterable[models.OrganizationInvitationRow]) -> Iterator[Sequence[models.OrganizationInvitationRow]]:
    """The rows by tens, taken when they are asked for."""
    if isinstance(rows, str | bytes | Mapping) or not isinstance(rows, Iterable):
        raise no_list("rows", rows)
    source = iter(rows)
    return iter(lambda: list(islice(source, _SIZE)), [])
