"""Throttle of a call: each attempt acquires one slot from every limit that applies, and releases it afterwards."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator
from functools import partial
from math import inf
from typing import Any, TypeAlias

from clerk_organizations_api import Operation

from .._messages.response import Response, retry_after
from .._ratelimit.limiter import Limiter, SlotSource, limiter_for
from .._ratelimit.sliding_window import clock
from .._secrets import SecretStr
from .._validation import check_type
from ..errors import ClerkError, ClerkTimeoutError, RateLimitError
from ..rate_limit import Quota, RateLimit
from ..retry import Sleep
from .steps import Block, StepResult, Steps

_ROUNDING = 1.0
"""Seconds that a server may add to Retry-After to make it whole."""

_tickets = itertools.count()

ThrottleFactory: TypeAlias = Callable[[Operation[Any]], "Throttle"]


def throttle_factory(limit: RateLimit, key: SecretStr) -> ThrottleFactory:
    """Makes the throttle of each call of a client; raises ClerkConfigurationError for what is no limit."""
    check_type(RateLimit, rate_limit=limit)
    return partial(Throttle, limiter_for(limit, key), limit.wait)


class Throttle:
    """The slots that one call holds and waits for."""

    def __init__(self, limiter: Limiter, wait: bool, operation: Operation[Any]) -> None:
        self._limiter = limiter  # kept, so that the limiter lives while calls use its slots
        self._slots, self._wait = limiter.slots(operation.id), wait
        self._method, self._path = operation.method, operation.path
        self._taken: list[tuple[SlotSource, int]] = []
        self._through = False
        self.held_back = 0.0
        """Seconds that the last attempt has waited for its slots."""

    def acquire(self, deadline: float | None) -> Generator[Block | Sleep, StepResult, ClerkError | None]:
        """Take a slot of each limit. Returns the error to raise if there is none in time; then none is held."""
        self.held_back = 0.0
        for slots in self._slots:
            ticket = next(_tickets)
            self._taken.append((slots, ticket))  # before it is: so that giving up gives back its place in the queue
            while True:
                left = None if deadline is None else deadline - clock()
                max_wait = (inf if left is None else max(left, 0.0)) if self._wait else 0.0
                if self._limiter.blocks:
                    blocked = yield Block(partial(slots.acquire, ticket, max_wait))
                    assert isinstance(blocked, float)
                    seconds = blocked
                else:
                    seconds = slots.acquire(ticket, max_wait)
                if seconds <= 0:
                    break
                if seconds > max_wait:
                    self.cancel()
                    return self._refusal(slots.quota, seconds, left)
                before = clock()
                yield Sleep(min(seconds, slots.nap))
                self.held_back += clock() - before
        self._through = True
        return None

    def release(self, result: StepResult) -> None:
        """The attempt is over: its slots will be free after a window. A 429 pauses the limits that it may be about."""
        self.cancel()
        if isinstance(result, Response) and result.status == 429:
            seconds = retry_after(result.headers) or 0.0
            for slots in self._slots:
                if 0 < seconds <= slots.quota.seconds + _ROUNDING:  # a longer one is about another limit
                    slots.pause(seconds)
                    self._limiter.keep()

    def cancel(self) -> None:
        """Give back all slots that are held or waited for."""
        for slots, ticket in self._taken:
            if self._through:
                slots.release(ticket)
            else:
                slots.cancel(ticket)
        if self._taken:
            self._limiter.keep()
        self._taken.clear()
        self._through = False

    def wrap(self, steps: Steps) -> Steps:
        """The same steps; if they are closed midway, as by a cancellation, the slots are given back."""
        try:
            return (yield from steps)
        finally:
            self.cancel()

    def _refusal(self, quota: Quota, seconds: float, left: float | None) -> ClerkError:
        call = f"{self._method} {self._path}"
        if not self._wait:
            return RateLimitError(
                f"429 {call}: not sent: the client's own rate limit ({quota}) is used up for {seconds:.2f} s",
                status=429, retry_after=seconds, method=self._method, path=self._path,
            )  # fmt: skip
        return ClerkTimeoutError(
            f"{call}: not sent: the client's own rate limit ({quota}) has no slot free for {seconds:.2f} s, and the "
            f"call has {left or 0:.2f} s left: give it a longer timeout, or call less often"
        )
