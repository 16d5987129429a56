"""A checkout of this project as it stands, committed on a main of its own, where make changes nothing but the copy."""

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from tests.release.repository import ROOT, Repository

_PROGRAMS = ("ruff", "uv")
_READY = (".venv", ".venv-official", "tests/node/node_modules")


def create(folder: Path) -> Repository:
    """The checkout, in which `make` finds its environments ready."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    checkout = Repository(folder)
    checkout.git("init", "--quiet", "--initial-branch", "main")
    for key, value in (("user.name", "Ada"), ("user.email", "ada@example.com"), ("commit.gpgsign", "false")):
        checkout.git("config", key, value)
    changelog = checkout.read("CHANGELOG.md").replace("## Unreleased\n", "## Unreleased\n\n- A way to do it.\n", 1)
    checkout.write("CHANGELOG.md", changelog)  # which says nothing there while a release is being proven
    checkout.commit()
    _make_environment(folder)
    return checkout


def _make_environment(folder: Path) -> None:
    """A .venv of its own sources and, beside them, the packages of the Python that runs the tests."""
    venv = folder / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    (packages,) = (venv / "lib").glob("python*/site-packages")
    installed = [path for path in sys.path if Path(path).name == "site-packages"]
    paths = [str(folder / "wrapper"), str(folder / "generated"), *installed]
    (packages / "checkout.pth").write_text("\n".join(paths), encoding="utf-8")
    for name in _PROGRAMS:
        (venv / "bin" / name).symlink_to(Path(sysconfig.get_path("scripts"), name))
    for ready in _READY:  # those of the other SDKs are empty: none of the proofs that are made here calls them
        (folder / ready).mkdir(parents=True, exist_ok=True)
        (folder / ready / ".ready").touch()
