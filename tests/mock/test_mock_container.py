"""The mock for other machines: which address it prints, who may control it, how it is probed and stopped."""

import json
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from clerk_organizations import AsyncClerkClient, ClerkClient, ClerkConfigurationError
from clerk_organizations.testing import MockClerk, serve
from clerk_organizations.testing.__main__ import _parser
from tests.mock.conftest import KEY
from tests.mock.test_mock_command import started

PAGE = (Path(__file__).resolve().parents[2] / "docs/mock.md").read_text(encoding="utf-8")
VARIABLE = "CLERK_ORGANIZATIONS_ALLOW_INSECURE_HTTP"
HEALTH = "/__mock__/health"


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (VARIABLE, "CLERK_API_URL", "CLERK_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def shared() -> Iterator[str]:
    """A mock that other machines may call."""
    with serve(MockClerk(), host="0.0.0.0") as url:
        yield url


def call(url: str, method: str, name: str, **headers: str) -> httpx.Response:
    return httpx.request(method, f"{url}/__mock__/{name}", headers=headers, content=b"", trust_env=False)


@pytest.mark.parametrize("kind", [ClerkClient, AsyncClerkClient])
def test_the_environment_allows_http_and_the_argument_wins(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLERK_API_URL", "http://clerk-mock:8787")
    monkeypatch.setenv("CLERK_SECRET_KEY", "sk_test_mock")
    for value in ("", "0"):
        monkeypatch.setenv(VARIABLE, value)
        with pytest.raises(ClerkConfigurationError, match=f"allow_insecure_http=True or {VARIABLE}=1"):
            kind()
        assert kind(allow_insecure_http=True)
    monkeypatch.setenv(VARIABLE, "1")
    assert kind()
    with pytest.raises(ClerkConfigurationError, match="unencrypted"):
        kind(allow_insecure_http=False)
    monkeypatch.setenv(VARIABLE, "true")
    with pytest.raises(ClerkConfigurationError, match=f"{VARIABLE} must be 0 or 1$"):
        kind()


def printed(lines: str) -> list[dict[str, str]]:
    """The variables of each line that says some, but for the key."""
    found = [dict(re.findall(r"(CLERK_[A-Z_]+)=([^\s,)]+)", line)) for line in lines.splitlines()]
    return [{name: value for name, value in each.items() if name != "CLERK_SECRET_KEY"} for each in found if each]


def test_addresses_are_printed_that_can_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with started("--host", "0.0.0.0", "--allow-host", "localhost") as (process, line):
        assert process.stdout is not None
        here, elsewhere = printed(line + process.stdout.readline())
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", here["CLERK_API_URL"])
    assert elsewhere == {"CLERK_API_URL": here["CLERK_API_URL"].replace("127.0.0.1", "localhost"), VARIABLE: "1"}
    for variables in (here, elsewhere):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert ClerkClient(secret_key="sk_test_mock")


@pytest.mark.slow
def test_what_is_printed_can_be_copied_into_a_shell() -> None:
    with started("--host", "0.0.0.0", "--allow-host", "localhost") as (process, line):
        assert process.stdout is not None
        lines = line + process.stdout.readline()
    here, elsewhere = re.findall(r"CLERK_API_URL=[^)\n]+", lines)
    assert [word.partition("=")[0] for word in shlex.split(here)] == ["CLERK_API_URL", "CLERK_SECRET_KEY"]
    assert [word.partition("=")[0] for word in shlex.split(elsewhere)] == ["CLERK_API_URL", VARIABLE]
    assert "," not in here + elsewhere


def test_both_families_reach_what_listens_for_all() -> None:
    with serve(MockClerk(), host="::") as url:
        for name in ("[::1]", "127.0.0.1"):
            assert call(url.replace("[::1]", name), "GET", "health").status_code == 200


@pytest.mark.slow
def test_of_loopback_nothing_more_is_printed() -> None:
    with started() as (process, line):
        assert process.stdout is not None
        (only,) = printed(line + process.stdout.readline())
    assert only.keys() == {"CLERK_API_URL"}


@pytest.mark.sample(1)
@pytest.mark.parametrize("host", ["clerk-mock:8787", "clerk-mock", "192.0.2.1:8787", "[fd00::7]:8787", "127.0.0.1"])
def test_other_machines_may_control_what_listens_for_them(host: str, shared: str) -> None:
    for method, name in (("GET", "requests"), ("POST", "reset"), ("GET", "health")):
        assert call(shared, method, name, host=host).status_code == 200


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "mock.evil.example:8787"},
        {"host": ""},
        {"host": "clerk-mock:8787", "origin": "https://evil.example"},
        {"host": "192.0.2.1:8787", "origin": "http://192.0.2.2"},
        {"host": "clerk-mock:8787", "origin": "null"},
    ],
)
def test_web_pages_may_not(headers: dict[str, str], shared: str) -> None:
    for method, name in (("GET", "requests"), ("POST", "reset")):
        assert call(shared, method, name, **headers).status_code == 403


@pytest.mark.sample(1)
@pytest.mark.parametrize("host", ["127.0.0.1", "clerk-mock:8787", "10.1.2.3:8787", "mock.test.svc.cluster.local", ""])
def test_health_answers_by_any_name(host: str) -> None:
    with serve(MockClerk()) as url:
        got = call(url, "GET", "health", host=host)
        assert (got.status_code, got.json()) == (200, {"status": "ok"})
        assert (call(url, "HEAD", "health", host=host).status_code) == 200
        assert call(url, "POST", "health", host=host).status_code == 405


def block(language: str) -> str:
    return PAGE.partition(f"```{language}\n")[2].partition("```")[0]


def test_what_the_page_says_about_containers_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part of it but docker: the command's options, the probe, and the variables of the client."""
    services = yaml.safe_load(block("yml"))["services"]
    entry = json.loads(block("dockerfile").partition("ENTRYPOINT ")[2])
    mock = services["clerk-mock"]
    assert entry[:3] == ["python", "-m", "clerk_organizations.testing"]
    options = _parser().parse_args([*entry[3:], *mock["command"]])
    assert (options.host, options.port) == ("0.0.0.0", 8787)
    client = services["app"]["environment"]
    assert options.secret_key == client["CLERK_SECRET_KEY"]
    assert client["CLERK_API_URL"] == f"http://clerk-mock:{options.port}"
    for name, value in client.items():
        monkeypatch.setenv(name, value)
    assert ClerkClient()
    kind, *probe = mock["healthcheck"]["test"]
    assert (kind, probe[0]) == ("CMD", "python")
    with started("--host", options.host) as (_, line):
        url = printed(line)[0]["CLERK_API_URL"]
        here = [sys.executable, *(part.replace("http://127.0.0.1:8787", url) for part in probe[1:])]
        assert subprocess.run(here, check=False).returncode == 0, shlex.join(here)
        gone = [part.replace("health", "gone") for part in here]
        assert subprocess.run(gone, check=False, capture_output=True).returncode != 0


def test_sigterm_stops_it_during_a_request() -> None:
    with started("--latency", "60s") as (process, line):
        url = printed(line)[0]["CLERK_API_URL"]
        host, port = url.removeprefix("http://").split(":")
        request = f"GET /v1/organizations HTTP/1.1\r\nhost: {host}\r\nauthorization: {KEY['authorization']}\r\n\r\n"
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(request.encode())
            assert call(url, "GET", "health").status_code == 200  # the request before it has been read
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")
