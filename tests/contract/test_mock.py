"""The mock keeps to the document: schemathesis against its socket, with every check on.

Positive and negative data, from examples, boundaries and at random. A refusal of valid data must be by a rule of the
operation (rules.py); that data are not spared by refusing them all is seen by the number of successes.
"""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.contract.budget import CASES
from tests.contract.judging import call, cases_of, judge
from tests.contract.played import Played, playing
from tests.contract.rules import Case
from tests.support.document import OPERATIONS
from tests.support.present import HANDLED

SUCCESSES = CASES // 10
"""So many of the cases of an operation must succeed at least; all, when there are fewer, as nothing can vary."""


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    with playing() as played:
        yield played


@pytest.fixture
def tally(count: Callable[[str], None]) -> Iterator[Callable[[str], None]]:
    """Counts kinds of cases, and in the end wants enough successes among them."""
    seen = Counter[str]()

    def one(kind: str) -> None:
        seen[kind] += 1
        count(kind)

    yield one
    positive = sum(n for kind, n in seen.items() if kind.startswith("positive"))
    assert seen["positive: 2xx"] >= max(1, min(SUCCESSES, positive)), dict(seen)


@pytest.mark.sample(8)
@pytest.mark.parametrize("name", HANDLED)
def test_mock(name: str, played: Played, tally: Callable[[str], None]) -> None:
    def one(case: Case) -> None:
        with played.organization(OPERATIONS[name]):
            played.acquaint(case)
            response = call(case, played)
            tally(judge(case, response, played))
            if name == "CreateOrganization" and response.status_code == 200:
                played.forget(response.json()["id"])

    cases_of(name, one)()
