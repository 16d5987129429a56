"""Prints docs/reliability.md (`make docs-tables`): the template beside this file, and the table of all rows."""

import importlib
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.faults.rows import ROWS, Row

HERE = Path(__file__).parent
KINDS = {
    "T": "Transport",
    "H": "HTTP",
    "C": "Creates with `reconcile=True`",
    "I": "Input",
    "R": "Run time",
    "S": "Secrets",
}


def page() -> str:
    """The page as it should be."""
    for file in sorted(HERE.glob("test_*.py")):
        importlib.import_module(f"tests.faults.{file.stem}")
    peers = _peers()
    template = (HERE / "reliability.template.md").read_text(encoding="utf-8")
    tables = "\n".join(_table(title, letter, peers) for letter, title in KINDS.items())
    return template.replace("{{ rows }}\n", tables)


def _peers() -> dict[str, dict[str, str]]:
    """What others do under the same fault, as seen by peers.py: row id → peer → phrase."""
    file = HERE / "peers.yaml"
    seen: Any = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}
    return dict(seen)


def _table(title: str, letter: str, peers: dict[str, dict[str, str]]) -> str:
    found = [row for row in sorted(ROWS.values()) if row.id.startswith(letter)]
    lines = [
        f"### {title}",
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
    sys.stdout.write(page())
