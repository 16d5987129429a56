"""What must hold before a release and before an upload, and a record of what held for which tree of files.

The record is .git/release-proofs/TREE, a line for each proof: it goes with this clone, and nothing is proven twice.
"""

import os
from pathlib import Path

from release import repository
from release.processes import GIT, INSTALLERS, NETWORK, TESTS
from release.processes import run as run_program
from release.repository import ROOT, git
from release.trouble import Trouble

TARGETS = ("lint", "types", "check", "test-all", "api-check")
_SETTINGS = ("VENV", "PYTHON")  # of make: where its Python is


def wanted(text: str) -> tuple[str, ...]:
    """The proofs that PROOFS names: all unless given, `none`, or a choice of targets and of folders of tests."""
    words = tuple(text.split())
    if words == ("none",):
        return ()
    for word in words:
        if word not in TARGETS and not (word.startswith("tests/") and (ROOT / word).exists()):
            choice = f"{', '.join(TARGETS)}, a path under tests/, or none alone"
            raise Trouble(f"PROOFS has {word!r}, which is no proof", f"choose from {choice}")
    return words or TARGETS


def run(proofs: tuple[str, ...]) -> None:
    """Make what these files have not passed yet. Raises Trouble for the first that fails; its words stand above."""
    tree = repository.tree()
    for proof in proofs:
        if proof in _passed(tree):
            print(f"{proof}: passed before, with the same files", flush=True)
            continue
        _make(proof)
        if repository.tree() != tree:
            raise Trouble(f"files were changed while make {proof} ran", "leave them as they are until it is done")
        _note(tree, proof)
    if missing := [target for target in TARGETS if target not in _passed(tree)]:
        print(f"not proven here: {', '.join(missing)}", flush=True)


def _make(proof: str) -> None:
    target, *values = ("test-all", f"ARGS={proof}") if proof.startswith("tests/") else (proof,)
    values += [f"{name}={os.environ[name]}" for name in _SETTINGS if name in os.environ]
    command = ["make", "--no-print-directory", target, *values]
    needs = (*NETWORK, *INSTALLERS, *GIT, *TESTS)
    if run_program(command, cwd=ROOT, needs=needs, shown=True).returncode != 0:
        raise Trouble(f"make {target} failed", "its reasons stand above; nothing was changed")


def _record(tree: str) -> Path:
    return ROOT / git("rev-parse", "--git-common-dir") / "release-proofs" / tree


def _passed(tree: str) -> list[str]:
    path = _record(tree)
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def _note(tree: str, proof: str) -> None:
    path = _record(tree)
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{proof}\n")
