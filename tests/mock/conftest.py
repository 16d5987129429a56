"""A mock with a clock that stands still, a client for it, and a judge of every answer it gave."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from clerk_organizations.testing import Clock, Exchange, MockClerk
from tests.support.document import DOCUMENT, OPERATIONS

KEY = {"authorization": "Bearer sk_test_mock"}
URL = "https://clerk.example/v1"
_KINDS = {
    "organization": "Organization",
    "organization_membership": "OrganizationMembership",
    "organization_invitation": "OrganizationInvitation",
    "organization_domain": "OrganizationDomain",
}


NOW = 1_700_000_000_000


@pytest.fixture
def mock() -> Iterator[MockClerk]:
    """Its clock stands still. Afterwards every answer it gave must be what the document says, error or not."""
    mock = MockClerk()
    mock.clock.set(NOW)
    yield mock
    for exchange in mock.requests:
        judge(exchange)


@pytest.fixture
def clock(mock: MockClerk) -> Clock:
    return mock.clock


@pytest.fixture
def clerk(mock: MockClerk) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=URL, headers=KEY, transport=mock.transport) as client:
        yield client


@pytest.fixture
def acme(clerk: httpx.Client) -> str:
    """The id of an organization that user_ada has created."""
    return str(made(clerk.post("/organizations", json={"name": "Acme", "created_by": "user_ada"}))["id"])


def made(response: httpx.Response) -> dict[str, Any]:
    """The JSON of a success."""
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def refused(response: httpx.Response) -> tuple[int, str]:
    """Status and code of the first error."""
    return response.status_code, response.json()["errors"][0]["code"]


def ids(response: httpx.Response) -> list[str]:
    """The ids of a page in its order."""
    return [item["id"] for item in made(response)["data"]]


def judge(exchange: Exchange) -> None:
    """Raise if an answer is not valid by the document, or says more than the document does."""
    status, body = exchange.response.status, exchange.response.json
    assert exchange.response.headers["cf-ray"]
    if status < 400:
        assert exchange.operation_id is not None
        described = OPERATIONS[exchange.operation_id]
        assert described.success[0] == status
        _validator(described.model).validate(body)
        _judge_fields(body)
    else:
        _validator("ClerkErrors").validate(body)
        assert len(body["clerk_trace_id"]) == 32
        assert all(error.keys() == {"message", "long_message", "code", "meta"} for error in body["errors"])


def _judge_fields(node: Any) -> None:
    """No object has a field that its schema does not name, even where the schema is open."""
    if isinstance(node, list):
        for item in node:
            _judge_fields(item)
    elif isinstance(node, dict):
        if node.get("object") in _KINDS and "deleted" not in node:
            kind = "OrganizationWithLogo" if "logo_url" in node else _KINDS[node["object"]]
            _validator(kind, closed=True).validate(node)
        for name, value in node.items():
            if not name.endswith("_metadata"):
                _judge_fields(value)


@cache
def _validator(name: str, *, closed: bool = False) -> Draft202012Validator:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    return Draft202012Validator({**schema, "unevaluatedProperties": False} if closed else schema)
