"""What a client counts, and the snapshot that `stats()` gives of it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from ._fork import renew_in_children
from .events import RetryReason


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
    """

    calls: int
    attempts: int
    answers: Mapping[str, int]
    errors: Mapping[str, int]
    retries: Mapping[RetryReason, int]
    waits: int
    wait_seconds: float


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
        connections: None for a client with a transport or an http_client of yours: only their owner knows.
    """

    operations: Mapping[str, CallStats]
    connections: ConnectionStats | None

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain dicts and numbers, for logs and JSON."""
        return attrs.asdict(self, value_serializer=lambda _, __, value: _plain(value))


class Counts:
    """The counters, shared by threads. A child process begins at zero, with connections of its own."""

    def __init__(self) -> None:
        self.renew()
        renew_in_children(self)

    def renew(self) -> None:
        """Nothing counted yet, and a lock that nobody holds."""
        self._lock = threading.Lock()
        self._ended: dict[tuple[str, int | str], int] = {}
        self._retried: dict[tuple[str, RetryReason], int] = {}
        self._waited: dict[str, tuple[int, float]] = {}
        self._opened = 0

    def ended(self, operation_id: str, result: int | str) -> None:
        """An attempt has ended: with a status, or with an error of this name."""
        key = operation_id, result
        with self._lock:
            self._ended[key] = self._ended.get(key, 0) + 1

    def retried(self, operation_id: str, reason: RetryReason, seconds: float) -> None:
        """An attempt is followed by another one, after a wait."""
        key = operation_id, reason
        with self._lock:
            self._retried[key] = self._retried.get(key, 0) + 1
            waits, before = self._waited.get(operation_id, (0, 0.0))
            self._waited[operation_id] = waits + 1, before + seconds

    def opened(self) -> None:
        """A connection was opened."""
        with self._lock:
            self._opened += 1

    def snapshot(self, held: tuple[int, int] | None) -> Stats:
        """What was counted so far, at one moment; `held` are the connections that are idle and in use."""
        with self._lock:
            ended, retried, waited, opened = self._ended.copy(), self._retried.copy(), self._waited.copy(), self._opened
        names = sorted({name for name, _ in ended} | waited.keys())
        each = {name: CallStats(**_of({name}, ended, retried, waited)) for name in names}
        connections = None
        if held is not None:
            idle, in_use = held
            connections = ConnectionStats(open=idle + in_use, idle=idle, in_use=in_use, opened=opened)
        whole = _of(set(names), ended, retried, waited)
        return Stats(**whole, operations=MappingProxyType(each), connections=connections)


def _of(
    names: set[str],
    ended: Mapping[tuple[str, int | str], int],
    retried: Mapping[tuple[str, RetryReason], int],
    waited: Mapping[str, tuple[int, float]],
) -> dict[str, Any]:
    """The fields of CallStats for these operations together."""
    answers, errors, retries = Counter[str](), Counter[str](), Counter[RetryReason]()
    for (name, result), count in ended.items():
        if name in names:
            (errors if isinstance(result, str) else answers)[_class_of(result)] += count
    for (name, reason), count in retried.items():
        if name in names:
            retries[reason] += count
    waits = [waited[name] for name in sorted(names) if name in waited]
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
    }


def _class_of(result: int | str) -> str:
    return result if isinstance(result, str) else f"{result // 100}xx"


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, MappingProxyType) else value
