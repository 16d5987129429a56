"""What hooks are told of a call: immutable events without key, headers or bodies.

    ClerkClient(on_retry=lambda event: print(event))

Events of one call have the same `call_id`. Hooks run where the call does: in its thread or task, and for pages that a
walk fetches ahead in the thread or task that fetches them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias, TypeVar

import attrs

from .retry import RetryReason

__all__ = ["AsyncHook", "CallEvent", "Hook", "Hooks", "RequestEvent", "ResponseEvent", "RetryEvent", "RetryReason"]

Event = TypeVar("Event")
Returned = TypeVar("Returned")

Hook: TypeAlias = Callable[[Event], None]
"""What a `ClerkClient` calls with an event."""

AsyncHook: TypeAlias = Callable[[Event], Awaitable[None] | None]
"""What an `AsyncClerkClient` calls with an event, and awaits if there is something to await."""

Hooks: TypeAlias = Callable[[Event], Returned] | Sequence[Callable[[Event], Returned]]
"""One hook or several, which run in their order."""


@attrs.define(frozen=True, slots=True)
class CallEvent:
    """What every event says. `str` of an event is a line for logs."""

    call_id: int
    """The same for all events of a call, and for no other call of this process."""
    operation_id: str
    """operationId of the document, such as `GetOrganization`."""
    method: str
    route: str
    """Path template, such as `/organizations/{organization_id}`: the same for every call."""
    path: str = attrs.field(repr=False)
    """The route with its ids in place. They may be private, so neither `str` nor `repr` of an event shows it."""
    attempt: int
    """Which try of the call this is, from 1."""


@attrs.define(frozen=True, slots=True)
class RequestEvent(CallEvent):
    """A request is about to be sent."""

    held_back: float
    """Seconds that the client's own rate limit has held this attempt back; 0.0 without one."""

    def __str__(self) -> str:
        return f"{self.method} {self.route}: attempt {self.attempt}"


@attrs.define(frozen=True, slots=True)
class ResponseEvent(CallEvent):
    """An attempt has ended: with an answer, of whatever status, or without one."""

    status: int | None
    """HTTP status of the answer; None if no whole answer came."""
    error: str | None
    """Name of the error's type if no whole answer came, such as `ConnectTimeout`; else None."""
    seconds: float
    """From sending to the end of the answer's body."""
    clerk_trace_id: str | None
    """Id of the call on Clerk's side (the cf-ray header)."""

    def __str__(self) -> str:
        told = f"{self.method} {self.route}: {self.error or self.status}"
        return f"{told}; attempt {self.attempt}, {self.seconds * 1000:.0f} ms, trace {self.clerk_trace_id}"


@attrs.define(frozen=True, slots=True)
class RetryEvent(CallEvent):
    """The call is made again after a wait. Comes behind the `ResponseEvent` of the same attempt, before the wait."""

    response: ResponseEvent
    """How the attempt ended."""
    reason: RetryReason
    delay: float
    """Seconds until the next attempt."""

    def __str__(self) -> str:
        return f"{self.response}; again in {self.delay:.2f} s"
