"""What the run time does to a client: clocks, copies, flags of the interpreter, forgotten clients, long lives."""

import copy
import gc
import logging
import os
import pickle
import re
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from clerk_organizations import (
    AsyncClerkClient,
    ClerkConfigurationError,
    ClerkConnectionError,
    ClerkError,
    ClerkTimeoutError,
    NotFoundError,
    RetryPolicy,
    ServerError,
)
from clerk_organizations.models import Organization
from tests.faults.rows import Row, rows
from tests.support.clients import KEY, BothClients
from tests.support.processes import echoing
from tests.support.responses import ACME, FINE, Reply, dripping, hang_up, head, whole
from tests.support.servers import RecordingServer
from tests.support.sockets import Accepted, accepting
from tests.support.tiers import examples

pytestmark = pytest.mark.sample(1)

CALLS = int(os.environ.get("FAULTS_CALLS", examples(250, 10000)))


def get(clerk: Any, identity: str = "org_1") -> Any:
    return clerk.organizations.get_organization(organization_id=identity)


@rows(
    Row("R30", "the wall clock jumps a day ahead during a call", "the call goes on", 86_400.0),
    Row("R31", "the wall clock jumps a day back during a call", "the call goes on", -86_400.0),
)
def test_the_wall_clock_jumps(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, jumped = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + jumped[0])

    def jump(handler: Any) -> None:
        jumped[0] = row.given
        Reply(status=503)(handler)

    wire.reply(jump, FINE)
    assert world.run(get(clerk)).id == "org_1"
    assert len(wire.requests) == 2


@rows(Row("R32", "the wall clock stands still while an answer drips in", "deadlines hold: ClerkTimeoutError"))
def test_the_wall_clock_stands_still(
    row: Row, world: BothClients, wire: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.0)
    wire.reply(dripping(wire.over, head("content-length: 1000"), bytes(1000)))
    with pytest.raises(ClerkTimeoutError):
        world.run(get(world.client(api_url=wire.url, timeout=0.2)))
    assert len(wire.requests) == 1


COPIES: list[Callable[[Any], Any]] = [
    copy.copy, copy.deepcopy,
    lambda thing: pickle.loads(pickle.dumps(thing, 0)), lambda thing: pickle.loads(pickle.dumps(thing)),
]  # fmt: skip


