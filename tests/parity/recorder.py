"""The one server that both sides call: it answers as the current case says, and keeps what each case has sent."""

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
    """Requests by case. The secret key says of which case one is."""

    def __init__(self, wire: RecordingServer, cases: Sequence[Case]) -> None:
        self.url = wire.url
        self._wire = wire
        self._acts = [_act(case.answer) for case in cases]
        wire.default = self._answer

    def key(self, number: int) -> str:
        """The secret key of a case."""
        return f"{KEY}_{number}"

    def headers(self, number: int) -> dict[str, str]:
        """What makes a client of ours the one of a case."""
        return {"authorization": f"Bearer {self.key(number)}"}

    def take(self) -> dict[int, list[Received]]:
        """What was sent by case since the last time, as if all had one key."""
        sent: dict[int, list[Received]] = {}
        for seen in self._wire.requests:
            number, shared = _case(seen.headers.get("authorization"))
            sent.setdefault(number, []).append(replace(seen, headers={**seen.headers, **shared}))
        self._wire.requests.clear()
        return sent

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        number, _ = _case(handler.headers["authorization"])
        self._acts[number](handler)


def _case(authorization: str | None) -> tuple[int, dict[str, str]]:
    """The number of a case, and the header that all cases share; the first case where a test took the header away."""
    if authorization is None:
        return 0, {}
    shared, _, number = authorization.rpartition("_")
    return int(number), {"authorization": shared}


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
