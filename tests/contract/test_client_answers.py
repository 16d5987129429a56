"""What the document lets the API answer becomes a model that says the same: every operation, both clients."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from clerk_organizations import ClerkDecodeError
from tests.contract.budget import BUDGET
from tests.contract.calls import plain_call
from tests.contract.carried import check
from tests.contract.conftest import Both
from tests.contract.growth import alone, grown
from tests.contract.reading import assert_reads
from tests.contract.test_client_requests import exact
from tests.contract.values import values_of
from tests.support.document import OPERATIONS, SCHEMAS
from tests.support.present import METHODS
from tests.support.tiers import examples

EACH = pytest.mark.parametrize("operation_id", METHODS)
COMPONENTS = {operation.model: operation.id for operation in METHODS.values()}
"""What operations answer, each with an operation that does."""


@pytest.mark.sample(30)
@EACH
def test_valid_answers(operation_id: str, both: Both, count: Callable[[str], None]) -> None:
    component = OPERATIONS[operation_id].model

    @BUDGET
    @given(answer=values_of(component))
    def are_read(answer: dict[str, Any]) -> None:
        check(SCHEMAS[component], answer)
        _read(both, operation_id, answer, count)

    are_read()


@pytest.mark.sample(8)
@pytest.mark.parametrize("component", COMPONENTS)
def test_grown_answers(component: str, both: Both, count: Callable[[str], None]) -> None:
    """Each change alone, then several at random; once a component, as above each operation is shown to read its own."""

    for answer in list(alone(component, OPERATIONS[COMPONENTS[component]].answer))[:: examples(7, 1)]:
        _read(both, COMPONENTS[component], answer, count)

    @BUDGET
    @given(answer=grown(component))
    def are_read_all_the_same(answer: dict[str, Any]) -> None:
        _read(both, COMPONENTS[component], answer, count)

    are_read_all_the_same()


@pytest.mark.sample(30)
@pytest.mark.filterwarnings("ignore:.* is deprecated by the API:DeprecationWarning")
@EACH
def test_answers_of_another_shape(operation_id: str, both: Both) -> None:
    """The exceptions that the contract allows: something else than an object, and a page without its items."""
    operation, call = OPERATIONS[operation_id], plain_call(operation_id)
    wrong: list[Any] = [None, [], [operation.answer], "text", 7, True]
    if "data" in operation.answer:
        wrong += [{}, {"total_count": 0}, {**operation.answer, "data": None}]
    for answer in wrong:
        both.wire.reply_json(answer, operation.success[0])
        for make in (both.blocking, both.awaited):
            with pytest.raises(ClerkDecodeError) as caught:
                make(call)
            assert (caught.value.status, caught.value.json_path) == (operation.success[0], "$")


def _read(both: Both, operation_id: str, answer: dict[str, Any], count: Callable[[str], None]) -> None:
    for client, _, model in both.call(plain_call(operation_id), answer):
        assert_reads(OPERATIONS[operation_id].model, model, answer)
        assert exact(model.to_dict()) == exact(answer)
        count(client)
