"""The comparison with one version of @clerk/backend: every case on every side, and what no rule covers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.parity import deviations, on_the_wire, outcomes, sides
from tests.parity.cases import Case
from tests.parity.deviations import Rule
from tests.parity.difference import Difference, shown
from tests.parity.recorder import recording
from tests.parity.sdks import NEWEST, Sdk
from tests.parity.sides import Told
from tests.support.servers import Received


@dataclass(frozen=True)
class Compared:
    """One case on all sides."""

    case: Case
    ts: Told
    ours: Told
    differences: Sequence[Difference]
    unexplained: Sequence[Difference]


@dataclass(frozen=True)
class Comparison:
    """All cases that the SDK has a method for."""

    sdk: Sdk
    compared: Sequence[Compared]
    rules: Sequence[Rule]

    @property
    def unexplained(self) -> list[Compared]:
        return [each for each in self.compared if each.unexplained]


def idle(comparisons: Sequence[Comparison]) -> list[str]:
    """Rules and patterns that cover nothing in any of these comparisons."""
    listed = [dict.fromkeys((rule.id, pattern) for rule in one.rules for pattern in rule.idle) for one in comparisons]
    return [f"{rule}: {pattern}" for rule, pattern in listed[0] if all((rule, pattern) in one for one in listed)]


def compare(
    sdk: Sdk, cases: Sequence[Case], rules: Sequence[Rule], code: Mapping[str, str] | None = None
) -> Comparison:
    """Run the cases of methods that the SDK has, on all sides; `code` has texts of TypeScript to run, by case id."""
    cases = [case for case in cases if sdk.has(case.method.since)]
    with recording(cases) as recorder:
        theirs = sides.typescript(sdk, cases, recorder, code or {})
        ours = sides.blocking(sdk, cases, recorder)
        # Our clients share all code but their loops, so that one run of both shows whether they do the same
        asynchronous = sides.asynchronous(sdk, cases, recorder) if sdk == NEWEST else ours
    told = zip(cases, theirs, ours, asynchronous, strict=True)
    with sides.quiet():
        return Comparison(sdk, [_compared(sdk, case, rules, *each) for case, *each in told], rules)


def _compared(sdk: Sdk, case: Case, rules: Sequence[Rule], ts: Told, ours: Told, asynchronous: Told) -> Compared:
    found = [
        *on_the_wire.differences(ts.requests, ours.requests),
        *outcomes.differences(ts.outcome, ours.outcome),
    ]
    sent = bool(ts.requests and len(ts.requests) == len(ours.requests))
    left = list(deviations.unexplained(rules, deviations.names(sdk, case), found, sent=sent))
    return Compared(case, ts, ours, found, [*left, *_between_clients(ours, asynchronous)])


def _between_clients(blocking: Told, asynchronous: Told) -> list[Difference]:
    """Our own two clients must do the same in every detail; no rule can cover this."""
    pairs = {
        "async.requests": ([_whole(it) for it in blocking.requests], [_whole(it) for it in asynchronous.requests]),
        "async.outcome": (outcomes.facts(blocking.outcome), outcomes.facts(asynchronous.outcome)),
    }
    return [Difference(aspect, shown(b), shown(a)) for aspect, (b, a) in pairs.items() if a != b]


def _whole(request: Received) -> tuple[object, ...]:
    """All of a request but for the boundary, which is random."""
    boundary = on_the_wire.boundary(request)
    headers = {**request.headers, "content-type": "multipart"} if boundary else dict(request.headers)
    content = request.body.replace(boundary.encode(), b"boundary") if boundary else request.body
    return request.method, request.target, {**headers, "content-length": ""}, content
