"""The runs as one SVG: calls per second by worker, calls per window against the limit, and what is refused without."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.fleet.fleet import Record

_WIDTH, _LEFT, _RIGHT = 860, 70, 170
_PANEL, _TOP, _GAP = 150, 52, 66
_COLOURS = ("#6c47ff", "#0969da", "#1b7c83", "#2da44e", "#bf8700", "#f0883e", "#d1242f", "#bf3989")
_GOOD, _BAD, _LIMIT, _INK = "#2da44e", "#d1242f", "#1f2328", "#57606a"


def chart(limited: Record, bare: Record, requests: int, seconds: float, length: float) -> str:
    """Three panels over the same seconds."""
    workers = list(limited.by_worker())
    stacks = [_per_second(limited, length, worker=worker) for worker in workers]
    without = [_per_second(bare, length, refused=False), _per_second(bare, length, refused=True)]
    limit = f"{requests:,} in {seconds:g} s"
    panels = (
        ("Calls per second, by worker", _bars(0, length, stacks, _COLOURS), list(zip(workers, _COLOURS, strict=False))),
        (
            f"Calls in the last {seconds:g} seconds, and the limit of {limit}",
            _window(1, limited, requests, seconds, length),
            [("calls", _COLOURS[0]), ("limit", _LIMIT)],
        ),
        (
            "The same workers without rate_limit: calls per second",
            _bars(2, length, without, (_GOOD, _BAD)),
            [("answered", _GOOD), ("refused, 429", _BAD)],
        ),
    )
    height = _TOP + len(panels) * (_PANEL + _GAP)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif">',
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/>',
        _text(_LEFT, 22, f"{len(workers)} processes, one key: what the server sees", size=15, weight="bold"),
    ]
    for place, (title, drawn, legend) in enumerate(panels):
        lines += [_text(_LEFT, _floor(place) - _PANEL - 8, title, weight="bold"), *drawn, *_seconds(place, length)]
        for row, (name, colour) in enumerate(legend):
            y = _floor(place) - _PANEL + 4 + 17 * row
            lines.append(f'<rect x="{_WIDTH - _RIGHT + 16}" y="{y}" width="11" height="11" fill="{colour}"/>')
            lines.append(_text(_WIDTH - _RIGHT + 33, y + 10, name))
    return "\n".join([*lines, "</svg>", ""])


def _per_second(record: Record, length: float, *, worker: str | None = None, refused: bool | None = None) -> list[int]:
    found = Counter(
        int(arrival.at - record.began)
        for arrival in record.arrivals
        if worker in (None, arrival.worker) and refused in (None, arrival.status == 429)
    )
    return [found[second] for second in range(int(length))]


def _bars(place: int, length: float, stacks: Sequence[Sequence[int]], colours: Iterable[str]) -> Iterator[str]:
    most = max(map(sum, zip(*stacks, strict=True))) * 1.08 or 1
    yield from _scale(place, most)
    floor, width = _floor(place), _x(1, length) - _x(0, length)
    heights = [0.0] * int(length)
    for stack, colour in zip(stacks, colours, strict=False):
        for second, count in enumerate(stack):
            if count:
                tall = _PANEL * count / most
                heights[second] += tall
                x, y = _x(second, length) + 1, floor - heights[second]
                yield f'<rect x="{x:.1f}" y="{y:.1f}" width="{width - 2:.1f}" height="{tall:.1f}" fill="{colour}"/>'


def _window(place: int, record: Record, requests: int, seconds: float, length: float) -> Iterator[str]:
    most, floor = requests * 1.15, _floor(place)
    yield from _scale(place, most)
    times = [arrival.at - record.began for arrival in record.arrivals]
    points = list[str]()
    for tick in range(int(length * 10) + 1):
        count = bisect_right(times, tick / 10) - bisect_right(times, tick / 10 - seconds)
        points.append(f"{_x(tick / 10, length):.1f},{floor - _PANEL * count / most:.1f}")
    yield f'<polyline points="{" ".join(points)}" fill="none" stroke="{_COLOURS[0]}" stroke-width="2"/>'
    y = floor - _PANEL * requests / most
    yield f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="{_LIMIT}" stroke-width="1.2" stroke-dasharray="5 4"/>'


def _scale(place: int, most: float) -> Iterator[str]:
    """The axis on the left, with round numbers."""
    power = 10 ** (len(str(int(most))) - 1)
    step = next(power * part for part in (0.1, 0.2, 0.5, 1, 2, 5) if most / (power * part) <= 5.5)
    for tick in range(int(most / step) + 1):
        y = _floor(place) - _PANEL * tick * step / most
        yield f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#d8dee4" stroke-width="1"/>'
        yield _text(_LEFT - 8, y + 4, f"{tick * step:,g}", colour=_INK, anchor="end")


def _seconds(place: int, length: float) -> Iterator[str]:
    for second in range(0, int(length) + 1, 5):
        yield _text(_x(second, length), _floor(place) + 17, f"{second} s", colour=_INK, anchor="middle")


def _x(second: float, length: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * second / length


def _floor(place: int) -> float:
    return _TOP + place * (_PANEL + _GAP) + _PANEL


def _text(
    x: float,
    y: float,
    said: str,
    *,
    size: int = 12,
    weight: str = "normal",
    colour: str = _LIMIT,
    anchor: str = "start",
) -> str:
    style = f'font-size="{size}" font-weight="{weight}" fill="{colour}" text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{said}</text>'
