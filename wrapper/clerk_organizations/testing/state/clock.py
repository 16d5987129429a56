"""The clock of a mock: system time until a test sets or moves it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TypeVar

T = TypeVar("T", int, float)

SECOND = 1000
DAY = 24 * 60 * 60 * SECOND
LATEST = 221_845_392_000_000
"""The year 9000: what expires a year later is still a time that datetime knows."""


class Clock:
    """Milliseconds since 1970. Runs with the computer's clock; once set, it stands still until moved or let run."""

    def __init__(self) -> None:
        self._stopped_at: int | None = None
        self._ahead = 0

    def now(self) -> int:
        """The time in milliseconds."""
        return time.time_ns() // 1_000_000 + self._ahead if self._stopped_at is None else self._stopped_at

    def set(self, moment: int | datetime) -> None:
        """Stop at a moment: milliseconds, or an aware datetime."""
        self._stopped_at = _checked(in_milliseconds(moment))

    def advance(self, by: float | timedelta) -> None:
        """Move on by seconds or a timedelta, whether it runs or stands still; a negative one moves back."""
        exact = by / timedelta(milliseconds=1) if isinstance(by, timedelta) else by * SECOND
        _checked(self.now() + exact)
        step = round(exact)
        if self._stopped_at is None:
            self._ahead += step
        else:
            self._stopped_at += step

    def run(self) -> None:
        """Go on with the computer's clock and its time."""
        self._stopped_at, self._ahead = None, 0


def _checked(moment: T) -> T:
    if not 0 <= moment <= LATEST:
        raise ValueError(f"{moment} is no time between the years 1970 and 9000, in milliseconds")
    return moment


def in_milliseconds(moment: int | datetime) -> int:
    """Unix time in milliseconds; raises ValueError for a datetime without a zone."""
    if not isinstance(moment, datetime):
        if isinstance(moment, bool) or not isinstance(moment, int):
            raise ValueError(f"{moment!r} is no time: pass an int of milliseconds or an aware datetime")
        return moment
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone: pass an aware datetime")
    return round((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))
