"""Real clients of Clerk run on the mock: @clerk/backend in node, clerk-backend-api in its own environment."""

from tests.real_clients.conftest import Told
from tests.real_clients.story import METHODS, TYPESCRIPT_KINDS, Facts, cut, story
from tests.support.document import OPERATIONS
from tests.support.present import IN_TYPESCRIPT


def test_each_call_returns_what_it_should(told: Told) -> None:
    methods = {method.operation_id: getattr(method, told.sdk) for method in METHODS}
    wanted = [{"method": methods[operation], **_in(told.sdk, facts)} for operation, facts in story()]
    assert [call["method"] for call in told.calls] == [facts["method"] for facts in wanted]
    for number, (call, facts) in enumerate(zip(told.calls, wanted, strict=True), start=1):
        assert cut(call, facts) == facts, f"call {number}"


def test_every_method_is_called(told: Told) -> None:
    assert {call["method"] for call in told.calls} == {getattr(method, told.sdk) for method in METHODS}


def test_the_server_was_asked_for_all_their_operations(told: Told) -> None:
    assert told.journal.status_code == 200
    visited = {entry["operation_id"] for entry in told.journal.json()["data"]}
    assert visited >= {method.operation_id for method in METHODS}


def test_the_operations_are_those_of_the_document() -> None:
    assert {method.operation_id for method in METHODS} <= OPERATIONS.keys()


def test_all_that_the_sdks_have_is_in_the_story() -> None:
    """What @clerk/backend has, clerk-backend-api has as well."""
    assert {method.operation_id for method in METHODS} >= IN_TYPESCRIPT


def _in(sdk: str, facts: Facts) -> Facts:
    """The facts with the class names of an SDK, in pages too."""
    if sdk == "typescript":
        facts = {**facts, "kind": TYPESCRIPT_KINDS.get(facts["kind"], facts["kind"])}
    return facts if "data" not in facts else {**facts, "data": [_in(sdk, item) for item in facts["data"]]}
