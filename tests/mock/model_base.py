"""What all parts of the model share: records with ids and times, and refusals."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NoReturn
from unicodedata import normalize

Json = Any


class Refused(Exception):
    """The call must be refused."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.error = (status, code)


class Records:
    """The clock, the settings, and what every record has."""

    def __init__(self, seed: Json) -> None:
        self.now: int = seed["clock"]
        self.settings: Json = {"domains_per_organization": 10, **seed.get("settings", {})}
        self.organizations: dict[str, Json] = {}
        self._issued = Counter[str]()

    def issue(self, prefix: str) -> Json:
        """What everything new has. Ids count up, and a refused call takes none."""
        self._issued[prefix] += 1
        number = self._issued[prefix]
        return {"id": f"{prefix}_2mock{number:022d}", "_n": number, "created_at": self.now, "updated_at": self.now}

    def touched(self, record: Json, changes: Json) -> Json:
        record.update(changes, updated_at=self.now)
        return record

    def known(self, what: Json, key: str) -> Json:
        """What a path or a body names must be there."""
        return what[key] if key in what else refuse(404, "resource_not_found")


def refuse(status: int, code: str) -> NoReturn:
    raise Refused(status, code)


def slug_of(name: str) -> str:
    """A slug that reads like a name."""
    ascii_only = normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", ascii_only.lower())) or "organization"
