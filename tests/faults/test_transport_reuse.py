"""Connections over time: used again, grown stale, lost with their server, and too few for all calls."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from clerk_organizations import ClerkConnectionError, ClerkTimeoutError, OutcomeUnknownError, RetryPolicy
from clerk_organizations.models import Organization
from tests.faults.rows import Row, rows
from tests.support import sockets
from tests.support.calls import CALLS, ask, known
from tests.support.clients import AFTER_SILENCE, AT_ONCE
from tests.support.clients import BothClients as World
from tests.support.processes import SubprocessServer as Mortal
from tests.support.responses import ACME, hang_up, raw, reset, whole
from tests.support.servers import RecordingServer as Wire

pytestmark = pytest.mark.sample(1)

WELL = raw(whole(ACME), close=False)
MANY, FEW = 64, 4


@rows(
    Row("T67", "a used connection closed instead of an answer", "asked again; a POST: OutcomeUnknownError", hang_up),
    Row("T68", "a used connection reset instead of an answer", "asked again; a POST: OutcomeUnknownError", reset()),
)
def test_a_used_connection_fails(world: World, wire: Wire, clerk: Any, row: Row) -> None:
    for method in ("GET", "DELETE", "PUT", "PATCH"):
        wire.reply(WELL, row.given, WELL)
        assert not isinstance(ask(world, clerk, method), Exception)
        assert not isinstance(ask(world, clerk, method), Exception)
        assert len(wire.requests) == 3
        wire.requests.clear()
    wire.reply(WELL, row.given)
    assert ask(world, clerk).name == "Acme"
    assert type(ask(world, clerk, "POST")) is OutcomeUnknownError
    assert [request.method for request in wire.requests] == ["GET", "POST"]


@rows(Row("T69", "a connection whose other end is gone without a word", "silence tells: asked again, a POST not"))
def test_a_half_open_connection(world: World, row: Row) -> None:
    def answer_once(connection: Any, seen: sockets.Accepted) -> None:
        connection.recv(65536)
        connection.sendall(whole(ACME))

    with sockets.accepting(answer_once) as server:
        clerk = world.client(api_url=f"http://{server.address}", retry=AFTER_SILENCE)
        assert ask(world, clerk).name == "Acme"
        assert ask(world, clerk).name == "Acme"  # silence on the first connection, an answer on the second
        assert server.count == 2
        assert type(ask(world, clerk, "POST")) is OutcomeUnknownError
        assert server.count == 2


@pytest.fixture
def mortal() -> Iterator[Mortal]:
    server = Mortal()
    yield server
    server.kill()


@rows(Row("T70", "a server killed and started again between calls", "not noticed, by a POST either"))
def test_killed_between_calls(world: World, mortal: Mortal, row: Row) -> None:
    mortal.start("answer")
    clerk = world.client(api_url=f"http://127.0.0.1:{mortal.port}", retry=AT_ONCE)
    for method in ("GET", "POST"):
        assert ask(world, clerk, method).name == "Acme"
        mortal.kill()
        mortal.start("answer")
    assert ask(world, clerk, "POST").name == "Acme"
    assert mortal.requests == ["GET", "POST"]


@rows(
    Row("T71", "a server killed during a call and started again", "asked again when it is back", "GET"),
    Row("T72", "a server killed during a POST and started again", "OutcomeUnknownError: not sent again", "POST"),
)
def test_killed_during_a_call(world: World, mortal: Mortal, row: Row) -> None:
    def die_and_rise() -> None:
        mortal.wait_for_a_request()
        mortal.kill()
        mortal.start("answer")

    mortal.start("hang")
    policy = RetryPolicy(attempts=20, first_delay=0.1, longest_delay=0.2)
    clerk = world.client(api_url=f"http://127.0.0.1:{mortal.port}", retry=policy)
    thread = threading.Thread(target=die_and_rise)
    thread.start()
    result = ask(world, clerk, row.given)
    thread.join()
    assert mortal.requests == [row.given]
    assert type(result) is (Organization if row.given == "GET" else OutcomeUnknownError)
    assert ask(world, clerk, "POST").name == "Acme"


@rows(Row("T73", "a server killed during a call for good", "ClerkConnectionError after 3 tries"))
def test_killed_for_good(world: World, mortal: Mortal, row: Row) -> None:
    mortal.start("hang")
    clerk = world.client(api_url=f"http://127.0.0.1:{mortal.port}", retry=AT_ONCE)

    def die() -> None:
        mortal.wait_for_a_request()
        mortal.kill()

    thread = threading.Thread(target=die)
    thread.start()
    assert type(ask(world, clerk)) is ClerkConnectionError
    thread.join()
    assert mortal.requests == ["GET"]
    mortal.start("answer")


def at_once(world: World, clerk: Any, method: str, count: int = MANY) -> list[Any]:
    """What comes of so many calls, all under way together: in threads, or in tasks of one loop."""

    async def tasks() -> list[Any]:
        return await asyncio.gather(*(CALLS[method](clerk) for _ in range(count)), return_exceptions=True)

    def one(_: int) -> Any:
        try:
            return CALLS[method](clerk)
        except Exception as error:
            return error

    if world.is_async:
        return list(world.run(tasks()))
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own transport, with a pool of four connections."""
    monkeypatch.setattr("clerk_organizations._transports.pool.MAX_CONNECTIONS", FEW)


@rows(Row("T74", "64 calls at once, and 4 connections", "all succeed, each sent once"))
@pytest.mark.usefixtures("few")
def test_more_calls_than_connections(world: World, wire: Wire, row: Row) -> None:
    clerk = world.client(api_url=wire.url)
    wire.reply(WELL)
    for method in ("GET", "POST"):
        assert {result.name for result in at_once(world, clerk, method)} == {"Acme"}
    assert Counter(request.method for request in wire.requests) == {"GET": MANY, "POST": MANY}


@rows(
    Row("T75", "64 GETs at once, and 4 connections that hang", "each a ClerkTimeoutError in time", "GET"),
    Row("T76", "64 POSTs at once, and 4 connections that hang", "ClerkTimeoutError if not sent", "POST"),
)
@pytest.mark.usefixtures("few")
def test_every_connection_hangs(world: World, wire: Wire, row: Row) -> None:
    clerk = world.client(api_url=wire.url, timeout=0.3, retry=RetryPolicy())
    wire.reply(wire.silence)
    found = Counter(type(known(result)) for result in at_once(world, clerk, row.given))
    assert found.total() == MANY
    assert set(found) <= {ClerkTimeoutError, OutcomeUnknownError}
    assert FEW <= len(wire.requests) <= (found[OutcomeUnknownError] or MANY) < MANY + (row.given == "GET")
    wire.reply(WELL)
    assert {result.name for result in at_once(world, clerk, row.given, FEW)} == {"Acme"}  # no connection is lost


@rows(Row("T77", "longer than connect_timeout without a free connection", "tried again, a POST as well"))
@pytest.mark.usefixtures("few")
def test_waiting_for_a_connection(world: World, wire: Wire, row: Row) -> None:
    clerk = world.client(api_url=wire.url, timeout=0.5, retry=RetryPolicy(connect_timeout=0.05, first_delay=0.0))
    wire.reply(wire.silence)
    found = Counter(type(known(result)) for result in at_once(world, clerk, "POST", FEW + 4))
    assert found == {OutcomeUnknownError: FEW, ClerkTimeoutError: 4}
    assert len(wire.requests) == FEW
