"""The pytest fixture `clerk_mock`, and httpx for tests that mock httpx.

Loaded by every pytest run, so it imports nothing until a test needs it.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from clerk_organizations.testing import MockClerk

_HTTPX_VARIABLE = "CLERK_ORGANIZATIONS_HTTPX"
"""As in `_config.py`, which is not imported for it."""
_FIXTURES = frozenset({"httpx_mock", "respx_mock", "vcr_cassette"})
"""Those of pytest-httpx, respx and pytest-vcr. Not `vcr`, which pytest-recording has in all tests."""
_MARKS = ("respx", "vcr")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None]:
    """Let clients send by httpx while a test that mocks it is set up, run and torn down, unless the environment says
    something else. What a test does by itself is seen when it calls: `auto`."""
    if os.environ.get(_HTTPX_VARIABLE):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(_HTTPX_VARIABLE, "1" if _mocks_httpx(item) else "auto")
        yield


def _mocks_httpx(item: pytest.Item) -> bool:
    """Whether a fixture, of the test or of its fixtures, or a mark says so."""
    fixtures = getattr(item, "fixturenames", ())
    return not _FIXTURES.isdisjoint(fixtures) or any(item.get_closest_marker(mark) for mark in _MARKS)


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
