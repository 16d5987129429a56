"""From measurements to medians, ratios and verdicts. Nothing here measures."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks.rows import UNITS, Row, Target

Samples: TypeAlias = Mapping[str, Sequence[Mapping[str, float] | None]]
"""By column, the metrics of each round; None for a round that failed."""
Grown: TypeAlias = Mapping[int, Samples]
"""The samples of a growth, by size."""


@dataclass(frozen=True)
class Spread:
    """A median between its quartiles."""

    low: float
    median: float
    high: float
    count: int


@dataclass(frozen=True)
class Verdict:
    """What came of a target: None when a column that it is about is not there."""

    target: Target
    ratio: Spread | None
    met: bool | None


def spread(values: Sequence[float]) -> Spread | None:
    """The median and quartiles; None of nothing."""
    if not values:
        return None
    if len(values) == 1:
        return Spread(values[0], values[0], values[0], 1)
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(low, median, high, len(values))


def metric(samples: Samples, column: str, name: str) -> Spread | None:
    """What a column has for a metric, over all rounds."""
    return spread([one[name] for one in samples.get(column, ()) if one is not None and name in one])


def ratios(target: Target, row: Row, samples: Samples) -> list[float]:
    """The ratio in each round that has both sides: what slows a round down slows both."""
    name, found = target.metric or row.metric, []
    scale = 1.0 if target.against else UNITS[row.metrics[name][1]]
    for number in range(max((len(rounds) for rounds in samples.values()), default=0)):
        above = _smallest(samples, target.of, name, number)
        below = _smallest(samples, target.against, name, number) if target.against else 1.0
        if above is not None and below:
            found.append(above * scale / below)
    return found


def relative(row: Row, samples: Samples, of: str, against: str) -> Spread | None:
    """What one column takes of the row's own metric, in the other one."""
    return spread(ratios(Target("", (of,), (against,), 1), row, samples))


def curve(grown: Grown, column: str, name: str) -> list[tuple[int, Spread]]:
    """What a column has for a metric at each size at which it was measured."""
    return [(point, one) for point, samples in grown.items() if (one := metric(samples, column, name)) is not None]


def exponent(points: Sequence[tuple[int, Spread]]) -> float | None:
    """With which power of the size the value grows between the two largest sizes: 1 is in step, 0 not at all."""
    if len(points) < 2:
        return None
    (size, low), (larger, high) = points[-2:]
    return round(math.log(high.median / low.median) / math.log(larger / size), 2) + 0.0  # there is no -0.00


def verdict(target: Target, row: Row, samples: Samples) -> Verdict:
    """Whether the median of the ratios is within the limit."""
    ratio = spread(ratios(target, row, samples))
    if ratio is None:
        return Verdict(target, None, None)
    within = ratio.median >= target.limit if target.at_least else ratio.median <= target.limit
    return Verdict(target, ratio, within)


def _smallest(samples: Samples, columns: Sequence[str], name: str, number: int) -> float | None:
    rounds = [samples[column][number] for column in columns if number < len(samples.get(column, ()))]
    return min((one[name] for one in rounds if one is not None and name in one), default=None)
