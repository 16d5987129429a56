"""What PyInstaller finds by the entry point `pyinstaller40`: hooks, by the name of the package that they are of."""

from __future__ import annotations

from pathlib import Path


def hook_dirs() -> list[str]:
    """The folder of the hooks."""
    return [str(Path(__file__).parent)]
