"""Proof that the contract tests can fail: puts each seeded defect into a copy of the sources and runs its test there.

    python -m tests.contract.defects [--proven] [WORD ...]

With words, only the defects whose id or test has one of them. That the tests pass without a defect is shown first,
unless --proven says that it was.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
_COPIED = ("wrapper", "generated", "openapi", "templates", "generator", "tests", "pyproject.toml")
_GENERATED_FROM = ("openapi/", "templates/")
_SHORT = {"wrapper/": "wrapper/clerk_organizations/", "generated/": "generated/clerk_organizations_api/"}
_TRIED = {"CONTRACT_EXAMPLES": "40", "CONTRACT_SHRINK": "0", "PYTHONDONTWRITEBYTECODE": "1"}
AT_ONCE = 2


@dataclass(frozen=True)
class Defect:
    """One change to one file, and the test that must see it."""

    id: str
    file: str
    find: str
    replace: str
    test: str

    @property
    def path(self) -> str:
        """The file, from the root of the project."""
        for short, whole in _SHORT.items():
            if self.file.startswith(short):
                return whole + self.file.removeprefix(short)
        return self.file

    def problem(self, root: Path = ROOT) -> str:
        """Why it cannot be seeded, or the empty string."""
        found = (root / self.path).read_text(encoding="utf-8").count(self.find)
        return "" if found == 1 else f"its text stands {found} times in {self.path}, not once: write it anew"


def defects() -> list[Defect]:
    """All of them, in the order of the file."""
    listed = yaml.safe_load((Path(__file__).parent / "defects.yaml").read_text(encoding="utf-8"))
    return [Defect(**entry) for entry in listed]


def outcome(defect: Defect) -> str:
    """Empty if the test of a defect caught it; else what happened instead."""
    if problem := defect.problem():
        return problem
    with tempfile.TemporaryDirectory(prefix="defect-") as directory:
        root = Path(directory)
        _copy_to(root)
        file = root / defect.path
        file.write_text(file.read_text(encoding="utf-8").replace(defect.find, defect.replace), encoding="utf-8")
        if defect.path.startswith(_GENERATED_FROM):
            generated = _python(root, "-m", "generator", "generate")
            if generated.returncode:
                return f"the generator refuses it: {generated.stdout}{generated.stderr}"
        run = _pytest(root, [defect.test])
    if run.returncode == 0:
        return "SURVIVED"
    # Only a test that ran and failed has caught anything: 1 is that, all else is a mistake in the list or the tests.
    caught = run.returncode == 1 and "1 failed" in run.stdout
    return "" if caught else f"the test did not run:\n{run.stdout}{run.stderr}"


def sound(chosen: Sequence[Defect]) -> str:
    """Empty if all tests pass without any defect; else what they say."""
    with tempfile.TemporaryDirectory(prefix="defect-") as directory:
        _copy_to(Path(directory))
        run = _pytest(Path(directory), sorted({defect.test for defect in chosen}), processes=AT_ONCE)
    return "" if run.returncode == 0 else run.stdout + run.stderr


def _copy_to(root: Path) -> None:
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, root / name)


def _pytest(root: Path, tests: Sequence[str], processes: int = 0) -> "subprocess.CompletedProcess[str]":
    options = ["-q", "--import-mode=importlib", "--tb=no", "-p", "no:cacheprovider"]
    if processes:
        options += ["-n", str(processes)]
    else:  # plugins that are not needed take half of the time
        options += ["-p", "no:xdist", *(["-p", "no:schemathesis"] if "test_mock" not in tests[0] else [])]
    return _python(root, "-m", "pytest", "-o", "addopts=", *options, *[f"tests/contract/{test}" for test in tests])


def _python(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    path = os.pathsep.join(map(str, (root / "wrapper", root / "generated", root)))
    environment = {**os.environ, **_TRIED, "PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def main(arguments: Sequence[str]) -> int:
    """Print each defect with the test that caught it; 1 if one survived or could not be tried."""
    started = time.monotonic()
    words = [argument for argument in arguments if argument != "--proven"]
    chosen = [defect for defect in defects() if not words or any(w in defect.id + defect.test for w in words)]
    if "--proven" not in arguments and (said := sound(chosen)):
        print(f"the tests fail without any defect:\n{said}")
        return 1
    failed = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for defect, said in zip(chosen, pool.map(outcome, chosen), strict=True):
            failed += bool(said)
            print(f"{'NOT CAUGHT' if said else 'caught':10}  {defect.id:52}  {defect.test}", flush=True)
            if said:
                print(f"            {said}")
    seconds = time.monotonic() - started
    print(f"{len(chosen) - failed} of {len(chosen)} seeded defects caught in {seconds:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
