"""Runs the scenario of each SDK once, against a server command of its own, and keeps what both have told."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.real_clients.story import named
from tests.support import nodejs

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk_test_scenario"
OFFICIAL_PYTHON = ROOT / ".venv-official" / "bin" / "python"


@dataclass(frozen=True)
class Told:
    """What came out of a scenario, and what its server says of it."""

    sdk: str
    calls: list[dict[str, Any]]
    journal: httpx.Response


@pytest.fixture(scope="session", params=["typescript", pytest.param("python", marks=pytest.mark.slow)])
def told(request: pytest.FixtureRequest) -> Told:
    """The calls that the scenario of an SDK has made."""
    command = _node_scenario() if request.param == "typescript" else _official_scenario()
    with _server() as url:
        environment = {**_environment(), "CLERK_API_URL": url, "CLERK_SECRET_KEY": KEY}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
        journal = httpx.get(f"{url}/__mock__/requests", trust_env=False)
    assert done.returncode == 0, f"{done.stderr}\nthe last call that came back: {done.stdout.splitlines()[-1:]}"
    return Told(request.param, [json.loads(line) for line in named(done.stdout).splitlines()], journal)


def _node_scenario() -> list[str]:
    nodejs.require("the TypeScript SDK was not run against the mock")
    return nodejs.command("scenario.mjs")


def _official_scenario() -> list[str]:
    assert OFFICIAL_PYTHON.exists(), "clerk-backend-api is missing: make install"
    return [str(OFFICIAL_PYTHON), str(ROOT / "tests/official_sdk/scenario.py")]


def _environment() -> dict[str, str]:
    """Ours, without what would lead another Python or another client astray."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CLERK_"))}


@contextmanager
def _server() -> Iterator[str]:
    """The address that the running command announces."""
    paths = os.pathsep.join(str(ROOT / name) for name in ("wrapper", "generated"))
    environment = {**_environment(), "PYTHONPATH": paths}
    command = [sys.executable, "-m", "clerk_organizations.testing", "--port", "0", "--secret-key", KEY]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            line = server.stdout.readline() if server.stdout else ""
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert found is not None, f"the server did not start: {line!r}"
            yield found[0]
        finally:
            server.terminate()
