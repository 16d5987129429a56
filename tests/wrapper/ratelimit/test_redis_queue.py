"""Calls that give up waiting for a slot over Redis: they leave the queue at once, and others go on."""

import asyncio
import threading
from typing import Any

import anyio
import pytest
import redis as redis_library
from anyio import to_thread

from benchmarks.fleet.redis_server import RedisServer
from clerk_organizations import AsyncClerkClient, RateLimit, RateLimitError
from clerk_organizations._ratelimit.coordinator import RedisCoordinator
from clerk_organizations.testing import MockClerk
from tests.faults.rows import Row, rows

HOUR = 3600


class Asked:
    """Set whenever something was said to Redis."""

    def __init__(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self._redis = redis_library.Redis.from_url(url, decode_responses=True)
        self._said = threading.Event()
        for name in ("acquire", "_send"):
            monkeypatch.setattr(RedisCoordinator, name, self._told(getattr(RedisCoordinator, name)))

    def _told(self, real: Any) -> Any:
        def call(*args: Any) -> Any:
            try:
                return real(*args)
            finally:
                self._said.set()

        return call

    def queued(self) -> int:
        """How many wait, by what Redis knows; each key has an entry that says that it is whole."""
        return sum(self._redis.zcard(name) - 1 for name in self._redis.scan_iter("*:queue"))

    async def until(self, count: int) -> None:
        """Wait until so many wait."""
        with anyio.fail_after(30):
            while True:
                self._said.clear()
                if self.queued() == count:
                    return
                await to_thread.run_sync(self._said.wait, 5)

    def close(self) -> None:
        self._redis.close()


@rows(Row("R140", "calls are cancelled while they wait for a slot over Redis", "out of the queue; none waits for them"))
def test_those_who_give_up_leave_the_queue(
    row: Row, redis: RedisServer, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mock, asked = MockClerk(), Asked(redis.url, monkeypatch)

    async def wait_of_another() -> float:
        """How long one that does not wait would have to."""
        limit = RateLimit(1, HOUR, redis=redis.url, wait=False)
        async with AsyncClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as hasty:
            with pytest.raises(RateLimitError) as caught:
                await hasty.organizations.get_organization_list()
        return (caught.value.retry_after or 0.0) / HOUR

    async def main() -> None:
        limit = RateLimit(1, HOUR, redis=redis.url)
        async with AsyncClerkClient(
            secret_key=key, transport=mock.transport, rate_limit=limit, timeout=100 * HOUR
        ) as clerk:
            await clerk.organizations.get_organization_list()
            waiting = [asyncio.ensure_future(clerk.organizations.get_organization_list()) for _ in range(5)]
            await asked.until(5)
            assert 5.5 < await wait_of_another() < 6.5
            for task in waiting[:4]:
                task.cancel()
            await asked.until(1)
            assert 1.5 < await wait_of_another() < 2.5
            assert not waiting[4].done()
            waiting[4].cancel()
            await asked.until(0)
            assert 0.5 < await wait_of_another() < 1.5
            await asyncio.gather(*waiting, return_exceptions=True)

    asyncio.run(main())
    asked.close()
    assert len(mock.requests) == 1
