"""A mock that the recipes call, as their clients find it: named by the environment."""

from collections.abc import Iterator

import pytest

from clerk_organizations.models import Organization
from clerk_organizations.testing import MockClerk, serve


@pytest.fixture
def mock(monkeypatch: pytest.MonkeyPatch) -> Iterator[MockClerk]:
    mock = MockClerk()
    with serve(mock) as url:
        monkeypatch.setenv("CLERK_API_URL", url)
        monkeypatch.setenv("CLERK_SECRET_KEY", mock.secret_key)
        yield mock


@pytest.fixture
def acme(mock: MockClerk) -> Organization:
    with mock.client() as clerk:
        return clerk.organizations.create_organization(
            name="Acme", slug="acme", created_by="user_ada", public_metadata={"plan": "pro"}
        )
