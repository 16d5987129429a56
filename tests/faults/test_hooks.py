"""Hooks that fail: what they raise reaches the caller as it is, and no connection is lost by it."""

import threading
from collections.abc import Callable
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from clerk_organizations import AsyncClerkClient, ClerkClient
from tests.faults.rows import Row, rows
from tests.faults.test_secrets import KEY, PRIVATE, PRIVATE_METADATA, told
from tests.support.checkpoints import all_free
from tests.support.clients import AT_ONCE, BothClients
from tests.support.processes import echoing
from tests.support.responses import FINE, Reply
from tests.support.servers import RecordingServer

pytestmark = pytest.mark.sample(1)

AT_A_TIME = 128
"""More than there may be connections, so that one that is not given back is missed."""


class Broken(BaseException):
    """What no `except Exception` catches, such as KeyboardInterrupt."""


def get(clerk: Any, identity: str = "org_1") -> Any:
    return clerk.organizations.get_organization(organization_id=identity)


def raising(error: BaseException) -> Callable[[object], None]:
    def hook(event: object) -> None:
        raise error

    return hook


@rows(
    Row("R90", "a hook raises before the request", "the caller gets it; nothing is sent", ("on_request", 0)),
    Row("R91", "a hook raises after the answer", "the caller gets it, not the answer", ("on_response", 1)),
    Row("R92", "a hook raises before a retry", "the caller gets it; no retry", ("on_retry", 1)),
)
@pytest.mark.parametrize("error", [ValueError("mine"), Broken("mine")])
def test_a_hook_that_raises(row: Row, error: BaseException, world: BothClients, wire: RecordingServer) -> None:
    wire.reply(Reply(status=503), FINE)
    name, requests = row.given
    clerk = world.client(api_url=wire.url, retry=AT_ONCE)
    with pytest.raises(type(error)) as caught:
        world.run(get(clerk.with_options(**{name: raising(error)})))
    assert caught.value is error
    assert len(wire.requests) == requests
    assert clerk.stats().connections.in_use == 0
    assert world.run(get(clerk)).id == "org_1"
    assert clerk.stats().connections.opened == 1


def fails_often(place: int) -> Callable[[Any], None]:
    """Raises for two calls of three, an Exception or worse."""

    def hook(event: Any) -> None:
        chosen = int(event.path.rpartition("_")[2]) % 3
        if chosen == place:
            raise ValueError(place)
        if chosen == place + 1:
            raise Broken(place)

    return hook


@pytest.mark.usefixtures("few_connections")
@rows(Row("R93", "hooks raise in 128 calls at once, of which three quarters fail", "each connection is free again"))
@pytest.mark.parametrize("name", ["on_request", "on_response"])
def test_hooks_that_raise_under_load(row: Row, name: str) -> None:
    hooks: Any = {name: fails_often(0)}
    ends: list[str] = []

    def call(clerk: Any, number: int) -> None:
        try:
            get(clerk, f"org_{number}")
            ends.append("fine")
        except (ValueError, Broken) as error:
            ends.append(type(error).__name__)

    with echoing() as url, ClerkClient(secret_key=KEY, api_url=url, **hooks) as clerk:
        threads = [threading.Thread(target=call, args=(clerk, number)) for number in range(AT_A_TIME)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {end: ends.count(end) for end in ends} == {"fine": 42, "ValueError": 43, "Broken": 43}
        _all_back(clerk)
        assert get(clerk.with_options(on_request=None, on_response=None)).id == "org_1"


@pytest.mark.usefixtures("few_connections")
@rows(Row("R94", "the same with 128 tasks", "the same"))
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("name", ["on_request", "on_response"])
def test_async_hooks_that_raise_under_load(row: Row, name: str, backend: str) -> None:
    fail = fails_often(0)

    async def hook(event: Any) -> None:
        await anyio.lowlevel.checkpoint()
        fail(event)

    async def call(clerk: AsyncClerkClient, number: int, ends: list[str]) -> None:
        try:
            await get(clerk, f"org_{number}")
            ends.append("fine")
        except (ValueError, Broken) as error:
            ends.append(type(error).__name__)

    async def main(url: str) -> None:
        hooks: Any = {name: hook}
        ends: list[str] = []
        async with AsyncClerkClient(secret_key=KEY, api_url=url, **hooks) as clerk:
            async with anyio.create_task_group() as group:
                for number in range(AT_A_TIME):
                    group.start_soon(call, clerk, number, ends)
            assert {end: ends.count(end) for end in ends} == {"fine": 42, "ValueError": 43, "Broken": 43}
            _all_back(clerk)
            assert (await get(clerk.with_options(on_request=None, on_response=None))).id == "org_1"

    with echoing() as url:
        anyio.run(main, url, backend=backend)


def _all_back(clerk: ClerkClient | AsyncClerkClient) -> None:
    """No connection is in use. Slots are free as well: there are so few that calls would fail if some were lost."""
    assert all_free(clerk)


@rows(Row("S60", "events of hooks, and what a hook raises", "neither the key nor a body nor headers"))
def test_hooks_get_no_secrets(row: Row, world: BothClients, wire: RecordingServer) -> None:
    wire.reply(Reply(status=422, json={"errors": [{"code": "c", "message": PRIVATE}]}, headers={"x-token": PRIVATE}))
    seen: list[Any] = []

    def hook(event: Any) -> None:
        seen.append({name: getattr(event, name) for name in dir(event) if name[0] != "_"})
        if len(seen) == 2:
            raise ValueError("mine")

    clerk = world.client(secret_key=KEY, api_url=wire.url, on_request=hook, on_response=hook)
    with pytest.raises(ValueError, match="mine") as caught:
        world.run(clerk.organizations.update_organization_metadata("org_1", private_metadata=PRIVATE_METADATA))
    assert len(seen) == 2 and seen[0]["path"] == "/organizations/org_1/metadata"
    assert PRIVATE not in repr(seen)
    for text in (repr(seen), told(caught.value)):
        assert KEY not in text
