"""`make watch` as a process: what is saved is generated, what is broken is said, and Ctrl-C leaves the last state."""

import contextlib
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.paths import ROOT
from tests.generator.conftest import PING_SCHEMA, document, operation

HOLD = """

def format_files(files, format_files=format_files):
    if Path("gate").exists():
        import signal
        signal.alarm(60)
        print("held", flush=True)
        Path("gate").read_text()
    return format_files(files)
"""
LIMIT = 60  # seconds for one line, so that a failure ends


class Project:
    """A copy of the pipeline that is being watched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("generator", "templates"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "openapi").mkdir()
        self.spec = folder / "openapi" / "organizations.yaml"
        self.spec.write_text(document())
        self.package = folder / "generated" / "clerk_organizations_api"
        command = [sys.executable, "-m", "generator", "watch"]
        environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line.rstrip("\n"))
        self._lines.put("the end")

    def until(self, text: str) -> list[str]:
        """The lines that come, up to the one with this text."""
        lines = [self._lines.get(timeout=LIMIT)]
        while text not in lines[-1]:
            assert lines[-1] != "the end", lines
            lines.append(self._lines.get(timeout=LIMIT))
        return lines

    def save(self, path: Path, text: str) -> None:
        """As many editors do: a new file takes the place of the old one."""
        beside = path.with_name(f"{path.name}~")
        beside.write_text(text)
        beside.replace(path)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Inside, a run has read its inputs and written nothing yet."""
        gate = self.folder / "gate"
        os.mkfifo(gate)
        formatting = self.folder / "generator" / "output" / "formatting.py"
        self.spec.write_text(document(operation("GetHeld")))
        self.save(formatting, formatting.read_text() + HOLD)
        self.until("held")
        with gate.open("w"):
            gate.unlink()
            yield

    def tear_down(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()

    def ended(self) -> list[str]:
        """What is still said before a good end."""
        assert self.process.wait(LIMIT) == 0
        return self.until("the end")[:-1]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = Project(tmp_path)
    try:
        assert project.until("watching")[-1].endswith("Ctrl-C ends")
        project.until(" files, ")
        yield project
    finally:
        project.tear_down()


def test_a_saved_document_is_generated(project: Project) -> None:
    project.save(project.spec, document(schemas=PING_SCHEMA.replace("A ping.", "A saved ping.")))
    said = project.until(" files, ")
    assert any(line.startswith("  ~ generated/clerk_organizations_api/models/ping.py:") for line in said)
    assert "A saved ping." in (project.package / "models" / "ping.py").read_text()


@pytest.mark.slow
def test_a_saved_template_is_used(project: Project) -> None:
    header = project.folder / "templates" / "_header.jinja"
    project.save(header, header.read_text().rstrip("\n") + " Saved.\n")
    project.until(" files, ")
    assert (project.package / "types.py").read_text().splitlines()[0].endswith(" Saved.")


@pytest.mark.slow
def test_a_saved_generator_is_used_and_a_broken_one_is_said(project: Project) -> None:
    source = project.folder / "generator" / "render" / "render.py"
    good = source.read_text()
    project.save(source, "def\n")
    project.until("SyntaxError")
    project.save(source, good.replace('"py.typed", ""', '"py.typed", "saved\\n"'))
    project.until(" files, ")
    assert (project.package / "py.typed").read_text() == "saved\n"


@pytest.mark.slow
def test_a_broken_save_is_said_and_the_next_one_counts(project: Project) -> None:
    before = (project.package / "api" / "pings.py").read_bytes()
    project.save(project.spec, "openapi: [")
    said = project.until("nothing was written")
    assert "organizations.yaml:" in said[0]
    assert "not valid YAML" in said[0]
    assert (project.package / "api" / "pings.py").read_bytes() == before
    project.spec.unlink()
    assert "the document does not exist" in project.until("nothing was written")[0]
    project.save(project.spec, document(operation("GetPong")))
    project.until(" files, ")
    assert "def get_pong(" in (project.package / "api" / "pings.py").read_text()


@pytest.mark.slow
def test_what_is_saved_during_a_run_is_not_lost(project: Project) -> None:
    with project.held():
        project.save(project.spec, document(operation("GetSecond")))
    project.until(" files, ")
    project.until(" files, ")
    assert "def get_second(" in (project.package / "api" / "pings.py").read_text()


@pytest.mark.slow
def test_ctrl_c_ends_quietly(project: Project) -> None:
    before = (project.package / "models" / "ping.py").read_bytes()
    project.process.send_signal(signal.SIGINT)
    assert project.ended() == []
    assert (project.package / "models" / "ping.py").read_bytes() == before


@pytest.mark.slow
def test_ctrl_c_lets_a_run_finish(project: Project) -> None:
    with project.held():
        project.process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):  # nothing says that it goes on waiting: a second is a look
            project.process.wait(1)
    assert project.process.wait(LIMIT) == 0
    assert "def get_held(" in (project.package / "api" / "pings.py").read_text()
    assert [line for line in project.ended() if " files, " in line]


def test_a_folder_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "generator", "watch", "--templates", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LIMIT)
    assert done.returncode == 2
    assert "none: there is no such folder to watch" in done.stderr
    assert "Traceback" not in done.stderr
