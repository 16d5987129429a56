"""Every operation of the document is complete: method, handler, links, cases; what is missing is told at once."""

import pytest

from tests.contract import checklist
from tests.support.document import OPERATIONS, Described

PAUSE = Described(
    "PauseOrganization", "POST", "/organizations/{organization_id}/pause",
    {
        "operationId": "PauseOrganization",
        "x-resource": "organizations",
        "parameters": [{"$ref": "#/components/parameters/OrganizationId"}],
        "responses": {"200": {"$ref": "#/components/responses/Organization"}, "429": {}, "5XX": {}},
    },
)  # fmt: skip


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_nothing_is_missing(operation: Described) -> None:
    found = checklist.message(operation)
    assert not found, found


def test_an_operation_that_is_only_in_the_document_lacks_all_in_one_message() -> None:
    assert checklist.message(PAUSE) == (
        "PauseOrganization: no description in the document, no 401 among its responses in the document, "
        "no link to it in the document, "
        "no method pause_organization in wrapper/clerk_organizations/organizations/__init__.py, "
        "no handler in wrapper/clerk_organizations/testing/handlers/, "
        "no test of its rules that names it in tests/mock/test_*.py; "
        "add them as CONTRIBUTING.md says under “An operation”"
    )


def test_an_operation_of_typescript_needs_its_alias_and_a_parity_case() -> None:
    known = OPERATIONS["GetOrganization"]
    renamed = Described(known.id, known.method, known.route, {**known.raw, "x-ts-method": "get_organization"})
    assert checklist.message(renamed) == (f"GetOrganization: no parity case in tests/parity/cases/; {checklist.REMEDY}")
    walking = {**known.raw, "parameters": [*known.raw["parameters"], {"$ref": "#/components/parameters/Offset"}]}
    assert "get_organization must be a list_method" in checklist.message(
        Described(known.id, known.method, known.route, walking)
    )
