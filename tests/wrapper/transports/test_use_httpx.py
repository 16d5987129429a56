"""`use_httpx`: calls that what mocks or observes httpx sees, and that are otherwise those of our own connections."""

import functools
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import httpcore
import httpx
import pytest

from clerk_organizations import AsyncClerkClient, ClerkClient, ClerkConfigurationError, create_clerk_client
from clerk_organizations._config import sends_by_httpx
from tests.support.callers import Callers
from tests.support.calls import CALLS, ask
from tests.support.clients import AT_ONCE, KEY, BothClients
from tests.support.responses import ACME, Reply, hang_up, raw, whole
from tests.support.servers import CA, HOST, RecordingServer, listening, proxying, server_context

VARIABLE = "CLERK_ORGANIZATIONS_HTTPX"
MAKERS: list[Any] = [ClerkClient, AsyncClerkClient, create_clerk_client]
PATCHED: list[tuple[Any, str]] = [
    (httpx.Client, "send"), (httpx.AsyncClient, "send"),
    (httpx.Client, "_transport_for_url"), (httpx.AsyncClient, "_transport_for_url"),
    (httpx.HTTPTransport, "handle_request"), (httpx.AsyncHTTPTransport, "handle_async_request"),
    (httpcore.ConnectionPool, "handle_request"), (httpcore.AsyncConnectionPool, "handle_async_request"),
]  # fmt: skip
"""What pytest-httpx, respx, VCR.py, OpenTelemetry and Sentry replace."""


