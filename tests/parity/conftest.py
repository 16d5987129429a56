"""What the tests of this directory share: the cases, and node, without which they are skipped or fail."""

import pytest

from tests.parity import cases
from tests.parity.cases import Case
from tests.support import nodejs, tiers


@pytest.fixture(scope="session")
def listed() -> list[Case]:
    """All cases."""
    return cases.load()


@pytest.fixture(scope="session")
def some(listed: list[Case]) -> list[Case]:
    """All, or for `make test` the first of each method and each tenth."""
    if tiers.EVERY_EXAMPLE:
        return listed
    first = {case.method.id: case for case in reversed(listed)}
    return [case for place, case in enumerate(listed) if case is first[case.method.id] or place % 10 == 0]


@pytest.fixture(scope="session")
def node() -> None:
    """Without node and npm the test is skipped, unless the environment says that they must be there."""
    nodejs.require("this client was not compared with the TypeScript SDK")


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests say everything themselves."""
    for name in ("CLERK_SECRET_KEY", "CLERK_API_URL"):
        monkeypatch.delenv(name, raising=False)
