"""What the tests of this directory share: the cases, and node, without which they are skipped or fail."""

import pytest

from tests.parity import cases
from tests.parity.cases import Case
from tests.support import nodejs


@pytest.fixture(scope="session")
def listed() -> list[Case]:
    """All cases."""
    return cases.load()


@pytest.fixture(scope="session")
def node() -> None:
    """Without node and npm the test is skipped, unless the environment says that they must be there."""
    nodejs.require("this client was not compared with the TypeScript SDK")


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests say everything themselves."""
    for name in ("CLERK_SECRET_KEY", "CLERK_API_URL"):
        monkeypatch.delenv(name, raising=False)
