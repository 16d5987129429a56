"""The packages out of one file: what they read at run time comes along, and what was left out is told."""

import os
import subprocess
import sys
import zipfile
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from clerk_organizations import ClerkConfigurationError, _data
from tests.packaging.conftest import ROOT, Built

SOURCES = ("wrapper/clerk_organizations", "generated/clerk_organizations_api")
FROM_A_ZIP = """
import clerk_organizations, redis
from clerk_organizations import ClerkClient, RateLimit
from clerk_organizations._ratelimit.coordinator import RedisCoordinator
from clerk_organizations.testing import MockClerk
assert ".zip" in clerk_organizations.__file__
RedisCoordinator("redis://127.0.0.1:1/0").close()
with ClerkClient(secret_key="sk_test_x", transport=MockClerk().transport) as clerk:
    made = clerk.organizations.create_organization(name="Acme")
    print([one.name for one in clerk.organizations.get_organization_list.iter()])
"""


def test_all_works_from_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for source in SOURCES:
            for path in (ROOT / source).rglob("*"):
                if path.is_file() and "__pycache__" not in path.parts:
                    archive.write(path, path.relative_to((ROOT / source).parent))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "all.zip")}
    command = [sys.executable, "-W", "error", "-c", FROM_A_ZIP]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "['Acme']\n"), done.stderr


def test_a_file_that_was_left_out_is_told() -> None:
    with pytest.raises(ClerkConfigurationError, match=r"gone\.lua of clerk_organizations\._ratelimit is not there"):
        _data.read("clerk_organizations._ratelimit", "gone.lua")


@pytest.mark.slow
def test_pyinstaller_finds_the_hooks(built: Built) -> None:
    (point,) = entry_points(group="pyinstaller40", name="hook-dirs")
    hook_dirs: Any = point.load()
    (folder,) = hook_dirs()
    hooks = {path.name for path in Path(folder).glob("hook-*.py")}
    assert hooks == {"hook-clerk_organizations.py", "hook-clerk_organizations.testing.py"}
    assert {f"clerk_organizations/__pyinstaller/{name}" for name in hooks} <= set(built.names())


def test_every_file_that_is_no_module_is_shipped(built: Built) -> None:
    data = [
        path.relative_to((ROOT / source).parent).as_posix()
        for source in SOURCES
        for path in (ROOT / source).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    ]
    assert len(data) > 5 and set(data) <= set(built.names())
