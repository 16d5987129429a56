"""Creates with `reconcile=True`, step by step with a clock of our own: one deadline, waits, and what is new."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest

from clerk_organizations import Operation, OutcomeUnknownError, RetryPolicy, ServerError
from clerk_organizations._calls.call import call_steps
from clerk_organizations._calls.counters import Counters
from clerk_organizations._calls.hooks import HookSet
from clerk_organizations._calls.observer import CallObserver
from clerk_organizations._calls.reconcile import ReconcilableOperation, reconcile_steps
from clerk_organizations._calls.steps import Steps, TransportFailure
from clerk_organizations._config import load_config
from clerk_organizations._messages.request import build_request
from clerk_organizations._messages.response import Response
from clerk_organizations.organizations import OrganizationAPI
from clerk_organizations.retry import Budget
from tests.faults.rows import Row, rows
from tests.support.clients import AT_ONCE
from tests.support.stepping import Taken, answer, failure, take_steps

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DATE = format_datetime(NOW, usegmt=True)
LOST, UNSENT, ABSENT = failure(sent=True), failure(sent=False), answer(404, date=DATE)


ORGANIZATION = OrganizationAPI.create_organization._describe(name="Acme", slug="acme", reconcile=True)
DOMAIN = OrganizationAPI.create_organization_domain._describe(
    organization_id="org_1", name="a.example", enrollment_mode="manual_invitation", reconcile=True
)


def settle(
    *outcomes: Response | TransportFailure,
    timeout: float | None = 60.0,
    seconds_each: float = 0.0,
    policy: RetryPolicy = AT_ONCE,
    operation: Operation[Any] = ORGANIZATION,
) -> Taken:
    """Take the steps of a create that settles its outcome; each request takes the seconds given."""
    assert isinstance(operation, ReconcilableOperation)
    options = load_config(
        secret_key="sk_test_x", api_url="http://127.0.0.1", api_version="v1", clerk_api_version="2025-11-10",
        timeout=timeout, retry=policy, user_agent=None, max_response_bytes=1000, allow_insecure_http=False, fast=None,
        use_httpx=None, strict=False,
    )  # fmt: skip
    budget = Budget(policy.budget)

    def taken(clock: Callable[[], float]) -> Steps:
        def call(one: Operation[Any], left: float | None) -> Steps:
            return call_steps(
                build_request(one, options), policy, left, budget, clock, CallObserver(one, HookSet(), Counters())
            )

        return reconcile_steps(operation, options, budget, clock, call)

    return take_steps(taken, outcomes, seconds_each)


def found(seconds_ago: float) -> Response:
    """An answer to the look: it is there, and was made so long before the answer."""
    made = int((NOW.timestamp() - seconds_ago) * 1000)
    body = {"id": "org_1", "name": "Acme", "slug": "acme", "created_at": made}
    return answer(200, json.dumps(body).encode(), date=DATE)


def methods(taken: Taken) -> list[str]:
    return [send.request.method for send in taken.sends]


@rows(Row("C18", "time runs out while it looks", "OutcomeUnknownError within the one deadline"))
def test_the_deadline_is_that_of_the_call(row: Row) -> None:
    taken = settle(LOST, ABSENT, ABSENT, seconds_each=25)
    assert methods(taken) == ["POST", "GET", "GET"]
    assert [send.time_left for send in taken.sends] == [60, 35, 10]
    assert type(taken.result) is OutcomeUnknownError
    assert str(taken.result).endswith("reconciling: looked: not there (2 times), looked no more: no time left")


def test_no_time_to_look_is_no_look() -> None:
    taken = settle(LOST, seconds_each=60)
    assert methods(taken) == ["POST"]
    assert str(taken.result).endswith("reconciling: looked no more: no time left")


def test_no_time_to_repeat_is_no_repeat() -> None:
    taken = settle(LOST, ABSENT, ABSENT, ABSENT, seconds_each=15)
    assert methods(taken) == ["POST", "GET", "GET", "GET"]
    assert str(taken.result).endswith("not sent again: no time or no budget for retries left")


def test_without_a_deadline_it_ends_all_the_same() -> None:
    outcomes: list[Response | TransportFailure] = [LOST, ABSENT, ABSENT, ABSENT]
    taken = settle(*outcomes * 3, timeout=None, seconds_each=10_000)
    assert methods(taken) == ["POST", "GET", "GET", "GET"] * 3
    assert {send.time_left for send in taken.sends} == {None}
    assert type(taken.result) is OutcomeUnknownError


@rows(Row("C19", "503 and Retry-After, no longer than we wait", "waited for before it looks"))
def test_retry_after_is_waited_for(row: Row) -> None:
    taken = settle(answer(503, retry_after="7"), ABSENT, found(0))
    assert taken.waits == [7, 0]
    assert taken.result.status == 200


def test_looks_wait_as_retries_do() -> None:
    taken = settle(LOST, ABSENT, ABSENT, found(0), policy=RetryPolicy(first_delay=4))
    first, second, third = taken.waits
    assert 0 <= first <= 2
    assert 0 <= second <= 4
    assert 0 <= third <= 8
    assert len({first, second, third}) == 3


@rows(Row("C20", "the repeat gets no connection, or 429", "the error of the first: it is no more known than before"))
@pytest.mark.parametrize("outcome", [UNSENT, answer(429), answer(429, retry_after="99")])
@pytest.mark.parametrize("first", [LOST, answer(503)])
def test_a_repeat_that_tells_nothing(
    row: Row, first: Response | TransportFailure, outcome: Response | TransportFailure
) -> None:
    tries = 1 if isinstance(outcome, Response) and outcome.headers.get("retry-after") else 3
    taken = settle(first, ABSENT, ABSENT, ABSENT, *[outcome] * tries, ABSENT, ABSENT, ABSENT)
    assert type(taken.result) is (OutcomeUnknownError if first is LOST else ServerError)
    assert "sent again: " in str(taken.result)


@pytest.mark.parametrize("status", [400, 422, 429])
def test_a_first_answer_is_final(status: int) -> None:
    taken = settle(*[answer(status)] * (3 if status == 429 else 1))
    assert taken.result.status == status
    assert "GET" not in methods(taken)


@rows(
    Row(
        "C21",
        "what is there was made since the call began, by the clock of the server",
        "returned",
        (39.9, True),
    ),
    Row("C22", "what is there was made in the second before the call", "returned: clocks are no better", (40.9, True)),
    Row("C23", "what is there was made earlier", "not returned", (41.1, False)),
)
def test_what_is_new_is_told_by_the_clock_of_the_server(row: Row) -> None:
    seconds_ago, returned = row.given
    refused = answer(422, b'{"errors": [{"code": "form_identifier_exists"}]}')
    taken = settle(LOST, found(seconds_ago), refused, found(seconds_ago + 40), timeout=None, seconds_each=20)
    assert methods(taken)[:2] == ["POST", "GET"]
    assert taken.result.status == (200 if returned else 422)


@pytest.mark.parametrize(
    "look",
    [
        answer(200, b"[]", date=DATE), answer(200, b"", date=DATE), answer(401, date=DATE), answer(500, date=DATE),
        failure(sent=True, can_pass=False),
    ],
)  # fmt: skip
def test_a_look_that_tells_nothing_ends_it(look: Response | TransportFailure) -> None:
    taken = settle(LOST, *[look] * 3)
    assert type(taken.result) is OutcomeUnknownError
    assert "reconciling: looking failed: " in str(taken.result)
    assert methods(taken).count("POST") == 1


@pytest.mark.parametrize("more", ["", ', "total_count": null', ', "total_count": 0'])
def test_a_page_need_not_say_how_many_there_are(more: str) -> None:
    page = answer(200, f'{{"data": [{{"id": "orgdmn_1", "name": null}}]{more}}}'.encode(), date=DATE)
    taken = settle(LOST, page, page, page, answer(200), operation=DOMAIN)
    assert methods(taken) == ["POST", "GET", "GET", "GET", "POST"]


def test_what_has_no_age_is_not_taken() -> None:
    taken = settle(LOST, answer(200, b'{"id": "org_1", "name": "Acme", "slug": "acme", "created_at": null}', date=DATE))
    assert str(taken.result).endswith("reconciling: looked: no telling what was made when")


@pytest.mark.parametrize(("kept", "same"), [("ACME ", True), ("Acne", False), (None, False)])
def test_texts_are_compared_as_the_api_may_keep_them(kept: str | None, same: bool) -> None:
    body = {"id": "org_1", "name": kept, "slug": "acme", "created_at": int(NOW.timestamp() * 1000)}
    taken = settle(LOST, answer(200, json.dumps(body).encode(), date=DATE))
    assert isinstance(taken.result, Response) is same
