"""Random small changes of the client, each against the tests that cover it: one that they let pass is a hole in them.

    python -m tests.mutants [--count 60] [--seed 0] [--skip 0] [WORD ...]

With words, only the sources whose path has one of them; --skip leaves out the first of the sample, so that one seed can
be tried in slices. covering.yaml says which tests run for a source; equivalent.yaml which changes cannot be seen, and
why.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import yaml

from generator.streams import escape_what_cannot_be_printed
from tests.mutants.mutations import Mutation, mutations
from tests.support.programs import ROOT, run_pytest

HERE = Path(__file__).parent
COVERING: dict[str, list[str]] = yaml.safe_load((HERE / "covering.yaml").read_text())
_OPTIONS = ["-x", "-p", "no:xdist", "-p", "no:schemathesis"]
_UNCHANGED = 120  # seconds that the tests of a source may take without a change

KILLED, BY_TIME, SURVIVED = "killed", "killed by time", "SURVIVED"


class Place(NamedTuple):
    """A change as it is found again when lines have moved; see Mutation."""

    file: str
    function: str
    old: str
    new: str
    number: int = 1


def sources(words: Sequence[str] = ()) -> list[str]:
    """The files that are changed, by their path from the root."""
    paths = {
        p for start in COVERING for p in ([ROOT / start] if start.endswith(".py") else (ROOT / start).glob("*.py"))
    }
    names = sorted(path.relative_to(ROOT).as_posix() for path in paths)
    return [name for name in names if not words or any(word in name for word in words)]


def covering(name: str) -> list[str]:
    return next(tests for start, tests in COVERING.items() if name.startswith(start))


def everything(names: Sequence[str]) -> dict[Place, Mutation]:
    """All changes of these sources."""
    return {
        Place(name, change.function, change.old, change.new, change.number): change
        for name in names
        for change in mutations((ROOT / name).read_bytes())
    }


def equivalents() -> set[Place]:
    """The changes that equivalent.yaml names."""
    entries = yaml.safe_load((HERE / "equivalent.yaml").read_text())
    return {Place(e["file"], e["function"], e["old"], e["new"], e.get("number", 1)) for e in entries}


def stale() -> list[Place]:
    """What equivalent.yaml names and the sources no longer have."""
    named = equivalents()
    return sorted(named - everything(sorted({place.file for place in named if (ROOT / place.file).exists()})).keys())


def chosen(count: int, seed: int, names: Sequence[str], skip: int = 0) -> list[tuple[Place, Mutation]]:
    """A sample of all mutations but the equivalent ones.

    Its rank is made of seed and place alone: an edit of the sources changes a sample by what it adds or removes.
    """
    every = everything(names)
    ranked = sorted(
        every.keys() - equivalents(), key=lambda place: hashlib.sha256(repr((seed, *place)).encode()).digest()
    )
    return [(place, every[place]) for place in ranked[skip : skip + count]]


def outcome(name: str, change: Mutation | None, tests: Sequence[str], seconds: float = _UNCHANGED) -> str:
    """What became of a mutant, or of the sources as they are if None: one of the three words, or that no test ran."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("wrapper", "generated"):
            # Without compiled files: one of the source before the change could be taken for one of it
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        if change:
            (copy / name).write_bytes(change.applied((ROOT / name).read_bytes()))
        path = ":".join(str(folder) for folder in (copy / "wrapper", copy / "generated", ROOT))
        try:
            run = run_pytest(tests, _OPTIONS, {"PYTHONPATH": path, "TESTS": "each"}, seconds)
        except subprocess.TimeoutExpired:
            return BY_TIME
    # 1: a test failed; 2 to 4: the sources could not be imported, by the tests, conftest or the plugin
    return SURVIVED if run.returncode == 0 else KILLED if 0 < run.returncode < 5 else f"no test ran: {run.stdout}"


@dataclass
class Trial:
    """Mutants against their tests, and the count of what became of them."""

    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    limits: dict[tuple[str, ...], float] = field(default_factory=dict)

    def of(self, name: str, change: Mutation) -> str:
        """Try one. Exits if its tests fail without it: a failure would say nothing of it then."""
        tests = tuple(covering(name))
        said = outcome(name, change, tests, self._limit(tests))
        self.counts[name][said if said in (KILLED, BY_TIME) else SURVIVED] += 1
        return said

    def _limit(self, tests: tuple[str, ...]) -> float:
        """Seconds after which a mutant hangs: much more than these tests take without a change, measured once."""
        if tests not in self.limits:
            started = time.monotonic()
            if (said := outcome("", None, tests)) != SURVIVED:
                sys.exit(f"without any change: {said}, by {' '.join(tests)}")
            self.limits[tests] = max(10, 4 * (time.monotonic() - started))
        return self.limits[tests]

    def table(self) -> Iterator[str]:
        """A line for each source, and one for all."""
        yield f"{'tried':>6} {'by test':>7} {'by time':>7} {'survived':>8} {'killed':>6}  file"
        for name, of in [*sorted(self.counts.items()), ("all", self.all())]:
            dead = 100 * (of[KILLED] + of[BY_TIME]) / max(of.total(), 1)
            yield f"{of.total():6} {of[KILLED]:7} {of[BY_TIME]:7} {of[SURVIVED]:8} {dead:5.1f}%  {name}"

    def all(self) -> Counter[str]:
        return sum(self.counts.values(), Counter[str]())


def main(arguments: Sequence[str]) -> int:
    """Print each mutant with its outcome, and a table; 1 if one survived or equivalent.yaml is stale."""
    escape_what_cannot_be_printed()
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="Change the client; tests must fail.")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("words", nargs="*")
    given = parser.parse_args(arguments)
    if not sources(given.words):
        parser.error("no source has any of these words in its path")
    for place in stale():
        print(f"stale in equivalent.yaml: {place.file}, {place.function}: {place.old!r} -> {place.new!r}")
    trial = Trial()
    for place, change in sorted(chosen(given.count, given.seed, sources(given.words), given.skip)):
        said = trial.of(place.file, change)
        where = f"{place.file}:{change.line} {place.function}"
        print(f"{said:14}  {where}  {change.kind}: {place.old!r} -> {place.new!r} ({place.number})", flush=True)
    print("\n".join(trial.table()))
    return 1 if trial.all()[SURVIVED] or stale() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
