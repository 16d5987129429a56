"""What is measured, how much of it, and what it should come to. Columns are named by the files in peers/.

A row is one amount of work, beside targets; a growth is the same function of the adapters at several sizes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from benchmarks.case import Case

Size: TypeAlias = Literal["full", "quick", "tiny"]
PEERS = ("official", "stock", "clerk_backend")


@dataclass(frozen=True)
class Target:
    """A ratio between columns of one run, or a value of one column."""

    text: str
    of: tuple[str, ...]
    """Of these columns the smallest value, in each round."""
    against: tuple[str, ...]
    """Divided by the smallest of these; empty for the value itself."""
    limit: float
    at_least: bool = False
    metric: str = ""
    """The row's own unless given."""


@dataclass(frozen=True)
class Row:
    """A row of the table: a function of the adapters, and what to call it with."""

    key: str
    title: str
    label: str
    """The title in few words, for the picture in README.md."""
    metrics: Mapping[str, tuple[str, str]]
    """What is shown: label and unit by metric. The first is the row's own, which charts and targets are about."""
    targets: tuple[Target, ...]
    amounts: Mapping[Size, Mapping[str, Any]]
    """Fields of `Case` by size, and `counted`: how many rounds count."""
    before: Mapping[str, Any] | None = field(default_factory=dict)
    """What is other in a first measurement that does not count; None for no such measurement."""
    fresh: bool = False
    """Whether each measurement has a process of its own."""
    server: str = "/wait-0/of-500"
    """How the server behaves; see server.py."""
    seconds: float = 60
    """No measurement takes longer, or the peer is out of the row."""
    once_over: float = math.inf
    """What takes a column longer than so many seconds is certain enough at once: it is measured in one round."""
    floor: str = "bare_httpx"
    """The column that the picture in README.md compares with."""
    function: str = ""
    """The function of the adapters; the key unless given."""

    @property
    def asks(self) -> str:
        return self.function or self.key

    @property
    def metric(self) -> str:
        return next(iter(self.metrics))

    def counted(self, size: Size) -> int:
        """How many rounds count."""
        return int(self.amounts[size]["counted"])

    def case(self, size: Size, base: Case) -> Case:
        """What to send to the peers; `base` knows the server, files and folders."""
        return self._case(self.amounts[size], base)

    def case_before(self, size: Size, base: Case) -> Case | None:
        """What to send once before the first round."""
        return None if self.before is None else self._case({**self.amounts[size], **self.before}, base)

    def _case(self, amounts: Mapping[str, Any], base: Case) -> Case:
        fields = {name: value for name, value in amounts.items() if name not in ("counted", "documents")}
        chosen = {name: base.documents[name] for name in amounts.get("documents", ())}
        server = self.server.format(total=amounts.get("total", 500))
        return replace(base, url=base.url + server, documents=chosen, **fields)


@dataclass(frozen=True)
class Growth:
    """A function of the adapters at several sizes: how time and memory grow with one thing."""

    key: str
    title: str
    axis: str
    """What grows."""
    function: str
    amounts: Callable[[int], Mapping[str, Any]]
    """Fields of `Case` at a size."""
    sizes: Mapping[Size, tuple[int, ...]]
    server: str = "/wait-0/of-500"
    bound: float = 30
    """Seconds: a size that would take a peer longer, going by the size before, is left out, and those after it."""

    @property
    def metrics(self) -> Mapping[str, tuple[str, str]]:
        return {"wall": ("time", "s"), "peak": ("peak memory of the process", "MB")}

    def at(self, size: Size, point: int) -> Row:
        """The row that is this growth at one of its sizes; the smallest one warms up."""
        counted = 3 if size == "full" else 1
        amounts: dict[Size, Mapping[str, Any]] = {size: {**self.amounts(point), "counted": counted}}
        before = self.amounts(self.sizes[size][0])
        return Row(
            self.key, self.title, self.axis, self.metrics, (), amounts, before,
            fresh=True, server=self.server, seconds=120, once_over=3, function=self.function,
        )  # fmt: skip


def _at_most(limit: float, text: str, of: str, *against: str, metric: str = "") -> Target:
    return Target(text, (of,), against, limit, metric=metric)


