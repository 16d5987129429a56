"""Where the files are formatted: in memory if there is room, else in the ordinary temporary folder."""

import tempfile
from pathlib import Path

import pytest

from generator.output import formatting
from generator.output.formatting import format_files
from generator.output.tree import Files
from generator.output.tree import write_tree as write
from tests.generator.conftest import Workshop, document

UGLY, FORMATTED = {"a.py": "x  = 'text'"}, {"a.py": 'x = "text"\n'}


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of /dev/shm, with no other choice of the user's."""
    folder = tmp_path / "memory"
    folder.mkdir()
    monkeypatch.setattr(formatting, "_MEMORY", str(folder))
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where files were written, in turn."""
    found: list[Path] = []

    def noted(folder: Path, files: Files) -> None:
        found.append(folder)
        write(folder, files)

    monkeypatch.setattr(formatting, "write_tree", noted)
    return found


def test_in_memory_if_there_is_room(memory: Path, places: list[Path]) -> None:
    assert format_files(UGLY) == FORMATTED
    assert [place.parent for place in places] == [memory]
    assert list(memory.iterdir()) == []


def test_elsewhere_if_the_memory_takes_no_folder(memory: Path, places: list[Path]) -> None:
    memory.rmdir()
    memory.touch()  # it can be written to, and no folder can be made in it
    assert format_files(UGLY) == FORMATTED
    assert [place.parent for place in places] == [Path(tempfile.gettempdir())]


@pytest.mark.parametrize("failing", ["our write", "the write of ruff"])
def test_elsewhere_if_the_memory_is_full(memory: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    def full(folder: Path, files: Files) -> None:
        in_memory = folder.parent == memory
        if in_memory and failing == "our write":
            raise OSError(28, "No space left on device")
        write(folder, {"a.py": "x = ("} if in_memory else files)  # half a file is not Python

    monkeypatch.setattr(formatting, "write_tree", full)
    assert format_files(UGLY) == FORMATTED
    assert list(memory.iterdir()) == []


def test_where_the_user_says(memory: Path, places: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tmp_path / "chosen"
    chosen.mkdir()
    monkeypatch.setenv("TMPDIR", str(chosen))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert format_files(UGLY) == FORMATTED
    assert [place.parent for place in places] == [chosen]


def test_one_message_if_there_is_room_nowhere(
    memory: Path, workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_folder = tmp_path / "no_folder"
    no_folder.touch()
    monkeypatch.setattr(formatting, "_MEMORY", str(no_folder))
    monkeypatch.setattr(tempfile, "tempdir", str(no_folder))
    done = workshop.run("generate", document())
    assert done.status == 2
    assert done.err.startswith(f"{workshop.package}: cannot be written: ")
    assert done.err.count("\n") == 1
    assert not workshop.package.exists()
