"""What `make parity` prints: counts, rules, whatever is unexplained, and the matrix of methods and classes."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from tests.parity.cases import Case
from tests.parity.comparison import Compared, Comparison
from tests.parity.difference import shown
from tests.parity.on_the_wire import HEADERS, boundary
from tests.parity.sides import Told

_COLUMN = 70


def totals(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """A line for each version."""
    for each in comparisons:
        name = f"@clerk/backend {each.sdk.version} ({each.sdk.api_version})"
        yield f"{name}: {len(each.compared)} cases of {_methods(each)} methods, {len(each.unexplained)} unexplained"


def _methods(comparison: Comparison) -> int:
    return len({each.case.method.id for each in comparison.compared})


def summary(comparison: Comparison) -> Iterator[str]:
    """The counts, and each rule with the number of cases that it covers."""
    compared = comparison.compared
    left = len(comparison.unexplained)
    equal = sum(
        not each.unexplained and all(it.aspect.startswith("headers.") for it in each.differences) for each in compared
    )
    yield f"@clerk/backend {comparison.sdk.version}, and this client with API version {comparison.sdk.api_version}"
    yield f"cases        {len(compared):5}  calls of {_methods(comparison)} methods"
    yield f"equal        {equal:5}  but for the headers that the first three rules are about"
    yield f"covered      {len(compared) - equal - left:5}  by further rules"
    yield f"unexplained  {left:5}"
    yield ""
    for rule in comparison.rules:
        if rule.count:
            yield f"{rule.count:6}  {rule.id}: {rule.title}"


def side_by_side(compared: Compared) -> Iterator[str]:
    """An unexplained case: what differs, and both sides whole. What a terminal cannot show is escaped."""
    for line in _side_by_side(compared):
        yield "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def _side_by_side(compared: Compared) -> Iterator[str]:
    yield f"UNEXPLAINED {compared.case.id}"
    for difference in compared.unexplained:
        yield f"  {difference.aspect}"
        yield f"      TypeScript  {difference.ts}"
        yield f"      Python      {difference.ours}"
    yield f"  {'TypeScript':{_COLUMN}}  Python"
    for left, right in zip_longest(_lines(compared.ts), _lines(compared.ours), fillvalue=""):
        yield f"  {left:{_COLUMN}}  {right}".rstrip()
    yield ""


def _lines(told: Told) -> list[str]:
    lines = [] if told.requests else ["(no request)"]
    for request in told.requests:
        lines += textwrap.wrap(f"{request.method} {request.target}", _COLUMN)
        for name in HEADERS:
            if name in request.headers:
                value = request.headers[name].replace(boundary(request) or "\0", "…")
                lines += textwrap.wrap(f"{name}: {value}", _COLUMN)
        if request.body:
            lines += textwrap.wrap(shown(request.body.decode(errors="replace"), 600), _COLUMN)
    kind = "raised" if isinstance(told.outcome, Exception) else "="
    return [*lines, *textwrap.wrap(f"{kind} {shown(repr(told.outcome), 600)}", _COLUMN)]


def matrix(cases: Sequence[Case]) -> Iterator[str]:
    """Methods by classes: how many parameters of a method get a value of the class. Equal rows are written once."""
    methods = list({case.method.id: None for case in cases})
    yield from (f"  {letter}  {name}" for letter, name in zip(_LETTERS, methods, strict=False))
    empty: list[str] = []
    for group in {case.group: None for case in cases}:
        rows = _rows([case for case in cases if case.group == group], methods)
        used = [any(row[column] for row in rows.values()) for column in range(len(methods))]
        yield f"{group:34}{_LETTERS[: len(methods)]}"
        for row, kinds in groupby(sorted(rows, key=lambda kind: rows[kind], reverse=True), key=lambda kind: rows[kind]):
            cells = "".join(_cell(count) if column else " " for count, column in zip(row, used, strict=True))
            first, *more = textwrap.wrap(" ".join(kinds), 31)
            yield f"  {first:32}{cells}"
            yield from (f"  {line}" for line in more)
        empty += [
            f"  {methods[column]}: {group}/{kind}"
            for kind, row in rows.items()
            for column, count in enumerate(row)
            if used[column] and not count and group not in _SINGLE
        ]
    yield f"{len(empty)} empty cells: the method gets values of the kind, and none of this class"
    yield from empty


_SINGLE = ("base", "example", "together", "then")
"""Groups whose classes are not values of a kind: a method has what makes sense for it."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _rows(cases: Sequence[Case], methods: Sequence[str]) -> dict[str, tuple[int, ...]]:
    rows: dict[str, list[int]] = {}
    for case in cases:
        rows.setdefault(case.kind, [0] * len(methods))[methods.index(case.method.id)] += 1
    return {kind: tuple(row) for kind, row in rows.items()}


def _cell(count: int) -> str:
    return "." if not count else str(count) if count < 10 else "+"
