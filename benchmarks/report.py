"""The results as Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from benchmarks.columns import Column
from benchmarks.rows import UNITS, Row
from benchmarks.stats import Samples, Spread, Verdict, metric, spread, verdict


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

    def verdicts(self) -> list[tuple[Row, Verdict]]:
        return [(row, verdict(target, row, samples)) for row, samples in self.rows for target in row.targets]

    def title(self, name: str) -> str:
        return next((column.title for column in self.columns if column.name == name), name)


def markdown(results: Results) -> str:
    """The whole page."""
    lines = ["# Results of `make bench`", "", *_about(results), "", "## Targets", "", *targets(results), ""]
    lines += ["![targets](targets.svg)", "", "## At a glance", "", *_overview(results), ""]
    for row, samples in results.rows:
        lines += [f"## {row.title}", "", *_row(results, row, samples), "", f"![{row.title}]({row.key}.svg)", ""]
        if row.key == "generate":
            lines += ["![growth with the size of the document](growth.svg)", ""]
    return "\n".join(lines)


def as_json(results: Results) -> str:
    """Every measurement, in seconds and bytes, with the verdicts."""
    told = {
        "about": results.about,
        "columns": {column.name: asdict(column) for column in results.columns},
        "absent": results.absent,
        "failures": {"/".join(where): why for where, why in results.failures.items()},
        "rows": {row.key: samples for row, samples in results.rows},
        "targets": [{"row": row.key, **asdict(found)} for row, found in results.verdicts()],
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


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
        yield f"- not there: {name} ({why})"
    for (key, column), why in results.failures.items():
        yield f"- failed: {key} by {results.title(column)}: {why}"


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
    pairs = zip(samples[name], samples.get("ours", ()), strict=False)
    found = spread([one[row.metric] / ours[row.metric] for one, ours in pairs if one and ours])
    return "-" if found is None else f"{found.median:.2f}"


def _spread(found: Spread, scale: float = 1.0) -> str:
    low, median, high = (number(value * scale) for value in (found.low, found.median, found.high))
    return f"{median} [{low} to {high}]" if found.count > 1 else median
