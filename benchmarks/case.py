"""What one measurement is about: the same for every peer, sent to it as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

KEY = "sk_test_benchmark"
"""The secret key that all clients are given; the server does not look at it."""


@dataclass(frozen=True)
class Case:
    """How much work a measurement is. Each row uses the few fields it is about."""

    url: str = ""
    """The server, without `/v1`; its path says how the server behaves."""
    calls: int = 1
    """Calls, parses or pages to take the mean of."""
    warm: int = 1
    """The same, before the clock starts."""
    concurrent: int = 1
    """Calls in flight at a time."""
    rounds: int = 1
    """How often that many calls are made."""
    items: int = 1
    """Memberships on a page."""
    total: int = 1
    """Memberships in the list that is walked."""
    clients: int = 2
    page: str = ""
    """A file with the bytes of a page of memberships."""
    documents: dict[str, str] = field(default_factory=dict)
    """Files of OpenAPI documents, by size (`x1`)."""
    environment: str = ""
    """The folder of the commands of the project's own environment, where generators are installed."""

    def to_json(self) -> str:
        return json.dumps(asdict(self))
