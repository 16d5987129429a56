"""`make demo`, as the Makefile runs it: the tour over a real socket, in little room; and the tour on its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clerk_organizations.testing import MockClerk, serve
from tests.support.present import METHODS

ROOT = Path(__file__).resolve().parents[2]
BY_METHOD = {one.python for one in METHODS.values() if one.typescript and one.resource == "organizations"}


def run(program: str, *arguments: str, **variables: str) -> list[str]:
    """Lines of what an example prints; nothing goes wrong in it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLERK_")}
    command = [sys.executable, f"examples/{program}", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment | variables, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def shown() -> list[str]:
    return run("demo.py")


def test_the_demo_fits_on_a_screen(shown: list[str]) -> None:
    assert len(shown) <= 60
    assert max(map(len, shown)) <= 100


@pytest.mark.slow
def test_it_goes_into_a_pipe_that_has_ascii_alone(shown: list[str]) -> None:
    assert len(run("demo.py", PYTHONIOENCODING="ascii:strict")) == len(shown)


def test_each_call_is_a_line_with_its_time(shown: list[str]) -> None:
    calls = [found[1] for line in shown if (found := re.fullmatch(r"  (\w+) +200 +\d+ ms [A-Z]+ /\S+", line))]
    assert set(calls) >= BY_METHOD
    assert calls.count("create_organization") == 1, "what only sets up is not shown"


def test_it_has_a_retry_an_error_a_walk_and_what_is_awaited(shown: list[str]) -> None:
    text = "\n".join(shown)
    down = r"\n  delete_organization +503 .*\n  → unavailable: again in 0\.\d\d s\n  delete_organization +200 "
    assert len(re.findall(down, text)) == 1
    assert len(re.findall(r"\n  → NotFoundError: 404 resource_not_found, trace [0-9a-f]{32}\n", text)) == 1
    assert len(re.findall(r"\n(?:  get_organization_invitation_list .*\n){3}  → crew4, .*, crew0\n", text)) == 1
    assert len(re.findall(r"\n  10 organizations created, walked and deleted: 21 calls in \d+ ms", text)) == 1


def test_it_ends_with_three_commands_that_are_there(shown: list[str]) -> None:
    targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = [found[1] for line in shown[-3:] if (found := re.match(r"  make (\S+)  ", line))]
    assert shown[-4] == "Try next"
    assert len(named) == 3
    assert set(named) <= set(targets)


@pytest.mark.slow
def test_the_tour_runs_alone_and_leaves_nothing_behind() -> None:
    mock = MockClerk()
    with serve(mock) as url:
        shown = run("tour.py", "user_ada", "user_alan", CLERK_API_URL=url, CLERK_SECRET_KEY=mock.secret_key)
    assert len(shown) > 50
    assert {request.operation_id for request in mock.requests} >= {
        one.id for one in METHODS.values() if one.python in BY_METHOD and one.resource == "organizations"
    }
    assert list(mock.instance.organizations) == []
