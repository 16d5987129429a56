"""What a client counts while calls run; _stats.py makes a snapshot of it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ._fork import renew_in_children

if TYPE_CHECKING:
    from .retry import RetryReason


class Counts:
    """The counters, shared by threads. A child process begins at zero, with connections of its own."""

    def __init__(self) -> None:
        self.renew()
        renew_in_children(self)

    def renew(self) -> None:
        """Nothing counted yet, and a lock that nobody holds."""
        self._lock = threading.Lock()
        self._ended: dict[tuple[str, int | str], int] = {}
        self._retried: dict[tuple[str, RetryReason], int] = {}
        self._waited: dict[str, tuple[int, float]] = {}
        self._opened = 0

    def ended(self, operation_id: str, result: int | str) -> None:
        """An attempt has ended: with a status, or with an error of this name."""
        key = operation_id, result
        with self._lock:
            self._ended[key] = self._ended.get(key, 0) + 1

    def retried(self, operation_id: str, reason: RetryReason, seconds: float) -> None:
        """An attempt is followed by another one, after a wait."""
        key = operation_id, reason
        with self._lock:
            self._retried[key] = self._retried.get(key, 0) + 1
            waits, before = self._waited.get(operation_id, (0, 0.0))
            self._waited[operation_id] = waits + 1, before + seconds

    def opened(self) -> None:
        """A connection was opened."""
        with self._lock:
            self._opened += 1

    def read(
        self,
    ) -> tuple[dict[tuple[str, int | str], int], dict[tuple[str, RetryReason], int], dict[str, tuple[int, float]], int]:
        """All of it at one moment: what ended, what was retried, waits and seconds, connections opened."""
        with self._lock:
            return self._ended.copy(), self._retried.copy(), self._waited.copy(), self._opened
