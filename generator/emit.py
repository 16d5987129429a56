"""Files on disk: writing a whole tree or nothing, and comparing a tree with what it should be."""

import ctypes
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ruff import find_ruff_bin

from generator.problem import Problem, Refused

Files = Mapping[str, str]
"""Relative path with forward slashes → text."""

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@dataclass(frozen=True)
class Differences:
    """How a tree differs from what it should be; paths are relative to the tree."""

    edited: tuple[str, ...]
    """Each with the number of the first line that differs: `api/x.py:30`."""
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.edited or self.missing or self.extra)


def format_files(files: Files) -> dict[str, str]:
    """The same files as ruff would format them, whatever settings surround the project."""
    with tempfile.TemporaryDirectory() as directory:
        _write_tree(Path(directory), files)
        for command in (("check", "--select=I", "--fix"), ("format",)):
            options = ("--isolated", "--no-cache", "--quiet", "--line-length=120", "--target-version=py311", ".")
            run = subprocess.run(
                [find_ruff_bin(), *command, *options], cwd=directory, capture_output=True, text=True, check=False
            )
            if run.returncode != 0:
                said = (run.stderr or run.stdout).strip()
                raise Refused([Problem("templates/", "the templates do not render to Python", said)])
        return _read_tree(Path(directory))


def differences(files: Files, tree: Path) -> Differences:
    """What stands in the tree against what should; caches of Python do not count."""
    found = _read_tree(tree)
    return Differences(
        edited=tuple(
            f"{path}:{_first_difference(files[path], found[path])}"
            for path in sorted(files.keys() & found.keys())
            if files[path] != found[path]
        ),
        missing=tuple(sorted(files.keys() - found.keys())),
        extra=tuple(sorted(found.keys() - files.keys())),
    )


def _first_difference(text: str, other: str) -> int:
    pairs = itertools.zip_longest(text.splitlines(), other.splitlines())
    return next((number for number, (one, two) in enumerate(pairs, start=1) if one != two), text.count("\n") + 1)


def write(files: Files, tree: Path) -> None:
    """Make the tree exactly these files; until the new one is complete, the old one stays as it is."""
    tree.parent.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(tree)
    fresh = Path(tempfile.mkdtemp(prefix=f".{tree.name}.", dir=tree.parent))
    try:
        _write_tree(fresh, files)
        fresh.chmod(0o755)  # mkdtemp makes it private
        if not tree.exists():
            fresh.rename(tree)
        elif not _exchange(fresh, tree):
            _replace_each(fresh, tree, files)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two directories in one step, where the system can (Linux); False where it cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    done: int = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return done == 0


def _replace_each(fresh: Path, tree: Path, files: Files) -> None:
    """The second best: each file is replaced in one step, the tree as a whole is not."""
    for path in files:
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (fresh / path).replace(tree / path)
    for path in differences(files, tree).extra:
        (tree / path).unlink()


def _clear_leftovers(tree: Path) -> None:
    """What a run that was killed left beside the tree."""
    for leftover in tree.parent.glob(f".{tree.name}.*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _write_tree(root: Path, files: Files) -> None:
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def _read_tree(root: Path) -> dict[str, str]:
    found = {}
    for path in sorted(root.rglob("*")):
        relative = PurePosixPath(path.relative_to(root).as_posix())
        if path.is_file() and "__pycache__" not in relative.parts:
            found[str(relative)] = path.read_bytes().decode("utf-8", errors="backslashreplace")
    return found
