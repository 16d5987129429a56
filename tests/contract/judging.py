"""The one judge of what the mock answers: schemathesis with every check on, and the rules of the operations."""

from collections.abc import Callable
from typing import Any, cast

import schemathesis
from hypothesis import settings
from schemathesis.checks import CHECKS, CheckFunction, load_all_checks
from schemathesis.generation import derive_operation_seed
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test

from tests.contract.budget import BOUNDARIES, BUDGET, CASES, SEED
from tests.contract.played import KEY, Played, operation_id
from tests.contract.rules import BREACHES, Case, rule
from tests.support.document import DOCUMENT

SCHEMA = schemathesis.openapi.from_dict(DOCUMENT, config=schemathesis.Config(seed=SEED))
# Every refusal of valid data is judged by its code, below; schemathesis alone would let all of 401, 403 and 404 pass.
SCHEMA.config.checks.positive_data_acceptance.expected_statuses = ["2xx"]
# Keys are not drawn, as half of the negative cases would be about them alone: the check ignored_auth repeats each
# success without a key and with a wrong one.
SCHEMA.config.generation.with_security_parameters = False


def cases_of(name: str, test: Callable[[Case], None]) -> Callable[[], None]:
    """A test of an operation, run with cases from its examples, from boundaries and at random.

    Made when it is run: `parametrize` makes the cases of all operations in each process that collects.
    """
    load_all_checks()
    operation = SCHEMA.find_operation_by_id(name)
    made: Callable[[], None] = create_test(
        operation=operation,
        test_func=test,
        config=HypothesisTestConfig(
            modes=[mode for mode in HypothesisTestMode if BOUNDARIES or mode != HypothesisTestMode.COVERAGE],
            settings=settings(BUDGET, max_examples=CASES),
            seed=derive_operation_seed(SEED, operation.label),
            project=SCHEMA.config,
        ),
    )
    return made


def call(case: Case, played: Played) -> schemathesis.Response:
    """The answer to a case, unjudged."""
    return case.call(**_where(played))


def judge(case: Case, response: schemathesis.Response, played: Played, recorder: Any = None) -> str:
    """Raise if an answer is not what the document and the rules say; returns the kind of case that it was."""
    positive = case.meta is None or case.meta.generation.mode.is_positive
    excused: list[CheckFunction] = []
    kind = f"{'positive' if positive else 'negative'}: {response.status_code // 100}xx"
    if response.status_code >= 400 and response.content:
        error = response.json()["errors"][0]
        code = error["code"]
        found = rule(case, operation_id(case), response.status_code, code)
        explained = found or (not positive and (response.status_code, code) in BREACHES)
        assert explained, f"no rule explains {response.status_code} {response.text}\n{case.as_curl_command()}"
        if positive and found:
            excused, kind = [_check("positive_data_acceptance")], f"positive: refused as {found.name}"
        if found and error.get("meta"):  # a 404 about a field of the body, not about the resource at the path
            excused += [_check("ensure_resource_availability")]
    if not positive and _loses_a_part(case):
        excused += [_check("negative_data_rejection")]
    case.validate_response(
        response, excluded_checks=excused, headers=KEY, transport_kwargs=_where(played), recorder=recorder
    )
    return kind


def _loses_a_part(case: Case) -> bool:
    """Whether an upload has an empty list for a text: wrong as data, but no part stands for it on the wire."""
    return case.media_type == "multipart/form-data" and isinstance(case.body, dict) and [] in case.body.values()


def _check(name: str) -> CheckFunction:
    found: Any = CHECKS.get_one(name)
    return cast("CheckFunction", found)


def _where(played: Played) -> dict[str, Any]:
    return {"base_url": f"{played.url}/v1", "session": played.session, "headers": KEY}
