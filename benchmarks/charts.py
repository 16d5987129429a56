"""The results as SVG: bars for each row, the targets together, and lines for each growth."""

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

from matplotlib import pyplot, ticker  # noqa: E402 - after the backend is chosen

from benchmarks.report import Results, number  # noqa: E402 - likewise
from benchmarks.rows import UNITS, Growth, Row  # noqa: E402 - likewise
from benchmarks.stats import Grown, Samples, Spread, curve, metric  # noqa: E402 - likewise

COLOURS = {"ours": "#6c47ff", "peer": "#f0883e", "floor": "#b8bec6"}
LINES = ("#d1242f", "#0969da")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")


def draw(results: Results, folder: Path) -> None:
    """Write all charts."""
    for row, samples in results.rows:
        _save(_bars(results, row, samples), folder / f"{row.key}.svg")
    for growth, grown in results.growths:
        _save(_growth(results, growth, grown), folder / f"{growth.key}.svg")
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


def _growth(results: Results, growth: Growth, grown: Grown) -> Any:
    """Time and memory side by side, both axes logarithmic: a straight line up is growth in step with the size."""
    figure, both = pyplot.subplots(1, 2, figsize=(10.5, 3.8))
    for axes, (name, (label, unit)) in zip(both, growth.metrics.items(), strict=True):
        for column, marker in zip(results.columns, MARKERS * 3, strict=False):
            if points := curve(grown, column.name, name):
                where, found = zip(*points, strict=True)
                reach = [[(one.median - one.low) * UNITS[unit] for one in found]]
                reach += [[(one.high - one.median) * UNITS[unit] for one in found]]
                style = {"marker": marker, "markersize": 5, "linewidth": 1.3, "color": COLOURS[column.kind]}
                middles = [one.median * UNITS[unit] for one in found]
                axes.errorbar(where, middles, yerr=reach, label=column.title, capsize=2, **style)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xticks(list(grown), [f"{size:,}" for size in grown])
        axes.minorticks_off()
        axes.yaxis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_major_formatter(lambda value, _: number(value))
        axes.set_xlabel(growth.axis)
        axes.set_ylabel(f"{label}, {unit}")
        axes.grid(alpha=0.25)
    figure.suptitle(growth.title, x=0.06, ha="left", weight="bold", fontsize=11)
    both[1].legend(loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False)
    figure.tight_layout()
    return figure


def _whiskers(one: Spread, scale: float) -> list[list[float]]:
    return [[(one.median - one.low) * scale], [(one.high - one.median) * scale]]


def _save(figure: Any, path: Path) -> None:
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
