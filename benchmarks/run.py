"""One run: each row in rounds, and in each round every column once, so that all meet the same weather."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
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
        with contextlib.ExitStack() as stack:
            running = _Running(stack, self._environment)
            if (before := row.case_before(self._size, self._base)) is not None:
                for column in columns:
                    self._measured(row, column, running, before)
            for number in range(rounds):
                for column in _turned(columns, number):
                    found[column.name].append(self._measured(row, column, running, case))
                print(".", end="", flush=True)
        return found

    def _measured(self, row: Row, column: Column, running: _Running, case: Case) -> Mapping[str, float] | None:
        """One measurement; None when it failed, and then the peer is not asked again."""
        if (row.key, column.name) in self.failures:
            return None
        try:
            if not row.fresh:
                return _asked(running.process(column), row, case)
            with column.start(self._environment) as lines:
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
