"""The versions of @clerk/backend that this client is compared with, as tests/node installs them."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from clerk_organizations._config import ClerkAPIVersion
from tests.support import nodejs


@dataclass(frozen=True)
class Sdk:
    """One of them."""

    package: str
    """Its name in tests/node, where each version has one of its own."""
    api_version: ClerkAPIVersion
    """What it sends as Clerk-API-Version."""
    types: str
    """The file of tests/node that names its types."""

    @cached_property
    def version(self) -> str:
        """Its version, such as 3.25.0."""
        installed: dict[str, Any] = json.loads((nodejs.HOME / "package.json").read_text(encoding="utf-8"))
        return str(installed["dependencies"][self.package]).rpartition("@")[2]

    def has(self, since: str) -> bool:
        """Whether it is that version or a newer one; without one, yes."""
        return not since or _numbers(since) <= _numbers(self.version)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


SDKS = (
    Sdk("@clerk/backend", "2025-11-10", "surface-types.ts"),
    Sdk("clerk-backend-3", "2026-05-12", "surface-types-3.ts"),
)
"""From the oldest to the newest."""
NEWEST = SDKS[-1]
