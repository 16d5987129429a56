"""One run: each row in rounds, and in each round every column once, so that all meet the same weather."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from benchmarks.case import Case
from benchmarks.columns import Column
from benchmarks.process import Lines, ProcessFailed
from benchmarks.rows import Growth, Row, Size
from benchmarks.stats import Grown, Samples


class Run:
    """What stays the same for all rows. `progress` is called before each measurement with who is next."""

    def __init__(
        self, size: Size, base: Case, environment: Mapping[str, str], progress: Callable[[str], None] = lambda who: None
    ) -> None:
        self._size: Size = size
        self._base, self._environment, self._progress = base, environment, progress
        self.failures: dict[tuple[str, str], str] = {}
        """What went wrong, by row and column."""

    def samples(self, row: Row, columns: Sequence[Column]) -> Samples:
        """Measure a row. Who fails is out of it, and said so."""
        found: dict[str, list[Mapping[str, float] | None]] = {column.name: [] for column in columns}
        with contextlib.ExitStack() as stack:
            running = _Running(stack, self._environment)
            if not row.fresh:
                for column in columns:
                    self._measured(row, column, running, counts=False)
            for number in range(row.counted(self._size)):
                for column in turned(columns, number):
                    if number == 0 or not _is_certain(row, found[column.name][0]):
                        found[column.name].append(self._measured(row, column, running))
        return {name: [None] if (row.key, name) in self.failures else rounds for name, rounds in found.items()}

    def grown(self, growth: Growth, columns: Sequence[Column]) -> Grown:
        """Measure a growth, the smallest size first. A peer is not there at sizes that would take it too long."""
        found: dict[int, Samples] = {}
        there, last = list(columns), 0
        for point in growth.sizes[self._size]:
            if last:
                there = [
                    one
                    for one in there
                    if one.kind == "ours" or _longest(found[last], one) * point / last <= growth.bound
                ]
            found[point] = self.samples(growth.at(self._size, point), there)
            last = point
        return found

    def _measured(self, row: Row, column: Column, running: _Running, counts: bool = True) -> Mapping[str, float] | None:
        """One measurement; None when it failed, and then the peer is not asked again."""
        if (row.key, column.name) in self.failures:
            return None
        self._progress(column.name)
        before, case = row.case_before(self._size, self._base), row.case(self._size, self._base)
        try:
            if not row.fresh:
                return _asked(running.process(column), row, case if counts else before)
            with column.start(self._environment) as lines:
                _asked(lines, row, before)
                return _asked(lines, row, case)
        except ProcessFailed as failed:
            self.failures[row.key, column.name] = str(failed)
            return None


class _Running:
    """The processes of a row, each started when it is first asked."""

    def __init__(self, stack: contextlib.ExitStack, environment: Mapping[str, str]) -> None:
        self._stack, self._environment = stack, environment
        self._found: dict[str, Lines] = {}

    def process(self, column: Column) -> Lines:
        if column.name not in self._found:
            self._found[column.name] = self._stack.enter_context(column.start(self._environment))
        return self._found[column.name]


def _asked(lines: Lines, row: Row, case: Case | None) -> Mapping[str, float]:
    if case is None:
        return {}
    told = lines.ask({"row": row.asks, "case": asdict(case)}, row.seconds)
    if "error" in told:
        raise ProcessFailed(told["error"])
    metrics: Mapping[str, float] = told["metrics"]
    return metrics


def _is_certain(row: Row, first: Mapping[str, float] | None) -> bool:
    """Whether the first round took so long that another one says nothing new."""
    return first is not None and first.get("wall", 0) > row.once_over


def _longest(samples: Samples, column: Column) -> float:
    return max((one["wall"] for one in samples[column.name] if one is not None), default=0)


def turned(columns: Sequence[Column], number: int) -> list[Column]:
    """The columns in another order each round, every other time backwards: none always follows the same one."""
    start = number % max(1, len(columns))
    turned = [*columns[start:], *columns[:start]]
    return turned[::-1] if number % 2 else turned
