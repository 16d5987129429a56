"""Random small changes of the client, each against the tests that cover it: one that they let pass is a hole in them.

    python -m tests.mutants [--count 60] [--seed 0] [WORD ...]

With words, only the sources whose path has one of them. covering.yaml says which tests run for a source;
equivalent.yaml which changes cannot be seen, and why.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from generator.streams import escape_what_cannot_be_printed
from tests.mutants.mutations import Mutation, mutations
from tests.support.programs import ROOT, run_pytest

HERE = Path(__file__).parent
COVERING: dict[str, list[str]] = yaml.safe_load((HERE / "covering.yaml").read_text())
_OPTIONS = ["-x", "-p", "no:xdist", "-p", "no:schemathesis"]
SECONDS = 90


def sources(words: Sequence[str] = ()) -> list[str]:
    """The files that are changed, by their path from the root."""
    paths = {
        p for start in COVERING for p in ([ROOT / start] if start.endswith(".py") else (ROOT / start).glob("*.py"))
    }
    names = sorted(path.relative_to(ROOT).as_posix() for path in paths)
    return [name for name in names if not words or any(word in name for word in words)]


def covering(name: str) -> list[str]:
    return next(tests for start, tests in COVERING.items() if name.startswith(start))


def equivalents() -> set[tuple[str, str, str]]:
    return {(e["file"], e["old"], e["new"]) for e in yaml.safe_load((HERE / "equivalent.yaml").read_text())}


def chosen(count: int, seed: int, names: Sequence[str]) -> list[tuple[str, Mutation]]:
    """A sample of all mutations but the equivalent ones, the same for the same seed and sources."""
    same = equivalents()
    every = [(name, change) for name in names for change in mutations((ROOT / name).read_bytes())]
    every = [(name, change) for name, change in every if (name, change.old, change.new) not in same]
    return random.Random(seed).sample(every, min(count, len(every)))


def outcome(name: str, change: Mutation | None, tests: Sequence[str]) -> str:
    """What became of a mutant (of the sources as they are, if None): killed, SURVIVED, or what else happened."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("wrapper", "generated"):
            # Without compiled files: one of the source before the change could be taken for one of it
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        if change:
            (copy / name).write_bytes(change.applied((ROOT / name).read_bytes()))
        path = ":".join(str(folder) for folder in (copy / "wrapper", copy / "generated", ROOT))
        try:
            run = run_pytest(tests, _OPTIONS, {"PYTHONPATH": path}, SECONDS)
        except subprocess.TimeoutExpired:
            return "killed (it hangs)"
    # 1: a test failed; 2 to 4: the sources could not be imported, by the tests, conftest or the plugin
    return "SURVIVED" if run.returncode == 0 else "killed" if 0 < run.returncode < 5 else f"no test ran: {run.stdout}"


def _table(tried: Counter[str], killed: Counter[str]) -> Iterator[str]:
    yield f"{'tried':>6} {'killed':>6} {'survived':>8} {'percent':>7}  file"
    rows = [(name, tried[name], killed[name]) for name in sorted(tried)]
    for name, of, dead in [*rows, ("all", tried.total(), killed.total())]:
        yield f"{of:6} {dead:6} {of - dead:8} {100 * dead / max(of, 1):6.0f}%  {name}"


def main(arguments: Sequence[str]) -> int:
    """Print each mutant with its outcome, and a table; 1 if one survived."""
    escape_what_cannot_be_printed()
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="Change the client; tests must fail.")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("words", nargs="*")
    given = parser.parse_args(arguments)
    tried, killed = Counter[str](), Counter[str]()
    sound: dict[tuple[str, ...], str] = {}
    for name, change in sorted(chosen(given.count, given.seed, sources(given.words)), key=lambda pair: pair[0]):
        tests = tuple(covering(name))
        if tests not in sound:
            sound[tests] = outcome(name, None, tests)
        if sound[tests] != "SURVIVED":  # then a failure says nothing of the mutant
            print(f"without any change: {sound[tests]}, by {' '.join(tests)}")
            return 1
        said = outcome(name, change, tests)
        tried[name] += 1
        killed[name] += said.startswith("killed")
        print(f"{said:10}  {name}:{change.line}  {change.kind}: {change.old!r} -> {change.new!r}", flush=True)
    print("\n".join(_table(tried, killed)))
    return 1 if killed.total() < tried.total() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
