"""Both clients behind one interface, so that one test body covers both."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from pathlib import Path
from typing import Any

import pytest

import clerk_organizations
from clerk_organizations import AsyncClerkClient, ClerkClient, RetryPolicy
from tests.support.servers import RecordingServer

PACKAGE = str(Path(clerk_organizations.__file__).parent)
"""The folder of the package, as tracebacks name it."""

KEY = "sk_test_wire"
AT_ONCE = RetryPolicy(first_delay=0.0)
AFTER_SILENCE = RetryPolicy(silence_timeout=0.8, first_delay=0.0)
"""For a server that is silent at first: what it says after that comes sooner, on a busy machine too."""
"""The default policy with no backoff of its own."""


def key_of(server: RecordingServer) -> str:
    """A key of this server's own: clients of one process with the same key share their rate limit."""
    return f"{KEY}_{server.number}"


class BothClients:
    """What differs between the clients: how a call is made, a list is walked, a client is closed."""

    def __init__(self, *, is_async: bool) -> None:
        self.is_async = is_async
        self._runner = asyncio.Runner()
        self._clients: list[Any] = []

    def client(self, **options: Any) -> Any:
        """A client that is closed when the test is over; it repeats nothing unless told to."""
        kind: Any = AsyncClerkClient if self.is_async else ClerkClient
        clerk = kind(**{"secret_key": KEY, "retry": RetryPolicy(attempts=1), **options})
        self._clients.append(clerk)
        return clerk

    def run(self, result: Any) -> Any:
        """What a call returns, awaited if need be."""
        return self._runner.run(_awaited(result)) if self.is_async else result

    def items(self, walk: Any, most: int | None = None) -> list[Any]:
        """Everything that a walk gives, or its first items."""
        return self.run(_collected(walk, most)) if self.is_async else [item for _, item in _counted(walk, most)]

    def close(self, clerk: Any) -> None:
        self.run(clerk.aclose() if self.is_async else clerk.close())

    def tear_down(self) -> None:
        for clerk in self._clients:
            self.close(clerk)
        self._runner.close()


def _counted(walk: Iterator[Any], most: int | None) -> Iterator[tuple[int, Any]]:
    for count, item in enumerate(walk, start=1):
        yield count, item
        if count == most:
            return


async def _collected(walk: AsyncIterator[Any], most: int | None) -> list[Any]:
    found: list[Any] = []
    async for item in walk:
        found.append(item)
        if len(found) == most:
            break
    return found


async def _awaited(result: Awaitable[Any]) -> Any:
    return await result


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No option comes from the environment; for the conftest of each room whose tests call."""
    proxies = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
    for name in ("CLERK_SECRET_KEY", "CLERK_API_URL", "CLERK_ORGANIZATIONS_HTTPX", *proxies):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
