"""A limit in forked children: they hold nothing of their parent, hang on no lock of it, and tell what they did."""

import gc
import multiprocessing
import os
import signal
import threading
import time
import weakref
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import redis as redis_library

from benchmarks.fleet.redis_server import RedisServer
from clerk_organizations import ClerkClient, RateLimit, RateLimitError
from clerk_organizations._ratelimit import limiter as limiters
from clerk_organizations._ratelimit.coordinator import RedisCoordinator
from clerk_organizations._secrets import SecretStr
from clerk_organizations.testing import MockClerk
from tests.faults.rows import Row, rows

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
HOUR = 3600
_ENDS = 30.0


def forked(work: Callable[[], object]) -> int:
    """Exit status of a child that does this: 0 if it returns something true, 9 if it hangs."""
    child = os.fork()
    if child == 0:
        status = 2
        try:
            signal.alarm(int(_ENDS))
            status = 0 if work() else 1
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def made(clerk: ClerkClient, calls: int) -> int:
    """How many of so many calls get a slot."""
    count = 0
    for _ in range(calls):
        try:
            clerk.organizations.get_organization_list()
            count += 1
        except RateLimitError:
            pass
    return count


def numbers(url: str) -> tuple[int, int]:
    """Slots in Redis: of answered calls, and of calls under way."""
    with redis_library.Redis.from_url(url) as client:
        counts: list[int] = []
        for part in ("log", "flying"):
            name: Any = f"*:all:{part}"
            keys: Any = client.keys(name)
            counts.append(sum(int(client.zcount(key, 0, "(+inf")) for key in keys))
    return counts[0], counts[1]


def settled(url: str, expected: tuple[int, int]) -> bool:
    """Whether Redis has these numbers, or gets them in a moment: reports come from a thread."""
    deadline = time.monotonic() + _ENDS
    while numbers(url) != expected and time.monotonic() < deadline:
        pass
    return numbers(url) == expected


def _makes_two(clerk: ClerkClient, url: str, expected: tuple[int, int]) -> bool:
    return made(clerk, 2) == 2 and settled(url, expected)


@rows(Row("R130", "a process forks with slots of a rate limit in Redis", "the children tell none of them again"))
def test_children_hold_no_slots_of_their_parent(row: Row, redis: RedisServer, key: str) -> None:
    limit = RateLimit(20, HOUR, redis=redis.url, wait=False)
    with ClerkClient(secret_key=key, transport=MockClerk().transport, rate_limit=limit) as clerk:
        assert made(clerk, 4) == 4
        assert settled(redis.url, (4, 0))
        for calls in range(3):
            assert forked(partial(_makes_two, clerk, redis.url, (6 + 2 * calls, 0))) == 0
        redis.stop()
        redis.start()  # all who are left tell what they have
        assert forked(lambda: made(clerk, 20) == 20) == 0
    assert numbers(redis.url)[0] <= 20


def test_a_child_keeps_the_connections_of_its_parent_from_being_collected(redis: RedisServer) -> None:
    coordinator = RedisCoordinator(redis.url)
    inherited = weakref.ref(coordinator._client)
    coordinator.reset_after_fork()
    gc.collect()
    assert inherited() not in (None, coordinator._client)


def test_a_child_gives_back_nothing_of_its_parent(redis: RedisServer, key: str) -> None:
    limit = RateLimit(20, HOUR, redis=redis.url, wait=False)
    begun, go_on = threading.Event(), threading.Event()

    def answer(event: object) -> None:
        begun.set()
        go_on.wait(_ENDS)

    clerk = ClerkClient(secret_key=key, transport=MockClerk().transport, rate_limit=limit, on_request=answer)
    with clerk:
        thread = threading.Thread(target=made, args=(clerk, 1))
        thread.start()
        assert begun.wait(_ENDS)
        assert forked(lambda: made(clerk.with_options(on_request=None), 1) == 1 and settled(redis.url, (1, 1))) == 0
        go_on.set()
        thread.join()
        assert settled(redis.url, (2, 0))


@rows(Row("R131", "a fork while another thread is inside a rate limit", "the child works on"))
def test_no_lock_of_another_thread_hangs_a_child(row: Row, key: str) -> None:
    limit, mock = RateLimit(20, HOUR, wait=False), MockClerk()
    clerk = ClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit)
    assert made(clerk, 1) == 1
    locked, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        (window,) = (slots for slots in limiters.limiter_for(limit, SecretStr(key)).slots(""))
        with limiters._limiters._lock, window._lock, mock._lock:  # type: ignore[attr-defined]  # the locks themselves
            locked.set()
            go_on.wait(_ENDS)

    def work() -> bool:
        with ClerkClient(secret_key=f"{key}x", transport=mock.transport, rate_limit=limit) as other:
            return made(clerk, 1) == made(other, 1) == 1

    thread = threading.Thread(target=hold)
    thread.start()
    assert locked.wait(_ENDS)
    assert forked(work) == 0
    go_on.set()
    thread.join()
    clerk.close()


def _worker(url: str, key: str) -> None:
    limit = RateLimit(20, HOUR, redis=url, wait=False)
    clerk = ClerkClient(secret_key=key, transport=MockClerk().transport, rate_limit=limit)
    clerk.organizations.get_organization_list()
    clerk.organizations.get_organization_list()


@pytest.mark.sample(1)
@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
@rows(Row("R132", "a worker of multiprocessing ends", "its slots are told: none stays under way"))
def test_workers_tell_all_that_they_did(row: Row, redis: RedisServer, key: str, method: str) -> None:
    context: Any = multiprocessing.get_context(method)
    for _ in range(3):
        process = context.Process(target=_worker, args=(redis.url, key))
        process.start()
        process.join(_ENDS)
        assert process.exitcode == 0
    assert numbers(redis.url) == (6, 0)