@pytest.fixture
def seen(world: BothClients, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What httpx does, noted where tools patch it: in `send` of its clients, and in its transports."""
    noted = list[str]()

    def note(owner: Any, name: str, said: str) -> None:
        true = getattr(owner, name)

        def noting(self: Any, *args: Any, **options: Any) -> Any:
            noted.append(said)
            return true(self, *args, **options)

        monkeypatch.setattr(owner, name, noting)

    note(httpx.AsyncClient if world.is_async else httpx.Client, "send", "client")
    if world.is_async:
        note(httpx.AsyncHTTPTransport, "handle_async_request", "transport")
    else:
        note(httpx.HTTPTransport, "handle_request", "transport")
    return noted


@pytest.mark.parametrize("make", MAKERS)
def test_other_values_are_refused(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ClerkConfigurationError, match="use_httpx must be True, False or None, not 1"):
        make(secret_key=KEY, use_httpx=1)
    monkeypatch.setenv(VARIABLE, "yes")
    with pytest.raises(ClerkConfigurationError, match=rf"{VARIABLE} must be 0 or 1 or auto$"):
        make(secret_key=KEY)


@pytest.mark.parametrize(("given", "variable", "sees"), [
    (True, "0", True), (False, "1", False), (None, "1", True), (None, "0", False), (None, "", False),
])  # fmt: skip
def test_the_argument_comes_before_the_environment(
    given: bool | None,
    variable: str,
    sees: bool,
    world: BothClients,
    wire: RecordingServer,
    seen: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, variable)
    clerk = world.client(api_url=wire.url, use_httpx=given).with_options(timeout=9)
    world.run(CALLS["GET"](clerk))
    assert seen == (["client", "transport"] if sees else [])


def test_the_environment_is_asked_at_each_call(
    world: BothClients, wire: RecordingServer, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, counts = world.client(api_url=wire.url), list[int]()
    for value in ("0", "1", "1", "0"):  # as around tests of one session, which share a client
        monkeypatch.setenv(VARIABLE, value)
        world.run(CALLS["GET"](clerk))
        counts.append(len(seen))
    assert counts == [0, 2, 4, 4]
    monkeypatch.setenv(VARIABLE, "yes")
    assert type(ask(world, clerk)) is ClerkConfigurationError


def test_auto_goes_by_what_is_patched(
    world: BothClients, wire: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each function that tools replace, by one that looks like it and by a mock; and back when it is back."""
    monkeypatch.setenv(VARIABLE, "auto")
    clerk = world.client(api_url=wire.url)
    world.run(CALLS["GET"](clerk))
    assert not sends_by_httpx(None)
    for owner, name in PATCHED:
        true = getattr(owner, name)
        for instead in (functools.wraps(true)(lambda *_: None), mock.MagicMock(spec=true)):
            with mock.patch.object(owner, name, instead):
                assert sends_by_httpx(None)
                assert not sends_by_httpx(False)
    assert not sends_by_httpx(None)
    kind = httpx.AsyncClient if world.is_async else httpx.Client
    with mock.patch.object(kind, "send", side_effect=httpx.ReadError("")):
        assert type(ask(world, clerk)).__name__ == "ClerkConnectionError"
    assert len(wire.requests) == 1


@pytest.mark.parametrize("method", CALLS)
def test_requests_are_the_same(method: str, world: BothClients, wire: RecordingServer) -> None:
    wire.reply(Reply({"id": "org_1"}, headers={"set-cookie": "a=b; Path=/"}))  # which nothing may send back
    for use_httpx in (False, True):
        clerk = world.client(api_url=wire.url, use_httpx=use_httpx)
        for _ in range(2):
            world.run(CALLS[method](clerk))
    ours, _, theirs, again = [(request.method, request.target, dict(request.headers)) for request in wire.requests]
    if method == "PUT":  # the boundary of a form is random
        for *_, headers in (ours, theirs, again):
            headers.pop("content-type")
    assert ours == theirs == again


def test_redirects_and_authentication_of_a_netrc_are_not_followed(
    world: BothClients, wire: RecordingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    wire.reply(Reply(status=307, headers={"location": "/elsewhere"}))
    assert ask(world, world.client(api_url=wire.url, use_httpx=True)).status == 307
    assert [request.headers["authorization"] for request in wire.requests] == [f"Bearer {KEY}"]


def test_what_is_repeated_is_the_same(world: BothClients, wire: RecordingServer) -> None:
    clerk = world.client(api_url=wire.url, use_httpx=True, retry=AT_ONCE)
    wire.reply(hang_up)
    assert [type(ask(world, clerk, method)).__name__ for method in ("GET", "POST")] == [
        "ClerkConnectionError", "OutcomeUnknownError",
    ]  # fmt: skip
    assert [request.method for request in wire.requests] == ["GET"] * 3 + ["POST"]


def test_proxies_and_certificates_are_those_of_the_environment(
    world: BothClients, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CA))
    with listening(server_context()) as secure, proxying(secure.url) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        secure.reply(raw(whole(ACME), close=False))
        clerk = world.client(api_url=f"https://{HOST}", use_httpx=True)
        assert ask(world, clerk).name == "Acme"
        assert (proxy.seen, seen) == ([f"CONNECT {HOST}:443"], ["client", "transport"])
        local = world.client(api_url=secure.url, use_httpx=True)
        assert ask(world, local).name == "Acme"  # directly: it is on this machine
        assert len(proxy.seen) == 1
        world.close(clerk)


def test_closing_closes_both_ways(world: BothClients, wire: RecordingServer, monkeypatch: pytest.MonkeyPatch) -> None:
    callers = Callers(wire)
    clerk = world.client(api_url=wire.url)
    for value in ("1", "0", "1", "0"):
        monkeypatch.setenv(VARIABLE, value)
        world.run(CALLS["GET"](clerk))
    assert (len(callers.ports), len(set(callers.ports))) == (4, 2)  # each is used again
    assert clerk.stats().connections is None
    world.close(clerk)
    assert all(callers.gone.acquire(timeout=5) for _ in range(2))
    assert type(ask(world, clerk)) is ClerkConfigurationError


LOADED = """
import sys
from clerk_organizations import ClerkClient
clerk = ClerkClient(secret_key="sk_test_x", api_url=sys.argv[1], use_httpx=True)
clerk.organizations
print("httpx" in sys.modules)
clerk.organizations.get_organization(organization_id="org_1")
clerk.close()
"""


@pytest.mark.slow
def test_nothing_is_made_before_the_first_call(wire: RecordingServer) -> None:
    command = [sys.executable, "-W", "error", "-c", LOADED, wire.url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr, len(wire.requests)) == ("False\n", "", 1)
