"""What README.md and the pages here say of the results: written from results.json, so that no number is typed."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from benchmarks import picture, report
from benchmarks.process import ROOT
from benchmarks.report import Results, number, shown
from benchmarks.rows import UNITS, Growth
from benchmarks.stats import Grown, curve, exponent, metric

RESULTS = ROOT / "benchmarks" / "results"
README = ROOT / "README.md"
HOW = ROOT / "benchmarks" / "README.md"
_KEY_ROWS = ("cold_start", "async_get", "parse", "fan_out", "walk")
_COLUMNS = ("ours", "ours_fast", "official", "stock", "clerk_backend")


class NoResults(Exception):
    """There is nothing that the pages could say."""


def written(folder: Path = RESULTS) -> dict[Path, str]:
    """Every page that speaks of the results, as it should be. Raises NoResults when there are none to speak of."""
    file = folder / "results.json"
    if not file.exists():
        raise NoResults("there are no results: make bench")
    results = report.from_json(file.read_text(encoding="utf-8"))
    if results.size != "full":
        raise NoResults(f"the results are of a {results.size} run, which pages are not to quote: make bench")
    return {
        README: filled(README.read_text(encoding="utf-8"), how_fast(results)),
        HOW: filled(HOW.read_text(encoding="utf-8"), missed(results)),
        folder / "results.md": report.markdown(results),
        folder / "overview.svg": picture.drawn(results),
    }


def filled(page: str, text: str) -> str:
    """The page with the text between its two marks."""
    begin, end = re.escape(_mark("results")), re.escape(_mark("/results"))
    page, count = re.subn(f"({begin}\n).*?({end})", lambda found: f"{found[1]}{text}{found[2]}", page, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"the page has not one place between {_mark('results')} and {_mark('/results')}")
    return page


def _mark(name: str) -> str:
    said = ": make bench writes what follows" if name == "results" else ""
    return f"<!-- {name}{said} -->"


def how_fast(results: Results) -> str:
    """The section of README.md: picture, key numbers, and what grows how."""
    grows = _grows(results)
    where = (
        f"Measured on {results.about['machine']}, with Python {results.about['Python']}; ratios travel, times do not."
    )
    links = "[How it is measured, and what misses its target](benchmarks/README.md); [all results]"
    lines = ["## How fast", "", *_wrapped(f"![{picture.described(results)}](benchmarks/results/overview.svg)"), ""]
    lines += [*_key_numbers(results), "", *_wrapped(grows), *([""] if grows else [])]
    return "\n".join([*lines, *_wrapped(f"{where} {links}(benchmarks/results/results.md).")]) + "\n"


def _key_numbers(results: Results) -> Iterator[str]:
    columns = [column for name in _COLUMNS for column in results.columns if column.name == name]
    yield f"| | {' | '.join(f'{column.title} {column.version}'.strip() for column in columns)} | floor |"
    yield "|---" * (len(columns) + 2) + "|"
    for row, samples in results.rows:
        if row.key in _KEY_ROWS:
            unit = row.metrics[row.metric][1]
            cells = [shown(metric(samples, column.name, row.metric), unit) for column in columns]
            floor = f"{shown(metric(samples, row.floor, row.metric), unit)} ({results.title(row.floor)})"
            yield f"| {row.title} | {' | '.join(cells)} | {floor} |"


def _grows(results: Results) -> str:
    """One sentence: from the smallest size to the largest, time and memory of ours, with the power at the large end."""
    found = [_from_to(growth, grown) for growth, grown in results.growths if curve(grown, "ours", "wall")]
    return f"How ours grows, with the exponent at the large end: {'; '.join(found)}." if found else ""


def _from_to(growth: Growth, grown: Grown) -> str:
    sizes = [size for size, _ in curve(grown, "ours", "wall")]
    said = []
    for name, (_, unit) in growth.metrics.items():
        points = curve(grown, "ours", name)
        ends = " to ".join(number(one.median * UNITS[unit]) for _, one in (points[0], points[-1]))
        power = exponent(points)
        said.append(f"{ends} {unit}" + ("" if power is None else f" ({power:.2f})"))
    return f"from {sizes[0]:,} to {sizes[-1]:,} {growth.axis} {' and '.join(said)}"


def missed(results: Results) -> str:
    """The table of benchmarks/README.md: the targets that are not met, and by how much."""
    found = [(row, one) for row, one in results.verdicts() if one.met is False]
    absent = [row.key for row, one in results.verdicts() if one.met is None]
    lines = (
        ["All targets are met."]
        if not found
        else ["| row | what | target | measured | missed by |", "|---|---|---|---|---|"]
    )
    for row, one in found:
        assert one.ratio is not None
        limit, ratio = one.target.limit, one.ratio.median
        by = limit / ratio if one.target.at_least else ratio / limit
        sign = "≥" if one.target.at_least else "≤"
        lines.append(f"| `{row.key}` | {one.target.text} | {sign} {limit:g} | {number(ratio)} | {number(by)}× |")
    if absent:
        lines += ["", f"Not there yet: {', '.join(f'`{key}`' for key in absent)}."]
    return "\n".join([f"Of {len(results.verdicts())} targets, {len(found)} are missed.", "", *lines]) + "\n"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 120, break_long_words=False, break_on_hyphens=False)
