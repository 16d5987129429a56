"""Versions of the API: client and mock take a field up to its last version, and do the same in each."""

import warnings
from collections.abc import Iterator
from typing import Any, get_args

import httpx
import pytest

from clerk_organizations import ClerkClient
from clerk_organizations._config import ClerkAPIVersion
from clerk_organizations.testing import MockClerk
from tests.support.document import OPERATIONS, deref, sample

KEY = "sk_test_contract"
VERSIONS: tuple[ClerkAPIVersion, ...] = get_args(ClerkAPIVersion)
ENDING = [
    pytest.param(operation, name, deref(schema)["x-until"], id=f"{operation.id}.{name}")
    for operation in OPERATIONS.values()
    for name, schema in operation.body.get("properties", {}).items()
    if "x-until" in deref(schema)
]
BEFORE: dict[str, Any] = {"public_metadata": {"a": 1}, "private_metadata": {"b": {"c": None}}}


@pytest.fixture
def mock() -> MockClerk:
    """A mock with an organization."""
    mock = MockClerk()
    with mock.client() as clerk:
        clerk.organizations.create_organization(name="Acme", created_by="user_ada", slug="acme", **BEFORE)
    mock.clear_requests()
    return mock


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Fields that end are deprecated, too."""
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        yield


def client(mock: MockClerk, version: ClerkAPIVersion) -> ClerkClient:
    return ClerkClient(secret_key=KEY, transport=mock.transport, clerk_api_version=version)


def test_there_are_such_fields() -> None:
    assert ENDING


@pytest.mark.parametrize(("operation", "name", "last"), ENDING)
@pytest.mark.parametrize("version", VERSIONS)
def test_the_mock_takes_a_field_up_to_its_last_version(
    mock: MockClerk, version: str, operation: Any, name: str, last: str
) -> None:
    route = operation.route.format(organization_id=_id(mock))
    with httpx.Client(transport=mock.transport, base_url="https://clerk.example/v1") as wire:
        headers = {"authorization": f"Bearer {KEY}", "clerk-api-version": version}
        body = {name: sample(operation.body["properties"][name])}
        response = wire.request(operation.method, route, headers=headers, json=body)
    codes = [(error["code"], error["meta"]) for error in response.json().get("errors", ())]
    assert codes == ([] if version <= last else [("form_param_unknown", {"param_name": name})])


@pytest.mark.parametrize("version", VERSIONS)
def test_an_update_with_metadata_has_the_same_effect_in_each_version(mock: MockClerk, version: ClerkAPIVersion) -> None:
    with client(mock, version) as clerk:
        for metadata in ({"planTier": {"x-y": [1, None]}}, {}):
            updated = clerk.organizations.update_organization(_id(mock), name="Acme Space", public_metadata=metadata)
            assert (updated.name, updated.public_metadata) == ("Acme Space", metadata)
            assert updated.to_dict()["private_metadata"] == BEFORE["private_metadata"]
    versions = {exchange.request.headers["clerk-api-version"] for exchange in mock.requests}
    assert versions == {version}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_replacement_is_whole_and_touches_nothing_else(mock: MockClerk, version: ClerkAPIVersion) -> None:
    with client(mock, version) as clerk:
        for public in ({"z": 1}, {}, None):
            clerk.organizations.replace_organization_metadata(_id(mock), public_metadata=public)
            found = clerk.organizations.get_organization(slug="acme")
            assert found.public_metadata == public
            assert found.to_dict()["private_metadata"] == BEFORE["private_metadata"]


def _id(mock: MockClerk) -> str:
    return next(iter(mock.instance.organizations)).id
