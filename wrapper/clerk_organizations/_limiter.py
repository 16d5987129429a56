"""The limits of a key in this process, and the way of one call through them: a slot of each for every attempt."""

from __future__ import annotations

import hmac
import itertools
import threading
from collections.abc import Callable, Generator
from functools import partial
from math import inf
from typing import Any, Protocol, TypeAlias
from weakref import WeakValueDictionary

from clerk_organizations_api import Operation

from . import _later
from ._answer import Answer, retry_after
from ._bucket import Bucket, clock
from ._call import Ask, Outcome, Steps
from ._settings import Hidden, must_be
from .errors import ClerkConfigurationError, ClerkError, ClerkTimeoutError, RateLimitError
from .rate_limit import Quota, RateLimit
from .retry import Wait

_ALL = "all"
_ROUNDING = 1.0
"""Seconds that a server may add to Retry-After to make it whole."""

_tickets = itertools.count()


class Slots(Protocol):
    """What a call takes its slots from: a `Bucket`, or one that is shared through Redis. Its methods are those."""

    quota: Quota

    def ask(self, ticket: int, patience: float = inf) -> float: ...
    def done(self, ticket: int) -> None: ...
    def drop(self, ticket: int) -> None: ...
    def pause(self, seconds: float) -> None: ...


class Limiter:
    """The limits of one key, by their names. Shared by all clients of a process with this key and these limits."""

    def __init__(self, limit: RateLimit, key: Hidden, digest: str) -> None:
        quotas = limit.quotas(key)
        self.blocks = limit.redis is not None
        """Whether asking for a slot takes I/O."""
        self._slots: dict[str, Slots]
        if limit.redis is None:
            self._slots = {name: Bucket(_part(name, quota, limit.processes or 1)) for name, quota in quotas.items()}
        else:
            self._slots = dict(_later._redis_limit.shared_buckets(self, limit.redis, digest, quotas, limit.processes))

    def slots(self, operation_id: str) -> list[Slots]:
        """What such a call takes slots of: first the one that has fewer, where it may wait for long."""
        return [self._slots[name] for name in (operation_id, _ALL) if name in self._slots]


Gates: TypeAlias = Callable[[Operation[Any]], "Gate"]

_limiters: WeakValueDictionary[object, Limiter] = WeakValueDictionary()
_lock = threading.Lock()


def gates(limit: RateLimit, key: Hidden) -> Gates:
    """The gate for each call of a client; raises ClerkConfigurationError for what is no limit."""
    must_be(RateLimit, rate_limit=limit)
    digest = hmac.new(key.encode(), b"clerk-organizations rate limit", "sha256").hexdigest()[:32]
    same = (digest, limit.quota, tuple(limit.operations.items()), limit.redis, limit.processes)
    with _lock:
        limiter = _limiters.get(same)
        if limiter is None:
            limiter = _limiters[same] = Limiter(limit, key, digest)
    return partial(Gate, limiter, limit.wait)


class Gate:
    """The way of one call through its limits."""

    def __init__(self, limiter: Limiter, wait: bool, operation: Operation[Any]) -> None:
        self._limiter = limiter  # kept: its buckets are those of all clients for as long as somebody has it
        self._slots, self._wait = limiter.slots(operation.id), wait
        self._method, self._path = operation.method, operation.path
        self._taken: list[tuple[Slots, int]] = []
        self._through = False
        self.held_back = 0.0
        """Seconds that the last attempt has waited for its turn."""

    def enter(self, deadline: float | None) -> Generator[Ask | Wait, Outcome, ClerkError | None]:
        """Take a slot of each limit. Returns what is to be raised if there is none in time; then none is held."""
        self.held_back = 0.0
        for slots in self._slots:
            ticket = next(_tickets)
            self._taken.append((slots, ticket))  # before it is: so that giving up gives back its place in the queue
            while True:
                left = None if deadline is None else deadline - clock()
                patience = (inf if left is None else max(left, 0.0)) if self._wait else 0.0
                if self._limiter.blocks:
                    told = yield Ask(partial(slots.ask, ticket, patience))
                    assert isinstance(told, Wait)
                    seconds = told.seconds
                else:
                    seconds = slots.ask(ticket, patience)
                if seconds <= 0:
                    break
                if seconds > patience:
                    self.end()
                    return self._refusal(slots.quota, seconds, left)
                before = clock()
                yield Wait(seconds)
                self.held_back += clock() - before
        self._through = True
        return None

    def leave(self, outcome: Outcome) -> None:
        """The attempt is over: its slots will be free in a window. A 429 pauses what it may be about."""
        self.end()
        if isinstance(outcome, Answer) and outcome.status == 429:
            seconds = retry_after(outcome.headers) or 0.0
            for slots in self._slots:
                if 0 < seconds <= slots.quota.seconds + _ROUNDING:  # a longer one is about another limit
                    slots.pause(seconds)

    def end(self) -> None:
        """Give back what is held, whatever has happened."""
        for slots, ticket in self._taken:
            if self._through:
                slots.done(ticket)
            else:
                slots.drop(ticket)
        self._taken.clear()
        self._through = False

    def around(self, steps: Steps) -> Steps:
        """The same steps; when they are left in the middle, as by a cancellation, the slots are given back."""
        try:
            return (yield from steps)
        finally:
            self.end()

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


def _part(name: str, quota: Quota, processes: int) -> Quota:
    """What one of so many processes may use."""
    if processes > quota.requests:
        raise ClerkConfigurationError(
            f"rate limit: {processes} processes cannot each have a part of {quota} ({name}): share it with redis=…"
        )
    return Quota(quota.requests // processes, quota.seconds)
