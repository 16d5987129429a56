"""The pytest fixture `clerk_mock`. Loaded by every pytest run, so it imports nothing until the fixture is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from clerk_organizations.testing import MockClerk


@pytest.fixture
def clerk_mock() -> Iterator[MockClerk]:
    """A fresh mock of Clerk's organization endpoints: `clerk_mock.client()` is a client of it."""
    try:
        from clerk_organizations.testing import MockClerk  # noqa: PLC0415 - what it needs is an extra
    except ImportError as error:
        pytest.fail(f"clerk_mock: {error}", pytrace=False)
    mock = MockClerk()
    yield mock
    mock.faults.clear()  # a client that outlives the test must not meet what the test has left
