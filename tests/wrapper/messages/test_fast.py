"""The extra `fast`: when it is used, that it can be switched off, and that nothing of it is loaded before its time."""

import json
import subprocess
import sys
from typing import Any

import httpx
import pytest

from clerk_organizations import AsyncClerkClient, ClerkClient, ClerkConfigurationError, create_clerk_client
from tests.support.clients import KEY, BothClients
from tests.support.responses import Reply
from tests.support.servers import RecordingServer

MAKERS: list[Any] = [ClerkClient, AsyncClerkClient, create_clerk_client]
LONG = b'{"public_metadata": {"a": 123456789012345678901234567890, "b": NaN}}'


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLERK_ORGANIZATIONS_FAST", raising=False)


def uses_orjson(clerk: Any) -> bool:
    return clerk._loads is not json.loads


@pytest.mark.parametrize("make", MAKERS)
def test_the_argument_comes_before_the_environment(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [uses_orjson(make(secret_key=KEY, fast=fast)) for fast in (True, False, None)] == [True, False, True]
    monkeypatch.setenv("CLERK_ORGANIZATIONS_FAST", "0")
    assert [uses_orjson(make(secret_key=KEY, fast=fast)) for fast in (True, False, None)] == [True, False, False]
    monkeypatch.setenv("CLERK_ORGANIZATIONS_FAST", "1")
    assert [uses_orjson(make(secret_key=KEY, fast=fast)) for fast in (True, False, None)] == [True, False, True]


@pytest.mark.parametrize("make", MAKERS)
def test_other_values_are_refused(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ClerkConfigurationError, match="fast must be True, False or None, not 1"):
        make(secret_key=KEY, fast=1)
    monkeypatch.setenv("CLERK_ORGANIZATIONS_FAST", "yes")
    with pytest.raises(ClerkConfigurationError, match=r"CLERK_ORGANIZATIONS_FAST must be 0 or 1$"):
        make(secret_key=KEY)


@pytest.mark.parametrize("missing", ["orjson", "aiohttp"])
def test_what_is_not_installed(missing: str, world: BothClients, monkeypatch: pytest.MonkeyPatch) -> None:
    """The packaging tests do the same where it really is not."""
    monkeypatch.setattr("clerk_organizations._messages.json.find_spec", lambda package: None)
    with pytest.raises(ClerkConfigurationError, match=r"orjson.*'clerk-organizations\[fast"):
        world.client(fast=True)
    monkeypatch.setenv("CLERK_ORGANIZATIONS_FAST", "1")
    with pytest.raises(ClerkConfigurationError, match="orjson is not installed"):
        world.client()
    monkeypatch.delenv("CLERK_ORGANIZATIONS_FAST")
    assert not uses_orjson(world.client())


@pytest.mark.parametrize("fast", [True, False])
def test_with_options_keeps_it(world: BothClients, fast: bool) -> None:
    clerk = world.client(fast=fast).with_options(timeout=1)
    assert uses_orjson(clerk) is fast
    assert clerk._config.fast is fast


@pytest.mark.parametrize("fast", [True, False])
def test_numbers_are_those_of_python(world: BothClients, wire: RecordingServer, fast: bool) -> None:
    wire.reply(Reply(body=LONG))
    found = world.run(world.client(api_url=wire.url, fast=fast).organizations.get_organization(organization_id="org_1"))
    assert repr(found.public_metadata) == "{'a': 123456789012345678901234567890, 'b': nan}"


def test_ones_own_transport_is_used_as_it_is(world: BothClients) -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return httpx.Response(200, content=b'{"id": "org_1"}')

    clerk = world.client(transport=httpx.MockTransport(answer), fast=True)
    assert world.run(clerk.organizations.get_organization(organization_id="org_1")).id == "org_1"
    assert seen == ["/v1/organizations/org_1"]


LOADED = """
import asyncio, sys
def loaded():
    return sorted({"orjson", "httpx", "httpcore", "h11"} & set(sys.modules))
import clerk_organizations
from clerk_organizations import AsyncClerkClient, ClerkClient
url, fast = sys.argv[1], {"None": None, "False": False}[sys.argv[2]]
sync = ClerkClient(secret_key="sk_test_x", api_url=url, fast=fast)
clerk = AsyncClerkClient(secret_key="sk_test_x", api_url=url, fast=fast)
sync.organizations, clerk.organizations
print(loaded())
with sync:
    sync.organizations.get_organization(organization_id="org_1")
print(loaded())
async def main():
    async with clerk:
        await clerk.organizations.get_organization(organization_id="org_1")
asyncio.run(main())
print(loaded())
"""


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("fast", "expected"),
    [
        ("False", "[]\n['h11', 'httpcore']\n['h11', 'httpcore']\n"),
        ("None", "[]\n['h11', 'httpcore', 'orjson']\n['h11', 'httpcore', 'orjson']\n"),
    ],
)
def test_what_is_loaded_and_when(fast: str, expected: str, wire: RecordingServer) -> None:
    command = [sys.executable, "-c", LOADED, wire.url, fast]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == (expected, "")
