"""Rate limiter of one API key, shared by all clients of the process with that key."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable
from functools import partial
from math import inf
from typing import Protocol
from weakref import WeakValueDictionary

from .._fork import reset_in_children
from .._secrets import SecretStr
from ..errors import ClerkConfigurationError
from ..rate_limit import Quota, RateLimit
from .sliding_window import SlidingWindow, clock

_PURGE = 10.0
"""Seconds between two searches for limiters that are of no use any more."""
_ALL = "all"


class SlotSource(Protocol):
    """Source of slots: a `SlidingWindow`, or one that is shared through Redis."""

    quota: Quota

    @property
    def nap(self) -> float: ...
    def acquire(self, ticket: int, max_wait: float = inf, spare: int = 0) -> float: ...
    def release(self, ticket: int) -> bool: ...
    def cancel(self, ticket: int) -> None: ...
    def pause(self, seconds: float) -> None: ...
    def idle(self) -> bool: ...


class Limiter:
    """The limits of one key, by name.

    Lives for as long as a client uses it, and as long as its slots count: see `keep`.
    """

    def __init__(self, limit: RateLimit, key: SecretStr, digest: str) -> None:
        quotas = limit.quotas(key)
        self.blocks = limit.redis is not None
        """Whether acquiring a slot blocks on I/O."""
        self._slots: dict[str, SlotSource]
        if limit.redis is None:
            self._slots = {
                name: SlidingWindow(_part(name, quota, limit.processes or 1)) for name, quota in quotas.items()
            }
        else:
            from .redis import shared_windows  # noqa: PLC0415 - redis

            self._slots = dict(shared_windows(self, limit.redis, digest, quotas, limit.processes))

    def slots(self, operation_id: str) -> list[SlotSource]:
        """Sources that a call of this operation needs a slot of; its own limit first, as it may wait longer there."""
        return [self._slots[name] for name in (operation_id, _ALL) if name in self._slots]

    def keep(self) -> None:
        """Keep it alive for as long as its slots count, whether a client uses it or not. For after each release."""
        _limiters.keep(self)

    def idle(self) -> bool:
        """Whether nothing would be lost with it: no slot is held or waited for, and no limit is paused."""
        return all(slots.idle() for slots in self._slots.values())


class _Limiters:
    """All limiters of this process: by what they limit for those who ask, and those that are kept alive."""

    def __init__(self) -> None:
        self._used: WeakValueDictionary[object, Limiter] = WeakValueDictionary()
        self._kept = set[Limiter]()
        self._purged_at = clock()
        self._lock = threading.RLock()  # the collector may run anything of ours in this thread
        reset_in_children(self)

    def reset_after_fork(self) -> None:
        """A lock that no thread of the parent holds, and no iteration of one under way."""
        self._lock = threading.RLock()
        self._used = WeakValueDictionary(self._used.items())

    def get(self, same: object, make: Callable[[], Limiter]) -> Limiter:
        """The limiter for what is the same."""
        with self._lock:
            limiter = self._used.get(same)
            if limiter is None:
                self._purge()
                limiter = self._used[same] = make()
            return limiter

    def keep(self, limiter: Limiter) -> None:
        """Keep this one until it is found to be idle."""
        with self._lock:
            self._kept.add(limiter)
            if clock() - self._purged_at > _PURGE:
                self._purge()

    def _purge(self) -> None:
        self._purged_at = clock()
        self._kept = {limiter for limiter in self._kept if not limiter.idle()}


_limiters = _Limiters()


def limiter_for(limit: RateLimit, key: SecretStr) -> Limiter:
    """The limiter of this key and these limits."""
    digest = hmac.new(key.encode(), b"clerk-organizations rate limit", "sha256").hexdigest()[:32]
    same = (digest, limit.quota, tuple(limit.operations.items()), limit.redis, limit.processes)
    return _limiters.get(same, partial(Limiter, limit, key, digest))


def _part(name: str, quota: Quota, processes: int) -> Quota:
    """The share of one of so many processes."""
    if processes > quota.requests:
        raise ClerkConfigurationError(
            f"rate limit: {processes} processes cannot each have a part of {quota} ({name}): share it with redis=…"
        )
    return Quota(quota.requests // processes, quota.seconds)
