"""What is tried again: class of call, outcome, attempt and time left decide between a wait and the end."""

from itertools import product
from typing import Any

import pytest

from clerk_organizations import RetryPolicy
from clerk_organizations.retry import Budget, CallClass, FailureKind, GiveUp, Sleep, call_class, decide
from tests.faults.rows import Row, rows
from tests.support.stepping import answer, failure, take

CLASSES: tuple[CallClass, ...] = ("safe", "idempotent", "unsafe")
KINDS: tuple[FailureKind, ...] = ("not_connected", "rate_limited", "lost", "unavailable", "locked", "final")
REPEATED = {
    "not_connected": ("safe", "idempotent", "unsafe"),
    "rate_limited": ("safe", "idempotent", "unsafe"),
    "lost": ("safe", "idempotent"),
    "unavailable": ("safe", "idempotent"),
    "locked": ("safe", "idempotent"),
    "final": (),
}
POLICY = RetryPolicy()


@pytest.mark.parametrize(("call", "kind"), list(product(CLASSES, KINDS)))
def test_what_is_repeated(call: CallClass, kind: FailureKind) -> None:
    decision = decide(POLICY, call, kind, 1, random=lambda: 0.5)
    assert isinstance(decision, Sleep) is (call in REPEATED[kind])


def test_methods_have_their_class() -> None:
    found = {method: call_class(method) for method in ("GET", "POST", "PUT", "PATCH", "DELETE")}
    assert found == {
        "GET": "safe", "POST": "unsafe", "PUT": "idempotent", "PATCH": "idempotent", "DELETE": "idempotent"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("attempt", "random", "seconds"),
    [(1, 1.0, 0.5), (1, 0.0, 0.0), (1, 0.5, 0.25), (2, 1.0, 1.0), (3, 1.0, 2.0), (5, 1.0, 8.0), (50, 1.0, 8.0)],
)
def test_the_wait_doubles_up_to_its_cap_with_full_jitter(attempt: int, random: float, seconds: float) -> None:
    patient = RetryPolicy(attempts=100)
    assert decide(patient, "safe", "lost", attempt, random=lambda: random) == Sleep(seconds)


@pytest.mark.parametrize(
    ("options", "decision"),
    [
        ({"attempt": 3}, GiveUp("no attempts left")),
        ({"attempt": 2}, Sleep(1.0)),
        ({"retry_after": 0.0}, Sleep(0.5)),
        ({"retry_after": 3.0}, Sleep(3.5)),  # never less than asked, and spread behind it
        ({"retry_after": 30.0}, Sleep(30.5)),
        ({"retry_after": 3.0, "time_left": 3.2}, Sleep(3.1)),  # in time
        ({"retry_after": 30.1}, GiveUp("Retry-After is too long")),
        ({"time_left": 0.5}, GiveUp("no time left")),
        ({"time_left": 0.51}, Sleep(0.5)),
        ({"time_left": 2.0, "retry_after": 3.0}, GiveUp("no time left")),
        ({"time_left": None}, Sleep(0.5)),
    ],
)
def test_what_bounds_a_wait(options: dict[str, Any], decision: Sleep | GiveUp) -> None:
    given: dict[str, Any] = {"attempt": 1, "random": lambda: 1.0, **options}
    assert decide(POLICY, "safe", "rate_limited", **given) == decision


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 409, 410, 413, 422, 501, 505])
@pytest.mark.parametrize("method", ["GET", "DELETE", "POST"])
def test_other_errors_are_never_repeated(status: int, method: str) -> None:
    taken = take(method, [answer(status)])
    assert (len(taken.sends), taken.waits, taken.result.status) == (1, [], status)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize(("method", "sends"), [("GET", 3), ("DELETE", 3), ("PUT", 3), ("PATCH", 3), ("POST", 1)])
def test_a_failing_server_is_asked_again_unless_for_a_post(status: int, method: str, sends: int) -> None:
    taken = take(method, [answer(status)] * 3)
    assert (len(taken.sends), taken.result.status) == (sends, status)


def test_a_locked_resource_is_asked_for_again_and_other_conflicts_are_not() -> None:
    locked = answer(409, b'{"errors": [{"code": "resource_locked"}]}')
    assert len(take("PATCH", [locked, answer(200)]).sends) == 2
    assert len(take("POST", [locked]).sends) == 1


def test_the_deadline_spans_attempts_and_waits() -> None:
    taken = take("GET", [failure(sent=True, timed_out=True)] * 3, seconds_each=25.0, timeout=60.0)
    assert [round(send.time_left or 0) for send in taken.sends] == pytest.approx([60, 35, 10], abs=2)
    hurried = take("GET", [failure(sent=True, timed_out=True)], seconds_each=60.0, timeout=60.0)
    assert len(hurried.sends) == 1


def test_a_budget_keeps_a_storm_from_multiplying() -> None:
    policy = RetryPolicy(budget=4, budget_per_call=0.5, first_delay=0)
    budget = Budget(policy.budget)
    sends = [len(take("GET", [answer(503)] * 3, policy=policy, budget=budget).sends) for _ in range(4)]
    assert sends == [3, 3, 1, 1]
    for _ in range(2):  # two successes give one retry back
        take("GET", [answer(200)], policy=policy, budget=budget)
    assert len(take("GET", [answer(503)] * 3, policy=policy, budget=budget).sends) == 2


@pytest.mark.parametrize(("status", "sends"), [(200, 2), (399, 2), (400, 1), (404, 1), (500, 1)])
def test_only_a_success_gives_to_the_budget(status: int, sends: int) -> None:
    policy, budget = RetryPolicy(budget=1, budget_per_call=1), Budget(1)
    assert len(take("GET", [answer(503), answer(200)], policy=policy, budget=budget).sends) == 2
    budget.take()  # what that success gave
    take("POST", [answer(status)], policy=policy, budget=budget)
    assert len(take("GET", [answer(503), answer(200)], policy=policy, budget=budget).sends) == sends


def test_a_budget_takes_back_no_more_than_was_taken() -> None:
    budget = Budget(2)
    assert [budget.take() for _ in range(3)] == [True, True, False]
    budget.give(9)
    assert [budget.take() for _ in range(3)] == [True, True, False]
    budget.give(1)
    assert [budget.take() for _ in range(2)] == [True, False]


@rows(
    Row("T01", "DELETE answered 503, then 404", "deleted: the call succeeds", [answer(503), answer(404)]),
    Row("T02", "DELETE cut off, then 404", "deleted: the call succeeds", [failure(sent=True), answer(404)]),
    Row("T03", "DELETE answered 404 at once", "NotFoundError", [answer(404)]),
    Row("T04", "DELETE never connected, then 404", "NotFoundError", [failure(sent=False), answer(404)]),
    Row("T05", "DELETE answered 429, then 404", "NotFoundError", [answer(429), answer(404)]),
)
def test_404_after_an_unknown_outcome(row: Row) -> None:
    taken = take("DELETE", row.given)
    assert taken.result.status == (200 if row.promise.startswith("deleted") else 404)


def test_404_to_another_method_stays_404() -> None:
    assert take("GET", [answer(503), answer(404)]).result.status == 404
    assert take("PATCH", [answer(503), answer(404)]).result.status == 404
