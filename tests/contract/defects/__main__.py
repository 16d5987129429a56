"""Proof that the contract tests can fail: seeds each defect into a process of its own, and runs its test there.

    python -m tests.contract.defects [--proven] [WORD ...]

With words, only the defects whose id or test has one of them. That the tests pass without a defect is shown first,
unless --proven says that it was.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from generator.streams import escape_what_cannot_be_printed
from tests.contract.defects.all import DEFECTS
from tests.contract.defects.seed import VARIABLE
from tests.support.programs import run_pytest
from tests.support.seams import Defect

_TRIED = {"TESTS": "all", "CONTRACT_EXAMPLES": "40", "CONTRACT_SHRINK": "0"}
AT_ONCE = 2


def outcome(defect: Defect) -> str:
    """Empty if the test of a defect caught it; else what happened instead."""
    plugins = ["-p", "no:xdist", "-p", "tests.contract.defects.seed"]
    if "test_mock" not in defect.test:
        plugins += ["-p", "no:schemathesis"]  # it takes half of the time
    run = _pytest([defect.test], plugins, defect.id)
    if run.returncode == 0:
        return "SURVIVED"
    # Only a test that ran and failed has caught anything: 1 is that, all else is a mistake in the list or the tests.
    caught = run.returncode == 1 and "1 failed" in run.stdout
    return "" if caught else f"the test did not run:\n{run.stdout}{run.stderr}"


def sound(chosen: Sequence[Defect]) -> str:
    """Empty if all tests pass without any defect; else what they say."""
    run = _pytest(sorted({defect.test for defect in chosen}), ["-n", str(AT_ONCE)])
    return "" if run.returncode == 0 else run.stdout + run.stderr


def _pytest(tests: Sequence[str], options: Sequence[str], seeded: str = "") -> "subprocess.CompletedProcess[str]":
    return run_pytest([f"tests/contract/{test}" for test in tests], options, {**_TRIED, VARIABLE: seeded}, 1200)


def main(arguments: Sequence[str]) -> int:
    """Print each defect with the test that caught it; 1 if one survived or could not be tried."""
    escape_what_cannot_be_printed()
    asked = _read(arguments)
    started = time.monotonic()
    chosen = [defect for defect in DEFECTS if not asked.words or any(w in defect.id + defect.test for w in asked.words)]
    if not chosen:
        print(f"no defect has {' or '.join(asked.words)} in its id or its test")
        return 2
    if not asked.proven and (said := sound(chosen)):
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


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.contract.defects", description="Seed each known defect.")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only defects whose id or test has one of these")
    parser.add_argument("--proven", action="store_true", help="the tests are known to pass without a defect")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
