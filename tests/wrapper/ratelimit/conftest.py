"""Keys that nobody else uses, and a Redis of one's own."""

import itertools
import os
from collections.abc import Iterator

import pytest

from benchmarks.fleet import redis_server
from benchmarks.fleet.redis_server import RedisServer

_numbers = itertools.count()


@pytest.fixture
def key() -> str:
    """A key whose limits no other test has used up."""
    return f"sk_test_limits{os.getpid()}n{next(_numbers)}"


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """A Redis that runs for one test. Where it is not installed the test is skipped, but not where it must be."""
    if redis_server.COMMAND is None:
        assert "REQUIRE_REDIS" not in os.environ, redis_server.MISSING
        pytest.skip(redis_server.MISSING)
    with redis_server.running() as server:
        yield server
