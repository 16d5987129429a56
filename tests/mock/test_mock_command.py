"""The command: how it starts, what it says, how it stops."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.mock.conftest import KEY, refused

COMMAND = [sys.executable, "-m", "clerk_organizations.testing"]
SRC = os.pathsep.join(str(Path(__file__).resolve().parents[2] / name) for name in ("wrapper", "generated"))
BLOCKER = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name == {missing!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Blocker())
"""


def environment(*paths: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([*paths, SRC])}


@contextmanager
def started(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running command and its first line."""
    command = [*COMMAND, "--port", "0", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment()) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline()
        finally:
            process.kill()


@pytest.mark.sample(1)
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_stops_when_asked(stop: signal.Signals) -> None:
    with started() as (process, line):
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found is not None, process.communicate()
        assert f"CLERK_API_URL={found[0]}" in line
        assert process.stdout is not None
        hint = process.stdout.readline()  # before any request, so that nothing is left in a buffer
        with httpx.Client(base_url=f"{found[0]}/v1", trust_env=False) as client:  # its open connection is no hindrance
            assert client.get("/organizations", headers=KEY).status_code == 200
            process.send_signal(stop)
            request, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")
        assert hint.startswith("12 users, 0 organizations; control: http://127.0.0.1:")
        assert re.fullmatch(r"\d\d:\d\d:\d\d 200 GET    /v1/organizations \d+\.\d ms\n", request)


def test_it_takes_one_key_and_does_not_tell_it() -> None:
    with started("--secret-key", "sk_test_secret") as (_, line):
        found = re.search(r"http://\S+?:\d+", line)
        assert found is not None
        assert "sk_test_secret" not in line
        with httpx.Client(base_url=f"{found[0]}/v1", trust_env=False) as client:
            assert refused(client.get("/organizations", headers=KEY)) == (401, "clerk_key_invalid")
            good = {"authorization": "Bearer sk_test_secret"}
            assert client.get("/organizations", headers=good).status_code == 200


def run(*command: str, paths: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, env=environment(*paths), check=False)


def test_a_taken_port_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(*COMMAND, "--port", str(port))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in done.stderr


@pytest.mark.slow
@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--port", "65536", "'65536' is not between 0 and 65535"),
        ("--port", "abc", "'abc' is not between 0 and 65535"),
        ("--secret-key", "", "a key must not be empty"),
    ],
)
def test_a_senseless_option_is_refused(option: str, value: str, says: str) -> None:
    done = run(*COMMAND, option, value)
    assert done.returncode == 2
    assert says in done.stderr


@pytest.mark.parametrize("missing", ["jsonschema", "uvicorn"])
def test_a_missing_dependency_is_one_line(missing: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(BLOCKER.format(missing=missing), encoding="utf-8")
    done = run(*COMMAND, paths=(str(tmp_path),))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert missing in done.stderr
    assert "pip install 'clerk-organizations[testing]'" in done.stderr


def test_a_missing_dependency_is_an_import_error(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(BLOCKER.format(missing="uvicorn"), encoding="utf-8")
    done = run(sys.executable, "-c", "import clerk_organizations.testing", paths=(str(tmp_path),))
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1
    assert last.startswith("ImportError: the mock needs uvicorn")
    assert last.endswith("pip install 'clerk-organizations[testing]'")


LOADED = """
import sys

def loaded():
    slow = {"asyncio", "clerk_organizations.client", "httpx", "jsonschema", "uvicorn", "yaml"}
    print(sorted(slow & sys.modules.keys()))

from clerk_organizations import testing
loaded()
mock = testing.MockClerk()
loaded()
mock.seed({"settings": {}})
loaded()
"""
SERVED = """
import sys
from clerk_organizations.testing import MockClerk, serve

with serve(MockClerk()):
    print(sorted({"asyncio", "httpx", "jsonschema", "uvicorn"} & sys.modules.keys()))
"""


@pytest.mark.parametrize(
    ("program", "expected"),
    [(LOADED, "[]\n[]\n['jsonschema']\n"), (SERVED, "['asyncio', 'uvicorn']\n")],
    ids=["imported", "served"],
)
def test_what_is_slow_is_loaded_when_it_is_needed(program: str, expected: str) -> None:
    done = run(sys.executable, "-c", program)
    assert (done.returncode, done.stdout, done.stderr) == (0, expected, "")


@pytest.mark.slow
def test_importing_is_quiet() -> None:
    done = run(sys.executable, "-W", "error", "-c", "import clerk_organizations.testing")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