def _times(limit: float, text: str, of: tuple[str, ...], against: str) -> Target:
    return Target(text, of, (against,), limit, at_least=True)


def _walk(key: str, title: str, label: str, *targets: Target) -> Row:
    """Through a list of many pages, each of which the server takes its time for."""
    return Row(
        key,
        title,
        label,
        {"wall": ("wall clock", "s"), "growth": ("peak memory / peak of the first quarter", ""), "cpu": ("CPU", "s")},
        targets,
        {
            "full": {"items": 500, "total": 100_000, "counted": 2},
            "quick": {"items": 500, "total": 5_000, "counted": 1},
            "tiny": {"items": 5, "total": 20, "counted": 1},
        },
        before=None,
        fresh=True,
        server="/wait-30/of-{total}",
        seconds=120,
        once_over=10,
    )


_CPU = {"cpu": ("client CPU per call", "µs"), "wall": ("wall clock per call", "µs")}
_ONCE = {"cpu": ("CPU", "ms"), "wall": ("wall clock", "ms")}
_SMALL = {"calls": 3, "warm": 1, "items": 5, "counted": 1}

ROWS = (
    Row(
        "cold_start",
        "Cold start: import, client, first touch of organizations",
        "cold start",
        _ONCE,
        (
            _at_most(0.95, "ours / (import httpx + httpx.Client())", "ours", "bare_httpx"),
            _times(2.7, "official / ours", ("official",), "ours"),
        ),
        {"full": {"counted": 9}, "quick": {"counted": 2}, "tiny": {"counted": 1}},
    ),
    Row(
        "import_alone",
        "Import alone",
        "import",
        _ONCE,
        (_at_most(0.6, "ours / import httpx", "ours", "bare_httpx"),),
        {"full": {"counted": 9}, "quick": {"counted": 2}, "tiny": {"counted": 1}},
    ),
    Row(
        "sync_get",
        "GET of one organization, sync: client CPU per call",
        "CPU of a call",
        _CPU,
        (
            _at_most(0.45, "ours / bare httpx", "ours", "bare_httpx"),
            _times(4.5, "official / ours", ("official",), "ours"),
        ),
        {
            "full": {"calls": 300, "warm": 50, "counted": 11},
            "quick": {"calls": 100, "warm": 20, "counted": 2},
            "tiny": _SMALL,
        },
    ),
    Row(
        "async_get",
        "GET of one organization, async: client CPU per call",
        "CPU of an async call",
        _CPU,
        (_at_most(0.3, "ours / bare httpx", "ours", "bare_httpx"),),
        {
            "full": {"calls": 300, "warm": 50, "counted": 11},
            "quick": {"calls": 100, "warm": 20, "counted": 2},
            "tiny": _SMALL,
        },
    ),
    Row(
        "parse",
        "500 memberships, bytes to models",
        "500 models from bytes",
        {"cpu": ("CPU per page", "ms"), "wall": ("wall clock per page", "ms")},
        (
            _at_most(1.5, "ours / json.loads", "ours", "json_loads"),
            _at_most(1.0, "ours with [fast] / json.loads", "ours_fast", "json_loads"),
        ),
        {"full": {"calls": 20, "counted": 11}, "quick": {"calls": 6, "counted": 3}, "tiny": _SMALL},
        floor="json_loads",
    ),
    Row(
        "memory",
        "Memory kept per membership",
        "memory of a model",
        {"bytes": ("bytes per membership", "bytes")},
        (
            _at_most(1.0, "ours / official", "ours", "official"),
            _at_most(2600, "ours, bytes per membership", "ours"),
        ),
        {
            "full": {"calls": 10, "items": 500, "counted": 1},
            "quick": {"calls": 3, "items": 500, "counted": 1},
            "tiny": {"calls": 1, "items": 500, "counted": 1},
        },
        before=None,
        fresh=True,
        floor="json_loads",
    ),
    Row(
        "network",
        "500 memberships over the network",
        "a page of 500",
        {"wall": ("wall clock per page", "ms"), "cpu": ("client CPU per page", "ms")},
        (
            _at_most(1.2, "ours / bare httpx + json", "ours", "bare_httpx"),
            _at_most(0.8, "ours with [fast] / bare httpx + json", "ours_fast", "bare_httpx"),
        ),
        {
            "full": {"calls": 20, "warm": 3, "items": 500, "counted": 11},
            "quick": {"calls": 6, "warm": 1, "items": 500, "counted": 3},
            "tiny": _SMALL,
        },
    ),
    Row(
        "fan_out",
        "200 concurrent calls, 20 rounds, 20 ms server",
        "200 calls at once",
        {"wall": ("wall clock", "s"), "cpu": ("client CPU", "s")},
        (
            _times(16, "official / ours", ("official",), "ours"),
            _at_most(0.95, "ours / @clerk/backend", "ours", "clerk_backend"),
        ),
        {
            "full": {"concurrent": 200, "rounds": 20, "counted": 3},
            "quick": {"concurrent": 200, "rounds": 1, "counted": 1},
            "tiny": {"concurrent": 5, "rounds": 1, "counted": 1},
        },
        before={"concurrent": 20, "rounds": 1},
        server="/wait-20/of-500",
        seconds=150,
        once_over=5,
    ),
    _walk(
        "walk",
        "Walk of 200 pages of 500, 30 ms each",
        "walk of 100,000 items",
        _times(2.5, "fastest peer / ours", PEERS, "ours"),
        _at_most(1.1, "memory is flat: ours, peak / peak of the first quarter", "ours", metric="growth"),
    ),
    _walk(
        "async_walk",
        "The same walk, async",
        "async walk of 100,000 items",
        _times(2.5, "official / ours", ("official",), "ours"),
    ),
    Row(
        "many_clients",
        "100 clients in one process, each after the first",
        "one more client",
        {"wall": ("one more client", "ms"), "with_call": ("one more client and its first call", "ms")},
        (_at_most(1.5, "ours, ms", "ours"),),
        {
            "full": {"clients": 100, "counted": 3},
            "quick": {"clients": 12, "counted": 1},
            "tiny": {"clients": 3, "counted": 1},
        },
        before=None,
        fresh=True,
    ),
    Row(
        "generate",
        "Generate the client, formatting included",
        "generating the client",
        {
            "x1": ("our document", "s"),
            "x10": ("ten times as large", "s"),
            "growth": ("larger / our document", ""),
        },
        (
            _at_most(0.6, "ours / stock generator", "ours", "stock"),
            _at_most(1.5, "ours, s", "ours"),
            _at_most(1.0, "growth with the document: ours / stock generator", "ours", "stock", metric="growth"),
        ),
        {
            "full": {"documents": ("x1", "x10"), "counted": 3},
            "quick": {"documents": ("x1", "x10"), "counted": 1},
            "tiny": {"documents": ("x1",), "counted": 1},
        },
        before={"documents": ("x1",)},
        seconds=180,
        floor="stock",
    ),
)

GROWTHS = (
    Growth(
        "growth_walk",
        "Growth with the length of a walk, pages of 500, nothing waiting at the server",
        "items walked",
        "walk",
        lambda total: {"items": 500, "total": total},
        {"full": (100, 1_000, 10_000, 100_000, 1_000_000), "quick": (100, 1_000, 10_000), "tiny": (5, 10)},
        server="/wait-0/of-{total}",
    ),
    Growth(
        "growth_fan_out",
        "Growth with the calls at once, each answered after 20 ms",
        "calls in flight",
        "fan_out",
        lambda calls: {"concurrent": calls, "rounds": 1},
        {"full": (1, 5, 20, 100, 200, 500), "quick": (1, 20, 100), "tiny": (1, 2)},
        server="/wait-20/of-500",
    ),
    Growth(
        "growth_generate",
        "Growth with the document, from which the client is generated",
        "times the size of our document",
        "generate",
        lambda times: {"documents": (f"x{times}",)},
        {"full": (1, 5, 10), "quick": (1, 5), "tiny": (1,)},
    ),
)

UNITS = {"s": 1.0, "ms": 1e3, "µs": 1e6, "bytes": 1.0, "MB": 1e-6, "": 1.0}
"""What to multiply a metric by to have it in its unit."""
