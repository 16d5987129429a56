"""Stats of a client: a snapshot of its counters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from ..retry import RetryReason
from .counters import AttemptCounts, Counters, RetryCounts, WaitTotals


@attrs.define(frozen=True, slots=True, kw_only=True)
class CallStats:
    """Counts of calls that have ended, and of the attempts they took.

    Attributes:
        calls: Calls that have ended, whatever came of them; one that was cancelled midway is not among them.
        attempts: Requests that were answered or failed.
        answers: Attempts that were answered, by the class of their status: `{"2xx": 40, "4xx": 2}`.
        errors: Attempts that got no whole answer, by the type of error: `{"ConnectTimeout": 1}`.
        retries: Attempts that were followed by another one, by the reason.
        waits: How often a call waited before it was sent again.
        wait_seconds: How long, in all.
        held_back: How often the client's own rate limit has let an attempt wait for its turn.
        held_back_seconds: How long, in all.
    """

    calls: int
    attempts: int
    answers: Mapping[str, int]
    errors: Mapping[str, int]
    retries: Mapping[RetryReason, int]
    waits: int
    wait_seconds: float
    held_back: int
    held_back_seconds: float


@attrs.define(frozen=True, slots=True, kw_only=True)
class ConnectionStats:
    """Connections of the client's own.

    Attributes:
        open: Those there are.
        idle: Those that wait for a call.
        in_use: Those that a call uses, or is opening.
        opened: Those that were opened since the client was made.
    """

    open: int
    idle: int
    in_use: int
    opened: int


@attrs.define(frozen=True, slots=True, kw_only=True)
class Stats(CallStats):
    """A snapshot of what a client has done since it was made, with all that `with_options` made of it.

    Attributes:
        operations: The same counts for each operation that was called, by its id such as `GetOrganization`.
        connections: None where httpx keeps them: with a transport or an http_client of yours, or behind a proxy.
    """

    operations: Mapping[str, CallStats]
    connections: ConnectionStats | None

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain dicts and numbers, for logs and JSON."""
        return attrs.asdict(self, value_serializer=lambda _, __, value: _plain(value))


def snapshot(counters: Counters, held: tuple[int, int] | None) -> Stats:
    """What was counted so far; `held` are the connections that are idle and in use."""
    ended, retried, waited, held_back, opened = counters.snapshot()
    names = sorted({name for name, _ in ended} | waited.keys() | held_back.keys())
    each = {name: CallStats(**_of({name}, ended, retried, waited, held_back)) for name in names}
    connections = None
    if held is not None:
        idle, in_use = held
        connections = ConnectionStats(open=idle + in_use, idle=idle, in_use=in_use, opened=opened)
    whole = _of(set(names), ended, retried, waited, held_back)
    return Stats(**whole, operations=MappingProxyType(each), connections=connections)


def _of(
    names: set[str], ended: AttemptCounts, retried: RetryCounts, waited: WaitTotals, held_back: WaitTotals
) -> dict[str, Any]:
    """The fields of CallStats for these operations together."""
    answers, errors, retries = Counter[str](), Counter[str](), Counter[RetryReason]()
    for (name, result), count in ended.items():
        if name in names:
            (errors if isinstance(result, str) else answers)[_class_of(result)] += count
    for (name, reason), count in retried.items():
        if name in names:
            retries[reason] += count
    waits, turns = ([counted[name] for name in sorted(names) if name in counted] for counted in (waited, held_back))
    attempts = answers.total() + errors.total()
    return {
        # Each attempt ends its call, but for those that are repeated.
        "calls": attempts - retries.total(),
        "attempts": attempts,
        "answers": MappingProxyType(dict(sorted(answers.items()))),
        "errors": MappingProxyType(dict(sorted(errors.items()))),
        "retries": MappingProxyType(dict(sorted(retries.items()))),
        "waits": sum(count for count, _ in waits),
        "wait_seconds": sum(seconds for _, seconds in waits),
        "held_back": sum(count for count, _ in turns),
        "held_back_seconds": sum(seconds for _, seconds in turns),
    }


def _class_of(result: int | str) -> str:
    return result if isinstance(result, str) else f"{result // 100}xx"


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, MappingProxyType) else value
