"""Trees of files on disk: atomic replacement, and reading.

The new tree is completed beside the old one, as `.NAME.new`, and takes its place by renaming. One run at a time: the
others wait. A run that was killed leaves the old tree or the new one, at worst aside as `.NAME.old`; the next run puts
that back and clears away the rest.
"""

import contextlib
import ctypes
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.problem import Problem

Files = Mapping[str, str]
"""Relative path with forward slashes → text."""
HEADER = "# Generated from "
"""How the first line of every generated file begins, and how a generated package is known."""
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def place_problem(tree: Path) -> Problem | None:
    """The reason not to replace a tree; None if it is absent, empty or a generated package."""
    if not tree.exists():
        return None
    if not tree.is_dir():
        return Problem(str(tree), "not a directory", "pass the folder of the package as --output")
    if all(entry.name == "__pycache__" for entry in tree.iterdir()):
        return None
    start = tree / "__init__.py"
    if start.is_file() and start.read_bytes().startswith(HEADER.encode()):
        return None
    remedy = f"only a package whose __init__.py begins with {HEADER.strip()!r} is replaced: pass another --output"
    return Problem(str(tree), "not a generated package", remedy)


def write(files: Files, tree: Path) -> None:
    """Replace the tree by exactly these files. The old tree stays until the new one is complete."""
    tree.parent.mkdir(parents=True, exist_ok=True)
    with _locked(tree.parent):
        _recover(tree)
        fresh = _fresh(tree)
        try:
            fresh.mkdir()
            write_tree(fresh, files)
            _put_in_place(fresh, tree)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def recover(tree: Path) -> None:
    """Restore the tree after a killed run."""
    if _aside(tree).exists() or _fresh(tree).exists():
        with _locked(tree.parent):
            _recover(tree)


def write_tree(root: Path, files: Files) -> None:
    """Write files below a folder, which must be there."""
    for path, text in files.items():
        folder = root
        for part in Path(path).parts[:-1]:
            folder /= part
            folder.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")


def read_tree(root: Path) -> dict[str, str | None]:
    """Path → text of every file in a tree, None for links and empty folders; without caches of Python."""
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


def _put_in_place(fresh: Path, tree: Path) -> None:
    if not tree.exists():
        fresh.rename(tree)
    elif not exchange(fresh, tree):
        aside = _aside(tree)
        tree.rename(aside)
        try:
            fresh.rename(tree)
        except OSError:
            aside.rename(tree)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Swap two directories in one step, where the system can (Linux); False where it cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    done: int = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return done == 0


def _recover(tree: Path) -> None:
    aside = _aside(tree)
    if aside.exists() and not tree.exists():
        aside.rename(tree)  # killed between the two renames: the old tree is whole
    for leftover in (aside, _fresh(tree)):
        shutil.rmtree(leftover, ignore_errors=True)


def _fresh(tree: Path) -> Path:
    return tree.with_name(f".{tree.name}.new")


def _aside(tree: Path) -> Path:
    return tree.with_name(f".{tree.name}.old")


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Lock the folder for one run; the system releases it when the process ends. No lock on Windows."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
