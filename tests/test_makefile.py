"""`make help` tells all there is, in groups and in little room; what a demo sets up is little."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def helped() -> list[str]:
    return subprocess.check_output(["make", "help"], cwd=ROOT, encoding="utf-8").splitlines()


def test_help_has_every_target_in_a_group() -> None:
    lines = helped()
    assert [line for line in lines if line and line[0] != " "] == [
        "Usage: make TARGET", "To use it", "To prove it", "To change it", "To release it",
    ]  # fmt: skip
    phony = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    told = [line.split()[0] for line in lines if line.startswith("  ")]
    assert sorted(told) == sorted(phony[1].replace("\\\n", " ").split())


def test_help_is_no_wider_than_a_terminal() -> None:
    assert [line for line in helped() if len(line) > 100] == []


def test_the_demo_takes_the_environment_that_is_there_else_a_small_one() -> None:
    def plan(environment: str) -> str:
        return subprocess.check_output(["make", "-n", "demo", f"VENV={environment}"], cwd=ROOT, encoding="utf-8")

    assert "/requirements.lock" not in plan(Path(sys.prefix).name)  # that of this test
    assert ".venv-demo/bin/python examples/demo.py" in plan(".nothing")


def test_the_small_environment_has_what_the_whole_one_has_and_less() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==[^\s;]+", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("examples/requirements.lock") < pins("requirements.lock")
    assert len(pins("examples/requirements.lock")) < 25
