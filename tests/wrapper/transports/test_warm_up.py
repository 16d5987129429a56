"""What the first call needs: made beside the event loop, or beforehand by `warm_up`."""

import subprocess
import sys
import threading
import time
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest

from clerk_organizations import AsyncClerkClient, ClerkConfigurationError
from clerk_organizations._base import BaseClient
from clerk_organizations._transports import preparing
from tests.faults.rows import Row, rows
from tests.support.calls import ask
from tests.support.clients import KEY, BothClients
from tests.support.responses import FINE
from tests.support.servers import RecordingServer

IMPORTS = """
import sys, threading

class Noting:
    def find_spec(name, path=None, target=None):
        if name in ("httpcore", "h11", "httpx", "orjson", "ssl"):
            threads.setdefault(name, threading.current_thread() is threading.main_thread())

threads = {}
sys.meta_path.insert(0, Noting)
import anyio
from clerk_organizations import AsyncClerkClient

async def main(url, use_httpx, warm):
    async with AsyncClerkClient(secret_key="sk_test_x", api_url=url, fast=False, use_httpx=use_httpx) as clerk:
        if warm:
            await clerk.warm_up()
            assert clerk.stats().connections is None or clerk.stats().connections.opened == 0
        before = set(sys.modules)
        await clerk.organizations.get_organization(organization_id="org_1")
        if warm:
            late = {name.partition(".")[0] for name in set(sys.modules) - before}
            assert late <= {"clerk_organizations_api", "encodings", "stringprep"}, late  # a model; a name is looked up

url, library, *flags = sys.argv[1:]
anyio.run(main, url, "httpx" in flags, "warm" in flags, backend=library)
print({name: on_loop for name, on_loop in threads.items() if name in ("httpcore", "httpx")})
"""


@pytest.mark.sample(1)
@pytest.mark.parametrize("library", ["asyncio", "trio"])
@pytest.mark.parametrize(("flags", "expected"), [
    ([], {"httpcore": False}),
    (["httpx"], {"httpx": False, "httpcore": False}),
    (["warm"], {"httpcore": False, "httpx": False}),
])  # fmt: skip
def test_imports_are_made_beside_the_event_loop(
    library: str, flags: list[str], expected: dict[str, bool], wire: RecordingServer
) -> None:
    wire.reply(FINE)
    command = [sys.executable, "-c", IMPORTS, wire.url, library, *flags]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stderr, eval(done.stdout or "None"), len(wire.requests)) == ("", expected, 1)


def test_warming_up_loads_what_calls_need(world: BothClients, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = list[object]()

    def load(client: object) -> None:
        loaded.append(client)

    monkeypatch.setattr(BaseClient, "_load", load)
    clerk = world.client()
    world.run(clerk.warm_up())
    assert loaded == [clerk]


def test_warming_up_opens_no_connection(world: BothClients, wire: RecordingServer) -> None:
    wire.reply(FINE)
    clerk = world.client(api_url=wire.url)
    for _ in range(2):
        world.run(clerk.with_options(timeout=9).warm_up())
    assert (clerk.stats().connections.opened, clerk.stats().calls) == (0, 0)
    assert ask(world, clerk).id == "org_1"
    assert clerk.stats().connections.opened == 1


def test_errors_are_those_of_the_first_call(
    world: BothClients, wire: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = world.client()
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    with pytest.raises(ClerkConfigurationError, match="SSL_CERT_FILE"):
        world.run(clerk.warm_up())
    world.close(clerk)
    with pytest.raises(ClerkConfigurationError, match="the client is closed"):
        world.run(clerk.warm_up())


def test_ones_own_transport_needs_none(world: BothClients) -> None:
    clerk = world.client(transport=httpx.MockTransport(lambda request: httpx.Response(200, json={"id": "org_1"})))
    world.run(clerk.warm_up())
    assert ask(world, clerk).id == "org_1"


class Held:
    """Preparations that go on until they are let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.let_go = threading.Event(), threading.Event()
        monkeypatch.setattr("clerk_organizations._transports.preparing._prepared", set())
        monkeypatch.setattr("clerk_organizations._transports.origin.Origin.proxy", self._proxy)

    def _proxy(self, origin: object = None) -> None:
        self.begun.set()
        self.let_go.wait(10)

    def wait_for_its_thread(self) -> None:
        """It would tell the next test that all is prepared."""
        end = time.monotonic() + 10
        while not preparing._prepared:
            assert time.monotonic() < end


@rows(
    Row("T151", "cancelled while the first call imports what it needs", "ends at once; others go on", "cancel"),
    Row("T152", "closed while the first call does so", "ClerkConfigurationError: nothing is sent", "close"),
    Row("T153", "the deadline passes while the first call does so", "ClerkTimeoutError at once", "deadline"),
)
@pytest.mark.parametrize("library", ["asyncio", "trio"])
def test_the_end_of_a_first_call(
    row: Row, library: str, wire: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, ended = Held(monkeypatch), list[str]()

    async def call(clerk: Any) -> None:
        try:
            await clerk.organizations.get_organization(organization_id="org_1")
        except BaseException as error:
            ended.append(type(error).__name__)
            if not isinstance(error, Exception):
                raise

    async def main() -> None:
        timeout = 0.05 if row.given == "deadline" else 60
        async with AsyncClerkClient(secret_key=KEY, api_url=wire.url, timeout=timeout) as clerk:
            async with anyio.create_task_group() as group:
                group.start_soon(call, clerk)
                while not held.begun.is_set():  # the event loop goes on
                    await anyio.lowlevel.checkpoint()
                if row.given == "cancel":
                    group.cancel_scope.cancel()
                if row.given == "close":
                    await clerk.aclose()
                    held.let_go.set()
            held.let_go.set()

    anyio.run(main, backend=library)
    kinds = {"cancel": "Cancel", "close": "ClerkConfigurationError", "deadline": "ClerkTimeoutError"}
    held.wait_for_its_thread()
    assert [one.startswith(kinds[row.given]) for one in ended] == [True], ended
    assert wire.requests == []
