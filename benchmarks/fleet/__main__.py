"""Eight processes under one key, with and without a rate limit: `python -m benchmarks.fleet`. Loopback alone."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.fleet import redis_server
from benchmarks.fleet.chart import chart
from benchmarks.fleet.fleet import Record, run
from clerk_organizations.rate_limit import PRODUCTION
from generator.streams import escape_what_cannot_be_printed

WORKERS = 8
THREADS = 32
LENGTH = 25.0
PICTURE = Path(__file__).parents[2] / "docs" / "fleet.svg"


def main() -> int:
    """Run both, print what the server saw, draw it."""
    escape_what_cannot_be_printed()
    if redis_server.COMMAND is None:
        print(redis_server.MISSING, file=sys.stderr)
        return 2
    requests, seconds = PRODUCTION.requests, PRODUCTION.seconds
    print(f"{WORKERS} processes of {THREADS} threads call for {LENGTH:g} s; the server takes {PRODUCTION}")
    with redis_server.running() as redis:
        limited = run(WORKERS, LENGTH, {"redis": redis.url}, threads=THREADS)
    bare = run(WORKERS, LENGTH, None, threads=THREADS)
    for title, record in (("with RateLimit.for_key(redis=…)", limited), ("without", bare)):
        _tell(title, record, requests, seconds)
    PICTURE.write_text(chart(limited, bare, requests, seconds, LENGTH), encoding="utf-8")
    print(f"\n{PICTURE.relative_to(Path.cwd()) if PICTURE.is_relative_to(Path.cwd()) else PICTURE.name}")
    return 0 if limited.most_in(seconds) <= requests and not limited.refused() else 1


def _tell(title: str, record: Record, requests: int, seconds: float) -> None:
    answered = record.by_worker()
    print(f"\n{title}:")
    print(f"  {len(record.arrivals):,} calls came, {record.refused():,} of them were refused with 429")
    print(f"  {record.failed.total():,} calls raised an error {dict(record.failed) or ''}".rstrip())
    print(f"  {record.most_in(seconds):,} calls in the fullest window of {seconds:g} s; the limit is {requests:,}")
    print(f"  {record.used(requests, seconds):.1%} of the limit asked for, over whole windows")
    print(f"  by worker: {', '.join(map(str, answered.values()))}; fewest to most after the first window: "
          f"{record.share(seconds):.2f}")  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
