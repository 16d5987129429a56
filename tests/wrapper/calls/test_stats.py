"""What a client counts: exact, whoever calls at once, and for all clients on the same connections together."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import anyio
import attrs
import httpx
import pytest

from clerk_organizations import AsyncClerkClient, ClerkClient, ClerkError, RateLimit, RetryPolicy, Stats
from clerk_organizations._calls.counters import Counters
from clerk_organizations._calls.stats import snapshot
from clerk_organizations.events import RequestEvent
from tests.support.clients import AT_ONCE, KEY, BothClients, key_of
from tests.support.processes import echoing
from tests.support.responses import FINE, GONE, Reply, hang_up
from tests.support.servers import RecordingServer
from tests.support.threads import at_once
from tests.support.tiers import examples


def get(clerk: Any, identity: str = "org_1") -> Any:
    return clerk.organizations.get_organization(organization_id=identity)


def test_all_that_is_counted(world: BothClients, wire: RecordingServer) -> None:
    wire.reply(Reply(status=429, headers={"retry-after": "0.01"}), hang_up, FINE, GONE, hang_up)
    clerk = world.client(api_url=wire.url, retry=AT_ONCE)
    world.run(get(clerk))
    with pytest.raises(ClerkError):
        world.run(get(clerk))
    with pytest.raises(ClerkError):
        world.run(clerk.organizations.create_organization(name="Acme"))
    stats: Stats = clerk.stats()
    of_get = {
        "calls": 2,
        "attempts": 4,
        "answers": {"2xx": 1, "4xx": 2},
        "errors": {"RemoteProtocolError": 1},
        "retries": {"lost": 1, "rate_limited": 1},
        "waits": 2,
        "wait_seconds": 0.01,
        "held_back": 0,
        "held_back_seconds": 0.0,
    }
    of_create = {
        "calls": 1, "attempts": 1, "answers": {}, "errors": {"RemoteProtocolError": 1}, "retries": {},
        "waits": 0, "wait_seconds": 0.0, "held_back": 0, "held_back_seconds": 0.0,
    }  # fmt: skip
    assert stats.as_dict() == {
        **of_get,
        "calls": 3,
        "attempts": 5,
        "errors": {"RemoteProtocolError": 2},
        "operations": {"CreateOrganization": of_create, "GetOrganization": of_get},
        "connections": {"open": 0, "idle": 0, "in_use": 0, "opened": 2},
    }
    assert json.loads(json.dumps(stats.as_dict())) == stats.as_dict()


def test_waits_under_the_rate_limit_are_counted_and_told(world: BothClients, wire: RecordingServer) -> None:
    events: list[RequestEvent] = []
    wire.reply(FINE, FINE)
    clerk = world.client(
        secret_key=key_of(wire), api_url=wire.url, rate_limit=RateLimit(1, 0.02), on_request=events.append
    )
    for _ in range(2):
        world.run(get(clerk))
    stats: Stats = clerk.stats()
    assert (stats.held_back, stats.operations["GetOrganization"].held_back, stats.waits) == (1, 1, 0)
    assert [event.held_back for event in events] == [0.0, stats.held_back_seconds]
    assert stats.held_back_seconds > 0


def test_nothing_yet(world: BothClients) -> None:
    stats = world.client().stats()
    assert (stats.calls, stats.operations, stats.connections.opened) == (0, {}, 0)


def test_a_snapshot_stays_as_it_is(world: BothClients, wire: RecordingServer) -> None:
    wire.reply(FINE)
    clerk = world.client(api_url=wire.url)
    before = clerk.stats()
    world.run(get(clerk))
    assert before.calls == 0 and clerk.stats().calls == 1
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        before.calls = 7
    with pytest.raises(TypeError):
        before.answers["2xx"] = 7


def test_clients_on_the_same_connections_count_together(world: BothClients, wire: RecordingServer) -> None:
    wire.reply(FINE)
    clerk = world.client(api_url=wire.url)
    other = clerk.with_options(timeout=5)
    world.run(get(clerk))
    world.run(get(other))
    assert clerk.stats() == other.stats()
    assert clerk.stats().calls == 2


def test_connections_while_a_call_is_under_way(world: BothClients, wire: RecordingServer) -> None:
    seen: list[Any] = []
    clerk = world.client(api_url=wire.url)

    def look(handler: Any) -> None:
        seen.append(clerk.stats().connections)
        FINE(handler)

    wire.reply(look)
    world.run(get(clerk))
    world.run(get(clerk))
    seen.append(clerk.stats().connections)
    world.close(clerk)
    seen.append(clerk.stats().connections)
    told = [(now.open, now.idle, now.in_use, now.opened) for now in seen]
    assert told == [(1, 0, 1, 1), (1, 0, 1, 1), (1, 1, 0, 1), (0, 0, 0, 1)]


def test_connections_of_your_own_are_not_known(world: BothClients) -> None:
    clerk = world.client(transport=httpx.MockTransport(lambda request: httpx.Response(200, json={})))
    world.run(get(clerk))
    assert clerk.stats().connections is None
    assert clerk.stats().calls == 1
    assert clerk.stats().as_dict()["connections"] is None


def test_connections_of_all_loops_are_counted(wire: RecordingServer) -> None:
    wire.reply(FINE)
    clerk = AsyncClerkClient(secret_key=KEY, api_url=wire.url)
    for _ in range(3):
        asyncio.run(get(clerk))
    assert clerk.stats().calls == 3
    connections = clerk.stats().connections
    assert connections is not None and connections.opened == 3


def test_a_call_that_is_cancelled_is_not_among_the_calls(wire: RecordingServer) -> None:
    asked = wire.stay_silent()

    async def main() -> None:
        async with AsyncClerkClient(secret_key=KEY, api_url=wire.url) as clerk, anyio.create_task_group() as group:
            group.start_soon(get, clerk)
            await anyio.to_thread.run_sync(asked.wait)
            assert (clerk.stats().connections or pytest.fail("none")).in_use == 1
            group.cancel_scope.cancel()
        assert clerk.stats().calls == clerk.stats().attempts == 0

    anyio.run(main)


def _expected(calls: int) -> dict[str, int]:
    return {"2xx": calls * 7 // 10, "4xx": calls // 10, "5xx": calls // 5 * 2}


def _identity(number: int) -> str:
    """Of ten calls one is not found, and two fail and are repeated once."""
    return {7: "s404", 8: "s503", 9: "s503"}.get(number % 10, "org_") + str(number)


def _call(clerk: ClerkClient, numbers: range) -> None:
    for number in numbers:
        try:
            get(clerk, _identity(number))
        except ClerkError:
            assert number % 10 in (7, 8, 9)


CALLS = examples(10, 20)
"""Of each thread; of ten, two are repeated."""

TWICE = RetryPolicy(attempts=2, first_delay=0.0, budget=10_000)


def test_the_counts_are_exact_with_64_threads() -> None:
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with echoing() as url, ClerkClient(secret_key=KEY, api_url=url, retry=TWICE) as clerk:
            threads = [threading.Thread(target=_call, args=(clerk, range(CALLS))) for _ in range(64)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            stats = clerk.stats()
    finally:
        sys.setswitchinterval(switch)
    calls = 64 * CALLS
    assert (stats.calls, stats.attempts) == (calls, calls + calls // 5)
    assert stats.answers == _expected(calls)
    assert stats.retries == {"unavailable": calls // 5}
    connections = stats.connections
    assert connections is not None and connections.in_use == 0 and connections.open == connections.opened <= 64


ONE: dict[str, Callable[[Counters], None]] = {
    "attempts": lambda counts: counts.attempt_finished("GetOrganization", 200),
    "waits": lambda counts: counts.retry_scheduled("GetOrganization", "lost", 0.5),
    "opened": lambda counts: counts.connection_opened(),
}


@pytest.mark.sample(1)
@pytest.mark.parametrize("name", ONE)
def test_no_count_is_lost_between_threads(name: str) -> None:
    """One counter alone, as fast as can be, so that threads meet in it."""
    counts, one = Counters(), ONE[name]

    def count() -> None:
        for _ in range(2000):
            one(counts)

    at_once(16, count)
    told = snapshot(counts, (0, 0)).as_dict()
    assert {**told, **told["connections"]}[name] == 32_000


@pytest.mark.sample(1)
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_counts_are_exact_with_tasks(backend: str) -> None:
    async def call(clerk: AsyncClerkClient, number: int) -> None:
        try:
            await get(clerk, _identity(number))
        except ClerkError:
            assert number % 10 in (7, 8, 9)

    async def main(url: str) -> Stats:
        async with AsyncClerkClient(secret_key=KEY, api_url=url, retry=TWICE) as clerk:
            async with anyio.create_task_group() as group:
                for number in range(200):
                    group.start_soon(call, clerk, number)
            return clerk.stats()

    with echoing() as url:
        stats = anyio.run(main, url, backend=backend)
    assert (stats.calls, stats.attempts, stats.answers) == (200, 240, _expected(200))
    connections = stats.connections
    assert connections is not None and connections.in_use == 0 and connections.open == connections.opened <= 100


FORKED = """
import os, sys
from clerk_organizations import ClerkClient
clerk = ClerkClient(secret_key="sk_test_x", api_url=sys.argv[1])
clerk.organizations.get_organization(organization_id="org_1")
child = os.fork()
if child == 0:
    before = clerk.stats()
    clerk.organizations.get_organization(organization_id="org_1")
    after = clerk.stats()
    print(before.calls, before.connections.opened, after.calls, after.connections.opened, flush=True)
    os._exit(0)
os.waitpid(child, 0)
print(clerk.stats().calls, flush=True)
clerk.close()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_child_counts_for_itself(wire: RecordingServer) -> None:
    wire.reply(FINE)
    command = [sys.executable, "-c", FORKED, wire.url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.splitlines() == ["0 0 1 1", "1"]
