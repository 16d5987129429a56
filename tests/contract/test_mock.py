"""The mock keeps to the document: schemathesis against its socket, with every check on.

Positive and negative data, from examples, boundaries and at random. A refusal of valid data must be by a rule of the
operation (rules.py); that data are not spared by refusing them all is seen by the number of successes.
"""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from tests.contract.budget import BUDGET, EXAMPLES
from tests.contract.judging import SCHEMA, call, judge
from tests.contract.played import Played, playing
from tests.contract.rules import Case
from tests.support.document import OPERATIONS
from tests.support.present import HANDLED

SUCCESSES = EXAMPLES // 10
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


def _test_of(name: str) -> Callable[..., None]:
    @SCHEMA.include(operation_id=name).parametrize()
    @settings(BUDGET)
    def test(case: Case, played: Played, tally: Callable[[str], None]) -> None:
        with played.organization(OPERATIONS[name]):
            played.acquaint(case)
            response = call(case, played)
            tally(judge(case, response, played))
            if name == "CreateOrganization" and response.status_code == 200:
                played.forget(response.json()["id"])

    test.__name__ = f"test_mock_{name}"
    found: Callable[..., None] = test
    return found


# A function for each operation: the items that parametrize() makes of one function have one id, which xdist runs once.
for _name in HANDLED:
    globals()[f"test_mock_{_name}"] = _test_of(_name)
