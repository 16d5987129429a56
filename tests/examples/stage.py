"""A mock of Clerk behind a real socket, where a call can be cut off and the program that makes it killed."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from clerk_organizations.testing import MockClerk, Request
from tests.support.responses import Reply, hang_up, hang_up_halfway
from tests.support.servers import RecordingServer, listening

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
KILLED = -signal.SIGKILL

Deed = Callable[["Stage"], object]


def kill(stage: "Stage") -> None:
    """The program ends at once, whatever it does."""
    stage.program.kill()


def kill_soon(stage: "Stage", *, seconds: float) -> None:
    """The program ends so much later, wherever it is by then."""
    threading.Timer(seconds, stage.program.kill).start()


def interrupt(stage: "Stage") -> None:
    """Somebody presses Ctrl-C."""
    stage.program.send_signal(signal.SIGINT)


def cut(stage: "Stage") -> None:
    """Nothing, but that the answer does not arrive."""


class Stage(RecordingServer):
    """What was called, and what happens at a call."""

    def __init__(self, mock: MockClerk, url: str) -> None:
        super().__init__(url)
        self.mock = mock
        self.before: dict[int, Deed] = {}
        """What happens at a call of a run, counted from 1, in place of carrying it out."""
        self.after: dict[int, Deed] = {}
        """What happens once a call is carried out, in place of its answer."""
        self.meanwhile: dict[int, Deed] = {}
        """What happens before a call is carried out and answered as it should be."""
        self.watch: Callable[[Request], object] = lambda request: None
        """Is told of each call, before it is carried out."""
        self.calls = 0
        """Calls of this run."""
        self._lock = threading.Lock()
        self._program: subprocess.Popen[str] | None = None
        self._started = threading.Event()

    @property
    def program(self) -> subprocess.Popen[str]:
        """The one that is running."""
        assert self._started.wait(10)
        assert self._program is not None
        return self._program

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        headers = [(name.encode(), value.encode()) for name, value in handler.headers.items()]
        body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        with self._lock:
            self.calls += 1
            number = self.calls
            if number in self.before:
                self.before[number](self)
                return hang_up(handler)
            self.meanwhile.get(number, cut)(self)
            request = Request.from_wire(handler.command, handler.path.encode(), headers, body)
            self.watch(request)
            response = self.mock.handle(request)
            if number in self.after:
                self.after[number](self)
                return hang_up_halfway(handler)
        return Reply(status=response.status, headers=dict(response.headers), body=response.body)(handler)

    def run(self, program: str, *arguments: object, stderr: int = subprocess.PIPE) -> "Ran":
        """Run an example against the mock, until it ends; what it says on another stderr is not kept."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CLERK_")}
        environment |= {"CLERK_API_URL": self.url, "CLERK_SECRET_KEY": self.mock.secret_key}
        command = [sys.executable, str(EXAMPLES / program), *map(str, arguments)]
        self.calls = 0
        self._started.clear()
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=stderr, text=True, encoding="utf-8"
        ) as self._program:
            self._started.set()
            try:
                out, err = self._program.communicate(timeout=60)
            finally:
                self._program.kill()
        return Ran(self._program.returncode, out, err)

    def run_to_the_end(self, program: str, *arguments: object, at: dict[int, Deed]) -> "Ran":
        """Run it again and again, the first run with the deed at its first call, the second at its second, ..."""
        for number in range(1, 60):
            at.clear()
            at[number] = kill
            ran = self.run(program, *arguments)
            if ran.status != KILLED:
                assert number > 3
                return ran
        raise AssertionError(f"{program} does not get on")


class Ran:
    """How a run ended."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@contextmanager
def staged(seed: Any) -> Generator[Stage]:
    """A stage with a mock that has this seed."""
    with listening(make=partial(Stage, MockClerk(seed))) as stage:
        assert isinstance(stage, Stage)
        yield stage


def addresses(request: Request) -> list[str]:
    """Whom a call invites."""
    if request.method != "POST":
        return []
    body = json.loads(request.body)
    return [row["email_address"] for row in (body if isinstance(body, list) else [body])]
