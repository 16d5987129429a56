"""Plugin that prints the table of faults after the tests: pytest -n 0 -m fault -p tests.faults.table."""

from typing import Any

import pytest

from tests.faults.rows import ROWS

_OUTCOMES: dict[str, str] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    row = report.nodeid.rpartition("[")[2].rstrip("]").split("-")
    for part in row:
        if part in ROWS and (report.failed or report.when == "call"):
            before = _OUTCOMES.get(part, "as promised")
            _OUTCOMES[part] = "NOT AS PROMISED" if report.failed or before != "as promised" else before


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was promised and what was seen, a line a row."""
    terminalreporter.write_sep("-", "faults")
    for row in sorted(ROWS.values()):
        if row.id in _OUTCOMES:
            terminalreporter.write_line(f"{row.id:4} {_OUTCOMES[row.id]:15} {row.fault}: {row.promise}")
