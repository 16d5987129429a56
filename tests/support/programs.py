"""pytest in a process of its own, on sources that are meant to fail."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PYTEST = [sys.executable, "-m", "pytest", "-o", "addopts=", "-q", "-s", "--import-mode=importlib", "--tb=no"]


def run_pytest(
    tests: Sequence[str], options: Sequence[str], environment: Mapping[str, str], timeout: float
) -> "subprocess.CompletedProcess[str]":
    """Run these tests from the root of the tree; TimeoutExpired if it takes longer."""
    return subprocess.run(
        [*_PYTEST, "-p", "no:cacheprovider", *options, *tests],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
