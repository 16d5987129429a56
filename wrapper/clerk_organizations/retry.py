"""When a call is made again: the policy as plain data, and the one decision as a pure function."""

from __future__ import annotations

import attrs

__all__ = ["RetryPolicy"]


@attrs.define(frozen=True, slots=True)
class RetryPolicy:
    """How often a call is tried, and how long one attempt may take."""

    attempts: int = 1
    """Tries in all; this version makes one."""
    connect_timeout: float = 5.0
    """Seconds to get a connection, for one attempt."""
    silence_timeout: float = 20.0
    """Seconds without a byte, for one attempt."""


@attrs.define(frozen=True, slots=True)
class GiveUp:
    """The outcome of this attempt is the outcome of the call."""


@attrs.define(frozen=True, slots=True)
class Wait:
    """Try again after this many seconds."""

    seconds: float


def decide(policy: RetryPolicy, attempt: int) -> Wait | GiveUp:
    """What follows an attempt that did not succeed; `attempt` counts from 1."""
    return GiveUp() if attempt >= policy.attempts else Wait(0.0)
