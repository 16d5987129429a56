"""What is set up before a call is sent: the clock, the environment, addresses."""

import gzip
import traceback
from typing import Any

import httpx
import pytest

from clerk_organizations import ClerkClient, ClerkConfigurationError, ClerkTimeoutError
from clerk_organizations._clock import clock
from tests.faults.rows import Row, rows
from tests.support.calls import CALLS, ask
from tests.support.clients import KEY, BothClients
from tests.support.responses import ACME, FINE, response
from tests.support.servers import RecordingServer


class Passing:
    """The clock of the client, on which time passes when a test says so."""

    def __init__(self) -> None:
        self._added = 0.0

    def __call__(self) -> float:
        return clock() + self._added

    def add(self, seconds: float) -> None:
        self._added += seconds


@pytest.fixture
def passing(monkeypatch: pytest.MonkeyPatch) -> Passing:
    passing = Passing()
    for module in ("_base", "_calls.throttle", "_transports.exchange", "_transports.http11", "_transports.pool"):
        monkeypatch.setattr(f"clerk_organizations.{module}.clock", passing)
    return passing


@pytest.mark.sample(4)
@rows(
    Row("R120", "a hook takes longer than the deadline", "ClerkTimeoutError: nothing is sent", "on_request"),
    Row("R121", "a hook of the http_client takes longer than the deadline", "likewise", "http_client"),
)
@pytest.mark.parametrize("way", ["own", "transport", "http_client", "use_httpx"])
def test_nothing_is_sent_after_the_deadline(
    row: Row, way: str, world: BothClients, wire: RecordingServer, passing: Passing
) -> None:
    wire.reply(FINE)

    def slow(event: object) -> None:
        passing.add(61)

    async def slow_async(event: object) -> None:
        passing.add(61)

    options: dict[str, Any] = {"timeout": 60}
    hooks = {"request": [slow_async if world.is_async else slow]} if row.given == "http_client" else {}
    if not hooks:
        options["on_request"] = slow
    if way == "transport":
        options["transport"] = httpx.AsyncHTTPTransport() if world.is_async else httpx.HTTPTransport()
    elif way == "use_httpx":
        options["use_httpx"] = True
    elif way == "http_client":
        kind: Any = httpx.AsyncClient if world.is_async else httpx.Client
        options["http_client"] = kind(event_hooks=hooks)
    if way == "http_client" or not hooks:
        for method in CALLS:
            assert type(ask(world, world.client(api_url=wire.url, **options), method)) is ClerkTimeoutError
    if "http_client" in options:
        world.run(options["http_client"].aclose() if world.is_async else options["http_client"].close())
    assert wire.requests == []


@rows(Row("R122", "making the connections takes longer than the deadline", "ClerkTimeoutError: nothing is sent"))
def test_setup_counts(
    row: Row, world: BothClients, wire: RecordingServer, passing: Passing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clerk_organizations._transports.origin.Origin.proxy", lambda self: passing.add(61))
    assert type(ask(world, world.client(api_url=wire.url, timeout=60), "POST")) is ClerkTimeoutError
    assert wire.requests == []


@rows(Row("S80", "HTTPS_PROXY that cannot be read", "the error names the variable, and nothing shows the password"))
@pytest.mark.parametrize(
    "value", ['"http://user:pass-word@proxy:1"', "foo://user:pass-word@proxy", "http://u:pass-word@[bad:x"]
)
def test_a_password_of_a_proxy(row: Row, value: str, world: BothClients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", value)
    error: Any = ask(world, world.client(api_url="https://api.clerk.invalid"))
    assert type(error) is ClerkConfigurationError
    assert "HTTPS_PROXY" in str(error)
    assert "pass-word" not in "".join(traceback.format_exception(error))


@rows(Row("S81", "http:// to a name under .localhost", "ClerkConfigurationError: it may lead elsewhere"))
@pytest.mark.parametrize("host", ["x.localhost", "X.LOCALHOST", "x.localhost.", "x.localhost:80", "localhost.invalid"])
def test_names_under_localhost(row: Row, host: str) -> None:
    with pytest.raises(ClerkConfigurationError, match="unencrypted"):
        ClerkClient(secret_key=KEY, api_url=f"http://{host}")


@rows(Row("I81", "api_url with a zone id", "ClerkConfigurationError"))
@pytest.mark.parametrize("url", ["https://[fe80::1%25eth0]", "https://[fe80::1%eth0]", "http://[::1%25lo]"])
def test_zones(row: Row, url: str) -> None:
    with pytest.raises(ClerkConfigurationError, match="zone"):
        ClerkClient(secret_key=KEY, api_url=url)


@rows(Row("H130", "gzip with zeros behind it", "read"))
def test_padded_gzip(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(response(gzip.compress(ACME) + bytes(512), "content-encoding: gzip"))
    assert ask(world, clerk).name == "Acme"
