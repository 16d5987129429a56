"""sdist and wheel of the last commit: the same bytes whenever and wherever they are built from it."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from release.repository import exported, git, must_be_clean
from release.trouble import Trouble


def build(dist: Path) -> list[Path]:
    """Build into a folder, whose former content goes. Raises Trouble with the folder as it was.

    What is built is a copy of the commit: files that are not committed can neither slip in nor be left behind.
    """
    must_be_clean()
    epoch = git("log", "-1", "--format=%ct")
    with exported("HEAD") as tree, tempfile.TemporaryDirectory() as made:
        command = [sys.executable, "-m", "hatchling", "build", "--directory", made]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch}
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Trouble("the build failed", (done.stderr or done.stdout).strip().splitlines()[-1])
        shutil.rmtree(dist, ignore_errors=True)
        shutil.copytree(made, dist)
    return sorted(dist.iterdir())
