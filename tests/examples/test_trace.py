"""`make trace`, as the Makefile runs it: a tree of what was called, with its retries and waits."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_trace_shows_calls_retries_and_waits() -> None:
    done = subprocess.run([sys.executable, "examples/trace.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    expected, _, *tree, _, end = done.stdout.splitlines()
    assert expected == "as expected: resource_not_found"
    assert re.fullmatch(r"the program +\d+ ms  █+", tree[0])
    calls = [found for line in tree if (found := re.fullmatch(r"  ([A-Z]+) (/\S+) +(\d{3}) +\d+ ms   *█+", line))]
    member_calls = "/organizations/{organization_id}/memberships"
    assert [call[1] for call in calls] == ["POST"] * 4 + ["GET"] * 4 + ["DELETE", "GET"]
    assert [call[2] for call in calls][1:8] == [member_calls] * 7
    assert [call[3] for call in calls] == ["200"] * 9 + ["404"]
    retries = [re.sub(r"[0-9.]+ s", "N s", line) for line in tree if "again in" in line]
    assert retries == ["    429, again in N s (rate_limited)", "    503, again in N s (unavailable)"]
    assert tree.index(calls[1][0]) + 1 == next(place for place, line in enumerate(tree) if "429" in line)
    assert re.fullmatch(r"10 calls, 12 attempts, 2 waits of 0\.[2-3]\d s in all", end)
