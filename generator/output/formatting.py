"""Formatter of the files: ruff."""

import contextlib
import os
import subprocess
import tempfile
from pathlib import Path

from ruff import find_ruff_bin

from generator.output.tree import Files, read_tree, write_tree
from generator.problem import InvalidInput, Problem

_MEMORY = "/dev/shm"
"""Files in memory, on Linux: a disk is slow with files that are written anew, as ruff does with each, twice."""
_CHOSEN = ("TMPDIR", "TEMP", "TMP")
"""Variables by which the user says where temporary files go."""


def format_files(files: Files) -> dict[str, str]:
    """The same files, formatted by ruff with settings that do not depend on the surroundings."""
    if os.access(_MEMORY, os.W_OK) and not any(map(os.environ.get, _CHOSEN)):
        with contextlib.suppress(OSError, InvalidInput):  # full, as it is soon in a container: also when ruff writes
            return _formatted(files, _MEMORY)
    return _formatted(files, None)


def _formatted(files: Files, folder: str | None) -> dict[str, str]:
    with tempfile.TemporaryDirectory(dir=folder) as directory:
        write_tree(Path(directory), files)
        for command in (("check", "--select=I", "--fix", "--output-format=concise"), ("format",)):
            options = ("--isolated", "--no-cache", "--quiet", "--line-length=120", "--target-version=py311", ".")
            run = subprocess.run(
                [find_ruff_bin(), *command, *options], cwd=directory, capture_output=True, encoding="utf-8", check=False
            )
            if run.returncode != 0:
                first, *others = (run.stderr or run.stdout).strip().splitlines() or [
                    f"ruff ended with {run.returncode}"
                ]
                remedy = f"{first}{f'; {len(others)} more, such as in files of the same template' if others else ''}"
                raise InvalidInput([Problem("templates/", "the templates do not render to Python", remedy)])
        return {path: text for path, text in read_tree(Path(directory)).items() if text is not None}
