"""Prints docs/faults.md (`make docs-tables`): the tables of all rows."""

import importlib
import re
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from statistics import multimode

import yaml

from generator.streams import escape_what_cannot_be_printed
from tests.faults.rows import MODULES, ROWS

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

The promises of [When something goes wrong](reliability.md), one by one: open a group, or search. Every row is a test
with that id: `make faults` puts both clients under each fault and prints what they did.
"""
PEERS = """## The same faults, put to others

What clerk-backend-api 7.0.0 and bare httpx did under the faults that were put to them as well (`make faults-peers`).
"""
GROUP = """<details markdown="1">
<summary>{label} ({count})</summary>

<h3 id="faults-{id}">{title}</h3>

{table}

</details>
"""
"""Closed until it is asked for, on the site and on a forge. The heading is where the search of the site leads to."""


def page() -> str:
    """The page as it should be."""
    for file in _tests_with_rows():
        importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    parts = [part for kind, title in KINDS.items() for part in (f"## {title}\n", *_groups(kind))]
    return "\n".join([BEFORE, *parts, PEERS, _peers()])


def _tests_with_rows() -> list[Path]:
    """The test files that declare rows, wherever they stand in tests/."""
    rooms = [room for room in (ROOT / "tests").iterdir() if room.name != "node"]  # full of other people's files
    files = [file for room in rooms for file in room.rglob("test_*.py")]
    return sorted(file for file in files if "from tests.faults.rows import " in file.read_text(encoding="utf-8"))


def _groups(kind: str) -> Iterator[str]:
    """A table for each module of tests, where most of its rows are of this kind."""
    for module in sorted(set(MODULES.values())):
        found = [ROWS[each] for each in sorted(MODULES, key=_in_order) if MODULES[each] == module]
        if multimode(row.id[0] for row in found)[0] == kind:
            table = _table(["id", "fault", "what we do"], [(row.id, row.fault, row.promise) for row in found])
            yield _group(module.rpartition(".test_")[2], sys.modules[module].__doc__ or "", len(found), table)


def _group(name: str, docstring: str, count: int, table: str) -> str:
    """The first line of the docstring is its heading, and what stands there before a colon its label."""
    line = escape(docstring.partition("\n")[0].rstrip("."), quote=False)
    title = re.sub(r"`(.+?)`", r"<code>\1</code>", line)
    return GROUP.format(id=name, label=re.split("[:;]", title)[0], title=title, count=count, table=table)


def _in_order(row: str) -> tuple[str, int]:
    """T2 before T10."""
    return row[0], int(row[1:])


def _peers() -> str:
    """What others do under the same fault, as seen by peers.py."""
    file = HERE / "peers.yaml"
    seen: dict[str, dict[str, str]] = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    cells = [
        (each, ROWS[each].fault, ROWS[each].promise, seen[each].get("official", ""), seen[each].get("httpx", ""))
        for each in sorted(seen, key=_in_order)
    ]
    table = _table(["id", "fault", "what we do", "clerk-backend-api 7.0.0", "bare httpx"], cells)
    return _group("peers", "clerk-backend-api and bare httpx: what they did", len(cells), table)


def _table(head: list[str], lines: Sequence[tuple[str, ...]]) -> str:
    cells = [[cell.replace("|", "\\|") for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, ["---"] * len(head), *cells])


if __name__ == "__main__":
    escape_what_cannot_be_printed()
    sys.stdout.write(page())
