"""One call as steps: send this, wait that long, here is the answer. No I/O: a loop in _transport.py takes the steps."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeAlias

import attrs

from ._answer import Answer
from ._request import Request
from .errors import ClerkConnectionError, ClerkTimeoutError, OutcomeUnknownError
from .retry import GiveUp, RetryPolicy, Wait, decide


@attrs.define(frozen=True, slots=True)
class Send:
    """Send the request once, within these seconds."""

    request: Request
    time_left: float | None
    policy: RetryPolicy


@attrs.define(frozen=True, slots=True)
class Failure:
    """No whole answer came."""

    cause: Exception
    sent: bool
    """Whether the server may have seen the request."""
    timed_out: bool


Outcome: TypeAlias = Answer | Failure | None
"""What the loop gives back: for Send the answer or the failure, for Wait nothing."""

Steps: TypeAlias = Generator[Send | Wait, Outcome, Answer]


def steps(request: Request, policy: RetryPolicy, timeout: float | None, clock: Callable[[], float]) -> Steps:
    """The steps of one call within one deadline; returns its answer, whatever the status."""
    deadline = None if timeout is None else clock() + timeout
    attempt = 0
    while True:
        attempt += 1
        time_left = None if deadline is None else deadline - clock()
        outcome = yield Send(request, time_left, policy)
        if isinstance(outcome, Answer) and outcome.status < 400:
            return outcome
        decision = decide(policy, attempt)
        if isinstance(decision, GiveUp):
            return _conclude(request, outcome)
        yield decision


def _conclude(request: Request, outcome: Outcome) -> Answer:
    if isinstance(outcome, Answer):
        return outcome
    if not isinstance(outcome, Failure):
        raise TypeError(f"a Send step was answered with {outcome!r}")
    raise _error(request, outcome) from outcome.cause


def _error(request: Request, failure: Failure) -> ClerkConnectionError:
    call = f"{request.method} {request.url.partition('?')[0]}"
    said = f"{type(failure.cause).__name__}: {failure.cause}".removesuffix(": ")
    if failure.sent and request.method == "POST":
        return OutcomeUnknownError(
            f"{call}: sent, but no whole answer came ({said}): it may or may not have happened: look before repeating"
        )
    if failure.timed_out:
        return ClerkTimeoutError(f"{call}: no answer in time ({said})")
    return ClerkConnectionError(f"{call}: {'no whole answer came' if failure.sent else 'no connection'} ({said})")
