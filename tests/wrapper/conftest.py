"""A client of the recording server that sends each request once."""

from typing import Any

import pytest

from tests.support.clients import BothClients, no_environment
from tests.support.servers import RecordingServer

__all__ = ["no_environment"]


@pytest.fixture
def clerk(world: BothClients, wire: RecordingServer) -> Any:
    return world.client(api_url=wire.url)
