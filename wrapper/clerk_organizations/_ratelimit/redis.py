"""Limits that processes and machines share through Redis, with a local share while Redis is down.

A slot is acquired by one atomic script (`acquire.lua`), in the caller's thread. Releases are reported by the thread of
the coordinator (`release.lua`).
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from hashlib import sha256
from math import inf

import redis
from redis.client import Pipeline

from .._clock import clock
from .._fork import reset_in_children
from ..rate_limit import Quota
from .coordinator import RedisCoordinator
from .sliding_window import SlidingWindow, held_for

_LEASE = 30.0
"""Seconds after which a slot without news counts as lost, with its process."""
_QUEUE_GRACE = 5.0
"""Seconds that a waiting ticket may be late and keep its place in the queue."""
_REMEMBERED = 60.0
"""Seconds that a process counts as one after its last call, and more if the window is longer."""
_NAP = 1.0
"""Seconds after which one that waits asks again: others that wait before it may have given up."""


class SharedWindows:
    """A window for each limit, over one coordinator that is closed when the owner is garbage-collected."""

    def __init__(
        self, owner: object, url: str, digest: str, quotas: Mapping[str, Quota], processes: int | None
    ) -> None:
        self._coordinator = coordinator = RedisCoordinator(url)
        self._prefix, self._processes = f"clerk-organizations:{{{digest}}}", processes
        self.windows = {name: self._window(name, quota) for name, quota in quotas.items()}
        coordinator.windows = list(self.windows.values())
        weakref.finalize(owner, coordinator.close)

    def of_resource(self, name: str, quota: Quota) -> RedisWindow:
        """A window that lives for a while. Redis is not told which resource it is of."""
        window = self._window(sha256(name.encode()).hexdigest()[:32], quota)
        self._coordinator.add(window)
        return window

    def _window(self, name: str, quota: Quota) -> RedisWindow:
        return RedisWindow(self._coordinator, f"{self._prefix}:{name}", quota, self._processes)


class RedisWindow:
    """One limit in Redis; while Redis is down, the share of this process."""

    nap = _NAP

    def __init__(self, coordinator: RedisCoordinator, name: str, quota: Quota, processes: int | None) -> None:
        self.quota = quota
        self._coordinator, self._given = coordinator, processes
        self._local = SlidingWindow(quota)
        self._held_for = held_for(quota.seconds)
        self._keys = [f"{name}:{part}" for part in ("log", "flying", "queue", "awake", "members")]
        self._paused = f"{name}:paused"
        self._remembered = max(_REMEMBERED, self._held_for) + _LEASE
        self.seen = 0
        """Processes that use this limit, as Redis says; 0 before it has said anything."""
        self.reset_after_fork()
        reset_in_children(self)

    def reset_after_fork(self) -> None:
        """Redis does not know the child yet."""
        self._known_at = -inf
        """When Redis last knew this process."""

    def acquire(self, ticket: int, max_wait: float = inf, spare: int = 0) -> float:
        """As `SlidingWindow.acquire`, but blocks. Raises ClerkConfigurationError if Redis has not answered once."""
        coordinator = self._coordinator
        arguments = (
            self.quota.requests, _micro(self._held_for), coordinator.member(ticket),
            -1 if max_wait == inf else _micro(max_wait),
            coordinator.process, _micro(_LEASE), _micro(_QUEUE_GRACE), _micro(self._remembered),
            int(clock() - self._known_at < _REMEMBERED), _micro(_NAP), spare,
        )  # fmt: skip
        try:
            answer = coordinator.acquire([*self._keys, self._paused], arguments)
        except redis.RedisError as error:
            coordinator.mark_down(error, self.share)
            answer = None
        if answer is None:
            return self._alone(ticket, max_wait, spare)
        wait, seen = answer
        if wait < 0:  # such as after an eviction, or a restart that nothing else showed
            coordinator.mark_down("it has lost what it knew", self.share)
            return self._alone(ticket, max_wait, spare)
        self._known_at, self.seen = clock(), seen
        if wait == 0:
            self._local.grant(ticket)
        return wait / 1e6

    def release(self, ticket: int) -> bool:
        """As that of `SlidingWindow`."""
        had = self._local.release(ticket)
        if had:
            self._coordinator.enqueue(lambda pipe: self._report(pipe, {ticket: self._held_for}))
        return had

    def cancel(self, ticket: int) -> None:
        """As that of `SlidingWindow`."""
        self._local.cancel(ticket)
        self._coordinator.enqueue(lambda pipe: self._report(pipe, {ticket: 0.0}))

    def pause(self, seconds: float) -> None:
        """As that of `SlidingWindow`, for all processes."""
        self._local.pause(seconds)
        self._coordinator.enqueue(lambda pipe: self._coordinator.pause(pipe, self._paused, seconds))

    def idle(self) -> bool:
        """As that of `SlidingWindow`, for this process."""
        return self._local.idle()

    def restore(self, pipe: Pipeline) -> None:
        """Report this process, its slots and its pause: Redis may have lost them."""
        self._report(pipe, self._local.held(), anew=True)
        if (seconds := self._local.paused()) > 0:
            self._coordinator.pause(pipe, self._paused, seconds)

    @property
    def share(self) -> str:
        """What this process may use on its own."""
        return f"{self._slots()} of {self.quota}"

    def _slots(self) -> int:
        # A limit that was not used before the outage is divided like those that were.
        processes = self._given or self.seen or max((window.seen for window in self._coordinator.windows), default=0)
        return max(1, self.quota.requests // max(1, processes))

    def _alone(self, ticket: int, max_wait: float, spare: int) -> float:
        self._local.slots = self._slots()
        return self._local.acquire(ticket, max_wait, spare)

    def _report(self, pipe: Pipeline, free_in: Mapping[int, float], *, anew: bool = False) -> None:
        pairs = [part for ticket, left in free_in.items() for part in (self._coordinator.member(ticket), _micro(left))]
        kept = round((self._remembered + self._held_for) * 1000)
        self._coordinator.release(
            keys=self._keys, args=[kept, self._coordinator.process, int(anew), *pairs], client=pipe
        )


def _micro(seconds: float) -> int:
    return round(seconds * 1e6)
