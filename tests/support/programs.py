"""pytest in a process of its own, on sources that are meant to fail."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PYTEST = [sys.executable, "-m", "pytest", "-o", "addopts=", "-q", "-s", "--import-mode=importlib", "--tb=no"]

QUICK = [
    word for name in ("cacheprovider", "schemathesis", "hypothesispytest", "xdist") for word in ("-p", f"no:{name}")
]
"""For a pytest that needs no plugins of others: of this environment, these take seconds to load."""


def run_pytest(
    tests: Sequence[str], options: Sequence[str], environment: Mapping[str, str], timeout: float
) -> "subprocess.CompletedProcess[str]":
    """Run these tests from the root of the tree; TimeoutExpired if it takes longer. They leave no process."""
    with subprocess.Popen(
        [*_PYTEST, "-p", "no:cacheprovider", *options, *tests],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said, complained = process.communicate(timeout=timeout)
        finally:
            # A server that a killed test has left would keep the pipes open, and so the wait for their end
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return subprocess.CompletedProcess(process.args, process.returncode, said, complained)
