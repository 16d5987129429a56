"""Creates that settle their own outcome: who does not know whether one happened looks, and repeats it. No I/O."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Generator, Mapping
from itertools import groupby
from typing import Any, Literal, TypeAlias, TypeVar

import attrs

from clerk_organizations_api import Operation

from ._answer import Answer, code_of, error_of, http_date, read, retry_after
from ._call import Outcome, Step, Steps
from ._request import request_for
from ._settings import Settings
from ._watch import logger
from .errors import (
    ClerkConfigurationError,
    ClerkConnectionError,
    ClerkError,
    OutcomeUnknownError,
    RateLimitError,
    ServerError,
)
from .retry import Budget, GiveUp, Wait, decide

T = TypeVar("T")

_SKEW = 1.0
"""Seconds by which the clock that stamps resources may be behind the one that dates answers."""

Call: TypeAlias = Callable[[Operation[Any], float | None], Steps]
"""Makes the steps of one call within so many seconds."""

Seen: TypeAlias = Answer | Literal["absent", "taken", "unclear"]
"""What a look shows: what this call made, as its answer; nothing; what was there before and leaves no room for another;
or what does not let us go on."""


@attrs.define(frozen=True, slots=True)
class Likeness:
    """What a resource must have to be the one that a create has asked for."""

    key: str
    """The field of the body that no two of them have in common: the API refuses a second one."""
    same: Mapping[str, Callable[[Any], object]]
    """Where the resource has what stood in the body, by field; the key is one of them."""
    in_the_way: Callable[[Any], bool] = lambda resource: True
    """Whether one that was there before is why a create is refused."""

    def differences(self, sent: Mapping[str, Any], resource: Any, *fields: str) -> list[str]:
        """Which of these fields, or of all, the resource does not have as they were sent. A null says nothing."""
        return [
            field
            for field in fields or self.same
            if sent.get(field) is not None and _tidy(sent[field]) != _tidy(self.same[field](resource))
        ]


@attrs.define(frozen=True, slots=True, eq=False, kw_only=True)
class Reconciled(Operation[T]):
    """A create, and how to see whether it has happened. A client that sends it settles its outcome."""

    look: Operation[Any]
    """Gives the resource, or a page of those among which it would be."""
    likeness: Likeness = attrs.field(repr=False)


def reconciled(create: Operation[T], look: Operation[Any], likeness: Likeness) -> Operation[T]:
    """The create as one that settles its own outcome."""
    described = {field.name: getattr(create, field.name) for field in attrs.fields(Operation)}
    return Reconciled(**described, look=look, likeness=likeness)


def settling(
    operation: Reconciled[Any], settings: Settings, budget: Budget, clock: Callable[[], float], call: Call
) -> Steps:
    """The steps of a create within one deadline: send, look as long as nobody knows, send again if nothing is there.

    Returns its answer, or what a look has found as its answer. An outcome that stays unknown is raised as without
    reconciling, and the message tells what was tried.
    """
    course = _Course(operation, settings, budget, clock, call)
    try:
        answer = yield from _settled(course, settings.retry.attempts)
    except (ClerkConfigurationError, RateLimitError) as error:  # closed meanwhile, or held back by our own rate limit
        if course.doubt is None:
            raise
        answer = course.note(f"nothing more sent: {error}", None)
    if answer is not None:
        return answer
    assert course.doubt is not None  # or there would be an answer
    course.doubt.args = (f"{course.doubt}; reconciling: {course.tried()}",)
    raise course.doubt


def _settled(course: _Course, attempts: int) -> Generator[Step, Outcome, Answer | None]:
    """The answer; None if the outcome stays unknown. Raises what is no doubt."""
    for repeats_left in reversed(range(attempts)):
        before = course.doubt
        outcome = yield from course.create(again=before is not None)
        opened = course.doubt is not before
        if (not opened and before is None) or (isinstance(outcome, Answer) and outcome.status < 300):
            return _concluded(outcome)
        seen = yield from course.look(outcome)
        if isinstance(seen, Answer):
            return seen
        if seen == "taken" and not opened:
            return _concluded(outcome)
        if seen == "unclear" or not opened or not repeats_left or course.is_over():
            break
    return None


class _Course:
    """What the sends and the looks of one call have in common: the deadline, the budget, and what was tried."""

    doubt: ClerkError | None = None
    """The last error that left it open whether the create has happened."""

    def __init__(
        self, operation: Reconciled[Any], settings: Settings, budget: Budget, clock: Callable[[], float], call: Call
    ) -> None:
        self._operation, self._settings, self._budget, self._clock = operation, settings, budget, clock
        self._call, self._request = call, request_for(operation, settings)
        self._began = clock()
        self._tried: list[str] = []

    def create(self, again: bool) -> Generator[Step, Outcome, Answer | ClerkConnectionError]:
        """Send the create: its answer, or why there is none. Either may raise a doubt."""
        if again:
            logger.info("POST %s: not there; again", self._request.route)
        outcome = yield from self._sent(self._operation)
        if again:
            self.note(f"sent again: {_told(outcome)}", None)
        self.doubt = _doubt(self._operation, outcome) or self.doubt
        return outcome

    def look(self, after: Answer | ClerkConnectionError) -> Generator[Step, Outcome, Seen]:
        """Look until there is something to see, as often as the policy tries and with its waits: what was made a moment
        ago may not show at once."""
        policy, asked = self._settings.retry, retry_after(after.headers) if isinstance(after, Answer) else None
        for look in range(policy.attempts):
            decision = decide(
                policy, "safe", "lost", look, time_left=self._left(), retry_after=asked, random=random.random
            )
            if isinstance(decision, Wait) and not self._budget.take():
                decision = GiveUp("no budget for retries left")
            if isinstance(decision, GiveUp):
                return self.note(f"looked no more: {decision.reason}", "unclear")
            logger.info("POST %s: it may have happened; looking in %.2f s", self._request.route, decision.seconds)
            yield decision
            asked, outcome = None, (yield from self._sent(self._operation.look))
            if not isinstance(outcome, Answer):
                return self.note(f"looking failed: {outcome}", "unclear")
            seen = self._judged(outcome)
            if seen != "absent":
                return seen
        return "absent"

    def is_over(self) -> bool:
        """Whether there is neither time nor budget to send again."""
        left = self._left()
        over = (left is not None and left <= 0) or not self._budget.take()
        return over and self.note("not sent again: no time or no budget for retries left", True)

    def note(self, phrase: str, meaning: T) -> T:
        """Remember what was tried, for the message of an error, and what it means."""
        self._tried.append(phrase)
        return meaning

    def tried(self) -> str:
        """What was tried, in a line."""
        counted = ((phrase, len(list(group))) for phrase, group in groupby(self._tried))
        return ", ".join(phrase if count == 1 else f"{phrase} ({count} times)" for phrase, count in counted)

    def _left(self) -> float | None:
        timeout = self._settings.timeout
        return None if timeout is None else self._began + timeout - self._clock()

    def _sent(self, operation: Operation[Any]) -> Generator[Step, Outcome, Answer | ClerkConnectionError]:
        try:
            return (yield from self._call(operation, self._left()))
        except ClerkConnectionError as error:
            return error

    def _judged(self, answer: Answer) -> Seen:
        """What an answer to the look shows."""
        if answer.status == 404:
            return self.note("looked: not there", "absent")
        try:
            page = read(self._operation.look, answer, json.loads)
        except ClerkError as error:
            return self.note(f"looking failed: {error}", "unclear")
        rows = getattr(page, "data", [page])
        likeness, sent = self._operation.likeness, json.loads(self._request.content or b"{}")
        alike = [row for row in rows if not likeness.differences(sent, row, likeness.key)]
        began = self._began_there(answer)
        if alike and (began is None or not all(isinstance(row.created_at, int) for row in alike)):
            return self.note("looked: no telling what was made when", "unclear")
        recent = [row for row in alike if row.created_at >= began]
        for row in recent:
            if not likeness.differences(sent, row):
                return Answer(200, answer.headers, json.dumps(row.to_dict()).encode())
        if recent:
            differs = ", ".join(likeness.differences(sent, recent[0]))
            told = f"looked: {recent[0].id} is there and new, and has not what was sent for {differs}"
            return self.note(told, "unclear")
        if any(map(likeness.in_the_way, alike)):
            return self.note("looked: what is there was there before", "taken")
        if (getattr(page, "total_count", None) or 0) > len(rows):
            return self.note("looked: not among the first, and there are more than one look shows", "unclear")
        return self.note("looked: not there", "absent")

    def _began_there(self, answer: Answer) -> float | None:
        """When the call began, or a bit earlier, in milliseconds of the server's clock; None if it does not tell."""
        date = http_date(answer.headers.get("date", ""))
        return None if date is None else (date.timestamp() - (self._clock() - self._began) - _SKEW) * 1000


def _doubt(operation: Operation[Any], outcome: Answer | ClerkConnectionError) -> ClerkError | None:
    """The error that says that nobody knows whether it happened; None if that is known."""
    if isinstance(outcome, OutcomeUnknownError):
        return outcome
    error = error_of(operation, outcome) if isinstance(outcome, Answer) and outcome.status >= 500 else None
    return error if isinstance(error, ServerError) and error.outcome_unknown else None


def _concluded(outcome: Answer | ClerkConnectionError) -> Answer:
    if isinstance(outcome, ClerkConnectionError):
        raise outcome
    return outcome


def _told(outcome: Answer | ClerkConnectionError) -> str:
    return f"{outcome.status} {code_of(outcome)}".rstrip() if isinstance(outcome, Answer) else type(outcome).__name__


def _tidy(value: object) -> object:
    """As the API may keep a text: it cares neither for case nor for space around addresses and domains."""
    return value.strip().casefold() if isinstance(value, str) else value
