"""The comparison with both versions of @clerk/backend: rules cover every difference, and each covers one."""

import pytest

from tests.parity import deviations, report, snippets
from tests.parity.cases import Case
from tests.parity.comparison import Comparison, compare, idle
from tests.parity.sdks import NEWEST, SDKS
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
