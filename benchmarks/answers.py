"""What the server answers: the examples of the OpenAPI document, as often as needed and each with ids of its own."""

from __future__ import annotations

import copy
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parent.parent / "generated" / "clerk_organizations_api" / "openapi.json"
_NUMBER = "<number>"


def organization() -> bytes:
    """One organization, about 600 bytes."""
    return json.dumps(_example("Organization"), separators=(",", ":")).encode()


@lru_cache(maxsize=8)
def memberships(offset: int, limit: int, total: int) -> bytes:
    """A page of memberships, about 1.2 kB each. Every one has an id, a user and a name of its own."""
    parts = _membership()
    numbers = range(offset, min(offset + limit, total))
    rows = b",".join([(b"%07d" % number).join(parts) for number in numbers])
    return b'{"data":[' + rows + b'],"total_count":%d}' % total


@lru_cache(maxsize=1)
def _membership() -> list[bytes]:
    """One membership, in the parts between which its number belongs: joining them makes a page in a millisecond."""
    one = copy.deepcopy(_example("OrganizationMembership"))
    user = one["public_user_data"]
    one["id"] = one["id"][:-7] + _NUMBER
    user |= {"user_id": user["user_id"][:-7] + _NUMBER, "last_name": f"Turing {_NUMBER}"}
    user |= {"username": f"alan{_NUMBER}", "identifier": f"alan{_NUMBER}@acme.example"}
    return json.dumps(one, separators=(",", ":")).encode().split(_NUMBER.encode())


def _example(component: str) -> dict[str, Any]:
    value: dict[str, Any] = _examples()[component]["value"]
    return value


@lru_cache(maxsize=1)
def _examples() -> dict[str, Any]:
    examples: dict[str, Any] = json.loads(DOCUMENT.read_bytes())["components"]["examples"]
    return examples
