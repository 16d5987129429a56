"""A signal handler uses the client that it interrupts: it waits for no lock that its own thread holds."""

import os
import random
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import FrameType
from typing import Any

import clerk_organizations
from clerk_organizations import ClerkClient, ClerkConfigurationError, ClerkConnectionError, RetryPolicy
from tests.faults.rows import Row, rows
from tests.support.callers import Callers
from tests.support.clients import KEY
from tests.support.responses import Reply
from tests.support.servers import RecordingServer
from tests.support.tiers import examples

_PACKAGE = Path(clerk_organizations.__file__).parent
_SHARED = ["retry.py", *(f"_transports/{name}.py" for name in ("latch", "pool", "registry")), "_calls/counters.py"]
_FILES = {str(_PACKAGE / name) for name in _SHARED}
"""What a client keeps beside its calls, for threads to share."""


PLACES = int(os.environ.get("FAULTS_PLACES", examples(40, 500)))
"""Of some three thousand; `make test-deep` takes them all."""


class Interruption:
    """Does something between two instructions of those files, in the same thread, as signal handlers are run."""

    def __init__(self, do: Callable[[], object], place: int | None) -> None:
        self._do, self._place = do, place
        self.passed = 0
        """Instructions so far."""

    def __call__(self, frame: FrameType, event: str, arg: object) -> Any:
        if frame.f_code.co_filename not in _FILES:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        if event == "opcode":
            if self.passed == self._place:
                sys.settrace(None)
                self._do()
            self.passed += 1
        return self


class Story:
    """A call that is tried again, one over the same connection, and what came of them."""

    def __init__(self, wire: RecordingServer, do: Callable[[ClerkClient], object], place: int | None) -> None:
        wire.forget()
        self._callers = Callers(wire, self._answer)
        policy = RetryPolicy(attempts=2, first_delay=0.001)
        self.clerk = ClerkClient(secret_key=KEY, api_url=wire.url, retry=policy)
        interruption = Interruption(lambda: do(self.clerk), place)
        self.seen, ended = list[str](), threading.Event()

        def work() -> None:
            sys._getframe().f_trace_opcodes = True  # Python 3.12 asks for it when tracing begins
            sys.settrace(interruption)
            try:
                self.seen += [self.get(), self.get()]
            except (ClerkConfigurationError, ClerkConnectionError) as error:
                self.seen.append(type(error).__name__)
            finally:
                sys.settrace(None)
                ended.set()

        threading.Thread(target=work, daemon=True).start()
        assert ended.wait(10), f"a call that was interrupted at {place} hangs"
        self.passed = interruption.passed
        self.clerk.close()
        for _ in {*self._callers.ports}:
            assert self._callers.gone.acquire(timeout=5), f"interrupted at {place}, it leaves a connection open"

    def get(self) -> str:
        return self.clerk.organizations.get_organization(organization_id="org_1").id

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        Reply({"id": "org_1"}, 503 if len(self._callers.ports) == 1 else 200)(handler)


def places(wire: RecordingServer) -> list[int]:
    """Where to interrupt it."""
    every = range(Story(wire, ClerkClient.stats, None).passed)
    assert len(every) > 100
    return random.Random(1).sample(every, min(len(every), PLACES))


@rows(
    Row("T110", "a signal handler closes the client, in the midst of a call", "the call ends, no connection stays open")
)
def test_a_signal_handler_closes_the_client(row: Row, wire: RecordingServer) -> None:
    for place in places(wire):
        *answers, last = Story(wire, ClerkClient.close, place).seen
        assert {*answers} <= {"org_1"} and last in ("org_1", "ClerkConfigurationError", "ClerkConnectionError")


@rows(Row("T111", "a signal handler asks for the stats of the client, in the midst of a call", "it gets them"))
def test_a_signal_handler_asks_for_stats(row: Row, wire: RecordingServer) -> None:
    for place in places(wire):
        assert Story(wire, ClerkClient.stats, place).seen == ["org_1"] * 2


@rows(
    Row(
        "T112",
        "a signal handler makes a call, in the midst of another one",
        "both get their answers, and all is counted",
    )
)
def test_a_signal_handler_makes_a_call(row: Row, wire: RecordingServer) -> None:
    def call(clerk: ClerkClient) -> None:
        made.append(clerk.organizations.get_organization(organization_id="org_1"))

    for place in places(wire):
        made = list[object]()
        story = Story(wire, call, place)
        assert story.seen == ["org_1"] * 2
        stats = story.clerk.stats()
        assert (stats.calls, stats.attempts, stats.waits) == (2 + len(made), 3 + len(made), 1)
