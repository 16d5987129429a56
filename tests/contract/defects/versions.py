"""Defects of what depends on the version of the API, and of metadata that are replaced."""

import json
from dataclasses import replace
from typing import Any

from attrs import evolve

from clerk_organizations.testing import Request
from tests.contract.defects import answered, sent
from tests.support.seams import Defect, Seam, answering, headers, operation

NEWER, OLDER = "2026-05-12", "2025-11-10"
UPDATE = "test_an_update_with_metadata_has_the_same_effect_in_each_version"
TAKEN = "test_the_mock_takes_a_field_up_to_its_last_version"
WHOLE = f"test_a_replacement_is_whole_and_touches_nothing_else[{NEWER}]"
FIELD = "UpdateOrganization.public_metadata"
REPLACE = "ReplaceOrganizationMetadata"


def defect(id: str, test: str, seam: Seam) -> Defect:
    return Defect(id, f"test_versions.py::{test}", seam)


def said(version: str) -> Seam:
    """What the client says, whatever it speaks."""
    return headers(lambda sent: sent.update({"clerk-api-version": version}))


def asked_in(version: str) -> Seam:
    """What the mock hears, whatever is said."""
    return answering(asked=lambda request: replace(request, headers={**request.headers, "clerk-api-version": version}))


def merged(request: Request) -> Request:
    return replace(request, method="PATCH") if request.method == "PUT" else request


def cleared(request: Request) -> Request:
    if request.method != "PUT":
        return request
    body = {"public_metadata": {}, "private_metadata": {}, **json.loads(request.body)}
    return replace(request, body=json.dumps(body).encode())


def no_null(node: dict[str, Any]) -> None:
    if node.get("public_metadata", ...) is None:
        node["public_metadata"] = {}


DEFECTS = [
    defect("the newer version said by a client of the older one", f"{UPDATE}[{OLDER}]", said(NEWER)),
    defect("the older version said by a client of the newer one", f"{UPDATE}[{NEWER}]", said(OLDER)),
    defect("metadata refused in the update of the older version", f"{TAKEN}[{OLDER}-{FIELD}]", asked_in(NEWER)),
    defect("metadata taken in the update of the newer version", f"{TAKEN}[{NEWER}-{FIELD}]", asked_in(OLDER)),
    defect(
        "metadata merged by the client where they are to be replaced", WHOLE,
        operation(REPLACE, lambda made: evolve(made, method="PATCH")),
    ),
    defect("metadata merged by the mock where they are to be replaced", WHOLE, answering(asked=merged)),
    defect("metadata that are not given cleared", WHOLE, answering(asked=cleared)),
    defect("a null that was stored answered as an empty object", WHOLE, answered.body(no_null)),
    sent.body(
        "null left out of a replacement", REPLACE,
        lambda body: {name: value for name, value in body.items() if value is not None},
    ),
]  # fmt: skip
