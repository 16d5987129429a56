"""What the tests of the client and of its faults share: both clients behind one face, and a server that listens."""

from collections.abc import Iterator

import pytest

from tests.wire import Wire, listening
from tests.wrapper.conftest import World


@pytest.fixture(params=["sync", "async"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    both = World(is_async=request.param == "async")
    yield both
    both.tear_down()


@pytest.fixture
def wire() -> Iterator[Wire]:
    with listening() as wire:
        yield wire
