"""One call within one deadline, as steps: pass the rate limit, send, classify, wait, send again."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from .._messages.request import Request
from .._messages.response import Response, error_code, retry_after
from .._status import may_pass, was_not_handled
from ..errors import ClerkConnectionError, ClerkTimeoutError, OutcomeUnknownError
from ..retry import Budget, FailureKind, GiveUp, RetryPolicy, Sleep, call_class, decide
from .observer import CallObserver
from .steps import Send, StepResult, Steps, TransportFailure

if TYPE_CHECKING:
    from .throttle import Throttle

_HOW_TO_VERIFY = {
    "/organizations": "get_organization(slug=…) or get_organization_list(query=…)",
    "/organizations/{organization_id}/memberships": "get_organization_membership_list(…, user_id=[…])",
    "/organizations/{organization_id}/invitations": "get_organization_invitation_list(…, email_address=…)",
    "/organizations/{organization_id}/invitations/bulk": "get_organization_invitation_list(…, status='pending')",
    "/organizations/{organization_id}/invitations/{invitation_id}/revoke": "get_organization_invitation(…)",
    "/organizations/{organization_id}/domains": "get_organization_domain_list(…)",
    "/organizations/{organization_id}/domains/{domain_id}/verify_ownership": "get_organization_domain_list(…)",
    "/organization_roles": "get_organization_role_list(query=…)",
    "/organization_roles/{organization_role_id}/permissions/{permission_id}": "get_organization_role(…)",
    "/organization_permissions": "get_organization_permission_list(query=…)",
    "/role_sets": "get_role_set_list(query=…)",
    "/role_sets/{role_set_key_or_id}/replace": "get_role_set(…)",
    "/role_sets/{role_set_key_or_id}/roles": "get_role_set(…)",
    "/role_sets/{role_set_key_or_id}/roles/replace": "get_role_set(…)",
}
"""Where to see whether a POST has happened."""


def call_steps(
    request: Request,
    policy: RetryPolicy,
    timeout: float | None,
    budget: Budget,
    clock: Callable[[], float],
    observer: CallObserver,
    failed: Callable[[], None] | None = None,
    throttle: Throttle | None = None,
) -> Steps:
    """The steps of one call within one deadline; returns its response, whatever the status.

    Args:
        failed: Called after each attempt that did not succeed, also if another one follows.
        throttle: The rate limit of the client; each attempt takes a slot of it.
    """
    call = call_class(request.method, request.idempotent)
    deadline = None if timeout is None else clock() + timeout
    attempt, may_have_happened = 0, False
    result: StepResult = None
    while True:
        attempt += 1
        if throttle is not None and (refusal := (yield from throttle.acquire(deadline))):
            if isinstance(result, Response | TransportFailure):  # of the attempt before it
                return _raise_or_return(request, result, attempt - 1)
            raise refusal
        if notify := observer.attempt_started(0.0 if throttle is None else throttle.held_back):
            yield notify
        started = clock()
        result = yield Send(request, _time_left(deadline, started), policy)
        if throttle is not None:
            throttle.release(result)
        if not isinstance(result, Response | TransportFailure):
            raise TypeError("the result of a Send step must be a response or a failure")
        now = clock()
        if notify := observer.attempt_finished(result, now - started):
            yield notify
            now = clock()
        if isinstance(result, Response) and result.status < 400:
            budget.give(policy.budget_per_call)
            return result
        if failed is not None:
            failed()
        if may_have_happened and isinstance(result, Response) and _is_gone(result):
            return _already_deleted(result)
        kind, asked = _classify(result), retry_after(result.headers) if isinstance(result, Response) else None
        decision = decide(
            policy, call, kind, attempt, time_left=_time_left(deadline, now), retry_after=asked, random=random.random
        )
        if isinstance(decision, Sleep) and not budget.take():
            decision = GiveUp("no budget for retries left")
        if isinstance(decision, GiveUp) or kind == "final":
            return _raise_or_return(request, result, attempt)
        may_have_happened |= request.method == "DELETE" and kind in ("lost", "unavailable")
        if notify := observer.retry_scheduled(kind, decision.seconds):
            yield notify
        yield decision


def _time_left(deadline: float | None, now: float) -> float | None:
    return None if deadline is None else deadline - now


def _classify(result: Response | TransportFailure) -> FailureKind:
    if isinstance(result, TransportFailure):
        return "final" if not result.can_pass else "lost" if result.sent else "not_connected"
    if result.status == 429:
        return "rate_limited"
    if result.status == 409 and error_code(result) == "resource_locked":
        return "locked"
    if was_not_handled(result.status):
        return "not_connected"
    return "unavailable" if may_pass(result.status) else "final"


def _is_gone(response: Response) -> bool:
    """Whether Clerk itself says that the resource is not there; the 404 of a proxy or of a wrong address does not."""
    return response.status == 404 and error_code(response) == "resource_not_found"


def _already_deleted(response: Response) -> Response:
    """A 404 on a retried DELETE means that an earlier attempt succeeded: report success, with unknown fields None."""
    return Response(200, response.headers, b'{"deleted": true}', assumed=True)


def _raise_or_return(request: Request, result: Response | TransportFailure, attempts: int) -> Response:
    if isinstance(result, TransportFailure):
        raise _error(request, result, attempts) from result.cause
    return result


def _error(request: Request, failure: TransportFailure, attempts: int) -> ClerkConnectionError:
    call = f"{request.method} {request.url.partition('?')[0]}"
    tried = f" in {attempts} attempts" if attempts > 1 else ""
    said = f"{tried} ({type(failure.cause).__name__}: {failure.cause}".removesuffix(": ") + ")"
    if failure.sent and request.method == "POST":
        return OutcomeUnknownError(
            f"{call}: sent, but no whole answer came{said}: it may or may not have happened: {_remedy(request)}"
        )
    if failure.timed_out:
        return ClerkTimeoutError(f"{call}: no answer in time{said}")
    return ClerkConnectionError(f"{call}: {'no whole answer came' if failure.sent else 'no connection'}{said}")


def _remedy(request: Request) -> str:
    """What to do when the outcome of a POST is unknown."""
    if request.idempotent:
        return "repeat it with the same idempotency key, which makes it happen once"
    look = f", with {_HOW_TO_VERIFY[request.route]}" if request.route in _HOW_TO_VERIFY else ""
    return f"look before repeating{look}"
