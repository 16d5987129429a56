"""A client of the recording server that retries at once."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.clients import AT_ONCE, BothClients, no_environment
from tests.support.servers import RecordingServer, listening

__all__ = ["no_environment"]


@pytest.fixture
def wire() -> Iterator[RecordingServer]:
    """A server for each test alone: what is left of a walk or of a connection that broke may still send."""
    with listening() as wire:
        yield wire


@pytest.fixture
def clerk(world: BothClients, wire: RecordingServer) -> Any:
    return world.client(api_url=wire.url, retry=AT_ONCE)


@pytest.fixture
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """One connection for each client, so that one that is not given back is missed at once."""
    monkeypatch.setattr("clerk_organizations._transports.pool.MAX_CONNECTIONS", 1)


@pytest.fixture
def few_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four connections for each client, so that it soon has none if they are not given back."""
    monkeypatch.setattr("clerk_organizations._transports.pool.MAX_CONNECTIONS", 4)
