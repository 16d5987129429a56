"""One run: each row in rounds, and in each round every column once, so that all meet the same weather."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from benchmarks.case import Case
from benchmarks.columns import Column
from benchmarks.process import Lines, ProcessFailed
from benchmarks.rows import Row, Size
from benchmarks.stats import Samples


class Run:
    """What stays the same for all rows."""

    def __init__(self, size: Size, base: Case, environment: Mapping[str, str]) -> None:
        self._size: Size = size
        self._base, self._environment = base, environment
        self.failures: dict[tuple[str, str], str] = {}
        """What went wrong, by row and column."""

    def samples(self, row: Row, columns: Sequence[Column]) -> Samples:
        """Measure a row. Who fails is out of it, and said so."""
        rounds, case = row.counted(self._size), row.case(self._size, self._base)
        found: dict[str, list[Mapping[str, float] | None]] = {column.name: [] for column in columns}
        with self._started(row, columns) as running:
            if (before := row.case_before(self._size, self._base)) is not None:
                for column in columns:
                    self._measured(row, column, running, before)
            for number in range(rounds):
                for column in _turned(columns, number):
                    found[column.name].append(self._measured(row, column, running, case))
                print(".", end="", flush=True)
        return found

    @contextlib.contextmanager
    def _started(self, row: Row, columns: Sequence[Column]) -> Iterator[dict[str, Lines]]:
        running: dict[str, Lines] = {}
        try:
            for column in () if row.fresh else columns:
                running[column.name] = column.start(self._environment)
            yield running
        finally:
            for lines in running.values():
                lines.close()

    def _measured(self, row: Row, column: Column, running: dict[str, Lines], case: Case) -> Mapping[str, float] | None:
        """One measurement; None when it failed, and then the peer is not asked again."""
        if (row.key, column.name) in self.failures:
            return None
        try:
            if row.fresh:
                with column.start(self._environment) as lines:
                    return _asked(lines, row, case)
            return _asked(running[column.name], row, case)
        except ProcessFailed as failed:
            self.failures[row.key, column.name] = str(failed)
            return None


def _asked(lines: Lines, row: Row, case: Case) -> Mapping[str, float]:
    told = lines.ask({"row": row.key, "case": asdict(case)}, row.seconds)
    if "error" in told:
        raise ProcessFailed(told["error"])
    metrics: Mapping[str, float] = told["metrics"]
    return metrics


def _turned(columns: Sequence[Column], number: int) -> list[Column]:
    """The columns in another order each round, so that none always follows the same one."""
    start = number % max(1, len(columns))
    return [*columns[start:], *columns[:start]]
