"""The first minutes of README.md, as they are pasted: an installation, an empty folder, a started mock."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.blocks import Block, blocks
from tests.packaging.conftest import Built, Environment

pytestmark = pytest.mark.slow
PORT = "--port 8787"


def block(language: str, word: str) -> Block:
    """The one in README.md that has this word."""
    return next(each for each in blocks("README.md", language) if word in each.text)


def commands(word: str) -> str:
    """What is pasted into a terminal."""
    return re.sub(r"^\$ ", "", block("console", word).text, flags=re.MULTILINE)


@pytest.fixture
def mock(built: Built, installed: Environment) -> Iterator[str]:
    """Address of the mock that the command of the page starts, but on a free port."""
    installed.install(f"{built.wheel}[testing]")
    command = commands(PORT)
    assert PORT in command
    with subprocess.Popen(
        ["bash", "-c", f"exec {command.replace(PORT, '--port 0')}"],
        env=environment(installed), stdout=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        try:
            assert server.stdout is not None
            yield next(word for word in server.stdout.readline().split() if word.startswith("http://"))
        finally:
            server.terminate()


def environment(installed: Environment) -> dict[str, str]:
    """That of a terminal in which the installation is active."""
    return {"PATH": f"{installed.python.parent}:/usr/bin:/bin", "HOME": str(installed.home)}


def test_what_is_pasted_into_an_empty_folder_runs(installed: Environment, mock: str, tmp_path: Path) -> None:
    program = block("python", "ClerkClient()")
    assert 10 <= len(program.text.strip().splitlines()) <= 12
    (tmp_path / "first.py").write_text(program.text, encoding="utf-8")
    pasted = commands("first.py")
    assert pasted.count("export ") == 2
    done = subprocess.run(
        ["bash", "-e", "-c", re.sub(r"http://127\.0\.0\.1:\d+", mock, pasted)],
        cwd=tmp_path, env=environment(installed), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout.splitlines(), done.stderr) == (program.printed, "")