@rows(Row("R33", "a model is copied, deep-copied, pickled", "an equal model, its own"))
def test_models_can_be_copied(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json({"data": [{"id": "org_1", "new": [1], "public_metadata": {"a": 1}}], "total_count": 1})
    page = world.run(clerk.organizations.get_organization_list())
    for copied in (make(page) for make in COPIES):
        assert copied == page and copied is not page
        assert type(copied.data[0]) is Organization
        assert copied.data[0].extras == {"new": [1]}
    assert copy.deepcopy(page).data[0].public_metadata is not page.data[0].public_metadata


@rows(Row("R34", "an error is copied, pickled", "the same error, with all it says"))
def test_errors_can_be_copied(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json({"errors": [{"code": "c", "message": "m"}], "clerk_trace_id": "t"}, 422, {"retry-after": "2"})
    with pytest.raises(ClerkError) as caught:
        world.run(get(clerk))
    for copied in (make(caught.value) for make in COPIES):
        assert (type(copied), str(copied), vars(copied)) == (type(caught.value), str(caught.value), vars(caught.value))


@rows(Row("R35", "a client, its methods, its errors' frames are copied or pickled", "TypeError that says what to do"))
def test_clients_cannot_be_copied(row: Row, clerk: Any) -> None:
    for thing in (clerk, clerk.with_options(timeout=1), clerk.organizations):
        makes: list[Callable[[Any], Any]] = [copy.deepcopy, pickle.dumps]
        for make in makes:
            with pytest.raises(TypeError, match=r"neither copied nor pickled: .*with_options\(\)"):
                make(thing)
    for make in COPIES:
        with pytest.raises(TypeError, match="neither copied nor pickled"):
            make(clerk)


PROGRAM = Path(__file__).with_name("program.py").read_text(encoding="utf-8")


@rows(
    Row("R36", "python -OO", "no docstrings, no asserts, and all works", ["-OO"]),
    Row("R37", "python -W error -X dev", "not one warning, from import to exit", ["-W", "error", "-X", "dev"]),
)
def test_flags_of_the_interpreter(row: Row) -> None:
    command = [sys.executable, *row.given, "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "fine\n", "")


@rows(Row("R38", "closed twice, and used after that", "ClerkConfigurationError: the client is closed; nothing is sent"))
def test_closed_twice(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    world.run(get(clerk))
    walk = clerk.organizations.get_organization_list.iter()
    world.close(clerk)
    world.close(clerk)
    for use in (lambda: world.run(get(clerk)), lambda: world.items(walk), lambda: world.run(get(clerk.with_options()))):
        with pytest.raises(ClerkConfigurationError) as caught:
            use()
        assert str(caught.value) == "the client is closed"
    assert len(wire.requests) == 1


FORGOTTEN = """
import asyncio, gc, sys, warnings
import httpx
from clerk_organizations import AsyncClerkClient, ClerkClient
url, how = sys.argv[1:]

def sync():
    ClerkClient(secret_key="sk_test_x", api_url=url).organizations.get_organization(organization_id="org_1")

def bare():
    httpx.Client().get(url)

async def in_loop():
    clerk = AsyncClerkClient(secret_key="sk_test_x", api_url=url)
    await clerk.organizations.get_organization(organization_id="org_1")

with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    asyncio.run(in_loop()) if how == "in_loop" else globals()[how]()
    gc.collect()
print(sorted({warning.category.__name__ for warning in seen}))
"""


@rows(
    Row("R39", "a sync client is forgotten, not closed", "Python's own ResourceWarning, as with httpx", "sync"),
    Row("R40", "an async client is never closed", "its event loop closes it at its end, without a warning", "in_loop"),
)
def test_a_client_that_is_never_closed(row: Row, wire: RecordingServer) -> None:
    wire.reply(FINE)

    def seen(how: str) -> str:
        command = [sys.executable, "-c", FORGOTTEN, wire.url, how]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
        assert done.stderr == ""
        return done.stdout

    assert seen(row.given) == (seen("bare") if row.given == "sync" else "[]\n")


@rows(Row("R43", "an async client is dropped while its loop runs", "its connections close; trio itself warns"))
@pytest.mark.parametrize("library", ["asyncio", "trio"])
def test_an_async_client_that_is_dropped(row: Row, library: str) -> None:
    gone = threading.Event()

    def serve(connection: socket.socket, seen: Accepted) -> None:
        connection.recv(65536)
        connection.sendall(whole(ACME))
        if connection.recv(65536) == b"":
            gone.set()

    async def main() -> None:
        clerk: Any = AsyncClerkClient(secret_key=KEY, api_url=f"http://{server.address}")
        await get(clerk)
        del clerk
        gc.collect()
        assert await anyio.to_thread.run_sync(gone.wait, 10)

    with accepting(serve) as server, warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        anyio.run(main, backend=library)
        gc.collect()
    assert {warning.category for warning in seen} == ({ResourceWarning} if library == "trio" else set())


@rows(Row("R41", "10,000 calls, good and bad (FAULTS_CALLS)", "memory stays flat"))
def test_memory_stays_flat(row: Row, world: BothClients) -> None:
    with echoing() as url:
        clerk = world.client(api_url=url, retry=RetryPolicy(attempts=2, first_delay=0))
        call_all = _calls_async if world.is_async else _calls
        world.run(call_all(clerk, min(CALLS, 1000)))
        grown: list[tuple[int, int]] = []
        # What leaks does so in each round; one of them may meet a thread or a cache of another test.
        while len(grown) < 3 and not any(objects < 100 and blocks < 500 for objects, blocks in grown):
            gc.collect()
            objects, blocks = len(gc.get_objects()), sys.getallocatedblocks()
            world.run(call_all(clerk, CALLS))
            gc.collect()
            grown.append((len(gc.get_objects()) - objects, sys.getallocatedblocks() - blocks))
        assert any(objects < 100 and blocks < 500 for objects, blocks in grown), grown


def _identity(number: int) -> str:
    return {7: "s404", 8: "s503", 9: "cut"}.get(number % 100, "org_") + str(number)


def _calls(clerk: Any, count: int) -> None:
    for number in range(count):
        try:
            assert get(clerk, _identity(number)).id == f"org_{number}"
        except (NotFoundError, ServerError, ClerkConnectionError):
            assert number % 100 in (7, 8, 9)


async def _calls_async(clerk: Any, count: int) -> None:
    for number in range(count):
        try:
            assert (await get(clerk, _identity(number))).id == f"org_{number}"
        except (NotFoundError, ServerError, ClerkConnectionError):
            assert number % 100 in (7, 8, 9)


@rows(Row("R42", "what is logged of a call with two retries", "a line an attempt at DEBUG, a line a retry at INFO"))
def test_the_log_of_a_call(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any, caplog: pytest.LogCaptureFixture
) -> None:
    wire.reply(Reply(status=503, headers={"cf-ray": "8f2-FRA"}), hang_up, FINE)
    with caplog.at_level(logging.DEBUG, "clerk_organizations"):
        world.run(get(clerk, "org_secret"))
    told: dict[str, list[tuple[str, str]]] = {"clerk_organizations": [], "clerk_organizations.transport": []}
    for record in caplog.records:
        told.get(record.name, []).append((record.levelname, _times_out(record.getMessage())))
    lines, progress = told.values()
    call = "GET /organizations/{organization_id}"
    lost = "RemoteProtocolError"
    assert lines == [
        ("DEBUG", f"{call}: 503; attempt 1, N ms, trace 8f2-FRA"),
        ("INFO", f"{call}: 503; attempt 1, N ms, trace 8f2-FRA; again in N s"),
        ("DEBUG", f"{call}: {lost}; attempt 2, N ms, trace None"),
        ("INFO", f"{call}: {lost}; attempt 2, N ms, trace None; again in N s"),
        ("DEBUG", f"{call}: 200; attempt 3, N ms, trace None"),
    ]
    connecting, sent = ("DEBUG", f"{call}: connecting to 127.0.0.1:{wire.url[17:]}"), ("DEBUG", f"{call}: request sent")
    assert progress == [
        connecting, sent, ("DEBUG", f"{call}: response started: 503"),
        sent,
        connecting, sent, ("DEBUG", f"{call}: response started: 200"),
    ]  # fmt: skip
    assert len(wire.requests) == 3


def _times_out(line: str) -> str:
    return re.sub(r"[0-9.]+ (ms|s)\b", r"N \1", line)
