"""One call as steps: tell of it, send this, wait that long, here is the answer. No I/O: see _transports/driver.py."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, TypeAlias

import attrs

from ._answer import Answer, code_of, retry_after
from ._hooks import Tell
from ._request import Request
from ._watch import Watch
from .errors import ClerkConnectionError, ClerkTimeoutError, OutcomeUnknownError
from .retry import Budget, GiveUp, Kind, RetryPolicy, Wait, class_of, decide

if TYPE_CHECKING:
    from ._limiter import Gate

_UNAVAILABLE = (500, 502, 503, 504)

_LOOK = {
    "/organizations": "get_organization(slug=…) or get_organization_list(query=…)",
    "/organizations/{organization_id}/memberships": "get_organization_membership_list(…, user_id=[…])",
    "/organizations/{organization_id}/invitations": "get_organization_invitation_list(…, email_address=…)",
    "/organizations/{organization_id}/invitations/bulk": "get_organization_invitation_list(…, status='pending')",
    "/organizations/{organization_id}/invitations/{invitation_id}/revoke": "get_organization_invitation(…)",
    "/organizations/{organization_id}/domains": "get_organization_domain_list(…)",
}
"""Where to see whether a POST has happened."""


@attrs.define(frozen=True, slots=True)
class Send:
    """Send the request once, within these seconds."""

    request: Request
    time_left: float | None
    policy: RetryPolicy


@attrs.define(frozen=True, slots=True)
class Ask:
    """Call this, which may block for a moment, and say as a Wait how many seconds it returned."""

    ask: Callable[[], float]


@attrs.define(frozen=True, slots=True)
class Failure:
    """No whole answer came."""

    cause: Exception
    sent: bool
    """Whether the server may have seen the request."""
    timed_out: bool
    can_pass: bool = True
    """Whether another try can do better."""


Outcome: TypeAlias = Answer | Failure | Wait | None
"""What the loop gives back: for Send the answer or the failure, for Ask a Wait, for all else nothing."""

Step: TypeAlias = Send | Ask | Wait | Tell

Steps: TypeAlias = Generator[Step, Outcome, Answer]


def steps(
    request: Request,
    policy: RetryPolicy,
    timeout: float | None,
    budget: Budget,
    clock: Callable[[], float],
    watch: Watch,
    failed: Callable[[], None] | None = None,
    gate: Gate | None = None,
) -> Steps:
    """The steps of one call within one deadline; returns its answer, whatever the status.

    `watch` is told of all that happens. `failed` is called after each attempt that did not succeed, also of those that
    are repeated. `gate` is what each attempt has to pass, if the client keeps to a rate limit.
    """
    call = class_of(request.method)
    deadline = None if timeout is None else clock() + timeout
    attempt, may_have_happened = 0, False
    outcome: Outcome = None
    while True:
        attempt += 1
        if gate is not None and (refusal := (yield from gate.enter(deadline))):
            if isinstance(outcome, Answer | Failure):  # of the attempt before it
                return _conclude(request, outcome)
            raise refusal
        if tell := watch.sending(0.0 if gate is None else gate.held_back):
            yield tell
        started = clock()
        outcome = yield Send(request, _left(deadline, started), policy)
        if gate is not None:
            gate.leave(outcome)
        if outcome is None or isinstance(outcome, Wait):
            raise TypeError("a Send step was answered with no outcome")
        now = clock()
        if tell := watch.ended(outcome, now - started):
            yield tell
            now = clock()
        if isinstance(outcome, Answer) and outcome.status < 400:
            budget.give(policy.budget_per_call)
            return outcome
        if failed is not None:
            failed()
        if may_have_happened and isinstance(outcome, Answer) and outcome.status == 404:
            return _gone(outcome)
        kind, asked = _kind(outcome), retry_after(outcome.headers) if isinstance(outcome, Answer) else None
        decision = decide(
            policy, call, kind, attempt, time_left=_left(deadline, now), retry_after=asked, random=random.random
        )
        if isinstance(decision, Wait) and not budget.take():
            decision = GiveUp("no budget for retries left")
        if isinstance(decision, GiveUp) or kind == "final":
            return _conclude(request, outcome)
        may_have_happened |= request.method == "DELETE" and kind in ("lost", "unavailable")
        if tell := watch.again(kind, decision.seconds):
            yield tell
        yield decision


def _left(deadline: float | None, now: float) -> float | None:
    return None if deadline is None else deadline - now


def _kind(outcome: Answer | Failure) -> Kind:
    if isinstance(outcome, Failure):
        return "final" if not outcome.can_pass else "lost" if outcome.sent else "not_connected"
    if outcome.status == 429:
        return "rate_limited"
    if outcome.status == 409 and code_of(outcome) == "resource_locked":
        return "locked"
    return "unavailable" if outcome.status in _UNAVAILABLE else "final"


def _gone(answer: Answer) -> Answer:
    """A DELETE was repeated as its outcome was unknown, and there is nothing left to delete: it has happened.

    What was deleted nobody can tell any more, so the model says that it is deleted, and None for the rest.
    """
    return Answer(200, answer.headers, b'{"deleted": true}')


def _conclude(request: Request, outcome: Answer | Failure) -> Answer:
    if isinstance(outcome, Failure):
        raise _error(request, outcome) from outcome.cause
    return outcome


def _error(request: Request, failure: Failure) -> ClerkConnectionError:
    call = f"{request.method} {request.url.partition('?')[0]}"
    said = f"{type(failure.cause).__name__}: {failure.cause}".removesuffix(": ")
    if failure.sent and request.method == "POST":
        look = f", with {_LOOK[request.route]}" if request.route in _LOOK else ""
        return OutcomeUnknownError(
            f"{call}: sent, but no whole answer came ({said}): it may or may not have happened: "
            f"look before repeating{look}"
        )
    if failure.timed_out:
        return ClerkTimeoutError(f"{call}: no answer in time ({said})")
    return ClerkConnectionError(f"{call}: {'no whole answer came' if failure.sent else 'no connection'} ({said})")
