"""sdist and wheel of the last commit: the same bytes whenever and wherever they are built from it."""

import shutil
import sys
import tempfile
from pathlib import Path

from release.processes import last_words, run
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
        done = run(command, cwd=tree, also={"SOURCE_DATE_EPOCH": epoch})
        if done.returncode != 0:
            raise Trouble("the build failed", last_words(done))
        shutil.rmtree(dist, ignore_errors=True)
        shutil.copytree(made, dist)
    return sorted(dist.iterdir())
