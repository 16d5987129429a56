"""Reconciliation of creates: when the outcome is unknown, look the resource up, and retry only if it does not exist."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Generator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal, TypeAlias, TypeVar

import attrs

from clerk_organizations_api import Operation

from .._config import Config
from .._messages.request import build_request
from .._messages.response import Response, error_code, error_from, http_date, parse_response, retry_after
from ..errors import (
    ClerkConfigurationError,
    ClerkConnectionError,
    ClerkError,
    OutcomeUnknownError,
    RateLimitError,
)
from ..retry import Budget, GiveUp, Sleep, decide
from .observer import logger
from .steps import Step, StepResult, Steps

T = TypeVar("T")

CLOCK_SKEW = 1.0
"""Seconds by which the clock that stamps resources may be behind the one that dates answers."""

CallFactory: TypeAlias = Callable[[Operation[Any], float | None], Steps]
"""Returns the steps of one call within so many seconds."""

LookupResult: TypeAlias = Response | Literal["absent", "conflict", "inconclusive"]
"""Result of a lookup: the resource that this call created, as its response; no such resource; an older one that
blocks the create; or nothing that allows a decision."""


@attrs.define(frozen=True, slots=True)
class ResourceMatcher:
    """Recognises the resource that a create has asked for."""

    unique_field: str
    """Field of the body that is unique: the API refuses a second resource with the same value."""
    fields: Mapping[str, Callable[[Any], object]]
    """Reads the value of each compared field of the body from a resource; the unique field is among them."""
    blocks_create: Callable[[Any], bool] = lambda resource: True
    """Whether an older resource is the reason that a create is refused."""

    def differences(self, sent: Mapping[str, Any], resource: Any, *fields: str) -> list[str]:
        """Fields, of these or of all, whose value differs from what was sent. A null is not compared."""
        return [
            field
            for field in fields or self.fields
            if sent.get(field) is not None and normalize(sent[field]) != normalize(self.fields[field](resource))
        ]


def same(*names: str) -> dict[str, Callable[[Any], object]]:
    """Fields that have the same name in the request and in the resource."""
    return {name: attrgetter(name) for name in names}


@attrs.define(frozen=True, slots=True, eq=False, kw_only=True)
class ReconcilableOperation(Operation[T]):
    """A create with a lookup. A client that sends it reconciles an unknown outcome."""

    lookup: Operation[Any]
    """Returns the resource, or a page that would contain it."""
    matcher: ResourceMatcher = attrs.field(repr=False)


def with_reconcile(create: Operation[T], lookup: Operation[Any], matcher: ResourceMatcher) -> Operation[T]:
    """The create as a reconcilable operation."""
    described = {field.name: getattr(create, field.name) for field in attrs.fields(Operation)}
    return ReconcilableOperation(**described, lookup=lookup, matcher=matcher)


def reconcile_steps(
    operation: ReconcilableOperation[Any], config: Config, budget: Budget, clock: Callable[[], float], call: CallFactory
) -> Steps:
    """The steps of a create within one deadline: send; while the outcome is unknown, look up; if absent, send again.

    Returns its response, or the resource found as its response. An outcome that stays unknown is raised as without
    reconciling; the message lists what was tried.
    """
    reconciliation = Reconciliation(operation, config, budget, clock, call)
    try:
        response = yield from _attempt_create(reconciliation, config.retry.attempts)
    except (ClerkConfigurationError, RateLimitError) as error:  # closed meanwhile, or held back by our own rate limit
        if reconciliation.unknown_outcome is None:
            raise
        response = reconciliation.record(f"nothing more sent: {error}", None)
    if response is not None:
        return response
    assert reconciliation.unknown_outcome is not None  # or there would be an response
    reconciliation.unknown_outcome.args = (
        f"{reconciliation.unknown_outcome}; reconciling: {reconciliation.history()}",
    )
    raise reconciliation.unknown_outcome


def _attempt_create(reconciliation: Reconciliation, attempts: int) -> Generator[Step, StepResult, Response | None]:
    """The response; None if the outcome stays unknown. Raises errors of a known outcome."""
    for repeats_left in reversed(range(attempts)):
        before = reconciliation.unknown_outcome
        outcome = yield from reconciliation.create(again=before is not None)
        became_unknown = reconciliation.unknown_outcome is not before
        if (not became_unknown and before is None) or (isinstance(outcome, Response) and outcome.status < 300):
            return _raise_or_return(outcome)
        seen = yield from reconciliation.lookup(outcome)
        if isinstance(seen, Response):
            return seen
        if seen == "conflict" and not became_unknown:
            return _raise_or_return(outcome)
        if seen == "inconclusive" or not became_unknown or not repeats_left or reconciliation.is_over():
            break
    return None


class Reconciliation:
    """State of one reconciled call: deadline, budget, and history."""

    unknown_outcome: ClerkError | None = None
    """The last error that left the outcome of the create unknown."""

    def __init__(
        self,
        operation: ReconcilableOperation[Any],
        config: Config,
        budget: Budget,
        clock: Callable[[], float],
        call: CallFactory,
    ) -> None:
        self._operation, self._config, self._budget, self._clock = operation, config, budget, clock
        self._call, self._request = call, build_request(operation, config)
        self._began = clock()
        self._tried: list[str] = []

    def create(self, again: bool) -> Generator[Step, StepResult, Response | ClerkConnectionError]:
        """Send the create: its response, or the error without one. Either may leave the outcome unknown."""
        if again:
            logger.info("POST %s: not there; again", self._request.route)
        outcome = yield from self._sent(self._operation)
        if again:
            self.record(f"sent again: {_describe(outcome)}", None)
        self.unknown_outcome = _unknown_outcome(self._operation, outcome) or self.unknown_outcome
        return outcome

    def lookup(self, after: Response | ClerkConnectionError) -> Generator[Step, StepResult, LookupResult]:
        """Look the resource up, with the attempts and waits of the policy: a new one may not be visible at once."""
        policy, asked = self._config.retry, retry_after(after.headers) if isinstance(after, Response) else None
        for attempt in range(policy.attempts):
            decision = decide(
                policy, "safe", "lost", attempt, time_left=self._left(), retry_after=asked, random=random.random
            )
            if isinstance(decision, Sleep) and not self._budget.take():
                decision = GiveUp("no budget for retries left")
            if isinstance(decision, GiveUp):
                return self.record(f"looked no more: {decision.reason}", "inconclusive")
            logger.info("POST %s: it may have happened; looking in %.2f s", self._request.route, decision.seconds)
            yield decision
            asked, outcome = None, (yield from self._sent(self._operation.lookup))
            if not isinstance(outcome, Response):
                return self.record(f"looking failed: {outcome}", "inconclusive")
            seen = self._interpret(outcome)
            if seen != "absent":
                return seen
        return "absent"

    def is_over(self) -> bool:
        """Whether there is neither time nor budget to send again."""
        left = self._left()
        over = (left is not None and left <= 0) or not self._budget.take()
        return over and self.record("not sent again: no time or no budget for retries left", True)

    def record(self, phrase: str, meaning: T) -> T:
        """Add a phrase to the history, and return the meaning."""
        self._tried.append(phrase)
        return meaning

    def history(self) -> str:
        """The history in one line."""
        counted = ((phrase, len(list(group))) for phrase, group in groupby(self._tried))
        return ", ".join(phrase if count == 1 else f"{phrase} ({count} times)" for phrase, count in counted)

    def _left(self) -> float | None:
        timeout = self._config.timeout
        return None if timeout is None else self._began + timeout - self._clock()

    def _sent(self, operation: Operation[Any]) -> Generator[Step, StepResult, Response | ClerkConnectionError]:
        try:
            return (yield from self._call(operation, self._left()))
        except ClerkConnectionError as error:
            return error

    def _interpret(self, response: Response) -> LookupResult:
        """The result that the response to a lookup stands for."""
        if response.status == 404 and error_code(response):  # any other is not of Clerk, and tells nothing
            return self.record("looked: not there", "absent")
        try:
            page = parse_response(self._operation.lookup, response, json.loads)
        except ClerkError as error:
            return self.record(f"looking failed: {error}", "inconclusive")
        rows = getattr(page, "data", [page])
        matcher, sent = self._operation.matcher, json.loads(self._request.content or b"{}")
        alike = [row for row in rows if not matcher.differences(sent, row, matcher.unique_field)]
        began = self._began_there(response)
        if alike and (began is None or not all(isinstance(row.created_at, int) for row in alike)):
            return self.record("looked: no telling what was made when", "inconclusive")
        recent = [row for row in alike if row.created_at >= began]
        for row in recent:
            if not matcher.differences(sent, row):
                return Response(200, response.headers, json.dumps(row.to_dict()).encode())
        if recent:
            differs = ", ".join(matcher.differences(sent, recent[0]))
            told = f"looked: {recent[0].id} is there and new, and has not what was sent for {differs}"
            return self.record(told, "inconclusive")
        if any(map(matcher.blocks_create, alike)):
            return self.record("looked: what is there was there before", "conflict")
        if (getattr(page, "total_count", None) or 0) > len(rows):
            return self.record("looked: not among the first, and there are more than one look shows", "inconclusive")
        return self.record("looked: not there", "absent")

    def _began_there(self, response: Response) -> float | None:
        """Start of the call, or a bit earlier, in milliseconds of the server's clock; None without a Date header."""
        date = http_date(response.headers.get("date", ""))
        return None if date is None else (date.timestamp() - (self._clock() - self._began) - CLOCK_SKEW) * 1000


def _unknown_outcome(operation: Operation[Any], outcome: Response | ClerkConnectionError) -> ClerkError | None:
    """The error that leaves the outcome unknown; None if it is known."""
    if isinstance(outcome, OutcomeUnknownError):
        return outcome
    error = error_from(operation, outcome) if isinstance(outcome, Response) and outcome.status >= 400 else None
    return error if error is not None and error.outcome_unknown else None


def _raise_or_return(outcome: Response | ClerkConnectionError) -> Response:
    if isinstance(outcome, ClerkConnectionError):
        raise outcome
    return outcome


def _describe(outcome: Response | ClerkConnectionError) -> str:
    return (
        f"{outcome.status} {error_code(outcome)}".rstrip() if isinstance(outcome, Response) else type(outcome).__name__
    )


def normalize(value: object) -> object:
    """A value as the API compares it: text without case and space around it, lists without order."""
    if isinstance(value, list):
        return frozenset(value)
    return value.strip().casefold() if isinstance(value, str) else value
