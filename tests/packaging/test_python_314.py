"""The core of the packages on CPython 3.14, as WebAssembly on node: also where no such interpreter is installed."""

import json
import subprocess
import sysconfig

import pytest

from tests.packaging.conftest import ROOT
from tests.support import nodejs


@pytest.mark.slow
def test_the_core_runs_on_python_3_14() -> None:
    """Models, operations, and calls and walks over a sender in memory; each warning is an error."""
    nodejs.require("the core was not tried on Python 3.14")
    folders = [str(ROOT / "wrapper"), str(ROOT / "generated"), sysconfig.get_path("purelib")]
    command = [*nodejs.command("python.mjs"), str(ROOT / "tests/node/core.py"), *folders]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts.pop("python") == [3, 14]
    assert counts.pop("calls_and_walks") == 5
    assert min(counts.values()) > 40, counts
