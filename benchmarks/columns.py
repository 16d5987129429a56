"""The columns: which peers there are, what they can do, and how each is started."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import Lines, ProcessFailed

FOLDER = Path(__file__).parent / "peers"
ORDER = ("ours", "ours_fast", "official", "stock", "clerk_backend", "bare_httpx", "bare_aiohttp", "json_loads")


@dataclass(frozen=True)
class Column:
    """A peer as it introduced itself."""

    name: str
    title: str
    kind: str
    """`ours`, `peer` or `floor`."""
    version: str
    rows: tuple[str, ...]

    def start(self, environment: Mapping[str, str]) -> Lines:
        """A process of it that waits for its first question."""
        lines = Lines(command(self.name), environment)
        try:
            lines.next()
        except ProcessFailed:
            lines.close(at_once=True)
            raise
        return lines


def names() -> list[str]:
    """Every file in peers/ that is an adapter, ours first."""
    found = {path.stem for path in FOLDER.iterdir() if path.suffix in (".py", ".mjs") and not path.stem.startswith("_")}
    return [name for name in ORDER if name in found] + sorted(found.difference(ORDER))


def command(name: str) -> list[str]:
    """How a peer is started."""
    script = FOLDER / f"{name}.mjs"
    return ["node", str(script)] if script.exists() else [sys.executable, "-m", "benchmarks.peers", name]


def introduced(name: str, environment: Mapping[str, str]) -> Column | str:
    """The column of a peer, or why there is none."""
    try:
        with Lines(command(name), environment) as lines:
            told = lines.next()
    except ProcessFailed as failed:
        return str(failed)
    if "absent" in told:
        return str(told["absent"])
    return Column(name, told["title"], told["kind"], told["version"], tuple(told["rows"]))
