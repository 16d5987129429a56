"""A flag that is set once and waited for, also by a thread whose signal handler sets it."""

from __future__ import annotations

import threading
from contextlib import suppress


class Latch:
    """As threading.Event. That one has a lock, which a signal handler may find held by the thread it interrupts, for
    ever; of a lock alone, taking and releasing cannot be interrupted.
    """

    def __init__(self) -> None:
        self._is_set = False
        self._gate = threading.Lock()  # noqa: TID251 - held by nobody: it is shut, or open
        self._gate.acquire()

    def is_set(self) -> bool:
        """Whether it is set."""
        return self._is_set

    def set(self) -> None:
        """Set it. Those who wait go on: each opens the gate for the next."""
        if not self._is_set:
            self._is_set = True
            with suppress(RuntimeError):  # opened between these lines
                self._gate.release()

    def wait(self, seconds: float) -> bool:
        """Wait until it is set, at most so long; returns whether it is."""
        if self._gate.acquire(timeout=max(0.0, seconds)):
            self._gate.release()
        return self._is_set
