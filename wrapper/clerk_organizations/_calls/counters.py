"""Counters of a client, updated while calls run."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeAlias

from .._fork import reset_in_children

if TYPE_CHECKING:
    from ..retry import RetryReason

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
        self._lock = threading.Lock()
        self._attempts: AttemptCounts = {}
        self._retried: RetryCounts = {}
        self._waited: WaitTotals = {}
        self._held_back: WaitTotals = {}
        self._opened = 0

    def attempt_finished(self, operation_id: str, result: int | str) -> None:
        """An attempt has ended: with a status, or with an error of this name."""
        key = operation_id, result
        with self._lock:
            self._attempts[key] = self._attempts.get(key, 0) + 1

    def retry_scheduled(self, operation_id: str, reason: RetryReason, seconds: float) -> None:
        """An attempt is followed by another one, after a wait."""
        key = operation_id, reason
        with self._lock:
            self._retried[key] = self._retried.get(key, 0) + 1
            _add(self._waited, operation_id, seconds)

    def held_back(self, operation_id: str, seconds: float) -> None:
        """An attempt has waited for its turn under the client's own rate limit."""
        with self._lock:
            _add(self._held_back, operation_id, seconds)

    def connection_opened(self) -> None:
        """A connection was opened."""
        with self._lock:
            self._opened += 1

    def snapshot(self) -> tuple[AttemptCounts, RetryCounts, WaitTotals, WaitTotals, int]:
        """All of it at one moment: what ended, what was retried, waits before retries, waits under the rate limit,
        connections opened."""
        with self._lock:
            return (
                self._attempts.copy(), self._retried.copy(), self._waited.copy(), self._held_back.copy(), self._opened
            )  # fmt: skip


def _add(waits: WaitTotals, operation_id: str, seconds: float) -> None:
    count, before = waits.get(operation_id, (0, 0.0))
    waits[operation_id] = count + 1, before + seconds
