"""A server that records and answers, both clients of it, and counts that are shown at the end."""

import asyncio
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from clerk_organizations import AsyncClerkClient, ClerkClient
from tests.contract.calls import Call
from tests.support.servers import Received, RecordingServer, listening

KEY = "sk_test_contract"


class Both:
    """The blocking and the async client, made to do the same."""

    def __init__(self, wire: RecordingServer) -> None:
        self.wire = wire
        self._runner = asyncio.Runner()
        self._sync = ClerkClient(secret_key=KEY, api_url=wire.url)
        self._async = AsyncClerkClient(secret_key=KEY, api_url=wire.url)

    def call(self, call: Call, answer: Any) -> Iterator[tuple[str, Received, Any]]:
        """Which client, the one request that it sent, and what it returned for this answer."""
        for kind, make in (("sync", self.blocking), ("async", self.awaited)):
            self.wire.forget()
            self.wire.reply_json(answer, call.operation.success[0])
            with warnings.catch_warnings():  # of arguments that the document marks as deprecated
                warnings.simplefilter("ignore", DeprecationWarning)
                warnings.filterwarnings("ignore", ".* looks like seconds", UserWarning)
                result = make(call)
            (request,) = self.wire.requests
            yield kind, request, result

    def blocking(self, call: Call) -> Any:
        return call.operation.method_of(self._sync)(*call.args, **call.kwargs)

    def awaited(self, call: Call) -> Any:
        async def run() -> Any:
            return await call.operation.method_of(self._async)(*call.args, **call.kwargs)

        return self._runner.run(run())

    def close(self) -> None:
        self._sync.close()
        self._runner.run(self._async.aclose())
        self._runner.close()


@pytest.fixture(scope="module")
def clients() -> Iterator[Both]:
    with listening() as wire:
        both = Both(wire)
        yield both
        both.close()


@pytest.fixture
def both(clients: Both) -> Iterator[Both]:
    """The clients of the module; what a test leaves unanswered is no matter of the next one."""
    yield clients
    clients.wire.forget()


@pytest.fixture
def count(request: pytest.FixtureRequest) -> Iterator[Callable[[str], None]]:
    """Call it with a kind for each case that was run; `make contract` shows the sums."""
    counts: dict[str, int] = {}

    def one(kind: str) -> None:
        counts[kind] = counts.get(kind, 0) + 1

    yield one
    request.node.user_properties.append(("contract", counts))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Cases by operation and kind; as properties of reports they travel from the workers of xdist."""
    reports = [report for found in terminalreporter.stats.values() for report in found if hasattr(report, "when")]
    lines = {
        report.nodeid.removeprefix("tests/contract/"): counts
        for report in reports
        for name, counts in getattr(report, "user_properties", [])
        if name == "contract" and report.when == "teardown"
    }
    if lines:
        terminalreporter.section("cases run", sep="-")
    for nodeid in sorted(lines):
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(lines[nodeid].items()))
        terminalreporter.write_line(f"{nodeid}: {kinds}")
