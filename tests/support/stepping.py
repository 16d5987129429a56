"""The steps of a call, taken by hand: a clock that moves only when told to, and outcomes as the test says."""

from collections.abc import Callable, Iterable
from typing import Any

import httpx

from clerk_organizations import RetryPolicy
from clerk_organizations._calls.call import call_steps
from clerk_organizations._calls.counters import Counters
from clerk_organizations._calls.hooks import HookSet
from clerk_organizations._calls.observer import CallObserver
from clerk_organizations._calls.steps import Send, Steps, TransportFailure
from clerk_organizations._messages.request import Request
from clerk_organizations._messages.response import Response
from clerk_organizations.retry import Budget, Sleep
from clerk_organizations_api import Operation


class Taken:
    """What came of a call."""

    def __init__(self) -> None:
        self.sends: list[Send] = []
        self.waits: list[float] = []
        self.result: Any = None


def take(
    method: str,
    outcomes: Iterable[Response | TransportFailure],
    *,
    policy: RetryPolicy | None = None,
    timeout: float | None = 60.0,
    seconds_each: float = 0.0,
    budget: Budget | None = None,
) -> Taken:
    """Take the steps of a call; each attempt takes the seconds given, each wait as long as it asks for."""
    policy = policy or RetryPolicy()
    request = Request(method, "http://127.0.0.1/v1/x", {}, None, "/x", 1000)
    watch = CallObserver(Operation("X", "GET", "/x", "/x", parse=lambda json: json), HookSet(), Counters())
    return take_steps(
        lambda clock: call_steps(request, policy, timeout, budget or Budget(policy.budget), clock, watch),
        outcomes,
        seconds_each,
    )


def take_steps(
    begin: Callable[[Callable[[], float]], Steps], outcomes: Iterable[Response | TransportFailure], seconds_each: float
) -> Taken:
    """Take the steps of what begins with a clock."""
    now, taken, upcoming = [1000.0], Taken(), iter(outcomes)
    generator = begin(lambda: now[0])
    outcome: Any = None
    try:
        while True:
            step = generator.send(outcome)
            if isinstance(step, Sleep):
                taken.waits.append(step.seconds)
                now[0] += step.seconds
                outcome = None
            else:
                assert isinstance(step, Send)
                taken.sends.append(step)
                now[0] += seconds_each
                outcome = next(upcoming)
    except StopIteration as done:
        taken.result = done.value
    except Exception as error:
        taken.result = error
    return taken


def answer(status: int, body: bytes | None = None, **headers: str) -> Response:
    """An answer; a 404 is Clerk's unless it has another body."""
    if body is None:
        body = b'{"errors": [{"code": "resource_not_found", "message": "no"}]}' if status == 404 else b"{}"
    return Response(status, httpx.Headers({name.replace("_", "-"): value for name, value in headers.items()}), body)


def failure(*, sent: bool, timed_out: bool = False, can_pass: bool = True) -> TransportFailure:
    return TransportFailure(httpx.ReadError("made up"), sent=sent, timed_out=timed_out, can_pass=can_pass)
