"""Counters of a client, updated while calls run."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from .._fork import reset_in_children

if TYPE_CHECKING:
    from ..retry import RetryReason

T = TypeVar("T")

AttemptCounts: TypeAlias = dict[tuple[str, int | str], int]
"""Attempts by operation and how they ended: status, or name of the error."""

RetryCounts: TypeAlias = "dict[tuple[str, RetryReason], int]"
"""Attempts that were followed by another one, by operation and reason."""

WaitTotals: TypeAlias = dict[str, tuple[int, float]]
"""How often something waited, and for how many seconds in all, by operation."""


class Counters:
    """Counters shared by threads. A child process begins at zero, with connections of its own."""

    def __init__(self) -> None:
        self.reset_after_fork()
        reset_in_children(self)

    def reset_after_fork(self) -> None:
        """Nothing counted yet, and a lock that nobody holds."""
        self._lock = threading.RLock()  # a signal handler may call, or read the counters, in this thread
        self._due, self._is_counting = deque[Callable[[], None]](), False
        self._attempts: AttemptCounts = {}
        self._retried: RetryCounts = {}
        self._waited: WaitTotals = {}
        self._held_back: WaitTotals = {}
        self._opened = 0

    def attempt_finished(self, operation_id: str, result: int | str) -> None:
        """An attempt has ended: with a status, or with an error of this name."""
        self._update(partial(_count, self._attempts, (operation_id, result)))

    def retry_scheduled(self, operation_id: str, reason: RetryReason, seconds: float) -> None:
        """An attempt is followed by another one, after a wait."""

        def change() -> None:
            _count(self._retried, (operation_id, reason))
            _add(self._waited, operation_id, seconds)

        self._update(change)

    def held_back(self, operation_id: str, seconds: float) -> None:
        """An attempt has waited for its turn under the client's own rate limit."""
        self._update(partial(_add, self._held_back, operation_id, seconds))

    def connection_opened(self) -> None:
        """A connection was opened."""
        self._update(self._count_opened)

    def _count_opened(self) -> None:
        self._opened += 1

    def _update(self, *changes: Callable[[], None]) -> None:
        """Make changes; those of a signal handler that interrupts this wait until it goes on, or for the next."""
        with self._lock:
            self._due.extend(changes)
            if self._is_counting:
                return
            self._is_counting = True
            try:
                while self._due:
                    self._due.popleft()()
            finally:
                self._is_counting = False

    def snapshot(self) -> tuple[AttemptCounts, RetryCounts, WaitTotals, WaitTotals, int]:
        """All of it at one moment: what ended, what was retried, waits before retries, waits under the rate limit,
        connections opened."""
        with self._lock:
            self._update()
            return (
                self._attempts.copy(), self._retried.copy(), self._waited.copy(), self._held_back.copy(), self._opened
            )  # fmt: skip


def _count(counts: dict[T, int], key: T) -> None:
    counts[key] = counts.get(key, 0) + 1


def _add(waits: WaitTotals, operation_id: str, seconds: float) -> None:
    count, before = waits.get(operation_id, (0, 0.0))
    waits[operation_id] = count + 1, before + seconds
