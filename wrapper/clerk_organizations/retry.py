"""When a call is made again: the policy as plain data, and the one decision as a pure function."""

from __future__ import annotations

import attrs

from .errors import ClerkConfigurationError

__all__ = ["RetryPolicy"]


def _one(policy: RetryPolicy, field: attrs.Attribute[int], value: object) -> None:
    if value != 1 or isinstance(value, bool):
        raise ClerkConfigurationError(f"attempts must be 1, not {value!r}: this version does not repeat calls")


def _positive(policy: RetryPolicy, field: attrs.Attribute[float], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        raise ClerkConfigurationError(f"{field.name} must be a positive number of seconds, not {value!r}")


@attrs.define(frozen=True, slots=True)
class RetryPolicy:
    """How often a call is tried, and how long one attempt may take. Raises ClerkConfigurationError."""

    attempts: int = attrs.field(default=1, validator=_one)
    """Tries in all; this version makes one, and refuses to promise more."""
    connect_timeout: float = attrs.field(default=5.0, validator=_positive)
    """Seconds to get a connection, for one attempt."""
    silence_timeout: float = attrs.field(default=20.0, validator=_positive)
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
    return GiveUp()
