"""The picture in README.md: each row on one line, as how many times what its floor takes. Plain SVG, no library.

It brings its own background and a darker one for dark pages, so that it can be read on both; its numbers are text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from benchmarks.report import Results, number
from benchmarks.rows import Row
from benchmarks.stats import Samples, relative

_WIDTH, _TOP, _STEP, _BOTTOM = 860, 76, 27, 62
_LEFT, _RIGHT = 196, 610
"""Where the scale begins and ends; on its left are the names of the rows, on its right the numbers."""
_NUMBERS = (662, 742, 826)
_TICKS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
"""The scale ends at the first: what is less stands there, or one row would press all others together."""
_STYLE = """
  text { font: 13px -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2328 }
  .card { fill: #ffffff; stroke: #d0d7de } .line { stroke: #d0d7de } .floor { stroke: #656d76 }
  .small { font-size: 11.5px; fill: #656d76 } .bold { font-weight: 600 } .right { text-anchor: end }
  .middle { text-anchor: middle }
  .ours { fill: #6c47ff; stroke: #6c47ff } .fast { fill: #ffffff; stroke: #6c47ff }
  .best { fill: #d4691b; stroke: #d4691b } .peer { fill: #ffffff; stroke: #d4691b }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 }
    .card { fill: #0d1117; stroke: #3d444d } .line { stroke: #2a313c } .floor { stroke: #9198a1 }
    .ours { fill: #a48bff; stroke: #a48bff } .fast { fill: #0d1117; stroke: #a48bff }
    .best { fill: #f0883e; stroke: #f0883e } .peer { fill: #0d1117; stroke: #f0883e }
  }
"""


@dataclass(frozen=True)
class Line:
    """A row of the picture."""

    row: Row
    floor: str
    """The title of what the others are compared with."""
    ours: float
    fast: float | None
    peers: Sequence[tuple[float, str]]
    """How many times the floor, and who; the best comes first."""


def lines(results: Results) -> list[Line]:
    """Each row that has a floor and ours; ratios are medians of those within the rounds."""
    found = [_line(results, row, samples) for row, samples in results.rows]
    return [line for line in found if line is not None]


def drawn(results: Results) -> str:
    """The picture as SVG."""
    found = lines(results)
    height = _TOP + _STEP * len(found) + _BOTTOM
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}"'
            ' role="img" aria-labelledby="title description">',
            '<title id="title">How much of the floor each client takes</title>',
            f'<desc id="description">{escape(described(results))}</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect class="card" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="8"/>',
            *_legend(results),
            *(_chart(found) if found else ()),
            "</svg>\n",
        ]
    )


def described(results: Results) -> str:
    """The same in words, for those who do not see it."""
    said = [f"{line.row.label} {_times(line.ours)}" for line in lines(results)]
    return "Ours in multiples of the floor of each row, less is better: " + ", ".join(said) + "."


def _line(results: Results, row: Row, samples: Samples) -> Line | None:
    times: dict[str, float] = {
        name: one.median for name in samples if (one := relative(row, samples, name, row.floor)) is not None
    }
    if "ours" not in times:
        return None
    kinds = {column.name: column.kind for column in results.columns}
    peers = sorted((times[name], results.title(name)) for name in times if kinds[name] == "peer")
    return Line(row, results.title(row.floor), times["ours"], times.get("ours_fast"), peers)


def _legend(results: Results) -> Iterator[str]:
    yield '<text class="bold" x="18" y="28">Time and memory, as multiples of what the floor takes</text>'
    yield '<text class="small" x="18" y="47">less is better, log scale</text>'
    place = 196.0
    said = [("ours", "ours"), ("fast", "ours with [fast]"), ("best", "best peer"), ("peer", "other peers")]
    for kind, text in said:
        if kind != "fast" or any(column.name == "ours_fast" for column in results.columns):
            yield _dot(kind, place, 43)
            yield f'<text class="small" x="{place + 10:g}" y="47">{text}</text>'
            place += 34 + 6.6 * len(text)
    for where, text in zip(_NUMBERS, ("ours", "[fast]", "best peer"), strict=True):
        yield f'<text class="small right" x="{where}" y="{_TOP - 14}">{text}</text>'


def _chart(found: Sequence[Line]) -> Iterator[str]:
    values = [1.0, *(one for line in found for one in (line.ours, line.fast, *(peer for peer, _ in line.peers)) if one)]
    low, high = math.log(max(_TICKS[0], min(values) / 1.15)), math.log(max(values) * 1.15)
    bottom = _TOP + _STEP * len(found) - 10

    def across(value: float) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * max(0, math.log(value) - low) / (high - low), 1)

    for tick in _TICKS:
        if low <= math.log(tick) <= high:
            kind, x = "floor" if tick == 1 else "line", across(tick)
            less = "≤ " if min(values) < tick == _TICKS[0] else ""
            yield f'<line class="{kind}" x1="{x}" x2="{x}" y1="{_TOP - 10}" y2="{bottom}"/>'
            yield f'<text class="small middle" x="{x}" y="{bottom + 17}">{less}{tick:g}×</text>'
    for index, line in enumerate(found):
        y = _TOP + _STEP * index + 5
        yield f'<text class="right" x="{_LEFT - 14}" y="{y + 4}">{escape(line.row.label)}</text>'
        yield from _dots(line, y, across)
        best = line.peers[0][0] if line.peers else None
        for where, value in zip(_NUMBERS, (line.ours, line.fast, best), strict=True):
            weight = " bold" if value is line.ours else ""
            yield f'<text class="right{weight}" x="{where}" y="{y + 4}">{_times(value)}</text>'
    floors = dict.fromkeys(line.floor for line in found)
    told = [f"{floor}: {', '.join(line.row.label for line in found if line.floor == floor)}" for floor in floors]
    first, *others = told
    yield f'<text class="small" x="18" y="{bottom + 40}">1× is {escape("; ".join(others + [first.split(":")[0]]))}'
    yield f"{' for all others' if others else ''}</text>"


def _dots(line: Line, y: float, across: Callable[[float], float]) -> Iterator[str]:
    for index, (value, title) in reversed(list(enumerate(line.peers))):
        yield _dot("peer" if index else "best", across(value), y, f"{title} {_times(value)}")
    if line.fast is not None:
        yield _dot("fast", across(line.fast), y, f"ours with [fast] {_times(line.fast)}")
    yield _dot("ours", across(line.ours), y, f"ours {_times(line.ours)}")


def _dot(kind: str, x: float, y: float, title: str = "") -> str:
    inner = f"<title>{escape(title)}</title>" if title else ""
    if kind in ("ours", "fast"):
        return f'<circle class="{kind}" cx="{x}" cy="{y}" r="5" stroke-width="2">{inner}</circle>'
    size = 9 if kind == "best" else 7
    return (
        f'<rect class="{kind}" x="{x - size / 2}" y="{y - size / 2}" width="{size}" height="{size}" stroke-width="1.5"'
        f' transform="rotate(45 {x} {y})">{inner}</rect>'
    )


def _times(value: float | None) -> str:
    return "-" if value is None else f"{number(value)}×"
