"""The mock behind a socket: answers in one piece, latency, and the fixture for pytest."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from clerk_organizations.testing import Exchange, MockClerk, serve
from clerk_organizations.testing.reach.uvicorn_server import OneSend
from tests.mock.conftest import KEY
from tests.mock.test_mock_command import BLOCKER, COMMAND, environment, run
from tests.support.programs import QUICK


class Recording:
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        self.sent.append(data)

    def close(self) -> None:
        self.closed = True


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_head_and_body_go_out_in_one_send(anyio_backend: str) -> None:
    recording = Recording()
    transport = OneSend(cast(Any, recording))
    transport.write(b"head")
    transport.write(b"body")
    assert recording.sent == []
    await asyncio.sleep(0)  # one turn of the event loop
    assert recording.sent == [b"headbody"]
    transport.write(b"last")
    transport.close()
    assert (recording.sent, recording.closed) == ([b"headbody", b"last"], True)
    await asyncio.sleep(0)
    assert recording.sent == [b"headbody", b"last"]


def test_answers_are_dated_by_the_clock_of_the_mock() -> None:
    mock = MockClerk()
    mock.clock.set(1_700_000_000_000)
    with serve(mock) as url, httpx.Client(base_url=f"{url}/v1", headers=KEY) as clerk:
        dates = [clerk.get(path).headers.get_list("date") for path in ("/organizations", "/organizations/nobody")]
    assert dates == [["Tue, 14 Nov 2023 22:13:20 GMT"]] * 2


def test_answers_wait_as_long_as_asked() -> None:
    with serve(MockClerk(), latency=0.05) as url, httpx.Client(trust_env=False) as client:
        response = client.get(f"{url}/v1/organizations", headers=KEY)
        assert response.elapsed.total_seconds() >= 0.05


@pytest.mark.slow
@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("time", "says"), [("soon", "'soon' is no time"), ("-1s", "expected one argument"), ("61", "'61'")]
)
def test_a_senseless_latency_is_refused(time: str, says: str) -> None:
    done = run(*COMMAND, "--latency", time)
    assert done.returncode == 2
    assert says in done.stderr


def test_who_looks_on_changes_nothing() -> None:
    mock, seen = MockClerk(), list[Exchange]()

    def fail(exchange: Exchange) -> None:
        seen.append(exchange)
        raise RuntimeError("mine")

    mock.watch(fail)
    with mock.client() as clerk:
        assert clerk.organizations.create_organization(name="A").name == "A"
        clerk.organizations.get_organization_list()
    assert len(seen) == 1  # and it is told no more


def test_the_journal_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clerk_organizations.testing.state.journal.MAX_BYTES", 2000)
    mock = MockClerk()
    with mock.client() as clerk:
        for number in range(20):
            clerk.organizations.create_organization(name=f"A{number}")
        kept = len(mock.requests)
        assert 1 < kept < 5
        assert mock.requests[-1].response.json["name"] == "A19"
        mock.clear_requests()
        for number in range(20, 20 + kept):
            clerk.organizations.create_organization(name=f"A{number}")
    assert len(mock.requests) == kept  # what was cleared does not count


@pytest.mark.slow
def test_a_reader_who_leaves_changes_nothing() -> None:
    command = [*COMMAND, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stdout is not None
        url = re.search(r"http://\S+?:\d+", process.stdout.readline())
        assert url is not None
        process.stdout.close()
        with httpx.Client(base_url=url[0], headers=KEY, trust_env=False) as client:
            statuses = [client.get("/v1/organizations").status_code for _ in range(3)]
        process.terminate()
    assert statuses == [200, 200, 200]


# The plugin, in a pytest of its own.

TEST = """
def test_mine(clerk_mock):
    with clerk_mock.client() as clerk:
        assert clerk.organizations.create_organization(name="A").slug == "a"
    assert clerk_mock.requests[-1].operation_id == "CreateOrganization"
"""


def pytest_in(directory: Path, *paths: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", *QUICK, "."]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, env=environment(*paths), check=False)


def test_the_fixture_is_there_without_being_asked_for(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(TEST, encoding="utf-8")
    done = pytest_in(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


LEFT = """
shared = []

def test_that_fails_before_its_call(clerk_mock):
    shared.append(clerk_mock.client())
    clerk_mock.fail(400, times=9)
    raise AssertionError("too early")

def test_after_it(clerk_mock):
    for clerk in (clerk_mock.client(), *shared):
        assert clerk.organizations.get_organization_list().total_count == 0
        clerk.close()
"""


@pytest.mark.slow
def test_a_fault_that_was_not_hit_does_not_reach_the_next_test(tmp_path: Path) -> None:
    (tmp_path / "test_left.py").write_text(LEFT, encoding="utf-8")
    done = pytest_in(tmp_path)
    assert "1 failed, 1 passed" in done.stdout


@pytest.mark.slow
@pytest.mark.sample(1)
@pytest.mark.parametrize("missing", ["jsonschema", "uvicorn", "yaml"])
def test_without_the_extra_the_fixture_says_what_to_install(tmp_path: Path, missing: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(BLOCKER.format(missing=missing), encoding="utf-8")
    (tmp_path / "test_mine.py").write_text(TEST, encoding="utf-8")
    done = pytest_in(tmp_path, str(tmp_path))
    assert done.returncode == 1
    said = f"clerk_mock: the mock needs {missing}, which is not installed: pip install 'clerk-organizations[testing]'"
    assert said in done.stdout


@pytest.mark.slow
def test_the_plugin_costs_nothing_until_the_fixture_is_used(tmp_path: Path) -> None:
    (tmp_path / "test_other.py").write_text(
        "import sys\n\ndef test_other():\n"
        "    ours = {name.partition('.')[2] for name in sys.modules if name.startswith('clerk_org')}\n"
        "    assert ours == {'', '_version', 'pytest_plugin'}\n"
        "    assert not {'httpx', 'attrs', 'jsonschema', 'uvicorn', 'yaml'} & sys.modules.keys()\n",
        encoding="utf-8",
    )
    others = [flag for name in ("schemathesis", "anyio", "hypothesis") for flag in ("-p", f"no:{name}")]
    command = [sys.executable, "-m", "pytest", "-q", *others, "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0, done.stdout
