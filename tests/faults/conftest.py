"""The clients and servers of the fault tests, and the table that `make faults` prints."""

import os
from typing import Any

import pytest

from clerk_organizations import RetryPolicy
from tests.faults.rows import ROWS
from tests.wire import Wire
from tests.wrapper.conftest import World

AT_ONCE = RetryPolicy(first_delay=0.0)
"""The default policy, without the waits of our own accord."""

_OUTCOMES: dict[str, str] = {}


@pytest.fixture
def clerk(world: World, wire: Wire) -> Any:
    """A client of the wire that repeats as it would anyway, and does not wait in between."""
    return world.client(api_url=wire.url, retry=AT_ONCE)


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests say everything themselves."""
    for name in ("CLERK_SECRET_KEY", "CLERK_API_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """One connection for each client, so that one that is not given back is missed at once."""
    monkeypatch.setattr("clerk_organizations._transports.pool.MAX_CONNECTIONS", 1)


@pytest.fixture
def few_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four connections for each client, so that it soon has none if they are not given back."""
    monkeypatch.setattr("clerk_organizations._transports.pool.MAX_CONNECTIONS", 4)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    row = report.nodeid.rpartition("[")[2].rstrip("]").split("-")
    for part in row:
        if part in ROWS and (report.failed or report.when == "call"):
            before = _OUTCOMES.get(part, "as promised")
            _OUTCOMES[part] = "NOT AS PROMISED" if report.failed or before != "as promised" else before


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was promised and what was seen, a line a row, for `make faults`."""
    if not os.environ.get("FAULTS_TABLE"):
        return
    terminalreporter.write_sep("-", "faults")
    for row in sorted(ROWS.values()):
        if row.id in _OUTCOMES:
            terminalreporter.write_line(f"{row.id:4} {_OUTCOMES[row.id]:15} {row.fault}: {row.promise}")
