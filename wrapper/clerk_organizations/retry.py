"""When a call is made again: the policy as plain data, and the one decision as a pure function."""

from __future__ import annotations

import threading
from collections.abc import Callable
from math import inf
from typing import Any, Final, Literal, TypeAlias

import attrs

from ._fork import reset_in_children
from ._validation import check_count, check_delay, check_not_negative, check_seconds

__all__ = ["RetryPolicy"]

CallClass: TypeAlias = Literal["safe", "idempotent", "unsafe"]
"""What repeating a call can do: nothing, nothing more, or the same thing twice."""

RetryReason: TypeAlias = Literal["not_connected", "rate_limited", "lost", "unavailable", "locked"]
"""How an attempt ended: no connection, ours or that of the edge to the API (521, 523, 525, 526, 530), or 425; 429;
no whole answer; 408 or 5xx; 409 resource_locked."""

FailureKind: TypeAlias = RetryReason | Literal["final"]
"""How an attempt ended: one of these, or otherwise."""

_HARMLESS: Final[frozenset[FailureKind]] = frozenset({"not_connected", "rate_limited"})
_PASSING: Final[frozenset[FailureKind]] = frozenset({"not_connected", "rate_limited", "lost", "unavailable", "locked"})
_REPEATED: dict[CallClass, frozenset[FailureKind]] = {"safe": _PASSING, "idempotent": _PASSING, "unsafe": _HARMLESS}


def _checked(check: Callable[[str, object], object]) -> Callable[[object, attrs.Attribute[Any], object], None]:
    """A validator that checks a field under its own name."""

    def validate(policy: object, field: attrs.Attribute[Any], value: object) -> None:
        check(field.name, value)

    return validate


@attrs.define(frozen=True, slots=True)
class RetryPolicy:
    """How often a call is tried, how long it waits in between, and how long one attempt may take.

    GET is repeated after any failure that can pass; DELETE, PUT and PATCH likewise, as doing them twice changes nothing
    more. POST is repeated only when it cannot have happened: after 429 or 425, or when there was no connection, be
    it one of the edge to the API (521, 523, 525, 526, 530). With an idempotency key, as the adjustment of credit
    has, it is repeated like those: the API does what it stands for once.
    `RetryPolicy(attempts=1)` repeats nothing. Raises ClerkConfigurationError for values that make no sense.
    """

    attempts: int = attrs.field(default=3, validator=_checked(check_count))
    """Tries in all."""
    first_delay: float = attrs.field(default=0.5, validator=_checked(check_delay))
    """Seconds to wait at the most before the second try; twice as many before each later one. The wait is random
    between nothing and that, so that clients who failed together do not come back together."""
    longest_delay: float = attrs.field(default=8.0, validator=_checked(check_delay))
    """Seconds to wait at the most of our own accord."""
    longest_retry_after: float = attrs.field(default=30.0, validator=_checked(check_delay))
    """Seconds to wait at the most because the server asks for it (`Retry-After`); if it asks for more, the error is
    raised at once. The delay above is added to what it asks for, so that not all come back at that moment."""
    connect_timeout: float = attrs.field(default=5.0, validator=_checked(check_seconds))
    """Seconds to get a connection, for one attempt."""
    silence_timeout: float = attrs.field(default=20.0, validator=_checked(check_seconds))
    """Seconds without a byte, for one attempt."""
    budget: float = attrs.field(default=20.0, validator=_checked(check_not_negative))
    """Retries that a client may have in hand: each takes one, so that a storm of failures does not multiply traffic.
    Clients made by `with_options` share them: with another `budget` there, a retry is made if fewer than that are
    spent by all of them."""
    budget_per_call: float = attrs.field(default=0.2, validator=_checked(check_not_negative))
    """What each call that succeeds gives back to the budget."""


@attrs.define(frozen=True, slots=True)
class GiveUp:
    """The outcome of this attempt is the outcome of the call."""

    reason: str


@attrs.define(frozen=True, slots=True)
class Sleep:
    """Try again after this many seconds."""

    seconds: float


class Budget:
    """The retries that a client has in hand, with all that `with_options` made of it. Shared by threads."""

    def __init__(self, most: float, spent: _Spent | None = None) -> None:
        self._most, self._spent = most, spent or _Spent()

    def sized(self, most: float) -> Budget:
        """The same budget under another policy: what was taken from the one is taken from the other."""
        return Budget(most, self._spent)

    def take(self) -> bool:
        """Take one, if there is one."""
        spent = self._spent
        with spent.lock:
            if spent.retries + 1 > self._most:
                return False
            spent.retries += 1
            return True

    def give(self, amount: float) -> None:
        """Give back what a success is worth."""
        spent = self._spent
        if spent.retries > 0:
            with spent.lock:
                spent.retries = max(0.0, spent.retries - amount)


class _Spent:
    """Retries that were taken from a budget and not given back."""

    def __init__(self) -> None:
        self.retries = 0.0
        self.reset_after_fork()
        reset_in_children(self)

    def reset_after_fork(self) -> None:
        """A lock that nobody holds."""
        # That a signal handler may take: of its retry and the one that it interrupts, one may not be counted.
        self.lock = threading.RLock()


def call_class(method: str, has_key: bool = False) -> CallClass:
    """What repeating a call with this method can do, and perhaps with an idempotency key."""
    return "safe" if method == "GET" else "unsafe" if method == "POST" and not has_key else "idempotent"


def decide(
    policy: RetryPolicy,
    call: CallClass,
    kind: FailureKind,
    attempt: int,
    *,
    time_left: float | None = None,
    retry_after: float | None = None,
    random: Callable[[], float],
) -> Sleep | GiveUp:
    """What follows an attempt that did not succeed.

    Args:
        attempt: Which one it was, from 1.
        time_left: Seconds to the deadline of the call; None for no deadline.
        retry_after: Seconds that the server asks to wait, if it does.
        random: Gives numbers from 0 to 1.
    """
    if kind not in _REPEATED[call]:
        return GiveUp("never repeated")
    if attempt >= policy.attempts:
        return GiveUp("no attempts left")
    seconds = random() * min(policy.longest_delay, policy.first_delay * 2.0 ** min(attempt - 1, 60))
    if retry_after is not None:
        if retry_after > policy.longest_retry_after:
            return GiveUp("Retry-After is too long")
        # Those who were asked to come back at one moment are spread behind it, as far as there is time.
        slack = inf if time_left is None else (time_left - retry_after) / 2
        seconds = retry_after + max(0.0, min(seconds, slack))
    if time_left is not None and seconds >= time_left:
        return GiveUp("no time left")
    return Sleep(seconds)
