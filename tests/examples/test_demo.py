"""`make demo`, as the Makefile runs it: the tour over a real socket, and nothing left running."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.present import METHODS

ROOT = Path(__file__).resolve().parents[2]


def demo() -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLERK_")}
    command = [sys.executable, "examples/demo.py"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_demo_calls_every_method_on_organizations_that_typescript_has_sync_and_async() -> None:
    done = demo()
    assert (done.returncode, done.stderr) == (0, "")
    sync, asynchronous = done.stdout.split(" AsyncClerkClient ")
    methods = {one.python for one in METHODS.values() if one.typescript and one.resource == "organizations"}
    for text in (sync, asynchronous):
        assert methods <= set(re.findall(r"^ {4}(\w+)", text, re.MULTILINE))


def test_the_demo_shows_the_wire_an_error_and_a_walk_of_several_pages() -> None:
    shown = demo().stdout
    assert re.search(r"POST /v1/organizations -> 200", shown)
    assert re.search(r"NotFoundError +404 GET /organizations/org_\w+: resource_not_found", shown)
    assert "limit=2&offset=4 -> 200" in shown


def test_a_failing_tour_fails_the_demo_and_stops_the_server(tmp_path: Path) -> None:
    """The demo beside a tour that fails: its exit status is told, and the server is gone."""
    (tmp_path / "demo.py").write_bytes((ROOT / "examples" / "demo.py").read_bytes())
    (tmp_path / "tour.py").write_text("import sys; sys.exit(3)\n")
    done = subprocess.run([sys.executable, str(tmp_path / "demo.py")], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    url = re.search(r"http://127\.0\.0\.1:(\d+)", done.stdout)
    assert url is not None
    probe = f"import socket; socket.create_connection(('127.0.0.1', {url[1]}), 2)"
    assert subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False).returncode != 0
