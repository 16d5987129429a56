"""Versions: how they are written and ordered, and where the package keeps its own."""

import re
from pathlib import Path
from typing import NamedTuple, Self

from release.trouble import Trouble

FILE = "wrapper/clerk_organizations/_version.py"
_ASSIGNMENT = re.compile(r'^__version__ = "(.*)"$', re.MULTILINE)
_NUMBER = "(0|[1-9][0-9]*)"


class Version(NamedTuple):
    """Three numbers, which PEP 440 and SemVer write and order alike."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return ".".join(map(str, self))

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The version that a text is; None when it is none."""
        found = re.fullmatch(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}", text)
        return cls(*map(int, found.groups())) if found else None

    @property
    def may_break(self) -> "Version":
        """The lowest version after this one that may break what this one promised: under 0.x a new minor one."""
        return Version(self.major + 1, 0, 0) if self.major else Version(0, self.minor + 1, 0)


def wanted(text: str) -> Version:
    """The version that someone asked for. Raises Trouble when it is none."""
    if not text:
        raise Trouble("no version is given", "make release VERSION=1.2.3")
    if (version := Version.read(text)) is None:
        raise Trouble(f"{text!r} is not a version", "write three numbers, as in 1.2.3")
    return version


def current(root: Path) -> Version:
    """The version in a tree."""
    found = _ASSIGNMENT.search((root / FILE).read_text(encoding="utf-8"))
    version = Version.read(found[1]) if found else None
    if version is None:
        raise Trouble(f"{FILE} has no version", 'it needs a line __version__ = "1.2.3"')
    return version


def write(root: Path, version: Version) -> None:
    """Put a version into a tree."""
    path = root / FILE
    path.write_text(_ASSIGNMENT.sub(f'__version__ = "{version}"', path.read_text(encoding="utf-8")), encoding="utf-8")
