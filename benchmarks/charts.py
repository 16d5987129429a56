"""The results as SVG: bars for each row, the targets together, and growth with the size of the document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update(
    {
        "svg.fonttype": "none",  # text stays text: small files that can be searched
        "svg.hashsalt": "bench",
        "font.family": "sans-serif",
        "font.size": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "axes.titleweight": "bold",
    }
)

from matplotlib import pyplot  # noqa: E402 - after the backend is chosen

from benchmarks.report import Results, number  # noqa: E402 - likewise
from benchmarks.rows import UNITS, Row  # noqa: E402 - likewise
from benchmarks.stats import Samples, Spread, metric  # noqa: E402 - likewise

COLOURS = {"ours": "#6c47ff", "peer": "#f0883e", "floor": "#b8bec6"}
LINES = ("#d1242f", "#0969da")


def draw(results: Results, folder: Path) -> None:
    """Write all charts."""
    for row, samples in results.rows:
        _save(_bars(results, row, samples), folder / f"{row.key}.svg")
        if row.key == "generate":
            _save(_growth(results, row, samples), folder / "growth.svg")
    _save(_targets(results), folder / "targets.svg")


def _bars(results: Results, row: Row, samples: Samples) -> Any:
    label, unit = row.metrics[row.metric]
    found = [(c, one) for c in results.columns if (one := metric(samples, c.name, row.metric)) is not None]
    figure, axes = pyplot.subplots(figsize=(8.5, 1.6 + 0.42 * max(1, len(found))))
    for place, (column, one) in enumerate(found):
        middle, reach = one.median * UNITS[unit], one.high * UNITS[unit]
        axes.barh(place, middle, color=COLOURS[column.kind], height=0.66)
        axes.errorbar(middle, place, xerr=_whiskers(one, UNITS[unit]), color="#1f2328", capsize=3, linewidth=1)
        side = {"xytext": (6, 0), "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8}}
        axes.annotate(number(middle), (reach, place), textcoords="offset points", va="center", **side)
    for (text, where), colour in zip(_limits(results, row, samples), LINES * 2, strict=False):
        axes.axvline(where, color=colour, linestyle="--", linewidth=1.2, label=text)
    axes.set_yticks(range(len(found)), [column.title for column, _ in found])
    axes.invert_yaxis()
    axes.set_xlabel(f"{label}, {unit}  (median, whiskers are quartiles; less is better)")
    axes.set_title(row.title)
    axes.margins(x=0.12)
    axes.set_xlim(left=0)
    if axes.get_legend_handles_labels()[0]:
        axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.55 / (0.42 * len(found) + 0.6)), ncol=2, frameon=False)
    return figure


def _limits(results: Results, row: Row, samples: Samples) -> Iterator[tuple[str, float]]:
    """Where ours must end to reach each target that is about the row's own metric."""
    scale = UNITS[row.metrics[row.metric][1]]
    for target in row.targets:
        if target.metric:
            continue
        if not target.against:
            yield f"target: {number(target.limit)}", target.limit
            continue
        names = target.of if target.at_least else target.against
        there = [one.median for name in names if (one := metric(samples, name, row.metric)) is not None]
        if there and (not target.at_least or "ours" in target.against):
            factor, sign = (1 / target.limit, "≥") if target.at_least else (target.limit, "≤")
            yield f"target: {target.text} {sign} {target.limit:g}", min(there) * factor * scale


def _targets(results: Results) -> Any:
    """Each target as how far its ratio is from its limit: up to 1 is met."""
    there = [(row, found) for row, found in results.verdicts() if found.ratio is not None]
    figure, axes = pyplot.subplots(figsize=(9.5, 1.4 + 0.36 * max(1, len(there))))
    for place, (_, found) in enumerate(there):
        assert found.ratio is not None
        limit, ratio = found.target.limit, found.ratio.median
        share = limit / ratio if found.target.at_least else ratio / limit
        axes.plot([1, share], [place, place], color="#2da44e" if found.met else "#d1242f", linewidth=2)
        axes.plot(share, place, "o", color="#2da44e" if found.met else "#d1242f")
        said = f"{number(ratio)} (target {'≥' if found.target.at_least else '≤'} {limit:g})"
        side = {"xytext": (9, 0)} if share > 1 else {"xytext": (-9, 0), "ha": "right"}
        axes.annotate(said, (share, place), textcoords="offset points", va="center", fontsize=9, **side)
    axes.axvline(1, color="#1f2328", linestyle="--", linewidth=1.2)
    axes.set_xscale("log")
    axes.margins(x=0.4)
    axes.set_yticks(range(len(there)), [f"{row.key}: {found.target.text}" for row, found in there], fontsize=9)
    axes.invert_yaxis()
    axes.set_xlabel("share of the target that is used up (log scale): left of the line is met")
    axes.set_title("Targets")
    return figure


def _growth(results: Results, row: Row, samples: Samples) -> Any:
    figure, axes = pyplot.subplots(figsize=(8.5, 3.6))
    sizes = [name for name in row.metrics if name.startswith("x")]
    for column in results.columns:
        points = [(int(s[1:]), one) for s in sizes if (one := metric(samples, column.name, s)) is not None]
        if points:
            where, middles = [size for size, _ in points], [one.median for _, one in points]
            bars = [[one.median - one.low for _, one in points], [one.high - one.median for _, one in points]]
            style = {"marker": "o", "capsize": 3, "color": COLOURS[column.kind]}
            axes.errorbar(where, middles, yerr=bars, label=column.title, **style)
    axes.set_xlabel("size of the document (1 is ours, with 23 operations)")
    axes.set_ylabel("seconds")
    axes.set_ylim(bottom=0)
    axes.set_title("Growth with the size of the document")
    axes.legend(frameon=False)
    return figure


def _whiskers(one: Spread, scale: float) -> list[list[float]]:
    return [[(one.median - one.low) * scale], [(one.high - one.median) * scale]]


def _save(figure: Any, path: Path) -> None:
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
