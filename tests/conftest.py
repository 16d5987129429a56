"""Fixtures of all tests that call: both clients, and a recording server."""

from collections.abc import Iterator

import pytest

from tests.support.clients import BothClients
from tests.support.servers import RecordingServer, listening


@pytest.fixture(params=["sync", "async"])
def world(request: pytest.FixtureRequest) -> Iterator[BothClients]:
    both = BothClients(is_async=request.param == "async")
    yield both
    both.tear_down()


@pytest.fixture
def wire() -> Iterator[RecordingServer]:
    with listening() as wire:
        yield wire
