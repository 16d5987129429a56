"""The mock keeps to the document from call to call: chains along its links, until what was made is gone."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import Phase, seed, settings
from hypothesis.errors import Flaky

from tests.contract.budget import BUDGET, EXAMPLES, SEED
from tests.contract.judging import SCHEMA, call, judge
from tests.contract.played import Played, operation_id, playing
from tests.contract.rules import Case

# Seeds of our own in place of derandomize, so that a further round goes other ways.
CHAINS = settings(BUDGET, max_examples=EXAMPLES, stateful_step_count=8, phases=[Phase.generate], derandomize=False)
ROUNDS = 15
"""Rounds at the most: which ways a chain goes also depends on the order in which schemathesis keeps its sets."""

WANTED = {
    r"^/organizations(?!.*/domains)": {
    "CreateOrganization", "GetOrganization", "UpdateOrganization", "DeleteOrganization",
    "CreateOrganizationMembership", "ListOrganizationMemberships", "CreateOrganizationInvitation",
    },
    r"^/organizations(/{organization_id}(/domains.*)?)?$": {
    "CreateOrganization", "CreateOrganizationDomain", "UpdateOrganizationDomain", "DeleteOrganizationDomain",
    },
    r"^/(organization_roles|organization_permissions|role_sets)": {
        "CreateOrganizationRole", "GetOrganizationRole", "UpdateOrganizationRole",
        "CreateOrganizationPermission", "GetOrganizationPermission", "CreateRoleSet", "GetRoleSet",
    },
}  # fmt: skip
"""What chains along some paths must have done with success at least. Those of domains have their own: among all paths
they are seldom followed to the end."""


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    with playing() as played:
        yield played


@pytest.mark.sample(1)
@pytest.mark.parametrize(("paths", "wanted"), WANTED.items(), ids=["organizations", "domains", "roles"])
def test_chains(played: Played, count: Callable[[str], None], paths: str, wanted: set[str]) -> None:
    reached, failures = Counter[str](), list[BaseException]()
    SCHEMA.config.phases.stateful.inference.algorithms = []  # the links of the document, and none that are guessed
    SCHEMA.config.phases.stateful.generation.update(modes=[schemathesis.GenerationMode.POSITIVE])
    base: Any = SCHEMA.include(path_regex=paths).as_state_machine()

    class Chain(base):  # type: ignore[misc]  # a base made at run time
        """Follows links; users, roles and addresses are made to be some that exist."""

        def setup(self) -> None:
            played.forget_all()

        def before_call(self, case: Case) -> None:
            played.acquaint_body(case)

        def call(self, case: Case, **kwargs: Any) -> schemathesis.Response:
            return call(case, played)

        def validate_response(self, response: schemathesis.Response, case: Case, **kwargs: Any) -> None:
            try:
                kind = judge(case, response, played, self.recorder)
            except BaseException as failure:
                failures.append(failure)
                raise
            count(f"{operation_id(case)} {kind}")
            if kind == "positive: 2xx":
                reached[operation_id(case)] += 1

    for number in range(ROUNDS):
        try:
            seed(SEED + number)(Chain).run(settings=CHAINS)
        except Flaky:  # what Hypothesis makes of some failures of chains: it would hide what failed
            raise (failures or [AssertionError("a chain went another way when it was repeated")])[0] from None
        if EXAMPLES < 40 or reached.keys() >= wanted:
            break
    if EXAMPLES >= 40:
        assert reached.keys() >= wanted, dict(reached)
