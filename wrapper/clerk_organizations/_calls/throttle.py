"""Throttle of a call: each attempt acquires one slot from every limit that applies, and releases it afterwards."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Generator
from functools import partial
from math import inf
from typing import Any, TypeAlias

from clerk_organizations_api import Operation

from .._clock import clock
from .._messages.response import Response, retry_after
from .._ratelimit.limiter import Limiter, SlotSource, limiter_for
from .._secrets import SecretStr
from .._validation import check_type
from ..errors import ClerkError, ClerkTimeoutError, RateLimitError
from ..rate_limit import Quota, RateLimit
from ..retry import Sleep
from .paging import PageOperation
from .steps import Block, StepResult, Steps

_ROUNDING = 1.0
"""Seconds that a server may add to Retry-After to make it whole."""

_tickets = itertools.count()

ThrottleFactory: TypeAlias = Callable[[Operation[Any]], "Throttle"]


def throttle_factory(limit: RateLimit, key: SecretStr) -> ThrottleFactory:
    """Makes the throttle of each call of a client; raises ClerkConfigurationError for what is no limit."""
    check_type(RateLimit, rate_limit=limit)
    return partial(Throttle, limiter_for(limit, key), limit.wait)


class Ask:
    """One question for a slot, which may be put in another thread, and given up while it is."""

    def __init__(self, slots: SlotSource, ticket: int, max_wait: float, spare: int) -> None:
        self._slots, self._ticket, self._max_wait, self._spare = slots, ticket, max_wait, spare
        self._given_up = False
        self._lock = threading.RLock()  # the collector may give it up in this thread

    def run(self) -> float:
        """Put it. A slot that comes after it was given up is given back."""
        if self._given_up:
            return inf
        seconds = self._slots.acquire(self._ticket, self._max_wait, self._spare)
        with self._lock:
            if self._given_up:
                self._slots.cancel(self._ticket)
                return inf
        return seconds

    def give_up(self) -> None:
        """Its answer is of no use any more."""
        with self._lock:
            self._given_up = True


class Throttle:
    """The slots that one call holds and waits for."""

    def __init__(self, limiter: Limiter, wait: bool, operation: Operation[Any]) -> None:
        self._limiter = limiter  # kept, so that the limiter lives while calls use its slots
        self._ahead = isinstance(operation, PageOperation) and operation.prefetch
        self._slots, self._wait = limiter.slots(operation.id, operation.path), wait and not self._ahead
        self._ask: Ask | None = None
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
            # Of pages ahead only what others leave: the page in turn, and other calls, come first.
            spare = max(1, slots.quota.requests // 2) if self._ahead else 0
            while True:
                left = None if deadline is None else deadline - clock()
                max_wait = (inf if left is None else max(left, 0.0)) if self._wait else 0.0
                self._ask = Ask(slots, ticket, max_wait, spare)
                seconds = (yield from self._blocking(self._ask, left)) if self._limiter.blocks else self._ask.run()
                if deadline is not None and clock() >= deadline:
                    seconds = inf  # a slot that comes too late is none
                if seconds <= 0:
                    break
                if seconds == inf or seconds > max_wait:
                    self.cancel()
                    return self._refusal(slots.quota, seconds, left)
                before = clock()
                yield Sleep(min(seconds, slots.nap))
                self.held_back += clock() - before
        self._through = True
        return None

    @staticmethod
    def _blocking(ask: Ask, left: float | None) -> Generator[Block | Sleep, StepResult, float]:
        seconds = yield Block(ask.run, left)
        return seconds if isinstance(seconds, float) else inf

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
        if self._ask is not None:
            self._ask.give_up()
            self._ask = None
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
        if seconds == inf:
            return ClerkTimeoutError(f"{call}: not sent: its time was over before the client's own rate limit answered")
        if not self._wait:
            return RateLimitError(
                f"429 {call}: not sent: the client's own rate limit ({quota}) is used up for {seconds:.2f} s",
                status=429, retry_after=seconds, method=self._method, path=self._path,
            )  # fmt: skip
        return ClerkTimeoutError(
            f"{call}: not sent: the client's own rate limit ({quota}) has no slot free for {seconds:.2f} s, and the "
            f"call has {max(left or 0, 0):.2f} s left: give it a longer timeout, or call less often"
        )
