"""Prints docs/faults.md (`make docs-tables`): the tables of all rows."""

import importlib
import sys
from pathlib import Path
from typing import Any

import yaml

from generator.streams import escape_what_cannot_be_printed
from tests.faults.rows import ROWS, Row

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
KINDS = {
    "T": "Transport",
    "H": "HTTP",
    "C": "Creates with `reconcile=True`",
    "I": "Input",
    "R": "Run time",
    "S": "Secrets",
}

BEFORE = """# Fault by fault

The promises of [When something goes wrong](reliability.md), one by one. Every row is a test with that id: `make faults`
puts both clients under each fault and prints what they did. The columns of the others say what was seen when the same
fault was put to them (`make faults-peers`); an empty cell was not tried.
"""


def page() -> str:
    """The page as it should be."""
    for file in _tests_with_rows():
        importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    peers = _peers()
    return "\n".join([BEFORE, *filter(None, (_table(title, letter, peers) for letter, title in KINDS.items()))])


def _tests_with_rows() -> list[Path]:
    """The test files that declare rows, wherever they stand in tests/."""
    rooms = [room for room in (ROOT / "tests").iterdir() if room.name != "node"]  # full of other people's files
    files = [file for room in rooms for file in room.rglob("test_*.py")]
    return sorted(file for file in files if "from tests.faults.rows import " in file.read_text(encoding="utf-8"))


def _peers() -> dict[str, dict[str, str]]:
    """What others do under the same fault, as seen by peers.py: row id → peer → phrase."""
    file = HERE / "peers.yaml"
    seen: Any = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) if file.exists() else {}
    return dict(seen)


def _table(title: str, letter: str, peers: dict[str, dict[str, str]]) -> str:
    found = [row for row in sorted(ROWS.values()) if row.id.startswith(letter)]
    lines = [
        f"## {title}",
        "",
        "| id | fault | what we do | clerk-backend-api 7.0.0 | bare httpx |",
        "|---|---|---|---|---|",
    ]
    lines += [_line(row, peers.get(row.id, {})) for row in found]
    return "\n".join([*lines, ""]) if found else ""


def _line(row: Row, peers: dict[str, str]) -> str:
    cells = (row.id, row.fault, row.promise, peers.get("official", ""), peers.get("httpx", ""))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    escape_what_cannot_be_printed()
    sys.stdout.write(page())
