"""Calls that depend on the version of the API, and two calls in a row, as steps within one deadline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import attrs

from clerk_organizations_api import Operation

from .._messages.response import Response, error_from
from ..errors import ClerkError
from .reconcile import CallFactory
from .steps import Steps

T = TypeVar("T")


@attrs.define(frozen=True, slots=True, eq=False, kw_only=True)
class VersionedOperation(Operation[T]):
    """An operation that another one replaces from a version of the API on."""

    since: str
    """That version, such as `2026-05-12`: texts of versions are in the order of their dates."""
    successor: Operation[T]


@attrs.define(frozen=True, slots=True, eq=False, kw_only=True)
class ChainedOperation(Operation[T]):
    """An operation that is sent when another one has succeeded, within the time of one call."""

    first: Operation[Any]


def for_version(operation: Operation[T], version: str) -> Operation[T]:
    """What a client sends that speaks this version of the API."""
    if isinstance(operation, VersionedOperation) and version >= operation.since:
        return operation.successor
    return operation


def after(first: Operation[Any], operation: Operation[T]) -> Operation[T]:
    """The operation, once the first one has succeeded."""
    return ChainedOperation(**attrs.asdict(operation, recurse=False), first=first)


def until(since: str, operation: Operation[T], successor: Operation[T]) -> Operation[T]:
    """The operation, and its successor from a version of the API on."""
    return VersionedOperation(**attrs.asdict(operation, recurse=False), since=since, successor=successor)


def chained_steps(
    operation: ChainedOperation[Any], timeout: float | None, clock: Callable[[], float], call: CallFactory
) -> Steps:
    """The steps of both calls within one deadline; returns the response of the second one.

    The first one that fails ends it. The error of the second one says that the first has happened.
    """
    first, began = operation.first, clock()
    _check(first, (yield from call(first, timeout)))
    try:
        left = None if timeout is None else began + timeout - clock()
        return _check(operation, (yield from call(operation, left)))
    except ClerkError as error:
        error.args = (f"{error}; {first.method} {first.path}, sent before it, has happened",)
        raise


def _check(operation: Operation[Any], response: Response) -> Response:
    """The response, unless it is an error."""
    if not 200 <= response.status < 300:
        raise error_from(operation, response)
    return response
