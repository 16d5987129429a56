"""A limit that processes share through a real Redis: exact, fair, and what happens when that is slow, gone or back."""

import asyncio
import logging
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import anyio
import anyio.to_thread
import pytest
import redis as redis_library

from benchmarks.fleet import fleet, redis_server
from benchmarks.fleet.redis_server import RedisServer
from clerk_organizations import (
    AsyncClerkClient,
    ClerkClient,
    ClerkConfigurationError,
    ClerkTimeoutError,
    RateLimit,
    RateLimitError,
)
from clerk_organizations._calls.steps import Block
from clerk_organizations._calls.throttle import Throttle
from clerk_organizations._ratelimit.coordinator import RedisCoordinator
from clerk_organizations._ratelimit.limiter import limiter_for
from clerk_organizations._ratelimit.redis import RedisWindow
from clerk_organizations._secrets import SecretStr
from clerk_organizations.retry import Sleep
from clerk_organizations.testing import MockClerk
from clerk_organizations_api.api.organizations import list_organizations
from tests.faults.rows import Row, rows
from tests.support import sockets
from tests.support.clients import BothClients
from tests.wrapper.ratelimit.test_rate_limit import a_call

HOUR = 3600
OUTAGE = "is of no use"


@pytest.fixture
def mock() -> MockClerk:
    return MockClerk()


