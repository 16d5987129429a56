"""The one server that both sides call: it answers as the current case says, and keeps what each case has sent."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.parity.cases import Case
from tests.support.responses import Act, Reply, hang_up, hang_up_halfway
from tests.support.servers import Received, RecordingServer, listening

MARKER = "/__case__/"


class Recorder:
    """Requests by case. Cases come one after the other, so the current one owns what arrives."""

    def __init__(self, wire: RecordingServer, cases: Sequence[Case]) -> None:
        self.url = wire.url
        self._wire = wire
        self._acts = [_act(case.answer) for case in cases]
        self._current = 0
        self._starts: dict[int, int] = {}
        wire.default = self._answer

    def begin(self, number: int) -> None:
        """What comes from here on is of this case."""
        self._current = number
        self._starts[number] = len(self._wire.requests)

    def take(self) -> dict[int, list[Received]]:
        """What was sent by case since the last time."""
        ends = [*self._starts.values(), len(self._wire.requests)][1:]
        sent = {
            number: [seen for seen in self._wire.requests[start:end] if not seen.target.startswith(MARKER)]
            for (number, start), end in zip(self._starts.items(), ends, strict=True)
        }
        self._starts = {}
        self._wire.requests.clear()
        return sent

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.path.startswith(MARKER):
            self.begin(int(handler.path.removeprefix(MARKER)))
            Reply({})(handler)
        else:
            self._acts[self._current](handler)


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
