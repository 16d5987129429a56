"""Rate limiter of one API key, shared by all clients of the process with that key."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable
from functools import partial
from math import inf
from typing import Protocol
from weakref import WeakValueDictionary

from .._clock import clock
from .._fork import reset_in_children
from .._secrets import SecretStr
from ..errors import ClerkConfigurationError
from ..rate_limit import Quota, RateLimit
from .sliding_window import SlidingWindow

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
        self._limits = limit.resources
        if limit.redis is None:
            processes = limit.processes or 1
            self._slots = {name: SlidingWindow(_part(name, quota, processes)) for name, quota in quotas.items()}
            self._resources = ResourceWindows(partial(_window_of_resource, processes))
        else:
            from .redis import SharedWindows  # noqa: PLC0415 - imports redis, which only shared limits need

            shared = SharedWindows(self, limit.redis, digest, quotas, limit.processes)
            self._slots = {**shared.windows}
            self._resources = ResourceWindows(shared.of_resource)

    def slots(self, operation_id: str, path: str = "") -> list[SlotSource]:
        """Sources that a call needs a slot of; that of all requests last, as it may wait longer for the others."""
        found = [self._slots[operation_id]] if operation_id in self._slots else []
        for limit in self._limits:
            if operation_id in limit.operations:
                found.append(self._resources.get(limit.of(path), limit.quota))
        return [*found, self._slots[_ALL]]

    def keep(self) -> None:
        """Keep it alive for as long as its slots count, whether a client uses it or not. For after each release."""
        _limiters.keep(self)

    def idle(self) -> bool:
        """Whether nothing would be lost with it: no slot is held or waited for, and no limit is paused."""
        return all(slots.idle() for slots in self._slots.values()) and self._resources.idle()


class ResourceWindows:
    """Windows of single resources: made when a call needs one, kept while it is in use or its slots count."""

    def __init__(self, make: Callable[[str, Quota], SlotSource]) -> None:
        self._make = make
        self._used: WeakValueDictionary[str, SlotSource] = WeakValueDictionary()
        """Those that anything refers to, such as a call that has yet to ask."""
        self._kept = set[SlotSource]()
        self._purged_at = clock()
        self.reset_after_fork()
        reset_in_children(self)

    def reset_after_fork(self) -> None:
        """A lock that no thread of the parent holds, and no iteration of one under way."""
        self._lock = threading.RLock()  # the collector may run anything of ours in this thread
        self._used = WeakValueDictionary(self._used.items())

    def get(self, name: str, quota: Quota) -> SlotSource:
        """The window of a resource."""
        with self._lock:
            window = self._used.get(name)
            if window is None:
                window = self._used[name] = self._make(name, quota)
            if clock() - self._purged_at > _PURGE:
                self._purge()
            self._kept.add(window)
            return window

    def idle(self) -> bool:
        """Whether all of them are."""
        with self._lock:
            self._purge()
            return not self._kept

    def _purge(self) -> None:
        self._purged_at = clock()
        self._kept = {window for window in self._kept if not window.idle()}


def _window_of_resource(processes: int, name: str, quota: Quota) -> SlidingWindow:
    """The part of one of so many processes; one request at least, as a resource is rarely changed by all of them."""
    return SlidingWindow(Quota(max(1, quota.requests // processes), quota.seconds))


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
    same = (digest, limit.quota, tuple(limit.operations.items()), limit.redis, limit.processes, limit.resources)
    return _limiters.get(same, partial(Limiter, limit, key, digest))


def _part(name: str, quota: Quota, processes: int) -> Quota:
    """The share of one of so many processes."""
    if processes > quota.requests:
        raise ClerkConfigurationError(
            f"rate limit: {processes} processes cannot each have a part of {quota} ({name}): share it with redis=…"
        )
    return Quota(quota.requests // processes, quota.seconds)
