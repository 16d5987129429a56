"""The comparison with both versions of @clerk/backend: rules cover every difference, and each covers one.

And `to_dict(by="typescript")` against its objects: the same names at every depth, the same values.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from clerk_organizations_api.base_model import Model
from tests.parity import deviations, report, snippets
from tests.parity.cases import Case
from tests.parity.comparison import Comparison, compare, idle
from tests.parity.difference import same
from tests.parity.sdks import NEWEST, SDKS
from tests.parity.values import UNDEFINED, snake
from tests.support import tiers


@pytest.fixture(scope="module")
def comparisons(node: None, some: list[Case]) -> list[Comparison]:
    sdks = SDKS if tiers.EVERY_EXAMPLE else [NEWEST]
    return [compare(sdk, some, deviations.load(), snippets.typescript_code(some)) for sdk in sdks]


def test_every_difference_is_covered_by_a_rule(comparisons: list[Comparison]) -> None:
    unexplained = [(each.sdk.version, one) for each in comparisons for one in each.unexplained]
    first = ["\n".join([version, *report.side_by_side(one)]) for version, one in unexplained[:5]]
    assert not first, f"{len(unexplained)} unexplained, such as\n" + "\n".join(first)


@pytest.mark.slow
def test_every_rule_and_pattern_covers_something(comparisons: list[Comparison]) -> None:
    assert idle(comparisons) == []


def test_the_newest_version_has_all_methods(comparisons: list[Comparison], some: list[Case]) -> None:
    assert comparisons[-1].sdk == NEWEST
    assert [each.case for each in comparisons[-1].compared] == some


def test_the_summary_counts_every_case_once(comparisons: list[Comparison]) -> None:
    for comparison in comparisons:
        counts = dict(line.split()[:2] for line in report.summary(comparison) if line[:1].isalpha())
        assert int(counts["cases"]) == len(comparison.compared)
        assert int(counts["cases"]) == sum(int(counts[name]) for name in ("equal", "covered", "unexplained"))


def test_json_of_models_has_the_names_of_typescript(comparisons: list[Comparison]) -> None:
    for comparison in comparisons:
        told = [(each.case, each.ts.outcome.get("returned"), each.ours.outcome) for each in comparison.compared]
        both = [(case, ts, model) for case, ts, model in told if _is_read(ts, model)]
        assert len(both) > len(told) / 20
        lacks = [
            (case.method.name, said) for case, ts, model in both for said in _lacks(ts, _json(model), model.to_dict())
        ]
        assert lacks == []


def _is_read(ts: Any, ours: Any) -> bool:
    """Whether both sides have made an object of the answer, and it is of the same class."""
    if not isinstance(ours, Model) or not isinstance(ts, dict):
        return False
    return ts.keys() == {"data", "totalCount"} or ts.get("$class") == type(ours).__name__


def _json(model: Model) -> dict[str, Any]:
    return model.to_dict(by="typescript")


def _lacks(ts: Any, ours: Any, api: Any, at: str = "") -> Iterator[str]:
    """Names and values of TypeScript that our JSON has not. `api` is the same as the API has it."""
    if isinstance(ts, list) and isinstance(ours, list):
        for item, own, raw in zip(ts, ours, api, strict=True):
            yield from _lacks(item, own, raw, at)
    elif isinstance(ts, dict) and isinstance(ours, dict) and isinstance(api, dict):
        if "$class" not in ts and ts in (ours, api):  # metadata, or what this SDK has no class for: as it came
            return
        for name, value in ts.items():
            if name == "$class" or value == UNDEFINED or snake(name) not in api:
                continue  # not in the answer: what TypeScript has there is of its own
            if name not in ours:
                yield f"{at}.{name}"
            elif api[snake(name)] is not None:  # a null may be '' or {} there
                yield from _lacks(value, ours[name], api[snake(name)], f"{at}.{name}")
    elif not same(_in_javascript(ts), _in_javascript(ours)):
        yield f"{at} is {ts!r:.40} and not {ours!r:.40}"


def _in_javascript(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
