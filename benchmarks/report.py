"""The results as Markdown and JSON, and back from JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.columns import Column
from benchmarks.rows import GROWTHS, ROWS, UNITS, Growth, Row, Size
from benchmarks.stats import Grown, Samples, Spread, Verdict, curve, exponent, metric, relative, verdict

_PATH = re.compile(r"(?<![\w.])/(?:[^\s/:'\"]+/)+")
"""A folder of the machine, as it stands in the messages of what failed."""
_LESS = {
    "quick": "A quick run: less work than the titles say, and too few rounds to rely on. It shows that all of it runs.",
    "tiny": "A tiny run: it shows nothing but that all of it runs.",
}


@dataclass(frozen=True)
class Results:
    """All that one run found."""

    about: Mapping[str, str]
    """The machine and the size of the run."""
    columns: Sequence[Column]
    absent: Mapping[str, str]
    """Peers that are not there, and why."""
    rows: Sequence[tuple[Row, Samples]]
    failures: Mapping[tuple[str, str], str]
    """What went wrong, by row and column."""
    growths: Sequence[tuple[Growth, Grown]] = ()
    size: Size = "full"

    def verdicts(self) -> list[tuple[Row, Verdict]]:
        return [(row, verdict(target, row, samples)) for row, samples in self.rows for target in row.targets]

    def title(self, name: str) -> str:
        return next((column.title for column in self.columns if column.name == name), name)


def markdown(results: Results) -> str:
    """The whole page."""
    lines = ["# Results of `make bench`", ""]
    lines += [f"**{_LESS[results.size]}**", ""] if results.size in _LESS else []
    lines += [*_about(results), "", "## Targets", "", *targets(results), ""]
    lines += ["![targets](targets.svg)", "", "## At a glance", "", *_overview(results), ""]
    for row, samples in results.rows:
        lines += [f"## {row.title}", "", *_row(results, row, samples), "", f"![{row.title}]({row.key}.svg)", ""]
    for growth, grown in results.growths:
        lines += [
            f"## {growth.title}",
            "",
            *_growth(results, growth, grown),
            f"![{growth.title}]({growth.key}.svg)",
            "",
        ]
    return "\n".join(lines)


def as_json(results: Results) -> str:
    """Every measurement, in seconds and bytes, with the verdicts; names no folder of the machine."""
    told = {
        "size": results.size,
        "about": results.about,
        "columns": {column.name: asdict(column) for column in results.columns},
        "absent": {name: _PATH.sub("…/", why) for name, why in results.absent.items()},
        "failures": {"/".join(where): _PATH.sub("…/", why) for where, why in results.failures.items()},
        "rows": {row.key: samples for row, samples in results.rows},
        "growths": {growth.key: grown for growth, grown in results.growths},
        "targets": [{"row": row.key, **asdict(found)} for row, found in results.verdicts()],
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> Results:
    """The results again. Targets are those of today."""
    told: dict[str, Any] = json.loads(text)
    growths = {key: {int(point): samples for point, samples in one.items()} for key, one in told["growths"].items()}
    return Results(
        told["about"],
        [Column(**{**column, "rows": tuple(column["rows"])}) for column in told["columns"].values()],
        told["absent"],
        [(row, told["rows"][row.key]) for row in ROWS if row.key in told["rows"]],
        {(key.partition("/")[0], key.partition("/")[2]): why for key, why in told["failures"].items()},
        [(growth, growths[growth.key]) for growth in GROWTHS if growth.key in growths],
        told["size"],
    )


def targets(results: Results) -> Iterator[str]:
    """A table of the targets, and what came of them."""
    yield "| row | what | target | measured | |"
    yield "|---|---|---|---|---|"
    for row, found in results.verdicts():
        sign, said = ("≥" if found.target.at_least else "≤"), {True: "met", False: "**missed**", None: "not there yet"}
        measured = "-" if found.ratio is None else _spread(found.ratio)
        yield f"| {row.title} | {found.target.text} | {sign} {found.target.limit:g} | {measured} | {said[found.met]} |"


def shown(found: Spread | None, unit: str) -> str:
    """A median in its unit; a dash for none."""
    return "-" if found is None else f"{number(found.median * UNITS[unit])} {unit}".strip()


def number(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _about(results: Results) -> Iterator[str]:
    yield "Medians, with quartiles in brackets. A ratio is taken within each round, and is the median of those."
    yield ""
    for name, value in results.about.items():
        yield f"- {name}: {value}"
    yield f"- columns: {', '.join(f'{column.title} {column.version}' for column in results.columns)}"
    for name, why in results.absent.items():
        yield f"- not there: {name} ({_PATH.sub('…/', why)})"
    for (key, column), why in results.failures.items():
        yield f"- failed: {key} by {results.title(column)}: {_PATH.sub('…/', why)}"


def _overview(results: Results) -> Iterator[str]:
    yield f"| | {' | '.join(column.title for column in results.columns)} |"
    yield "|---" * (len(results.columns) + 1) + "|"
    for row, samples in results.rows:
        unit = row.metrics[row.metric][1]
        cells = [shown(metric(samples, column.name, row.metric), unit) for column in results.columns]
        yield f"| {row.title} | {' | '.join(cells)} |"


def _row(results: Results, row: Row, samples: Samples) -> Iterator[str]:
    labels = [f"{label}, {unit}".rstrip(", ") for label, unit in row.metrics.values()]
    yield f"| | {' | '.join(labels)} | / ours |"
    yield "|---" * (len(labels) + 2) + "|"
    for name in samples:
        found = [(metric(samples, name, key), unit) for key, (_, unit) in row.metrics.items()]
        if any(one for one, _ in found):
            cells = ["-" if one is None else _spread(one, UNITS[unit]) for one, unit in found]
            yield f"| {results.title(name)} | {' | '.join(cells)} | {_times_ours(row, samples, name)} |"


def _times_ours(row: Row, samples: Samples, name: str) -> str:
    found = relative(row, samples, name, "ours")
    return "-" if found is None else f"{found.median:.2f}"


def _growth(results: Results, growth: Growth, grown: Grown) -> Iterator[str]:
    """A table for each metric: the value at each size, what a single piece costs, and the exponent."""
    for name, (label, unit) in growth.metrics.items():
        each = "each, first to last" if name == "wall" else "for each more"
        yield f"{label[0].upper()}{label[1:]}, {unit}, by {growth.axis}"
        yield ""
        yield f"| | {' | '.join(f'{point:,}' for point in grown)} | {each} | exponent |"
        yield "|---" * (len(grown) + 3) + "|"
        for column in results.columns:
            if points := curve(grown, column.name, name):
                cells = [_at_size(grown[size], column.name, name, unit) for size in grown]
                piece = _each(points) if name == "wall" else _each_more(points)
                yield f"| {column.title} | {' | '.join(cells)} | {piece} | {_power(points)} |"
        yield ""
    yield f"Left out: what would take a peer longer than {growth.bound:g} s. The exponent is that between the two"
    yield "largest sizes that were measured: 1 grows in step with the size, 0 not at all."
    yield ""


def _at_size(samples: Samples, column: str, name: str, unit: str) -> str:
    found = metric(samples, column, name)
    if found is None:
        return "failed" if column in samples else "left out"
    return number(found.median * UNITS[unit])


def _each(points: Sequence[tuple[int, Spread]]) -> str:
    """The time of a single piece at the smallest size and at the largest."""
    parts = [one.median / size for size, one in (points[0], points[-1])]
    unit = next((unit for unit in ("s", "ms") if max(parts) * UNITS[unit] >= 1), "µs")
    return f"{' to '.join(number(part * UNITS[unit]) for part in parts)} {unit}"


def _each_more(points: Sequence[tuple[int, Spread]]) -> str:
    """The memory that a further piece takes, between the smallest size and the largest."""
    (size, low), (larger, high) = points[0], points[-1]
    return "-" if larger == size else f"{number((high.median - low.median) / (larger - size))} bytes"


def _power(points: Sequence[tuple[int, Spread]]) -> str:
    power = exponent(points)
    return "-" if power is None else f"{power:.2f}"


def _spread(found: Spread, scale: float = 1.0) -> str:
    low, median, high = (number(value * scale) for value in (found.low, found.median, found.high))
    return f"{median} [{low} to {high}]" if found.count > 1 else median
