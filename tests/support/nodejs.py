"""Programs in tests/node: how to run one, and what is missing where they cannot run."""

import os
import shutil
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1] / "node"


def missing() -> str | None:
    """What the programs need and this machine lacks; None if they can run."""
    if shutil.which("node") is None:
        return "node is not installed"
    needed = ("@clerk/backend", "clerk-backend-3", "pyodide", "typescript")
    if not all((HOME / "node_modules" / name).is_dir() for name in needed):
        return "tests/node/node_modules is missing or incomplete (make install fills it, with npm)"
    return None


def command(program: str) -> list[str]:
    """The command that runs a program of tests/node."""
    return [shutil.which("node") or "node", str(HOME / program)]


def require(undone: str) -> None:
    """Skips the test where node is missing, or fails it if the environment says that node must be there."""
    if what := missing():
        message = f"{what}: {undone}"
        if os.environ.get("REQUIRE_NODE"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
