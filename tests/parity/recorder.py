"""The one server that both sides call: it answers as the current case says, and keeps what each case has sent."""

from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.parity.cases import Case
from tests.support.responses import Act, Reply, hang_up, hang_up_halfway
from tests.support.servers import Received, RecordingServer, listening

KEY = "sk_test_parity"


class Recorder:
    """Requests by case: a call is of the case that its secret key names, else of the one that has begun last."""

    def __init__(self, wire: RecordingServer, cases: Sequence[Case]) -> None:
        self.url = wire.url
        self._wire = wire
        self._acts = [_acts(case.answer) for case in cases]
        self._answered = Counter[int]()
        self._current = 0
        wire.default = self._answer

    def begin(self, number: int) -> None:
        """What comes with a key of no case is of this one."""
        self._current = number
        self._answered[number] = 0

    def take(self) -> list[Received]:
        """What came since the last time."""
        taken, self._wire.requests[:] = self._wire.requests[:], []
        return taken

    def take_by_case(self) -> dict[int, list[Received]]:
        """The same by case, as if all had one key."""
        sent: dict[int, list[Received]] = {}
        for seen in self.take():
            key, _, number = seen.headers["authorization"].rpartition("_")
            sent.setdefault(int(number), []).append(replace(seen, headers={**seen.headers, "authorization": key}))
        return sent

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        _, _, number = handler.headers.get("authorization", "").rpartition("_")
        case = int(number) if number.isdigit() else self._current
        acts = self._acts[case]
        self._answered[case] += 1
        acts[min(self._answered[case], len(acts)) - 1](handler)


def key(number: int) -> str:
    """The secret key of a case."""
    return f"{KEY}_{number}"


def _dated(reply: Reply) -> Act:
    """A reply whose Date is the one it names: the server would add its own beside it."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.date_time_string = lambda timestamp=None: reply.headers["date"]  # type: ignore[method-assign]  # once
        replace(reply, headers={name: value for name, value in reply.headers.items() if name != "date"})(handler)
        del handler.date_time_string

    return act


@contextmanager
def recording(cases: Sequence[Case]) -> Generator[Recorder]:
    """The server while the block runs."""
    with listening() as wire:
        yield Recorder(wire, cases)


def _acts(answer: dict[str, Any]) -> list[Act]:
    """What the requests of a case are answered, in their order; the last one goes for all that follow."""
    return [_act(answer), *(_acts(answer["then"]) if "then" in answer else ())]


def _act(answer: dict[str, Any]) -> Act:
    match answer:
        case {"network": "hang_up"}:
            return hang_up
        case {"network": "hang_up_halfway"}:
            return hang_up_halfway
        case {"body": body, **more}:
            return Reply(None, more.get("status", 200), more.get("headers", {}), body.encode())
    reply = Reply(answer["json"], answer.get("status", 200), answer.get("headers", {}))
    return _dated(reply) if "date" in reply.headers else reply
