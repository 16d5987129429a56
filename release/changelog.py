"""CHANGELOG.md: what is unreleased becomes a release."""

import datetime
import re

from release.trouble import Trouble
from release.version import Version

FILE = "CHANGELOG.md"
_UNRELEASED = re.compile(r"^## Unreleased\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def released(text: str, version: Version, day: datetime.date) -> str:
    """The text with the unreleased entries under the version. Raises Trouble when there are none."""
    section = _UNRELEASED.search(text)
    if section is None:
        raise Trouble(f"{FILE} has no section '## Unreleased'", "add it above the last release")
    if not re.search(r"^[^#\s]", section[1], re.MULTILINE):
        raise Trouble(f"{FILE} says nothing under '## Unreleased'", "say there what this release brings")
    heading = f"## Unreleased\n\n## {version} - {day.isoformat()}\n"
    return text[: section.start()] + heading + text[section.start(1) :]
