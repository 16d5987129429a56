"""Command line: `python -m benchmarks [--quick] [--rows …] [--columns …]`; `make bench` sets up all it needs."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import answers, columns, report
from benchmarks.case import Case
from benchmarks.columns import Column
from benchmarks.documents import write_documents
from benchmarks.process import ROOT, Lines
from benchmarks.report import Results
from benchmarks.rows import ROWS, Row, Size
from benchmarks.run import Run
from benchmarks.stats import Samples, metric

RESULTS = ROOT / "benchmarks" / "results"
DOCUMENT = ROOT / "openapi" / "organizations.yaml"
SIZES = (1, 5, 10)
_SAID = {"full": "full", "quick": "quick, with less work than the titles say", "tiny": "tiny"}


def main() -> int:
    """Measure, print and write. Exit status 1 when a measurement failed; a missed target is no failure."""
    options = _options()
    size: Size = "quick" if options.quick else "full"
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Lines([sys.executable, "-m", "benchmarks.server"]) as server:
        base = _prepared(Path(folder), server.next(), options.environment)
        environment = _stock(Path(folder), options.environment)
        results = _results(size, base, environment, options.rows, options.columns)
    results = _dated(results, size, time.monotonic() - started)
    print("\n".join(["", *report.targets(results), ""]))
    write(results, options.output)
    return 1 if results.failures else 0


def write(results: Results, folder: Path) -> None:
    """Put page, data and charts into a folder."""
    from benchmarks import charts  # matplotlib is slow to import, --help need not wait

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.md").write_text(report.markdown(results), encoding="utf-8")
    (folder / "results.json").write_text(report.as_json(results), encoding="utf-8")
    charts.draw(results, folder)
    print(f"written: {folder}/results.md, results.json and charts")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, in under 90 seconds")
    parser.add_argument("--rows", nargs="+", choices=[row.key for row in ROWS], default=[row.key for row in ROWS])
    parser.add_argument("--columns", nargs="+", choices=columns.names(), default=columns.names())
    parser.add_argument("--output", type=Path, default=RESULTS)
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
    run, measured = Run(size, base, environment), list[tuple[Row, Samples]]()
    for row in (row for row in ROWS if row.key in rows):
        print(f"{row.title} ", end="", flush=True)
        started = time.monotonic()
        samples = run.samples(row, [column for column in there if row.key in column.rows])
        print(f" {time.monotonic() - started:.0f} s\n  {_told(row, samples)}", flush=True)
        measured.append((row, samples))
    for (key, name), why in run.failures.items():
        print(f"failed: {key} by {name}: {why}", flush=True)
    return Results({}, there, absent, measured, run.failures)


def _told(row: Row, samples: Samples) -> str:
    """A row in one line, for people who wait."""
    unit = row.metrics[row.metric][1]
    return ", ".join(f"{name} {report.shown(metric(samples, name, row.metric), unit)}" for name in samples)


def _dated(results: Results, size: Size, seconds: float) -> Results:
    about = {
        "run": f"{_SAID[size]}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {seconds:.0f} s",
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {_processor()}",
        "Python": platform.python_version(),
    }
    return Results(about, results.columns, results.absent, results.rows, results.failures)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or "unknown processor"


if __name__ == "__main__":
    sys.exit(main())
