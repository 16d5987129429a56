"""The clock of deadlines, waits and limits: monotonic, and real where a test has frozen `time.monotonic`."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from types import BuiltinFunctionType

__all__ = ["clock", "is_frozen"]


def _real() -> Callable[[], float]:
    """Not `time.monotonic` itself, which freezegun replaces in every module, also in one that is imported later."""
    if hasattr(time, "CLOCK_MONOTONIC"):
        return partial(time.clock_gettime, time.CLOCK_MONOTONIC)
    return partial(time.monotonic)  # Windows


clock = _real()
"""Seconds from some moment on."""


def is_frozen() -> bool:
    """Whether a test has replaced `time.monotonic`, by which event loops go."""
    return not isinstance(time.monotonic, BuiltinFunctionType)
