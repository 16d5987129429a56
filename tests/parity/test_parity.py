"""The whole comparison with @clerk/backend: every difference is covered by a rule, and every rule covers one."""

import pytest

from tests.parity import deviations, report, snippets
from tests.parity.cases import Case
from tests.parity.comparison import Comparison, compare


@pytest.fixture(scope="module")
def comparison(node: None, listed: list[Case]) -> Comparison:
    return compare(listed, deviations.load(), snippets.typescript_code(listed))


def test_every_difference_is_covered_by_a_rule(comparison: Comparison) -> None:
    first = ["\n".join(report.side_by_side(each)) for each in comparison.unexplained[:5]]
    assert not first, f"{len(comparison.unexplained)} unexplained, such as\n" + "\n".join(first)


def test_every_rule_and_pattern_covers_something(comparison: Comparison) -> None:
    assert comparison.idle == []


def test_the_summary_counts_every_case_once(comparison: Comparison) -> None:
    counts = dict(line.split()[:2] for line in report.summary(comparison) if line[:1].isalpha())
    assert int(counts["cases"]) == len(comparison.compared)
    assert int(counts["cases"]) == sum(int(counts[name]) for name in ("equal", "covered", "unexplained"))
