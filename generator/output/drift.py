"""Differences between the tree on disk and the files to be written."""

import itertools
from dataclasses import dataclass
from pathlib import Path

from generator.output.tree import Files, read_tree


@dataclass(frozen=True)
class Differences:
    """How a tree differs from what it should be; paths are relative to the tree."""

    edited: tuple[str, ...]
    """Each with the number of the first line that differs: `api/x.py:30`."""
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.edited or self.missing or self.extra)


def differences(files: Files, tree: Path) -> Differences:
    """The differences of a tree from these files; caches of Python do not count."""
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
