"""Other machines: a checkout that git gives other line ends, and pipes and consoles with few characters."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import release.__main__
import tests.parity.__main__
from clerk_organizations.testing.__main__ import main as mock
from generator.__main__ import main as generator
from generator.paths import ROOT
from release.trouble import Trouble
from tests.generator.conftest import document, operation
from tests.support.narrow import ENCODINGS, printed

GIT = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]
COPIED = ("generated", "generator", "openapi", "templates")


def git(*arguments: str, cwd: Path) -> None:
    subprocess.run([*GIT, *arguments], cwd=cwd, check=True, capture_output=True)


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A repository with what the generator reads and writes."""
    made = tmp_path / "origin"
    made.mkdir()
    shutil.copy(ROOT / ".gitattributes", made)
    shutil.copy(ROOT / "pyproject.toml", made)
    for name in COPIED:
        shutil.copytree(ROOT / name, made / name, ignore=shutil.ignore_patterns("__pycache__"))
    git("init", "-q", cwd=made)
    git("add", "-A", cwd=made)
    git("commit", "-q", "-m", "all", cwd=made)
    return made


@pytest.mark.slow
def test_a_checkout_with_autocrlf_has_the_same_bytes(origin: Path) -> None:
    clone = origin.with_name("clone")
    git("clone", "-q", "-c", "core.autocrlf=true", str(origin), str(clone), cwd=origin.parent)
    files = [path for name in COPIED for path in (clone / name).rglob("*") if path.is_file()]
    assert len(files) > 20
    assert [str(path) for path in files if b"\r\n" in path.read_bytes()] == []
    command = [sys.executable, "-m", "generator", "check"]
    done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_programs_say_is_not_read_by_the_encoding_of_the_machine() -> None:
    """git and ruff say it in UTF-8, also where a console has cp1252."""
    files = [path for name in ("generator", "release", "wrapper", "examples") for path in (ROOT / name).rglob("*.py")]
    assert [path.name for path in files if "text=True" in path.read_text(encoding="utf-8")] == []


@pytest.fixture
def two(tmp_path: Path) -> list[str]:
    """Two documents with a change between them that no narrow encoding can say."""
    (tmp_path / "old.yaml").write_text(document(operation("GetOne")), encoding="utf-8")
    new = operation("GetOne").replace("Do GetOne", "Get \u00e9 \u2192 \U0001f600")
    (tmp_path / "new.yaml").write_text(document(new), encoding="utf-8")
    return [str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_diff_prints_into_any_pipe(encoding: str, two: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Do GetOne \\u2192 Get " in printed(encoding, monkeypatch, lambda: generator(["diff", *two]))
    said = json.loads(printed(encoding, monkeypatch, lambda: generator(["diff", *two, "--json"])))
    assert "Get \u00e9 \u2192 \U0001f600" in str(said)


def test_a_real_pipe(two: list[str]) -> None:
    command = [sys.executable, "-m", "generator", "diff", *two]
    narrow = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, cwd=ROOT, env=narrow, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u2192" in done.stdout


def _fail() -> None:
    raise Trouble("\u2192 failed", "\U0001f600")


def _release() -> object:
    return release.__main__.main()


COMMANDS: list[Callable[[], object]] = [
    lambda: generator(["verdicts"]),
    lambda: generator(["diff", "\u2192.yaml"]),
    lambda: mock(["--rules"]),
    lambda: mock(["--seed", "\u2192.yaml"]),
    lambda: tests.parity.__main__.main("calls"),
    lambda: tests.parity.__main__.main("deviations"),
    _release,
]


@pytest.mark.sample(1)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_commands_print_into_any_pipe(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["release", "build"])
    monkeypatch.setitem(release.__main__.COMMANDS, "build", _fail)
    for command in COMMANDS:
        assert printed(encoding, monkeypatch, command)


def test_every_command_of_the_project_sees_to_it() -> None:
    """Each module that is run and prints has the line, or prints what other modules give it in ASCII."""
    folders = ("generator", "release", "tests", "benchmarks")
    modules = [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts]
    commands = [path for path in modules if re.search(r'^if __name__ == "__main__":', text(path), re.MULTILINE)]
    without = [path for path in commands if "escape_what_cannot_be_printed()" not in text(path)]
    names = {path.relative_to(ROOT).as_posix() for path in without}
    assert names == IN_ASCII


IN_ASCII = {
    "benchmarks/fleet/worker.py", "benchmarks/peers/__main__.py", "benchmarks/server.py", "tests/faults/program.py",
    "tests/official_sdk/scenario.py", "tests/recipes/extract.py", "tests/release/index.py",
    "tests/support/processes.py",
}  # fmt: skip
"""Programs that another program reads, or that print numbers and paths alone."""


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
