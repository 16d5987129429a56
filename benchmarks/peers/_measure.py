"""How things are measured: the same for all peers, so that an adapter only says what is to be done."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks.case import Case

Metrics: TypeAlias = dict[str, float]
"""`wall` and `cpu` are seconds, `cpu` user and system time of this process alone, `peak` the most memory that it
ever had, in bytes; the rest is named in rows.py."""


class Stopwatch:
    """Wall clock and CPU time since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def per(self, count: int) -> Metrics:
        """The time of each of `count` equal pieces of work."""
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        return {"wall": wall / count, "cpu": cpu / count}


def each(case: Case, call: Callable[[], object]) -> Metrics:
    """The time of one call, of many."""
    for _ in range(case.warm):
        call()
    watch = Stopwatch()
    for _ in range(case.calls):
        call()
    return watch.per(case.calls)


async def each_async(case: Case, call: Callable[[], Awaitable[object]]) -> Metrics:
    """The time of one call, of many that follow one another."""
    for _ in range(case.warm):
        await call()
    watch = Stopwatch()
    for _ in range(case.calls):
        await call()
    return watch.per(case.calls)


async def at_once(case: Case, call: Callable[[], Awaitable[object]]) -> Metrics:
    """The time of all calls, so many at once, so many times; connections are opened within it."""
    watch = Stopwatch()
    for _ in range(case.rounds):
        await asyncio.gather(*(call() for _ in range(case.concurrent)))
    return {**watch.per(1), "peak": _peak()}


def cold(statements: str, path: str = "") -> Metrics:
    """The time of statements in a new interpreter, its own start left out."""
    code = (
        "import time; wall, cpu = time.perf_counter(), time.process_time()\n"
        f"{statements}\n"
        "wall, cpu = time.perf_counter() - wall, time.process_time() - cpu\n"
        "import json; print(json.dumps({'wall': wall, 'cpu': cpu}))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"PYTHONPATH": path} if path else {}
    with tempfile.TemporaryDirectory() as folder:  # nothing lies beside the program
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, cwd=folder, env=environment
        )
    measured: Metrics = json.loads(done.stdout)
    return measured


def kept(case: Case, parse: Callable[[bytes], object]) -> Metrics:
    """Bytes that stay in use for each membership of a page, as Python's allocators count them."""
    content = Path(case.page).read_bytes()
    parse(content)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    pages = [parse(content) for _ in range(case.calls)]
    gc.collect()
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return {"bytes": used / (len(pages) * case.items)}


def parsed(case: Case, parse: Callable[[bytes], object]) -> Metrics:
    """The time of reading one page."""
    content = Path(case.page).read_bytes()
    return each(case, lambda: parse(content))


class Walk:
    """Counts the items of a walk, and looks at the memory of the process page by page."""

    def __init__(self, case: Case) -> None:
        self._case, self._watch, self._memory = case, Stopwatch(), list[float]()
        self._count = 0

    def see(self, item: object) -> None:
        self._count += 1
        if self._count % self._case.items == 0:
            self._memory.append(_resident())

    def metrics(self) -> Metrics:
        """Time, and the most memory of the whole walk over the most of its first quarter."""
        times = self._watch.per(1)
        if self._count != self._case.total:
            raise ValueError(f"the walk saw {self._count} of {self._case.total} items")
        memory = self._memory or [_resident()]  # a list shorter than a page
        start = max(memory[: max(1, len(memory) // 4)])
        return {**times, "growth": max(memory) / start, "peak": _peak()}


def walked(case: Case, items: Iterable[object]) -> Metrics:
    """The time of a walk over all items of a list, which comes in pages."""
    walk = Walk(case)
    for item in items:
        walk.see(item)
    return walk.metrics()


async def walked_async(case: Case, items: AsyncIterable[object]) -> Metrics:
    """The same for an async walk."""
    walk = Walk(case)
    async for item in items:
        walk.see(item)
    return walk.metrics()


def pages(case: Case, fetch: Callable[[int, int], list[Any]]) -> Iterable[object]:
    """The walk that people write by hand: page after page. `fetch` takes offset and limit."""
    for offset in range(0, case.total, case.items):
        yield from fetch(offset, case.items)


def made(case: Case, make: Callable[[], Any], call: Callable[[Any], object]) -> Metrics:
    """The time of making one client after the first, and of making one with its first call."""
    first = make()
    call(first)
    watch = Stopwatch()
    clients = [make() for _ in range(case.clients - 1)]
    alone = watch.per(len(clients))
    for client in clients:
        call(client)
    called = watch.per(len(clients))
    return {**alone, "with_call": called["wall"]}


def generated(case: Case, command: Callable[[str, str], list[str]]) -> Metrics:
    """The seconds of a generator for each document, into a new folder. `command` takes document and folder.

    `wall` is about the last one; `peak` is the memory of the hungriest process that this one has started so far.
    """
    took: Metrics = {}
    path = os.pathsep.join([case.environment, os.environ.get("PATH", "")])
    for size, document in case.documents.items():
        with tempfile.TemporaryDirectory() as folder:
            watch, before = Stopwatch(), os.times()
            subprocess.run(
                command(document, str(Path(folder, "made"))),
                capture_output=True, check=True, env={**os.environ, "PATH": path},
            )  # fmt: skip
            took[size], after = watch.per(1)["wall"], os.times()
            took[f"{size}_cpu"] = after[2] + after[3] - before[2] - before[3]
            if len(list(Path(folder, "made").rglob("*.py"))) < 10:
                raise ValueError("hardly anything was generated")
    seconds = [took[size] for size in case.documents]
    return {**took, "growth": seconds[-1] / seconds[0], "wall": seconds[-1], "peak": _max_rss(of_children=True)}


def _resident() -> float:
    """Bytes of memory that this process has now; where the system does not tell, the most it ever had."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return float(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return _max_rss()


def _peak() -> float:
    """The most memory that this process ever had; Linux counts in ru_maxrss what it was forked from, too."""
    status = Path("/proc/self/status")
    if status.exists():
        return float(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    return _max_rss()


def _max_rss(of_children: bool = False) -> float:
    import resource  # Windows has none

    usage = resource.getrusage(resource.RUSAGE_CHILDREN if of_children else resource.RUSAGE_SELF)
    return float(usage.ru_maxrss) * (1 if sys.platform == "darwin" else 1024)