class Told(logging.Handler):
    """What the log says, and when it says that Redis is back."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines = list[str]()
        self.back = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
        if "is back" in self.lines[-1]:
            self.back.set()

    @property
    def outages(self) -> list[str]:
        return [line for line in self.lines if OUTAGE in line]


@pytest.fixture
def told() -> Iterator[Told]:
    handler, logger = Told(), logging.getLogger("clerk_organizations")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.setLevel(logging.NOTSET)
    logger.removeHandler(handler)


def another_process(url: str, key: str, calls: int, requests: int) -> list[str]:
    """What another process gets that makes so many calls at once, without waiting."""
    program = (
        "from clerk_organizations import ClerkClient, ClerkError, RateLimit\n"
        "from clerk_organizations.testing import MockClerk\n"
        f"limit = RateLimit({requests}, 3600, redis={url!r}, wait=False)\n"
        f"with ClerkClient(secret_key={key!r}, transport=MockClerk().transport, rate_limit=limit) as clerk:\n"
        f"    for _ in range({calls}):\n"
        "        try: clerk.organizations.get_organization_list(); print('made')\n"
        "        except ClerkError as error: print(type(error).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.split()


# Together.


@pytest.mark.slow
def test_8_processes_never_exceed_the_limit_use_it_and_get_equal_parts(redis: RedisServer, key: str) -> None:
    requests, seconds = 80, 2.0
    limit = {"requests": requests, "seconds": seconds, "redis": redis.url}
    record = fleet.run(8, 11.0, limit, key=key, threads=3, rate_limits=False)
    assert record.most_in(seconds) == requests
    assert record.used(requests, seconds) >= 0.95
    assert record.share(seconds) >= 0.5
    assert not record.failed


@pytest.mark.slow
def test_what_one_process_has_used_no_other_has(redis: RedisServer, mock: MockClerk, key: str) -> None:
    limit = RateLimit(10, HOUR, redis=redis.url, wait=False)
    with ClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as clerk:
        for _ in range(7):
            clerk.organizations.get_organization_list()
        assert another_process(redis.url, key, 5, 10) == ["made"] * 3 + ["RateLimitError"] * 2
        with pytest.raises(RateLimitError, match="not sent"):
            clerk.organizations.get_organization_list()


@pytest.mark.slow
def test_a_429_pauses_the_other_processes_as_well(redis: RedisServer, mock: MockClerk, key: str) -> None:
    limit = RateLimit(100, HOUR, redis=redis.url, wait=False)
    mock.fail(429, retry_after=60)  # too long to be waited out
    clerk = ClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit)
    with clerk, pytest.raises(RateLimitError, match="too_many_requests"):
        clerk.organizations.get_organization_list()
    with redis_library.Redis.from_url(redis.url) as client:  # told by a thread, in a moment
        deadline = time.monotonic() + 20
        while not client.keys("*:paused") and time.monotonic() < deadline:
            pass
    assert another_process(redis.url, key, 1, 100) == ["RateLimitError"]


def test_redis_is_not_told_the_key(redis: RedisServer, mock: MockClerk, key: str) -> None:
    limit = RateLimit.for_key(redis=redis.url)
    with ClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as clerk:
        clerk.organizations.get_organization_list()
    with redis_library.Redis.from_url(redis.url) as client:
        names = [name.decode() for name in client.keys("*") if isinstance(name, bytes)]
        dumped = b"".join(filter(None, (client.dump(name) for name in names)))
        assert names and all(name.startswith("clerk-organizations:{") and client.ttl(name) > 0 for name in names)
        assert key not in "".join(names) and key.encode() not in dumped


def test_tasks_of_asyncio_wait_for_it_in_a_thread(redis: RedisServer, mock: MockClerk, key: str) -> None:
    async def run() -> int:
        limit = RateLimit(100, 60, redis=redis.url)
        async with AsyncClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as clerk:
            await clerk.organizations.get_organization_list()
            redis.signal(signal.SIGSTOP)  # does not answer any more
            call, turns = asyncio.ensure_future(clerk.organizations.get_organization_list()), 0
            try:
                while turns < 1000 and not call.done():
                    await asyncio.sleep(0)
                    turns += 1
                await call
            finally:
                redis.signal(signal.SIGCONT)
            return turns

    assert asyncio.run(run()) == 1000


@rows(Row("R134", "40 endpoints of a web framework wait for an async call under a rate limit", "it is made in time"))
def test_an_async_client_needs_no_thread_of_others(row: Row, redis: RedisServer, mock: MockClerk, key: str) -> None:
    async def run() -> None:
        limit, go_on = RateLimit(100, 60, redis=redis.url), threading.Event()
        async with AsyncClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit, timeout=30) as clerk:

            async def occupy() -> None:
                await anyio.to_thread.run_sync(go_on.wait)

            taken = anyio.to_thread.current_default_thread_limiter()
            async with anyio.create_task_group() as group:
                for _ in range(int(taken.total_tokens)):
                    group.start_soon(occupy)
                await anyio.wait_all_tasks_blocked()
                try:
                    await clerk.organizations.get_organization_list()
                finally:
                    go_on.set()

    anyio.run(run)
    assert len(mock.requests) == 1


SCRIPTS_OF_A_CALL = 3


def wait_until_none_is_under_way(redis: RedisServer, scripts: int = 0) -> None:
    """A slot that came too late is given back by a thread of the coordinator, when so many scripts have run."""
    end = time.monotonic() + 30
    with redis_library.Redis.from_url(redis.url, decode_responses=True) as told:
        while told.info("commandstats").get("cmdstat_evalsha", {}).get("calls", 0) < scripts or sum(
            told.zcard(name) - 1 for name in told.scan_iter("*:flying")
        ):
            assert time.monotonic() < end
            time.sleep(0.01)


def test_an_ask_that_takes_too_long_holds_no_slot(redis: RedisServer, mock: MockClerk, key: str) -> None:
    async def run() -> None:
        limit = RateLimit(2, HOUR, redis=redis.url, wait=False)
        async with AsyncClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as clerk:
            await clerk.organizations.get_organization_list()
            redis.signal(signal.SIGSTOP)
            try:
                with pytest.raises(ClerkTimeoutError, match="not sent: its time was over"):
                    await clerk.with_options(timeout=0.2).organizations.get_organization_list()
            finally:
                redis.signal(signal.SIGCONT)
            await asyncio.to_thread(wait_until_none_is_under_way, redis, 2 * SCRIPTS_OF_A_CALL)
            await clerk.organizations.get_organization_list()

    asyncio.run(run())
    assert len(mock.requests) == 2


@pytest.mark.sample(1)
@rows(Row("R135", "a rate limit over Redis, with no thread to be had", "calls end as without it"))
def test_reports_need_no_thread(
    row: Row, redis: RedisServer, mock: MockClerk, key: str, monkeypatch: pytest.MonkeyPatch, world: BothClients
) -> None:
    def none_left(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    limit = RateLimit(4, HOUR, redis=redis.url, wait=False)
    clerk = world.client(secret_key=key, transport=mock.transport, rate_limit=limit)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", none_left)
        for _ in range(2):
            a_call(world, clerk)
    assert another_process(redis.url, key, 3, 4) == ["made"] * 2 + ["RateLimitError"]


@rows(Row("R136", "a rate limit over a Redis Cluster", "refused at once, with the remedy; nothing is sent"))
def test_a_cluster_is_refused(row: Row, world: BothClients, mock: MockClerk, key: str) -> None:
    if redis_server.COMMAND is None:
        pytest.skip(redis_server.MISSING)
    with tempfile.TemporaryDirectory() as folder:
        server = redis_server.RedisServer("--cluster-enabled", "yes", "--dir", folder)
        server.start()
        try:
            with redis_library.Redis.from_url(server.url) as client:
                client.execute_command("CLUSTER", "ADDSLOTS", *range(8000))
            for number in range(4):
                limit = RateLimit(4, HOUR, redis=server.url)
                clerk = world.client(secret_key=f"{key}{number}", transport=mock.transport, rate_limit=limit)
                with pytest.raises(ClerkConfigurationError, match=r"is a cluster.*Nothing was sent"):
                    a_call(world, clerk)
        finally:
            server.stop()
    assert not mock.requests


def test_one_connection_is_enough(redis: RedisServer, mock: MockClerk, key: str) -> None:
    limit = RateLimit(100, HOUR, redis=f"{redis.url}?max_connections=1", wait=False)
    failed = list[Exception]()

    def work() -> None:
        for _ in range(5):
            try:
                clerk.organizations.get_organization_list()
            except Exception as error:
                failed.append(error)

    with ClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as clerk:
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not failed and len(mock.requests) == 40


def test_one_connection_is_enough_for_many_tasks(redis: RedisServer, mock: MockClerk, key: str) -> None:
    limit = RateLimit(100, HOUR, redis=f"{redis.url}?max_connections=1", wait=False)

    async def run() -> None:
        async with AsyncClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as clerk:
            await asyncio.gather(*(clerk.organizations.get_organization_list() for _ in range(40)))

    asyncio.run(run())
    assert len(mock.requests) == 40


@pytest.mark.sample(2)
@rows(Row("R137", "Redis evicts a key of a rate limit", "found out: the process keeps to what it has used"))
@pytest.mark.parametrize("part", ["log", "flying", "queue", "awake", "members"])
def test_an_eviction_is_found_out(row: Row, redis: RedisServer, mock: MockClerk, key: str, part: str) -> None:
    limit = RateLimit(10, HOUR, redis=redis.url, wait=False)
    with ClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as clerk:
        for number in range(20):
            if number == 6:
                with redis_library.Redis.from_url(redis.url) as client:
                    assert client.delete(*client.keys(f"*:{part}"))
            with suppress(RateLimitError):
                clerk.organizations.get_organization_list()
    assert len(mock.requests) == 10


def test_a_longer_pause_stays_and_none_outlasts_its_time(redis: RedisServer, key: str) -> None:
    limit = RateLimit(10, HOUR, redis=redis.url, wait=False)
    (window,) = limiter_for(limit, SecretStr(key)).slots("")
    window.acquire(1)
    window.pause(60.0)
    window.pause(1.0)
    window.release(1)
    with redis_library.Redis.from_url(redis.url) as client:
        deadline = time.monotonic() + 20
        while not client.keys("*:paused") and time.monotonic() < deadline:
            pass
        assert 50 < window.acquire(2, 0.0) <= 60
        (name,) = client.keys("*:paused")
        assert client.get(name) == b"60000"
        client.pexpire(name, 7_200_000)  # as if the clock had been set back
        assert window.acquire(2, 0.0) <= 60
        client.delete(name)
        for log in client.keys("*:log"):
            client.zadd(log, {f"other:{number}": 9e15 for number in range(10)})
        assert window.acquire(3, 0.0) <= HOUR * 1.01 + 1


# Without Redis.


def test_a_redis_that_never_answered_is_an_error_of_each_call(world: BothClients, redis: RedisServer, key: str) -> None:
    mock, url = MockClerk(), redis.url.replace("//", "//ann:hunter2@")
    redis.stop()
    clerk = world.client(secret_key=key, transport=mock.transport, rate_limit=RateLimit.for_key(redis=url))
    for _ in range(2):
        with pytest.raises(ClerkConfigurationError, match=r"Nothing was sent\. Start it, correct the URL") as caught:
            a_call(world, clerk)
        assert redis.url in str(caught.value) and "hunter2" not in str(caught.value)
    assert not mock.requests


@pytest.mark.sample(1)
@pytest.mark.parametrize("how", ["stopped", "frozen"])
def test_while_it_is_gone_each_process_keeps_to_its_share(
    world: BothClients, redis: RedisServer, mock: MockClerk, told: Told, key: str, how: str
) -> None:
    limit = RateLimit(12, HOUR, redis=redis.url, wait=False)
    clerk = world.client(secret_key=key, transport=mock.transport, rate_limit=limit)
    for number in range(2):  # so that three are seen
        assert another_process(redis.url, key, 1, 12) == ["made"], number
    a_call(world, clerk)
    redis.stop() if how == "stopped" else redis.signal(signal.SIGSTOP)
    for _ in range(3):
        a_call(world, clerk)
    with pytest.raises(RateLimitError, match=r"not sent"):
        a_call(world, clerk)
    assert len(mock.requests) == 4  # a third of 12, with what was used before
    (line,) = told.outages
    assert "keeps to its share, 4 of 12 requests in 3600 s" in line
    if how == "frozen":
        redis.signal(signal.SIGCONT)


def test_the_share_can_be_given(redis: RedisServer, mock: MockClerk, told: Told, key: str) -> None:
    limit = RateLimit(12, HOUR, redis=redis.url, wait=False, processes=6)
    with ClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as clerk:
        clerk.organizations.get_organization_list()
        redis.stop()
        clerk.organizations.get_organization_list()
        with pytest.raises(RateLimitError):
            clerk.organizations.get_organization_list()


def test_keys_expire_once_nothing_of_them_counts(redis: RedisServer, key: str) -> None:
    (window,) = limiter_for(RateLimit(10, HOUR, redis=redis.url), SecretStr(key)).slots("")
    window.acquire(1)
    held = HOUR * 1.001 + 0.005
    with redis_library.Redis.from_url(redis.url) as client:
        window.release(1)
        deadline = time.monotonic() + 20
        while client.zcard(client.keys("*:flying")[0]) > 1 and time.monotonic() < deadline:
            pass
        (log,) = client.keys("*:log")
        assert held < client.pttl(log) / 1000 <= held + 30 + held  # a process is remembered for the second half


def test_a_pause_holds_while_it_is_gone(redis: RedisServer, key: str) -> None:
    (window,) = limiter_for(RateLimit(10, HOUR, redis=redis.url), SecretStr(key)).slots("")
    window.acquire(1)
    window.pause(60.0)
    redis.stop()
    assert 50 < window.acquire(2, 0.0) <= 60


def test_a_slot_that_is_taken_after_an_eviction_is_given_back(redis: RedisServer, key: str) -> None:
    limiter = limiter_for(RateLimit(10, HOUR, redis=redis.url), SecretStr(key))
    (window,) = limiter.slots("")
    assert window.acquire(1) == 0
    with redis_library.Redis.from_url(redis.url) as client:
        client.flushall()
    assert window.acquire(2) == 0
    assert (window.release(2), window.release(2)) == (True, False)


def test_a_limit_of_a_resource_is_told_when_it_is_back(redis: RedisServer, told: Told, key: str) -> None:
    limits = [RateLimit.for_key(redis=redis.url, processes=number) for number in (1, 2)]  # two limiters
    one, other = limiters = [limiter_for(limit, SecretStr(key)) for limit in limits]
    mine, theirs = (limiter.slots("UpdateOrganization", "/organizations/org_1")[0] for limiter in limiters)
    assert isinstance(mine, RedisWindow) and mine.acquire(1) == 0
    assert mine._coordinator._ensure_thread()  # which waits for something to report
    redis.stop()
    assert mine.acquire(2) == 0
    redis.start()  # with nothing of what it knew
    assert told.back.wait(30)
    assert [theirs.acquire(ticket, 0.0) == 0 for ticket in range(9)] == [True] * 8 + [False]
    assert one is not other


def test_a_connection_that_is_hung_up_is_tried_once_more() -> None:
    with sockets.accepting(lambda connection, seen: connection.close()) as server:
        coordinator = RedisCoordinator(f"redis://{server.address}")
        with pytest.raises(redis_library.ConnectionError):
            coordinator.acquire([], ())
        assert server.count == 2


def test_reports_are_for_a_thread_until_the_coordinator_is_closed(redis: RedisServer) -> None:
    coordinator = RedisCoordinator(redis.url)
    assert (coordinator._ensure_thread(), coordinator._ensure_thread()) == (True, True)
    coordinator.close()
    assert coordinator._ensure_thread() is False


@pytest.mark.slow
@pytest.mark.sample(1)
@pytest.mark.parametrize(("processes", "share"), [(None, 4), (6, 2)])
def test_a_limit_that_is_first_used_while_it_is_gone_is_divided_too(
    redis: RedisServer, key: str, processes: int | None, share: int
) -> None:
    limit = RateLimit(12, HOUR, {"DeleteOrganization": (12, HOUR)}, redis=redis.url, processes=processes)
    for _ in range(2):
        another_process(redis.url, key, 1, 12)
    limiter = limiter_for(limit, SecretStr(key))
    (everything,) = limiter.slots("GetOrganization")
    everything.acquire(1)
    redis.stop()
    everything.acquire(2)
    own, _ = limiter.slots("DeleteOrganization")
    assert [own.acquire(ticket, 0.0) > 0 for ticket in range(share + 1)] == [False] * share + [True]


def test_one_that_waits_asks_again_each_second(redis: RedisServer, key: str) -> None:
    limiter = limiter_for(RateLimit(1, HOUR, redis=redis.url), SecretStr(key))
    assert [slots.acquire(-1) for slots in limiter.slots("")] == [0.0]
    steps = Throttle(limiter, True, list_organizations()).acquire(None)
    ask = next(steps)
    assert isinstance(ask, Block)
    assert steps.send(ask.run()) == Sleep(1.0)
    steps.close()


def a_client_that_used_four_of_ten(world: BothClients, redis: RedisServer, mock: MockClerk, key: str) -> Any:
    limit = RateLimit(10, HOUR, redis=redis.url, wait=False)
    clerk = world.client(secret_key=key, transport=mock.transport, rate_limit=limit)
    for _ in range(4):
        a_call(world, clerk)
    return clerk


@pytest.mark.slow
@pytest.mark.sample(1)
def test_when_it_is_back_it_is_told_what_is_in_use(
    world: BothClients, redis: RedisServer, mock: MockClerk, told: Told, key: str
) -> None:
    clerk = a_client_that_used_four_of_ten(world, redis, mock, key)
    redis.stop()
    a_call(world, clerk)
    redis.start()  # with nothing of what it knew
    assert told.back.wait(30)
    assert another_process(redis.url, key, 6, 10) == ["made"] * 5 + ["RateLimitError"]
    with pytest.raises(RateLimitError):
        a_call(world, clerk)
    assert len(told.outages) == 1


@pytest.mark.slow
@pytest.mark.sample(1)
def test_a_redis_that_was_emptied_is_found_out(
    world: BothClients, redis: RedisServer, mock: MockClerk, told: Told, key: str
) -> None:
    clerk = a_client_that_used_four_of_ten(world, redis, mock, key)
    with redis_library.Redis.from_url(redis.url) as client:
        client.flushall()
    a_call(world, clerk)
    assert told.back.wait(30)
    assert another_process(redis.url, key, 6, 10) == ["made"] * 5 + ["RateLimitError"]
    assert len(told.outages) == 1


@pytest.mark.slow
def test_a_fleet_works_on_when_redis_is_restarted_under_it(redis: RedisServer, key: str) -> None:
    requests, seconds = 80, 2.0
    limit = {"requests": requests, "seconds": seconds, "redis": redis.url}

    def restart() -> None:
        threading.Event().wait(3 * seconds)  # so that all of them have been seen, and the share is an eighth
        redis.stop()
        threading.Event().wait(seconds)
        redis.start()

    record = fleet.run(8, 6.0, limit, key=key, threads=3, rate_limits=False, meanwhile=restart)
    # On a quiet machine it is a few more than the limit. How many depends on which process gets time to run: what is
    # promised whatever runs beside is less than twice the limit.
    assert record.most_in(seconds) < requests * 2
    assert not record.failed
    assert len([arrival for arrival in record.arrivals if arrival.at > record.began + 10]) >= requests
