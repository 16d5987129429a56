"""Runs the worker processes against a mock server, whose record of arrivals is what counts."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from clerk_organizations.testing import Exchange, MockClerk, serve

_ROOT = Path(__file__).parents[2]
_ENDS = 60.0


@attrs.define(frozen=True)
class Arrival:
    """A call, as the server saw it."""

    at: float
    """Seconds."""
    worker: str
    status: int


@attrs.define
class Record:
    """What the server saw, and what the workers say."""

    arrivals: list[Arrival] = attrs.field(factory=list[Arrival])
    failed: Counter[str] = attrs.field(factory=Counter[str])
    """Calls that raised, by error."""

    @property
    def began(self) -> float:
        """When the first call came."""
        return self.arrivals[0].at

    def most_in(self, seconds: float) -> int:
        """Calls that came in the fullest window of so many seconds, refused ones among them."""
        times = [arrival.at for arrival in self.arrivals]
        return max((place + 1 - bisect_right(times, at - seconds) for place, at in enumerate(times)), default=0)

    def by_worker(self, status: int = 200) -> dict[str, int]:
        """How many calls of each were answered so."""
        found = Counter(arrival.worker for arrival in self.arrivals if arrival.status == status)
        return dict(sorted(found.items()))

    def share(self, after: float) -> float:
        """Calls of the worker that made fewest to those of the one that made most, once so many seconds are over: the
        first window belongs to whoever starts first."""
        counts = Counter(arrival.worker for arrival in self.arrivals if arrival.at >= self.began + after)
        return min(counts.values()) / max(counts.values())

    def used(self, requests: int, seconds: float) -> float:
        """Which part of a limit was used, over all whole windows from the first call on."""
        times = [arrival.at for arrival in self.arrivals]
        windows = int((times[-1] - self.began) / seconds)
        return bisect_right(times, self.began + windows * seconds) / (windows * requests)

    def refused(self) -> int:
        """Calls answered with 429."""
        return sum(arrival.status == 429 for arrival in self.arrivals)


def run(
    workers: int,
    seconds: float,
    limit: dict[str, Any] | None,
    *,
    key: str = "sk_live_fleet",
    threads: int = 4,
    timeout: float = 60.0,
    rate_limits: bool = True,
    meanwhile: Callable[[], object] | None = None,
) -> Record:
    """Run so many workers for so long.

    Args:
        limit: Arguments of their RateLimit; None for none.
        rate_limits: Whether the server refuses what is too much.
        meanwhile: Called once all of them work.
    """
    record, mock, over = Record(), MockClerk(rate_limits=rate_limits), threading.Event()

    def watch(exchange: Exchange) -> None:
        if not over.is_set():
            name = exchange.request.headers["user-agent"]
            record.arrivals.append(Arrival(exchange.at / 1000, name, exchange.response.status))

    mock.watch(watch)
    with serve(mock) as url:
        options = {"key": key, "url": url, "threads": threads, "timeout": timeout, "limit": limit}
        fleet = [_started({**options, "name": f"worker-{number}"}) for number in range(1, workers + 1)]
        try:
            for process in fleet:
                assert process.stdout is not None and process.stdout.readline() == "ready\n"
            for process in fleet:
                _say(process)
            if meanwhile is not None:
                meanwhile()
            over.wait(seconds)
            over.set()
            for process in fleet:
                record.failed += Counter(json.loads(process.communicate(timeout=_ENDS)[0]))
        finally:
            for process in fleet:
                process.kill()
                process.wait()
    return record


def _started(options: dict[str, Any]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.fleet.worker"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT,
    )  # fmt: skip
    _say(process, json.dumps(options))
    return process


def _say(process: subprocess.Popen[str], line: str = "") -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()
