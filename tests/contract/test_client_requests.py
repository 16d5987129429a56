"""What the client sends is what the document describes, and says what the caller said, from both clients."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from tests.contract.budget import BUDGET
from tests.contract.calls import Absent, Call, calls, positional
from tests.contract.carried import body_of, operation_of, path_of, query_of, takes_several
from tests.contract.conftest import KEY, Both
from tests.support.document import DOCUMENT, OPERATIONS, deref
from tests.support.present import METHODS
from tests.support.servers import Received


@pytest.mark.parametrize("operation_id", METHODS)
def test_requests(operation_id: str, both: Both, count: Callable[[str], None]) -> None:
    answer = OPERATIONS[operation_id].answer

    @BUDGET
    @given(call=calls(operation_id))
    def as_the_document_says(call: Call) -> None:
        for client, request, result in both.call(call, answer):
            _judge(call, request)
            assert result.to_dict() == answer
            count(client)

    as_the_document_says()


SEVERAL = {
    id: names
    for id, operation in METHODS.items()
    if (names := [one["name"] for one in operation.parameters if one["in"] == "query" and takes_several(one)])
}


@pytest.mark.parametrize("operation_id", SEVERAL)
def test_several_values_are_repeated_or_joined_as_the_document_says(operation_id: str, both: Both) -> None:
    described = OPERATIONS[operation_id]
    declared = {one["name"]: one for one in described.parameters}
    query = {name: _two_values(declared[name]) for name in SEVERAL[operation_id]}
    ids = {name: f"{name}_1" for name in described.names("path")}
    kwargs = {**ids, **query}
    call = Call(described, positional(described, kwargs), kwargs, ids, query)
    for _, request, _ in both.call(call, described.answer):
        _judge(call, request)


def _two_values(declared: dict[str, Any]) -> list[str]:
    schema = deref(declared["schema"])
    enum: list[str] = deref(schema.get("items", schema)).get("enum", ["one", "two"])
    return enum[:2]


def _judge(call: Call, request: Received) -> None:
    operation = operation_of(request)
    assert operation.id == call.operation.id
    assert path_of(operation, request) == call.path
    assert exact(query_of(operation, request)) == exact(call.query)
    body = body_of(operation, request)
    if isinstance(call.body, Absent) or "multipart/form-data" in str(operation.raw["requestBody"]):
        assert body == call.body
    else:
        assert exact(body) == exact(call.body)
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["clerk-api-version"] == DOCUMENT["info"]["version"]
    assert request.headers["accept"] == "application/json"


def exact(value: Any) -> str:
    """Text by which values are compared: to Python 1, 1.0 and True are equal, in JSON they are not."""
    return json.dumps(value, sort_keys=True)


def test_a_response_that_no_request_took_does_not_reach_the_next_call(both: Both) -> None:
    described = OPERATIONS["GetOrganization"]
    with pytest.raises(TypeError):
        next(both.call(Call(described, kwargs={"unknown": 1}), described.answer | {"name": "left behind"}))
    for _, _, result in both.call(Call(described, kwargs={"organization_id": "org_1"}), described.answer):
        assert result.to_dict() == described.answer
