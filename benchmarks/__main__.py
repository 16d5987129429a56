"""Command line: `python -m benchmarks [--quick] [--rows …] [--columns …]`; `make bench` sets up all it needs.

`python -m benchmarks readme` measures nothing: it writes pages and picture anew from the results that are there;
`python -m benchmarks profile` prints where the time of a page and of a call goes.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from benchmarks import answers, columns, pages, picture, report
from benchmarks.case import Case
from benchmarks.columns import Column
from benchmarks.documents import write_documents
from benchmarks.process import ROOT, Lines
from benchmarks.report import Results
from benchmarks.rows import GROWTHS, ROWS, Growth, Row, Size
from benchmarks.run import Run
from benchmarks.stats import Grown, Samples, metric
from generator.streams import escape_what_cannot_be_printed

DOCUMENT = ROOT / "openapi" / "organizations.yaml"
SIZES = (1, 5, 10)
KEYS = [*(row.key for row in ROWS), *(growth.key for growth in GROWTHS)]


def main() -> int:
    """Measure, print and write. Exit status 1 when a measurement failed; a missed target is no failure."""
    escape_what_cannot_be_printed()
    options = _options()
    if options.command == "readme":
        return _readme()
    if options.command == "profile":
        return _profile()
    size: Size = "quick" if options.quick else "full"
    started = time.monotonic()
    print("starting the server, generating the stock client, asking who is there", flush=True)
    with tempfile.TemporaryDirectory() as folder, Lines([sys.executable, "-m", "benchmarks.server"]) as server:
        base = _prepared(Path(folder), server.next(), options.environment)
        environment = _stock(Path(folder), options.environment)
        results = _results(size, base, environment, options.rows, options.columns)
    results = replace(results, about=_about(size, time.monotonic() - started))
    print("\n".join(["", *report.targets(results), ""]))
    write(results, options.output or (pages.RESULTS if _is_whole(options) else pages.RESULTS / "part"))
    return 1 if results.failures else 0


def write(results: Results, folder: Path) -> None:
    """Put pages, data and charts into a folder; README.md and the like speak of what is in results/ alone."""
    from benchmarks import charts  # matplotlib is slow to import, --help need not wait

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.md").write_text(report.markdown(results), encoding="utf-8")
    (folder / "results.json").write_text(report.as_json(results), encoding="utf-8")
    (folder / "overview.svg").write_text(picture.drawn(results), encoding="utf-8")
    charts.draw(results, folder)
    print(f"written: {_short(folder)}/results.md, results.json and charts")
    if folder == pages.RESULTS:
        _readme()


def _readme() -> int:
    try:
        for path, text in pages.written().items():
            path.write_text(text, encoding="utf-8")
            print(f"written: {_short(path)}")
    except pages.NoResults as none:
        print(none, file=sys.stderr)
        return 2
    return 0


def _profile() -> int:
    from benchmarks import profile  # imports the client, which no other command needs

    with Lines([sys.executable, "-m", "benchmarks.server"]) as server:
        for line in profile.written(f"http://127.0.0.1:{server.next()}"):
            print(line, flush=True)
    return 0


def _is_whole(options: argparse.Namespace) -> bool:
    """Whether this is a run whose results speak for all: a part, or a quick one, is not to take their place."""
    return not options.quick and options.rows == KEYS and options.columns == columns.names()


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("command", nargs="?", choices=["measure", "readme", "profile"], default="measure")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and less work, in about a minute")
    parser.add_argument("--rows", nargs="+", choices=KEYS, default=KEYS)
    parser.add_argument("--columns", nargs="+", choices=columns.names(), default=columns.names())
    parser.add_argument("--output", type=Path, help="benchmarks/results, or its folder part/ when not all is measured")
    parser.add_argument("--environment", type=Path, default=ROOT / ".venv" / "bin", help="where the generators are")
    return parser.parse_args()


def _prepared(folder: Path, port: int, environment: Path) -> Case:
    page = folder / "page.json"
    page.write_bytes(answers.memberships(0, 500, 500))
    documents = write_documents(DOCUMENT, SIZES, folder)
    return Case(f"http://127.0.0.1:{port}", page=str(page), documents=documents, environment=str(environment))


def _stock(folder: Path, environment: Path) -> Mapping[str, str]:
    """Generate the stock client, and say where it is."""
    generator = str(environment / "openapi-python-client")
    path = os.pathsep.join([str(environment), os.environ.get("PATH", "")])
    command = [generator, "generate", "--path", str(DOCUMENT), "--output-path", str(folder / "stock" / "stock_client")]
    (folder / "stock").mkdir()
    subprocess.run([*command, "--meta", "none"], check=True, capture_output=True, env={**os.environ, "PATH": path})
    told = subprocess.run([generator, "--version"], check=True, capture_output=True, text=True).stdout
    return {"BENCH_STOCK": str(folder / "stock"), "BENCH_STOCK_VERSION": told.split()[-1]}


def _results(
    size: Size, base: Case, environment: Mapping[str, str], rows: Sequence[str], names: Sequence[str]
) -> Results:
    found = {name: columns.introduced(name, environment) for name in names}
    there = [column for column in found.values() if isinstance(column, Column)]
    absent = {name: column for name, column in found.items() if isinstance(column, str)}
    for name, why in absent.items():
        print(f"not there: {name} ({why})", flush=True)
    progress = _Progress()
    run, measured, grown = Run(size, base, environment, progress.next), list[tuple[Row, Samples]](), list[_Growing]()
    for row in (row for row in ROWS if row.key in rows):
        progress.start(row.title)
        samples = run.samples(row, [column for column in there if row.asks in column.rows])
        progress.end(_told(row, samples))
        measured.append((row, samples))
    for growth in (growth for growth in GROWTHS if growth.key in rows):
        progress.start(growth.title)
        points = run.grown(growth, [column for column in there if growth.function in column.rows])
        last = max(points)
        progress.end(f"{growth.axis} {last:,}: {_told(growth.at(size, last), points[last])}")
        grown.append((growth, points))
    for (key, name), why in run.failures.items():
        print(f"failed: {key} by {name}: {why}", flush=True)
    return Results({}, there, absent, measured, run.failures, grown, size)


_Growing: TypeAlias = tuple[Growth, Grown]


class _Progress:
    """A row in two lines, for people who wait; who is being measured is named every two seconds."""

    def start(self, title: str) -> None:
        print(title, end="", flush=True)
        self._started = self._said = time.monotonic()

    def next(self, who: str) -> None:
        if time.monotonic() - self._said > 2:
            print(f" {who} …", end="", flush=True)
            self._said = time.monotonic()

    def end(self, found: str) -> None:
        print(f" {time.monotonic() - self._started:.0f} s\n  {found}", flush=True)


def _told(row: Row, samples: Samples) -> str:
    unit = row.metrics[row.metric][1]
    return ", ".join(f"{name} {report.shown(metric(samples, name, row.metric), unit)}" for name in samples)


def _about(size: Size, seconds: float) -> dict[str, str]:
    return {
        "run": f"{size}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {seconds:.0f} s",
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {_processor()}",
        "Python": platform.python_version(),
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or "unknown processor"


if __name__ == "__main__":
    sys.exit(main())
