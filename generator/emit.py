"""Formatting the files of the package, and comparing a tree with what it should be."""

import itertools
import os
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ruff import find_ruff_bin

from generator.problem import Problem, Refused
from generator.write import write_tree

Files = Mapping[str, str]
"""Relative path with forward slashes → text."""


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
        write_tree(Path(directory), files)
        for command in (("check", "--select=I", "--fix"), ("format",)):
            options = ("--isolated", "--no-cache", "--quiet", "--line-length=120", "--target-version=py311", ".")
            run = subprocess.run(
                [find_ruff_bin(), *command, *options], cwd=directory, capture_output=True, text=True, check=False
            )
            if run.returncode != 0:
                said = (run.stderr or run.stdout).strip()
                raise Refused([Problem("templates/", "the templates do not render to Python", said)])
        return {path: text for path, text in read_tree(Path(directory)).items() if text is not None}


def differences(files: Files, tree: Path) -> Differences:
    """What stands in the tree against what should; caches of Python do not count."""
    found = read_tree(tree)
    return Differences(
        edited=tuple(
            f"{path}:{_first_difference(files[path], found[path])}"
            for path in sorted(files.keys() & found.keys())
            if files[path] != found[path]
        ),
        missing=tuple(sorted(files.keys() - found.keys())),
        extra=tuple(sorted(found.keys() - files.keys())),
    )


def _first_difference(text: str, other: str | None) -> int:
    if other is None:
        return 1
    pairs = itertools.zip_longest(text.splitlines(), other.splitlines())
    return next((number for number, (one, two) in enumerate(pairs, start=1) if one != two), text.count("\n") + 1)


def read_tree(root: Path) -> dict[str, str | None]:
    """What stands in a tree: text of files, None for anything else (links, empty folders); no caches of Python."""
    found: dict[str, str | None] = {}
    for folder, folders, files in os.walk(root, onerror=_raise):
        here = Path(folder).relative_to(root)
        if not (folders or files) and here.parts:
            found[here.as_posix()] = None
        links = [name for name in folders if (root / here / name).is_symlink()]
        folders[:] = [name for name in folders if name not in links and name != "__pycache__"]
        for name in [*links, *files]:
            found[(here / name).as_posix()] = _text(root / here / name)
    return dict(sorted(found.items()))


def _text(path: Path) -> str | None:
    if path.is_symlink() or not path.is_file():
        return None
    return path.read_bytes().decode("utf-8", errors="backslashreplace")


def _raise(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):  # a tree that is not there is empty
        raise error
