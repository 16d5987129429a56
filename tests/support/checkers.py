"""The type checkers, as tests run them: strict, without a configuration of this project, in a folder of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def mypy(folder: Path, target: str = ".", *sources: Path) -> subprocess.CompletedProcess[str]:
    """What mypy says of a target; of packages in other folders too, if given, in place of those that are installed."""
    # one for each process of pytest, as mypy does not guard it; what it knows serves every test and the next run
    cache = ROOT / ".mypy_cache" / f"tests-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(map(str, sources))}
    return _run("mypy", folder, "--strict", "--config-file=", f"--cache-dir={cache}", target, env=environment)


def pyright(folder: Path, **settings: Any) -> subprocess.CompletedProcess[str]:
    """What pyright says of a folder with these settings, as JSON."""
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    return _run("pyright", folder, "--outputjson", "--pythonpath", sys.executable, "--project", str(folder))


def _run(
    module: str, folder: Path, *arguments: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done
