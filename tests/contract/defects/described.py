"""Defects of the document: what it says, and neither the client nor the mock does."""

import pytest

from tests.support.document import SCHEMAS, Described
from tests.support.seams import Defect, documented, property_of, renamed


def parameter(patch: pytest.MonkeyPatch, operation: Described) -> None:
    (status,) = [parameter for parameter in operation.parameters if parameter["name"] == "status"]
    patch.setitem(status, "name", "state")


def body_field(patch: pytest.MonkeyPatch, operation: Described) -> None:
    renamed(patch, operation.body["properties"], "requesting_user_id", "acting_user_id")


def other_type(patch: pytest.MonkeyPatch, operation: Described) -> None:
    count = property_of(SCHEMAS[operation.model], "total_pending_suggestions")
    patch.setitem(count, "type", "string")
    patch.delitem(count, "format")


def other_value(patch: pytest.MonkeyPatch, operation: Described) -> None:
    patch.setitem(property_of(SCHEMAS[operation.model], "object"), "enum", ["invitation"])


def no_status(patch: pytest.MonkeyPatch, operation: Described) -> None:
    patch.delitem(operation.raw["responses"], "403")
    patch.delitem(operation.raw["responses"], "404")


DEFECTS = [
    Defect(
        "a parameter renamed in the document alone",
        "test_client_requests.py::test_requests[ListOrganizationInvitations]",
        documented("ListOrganizationInvitations", parameter),
    ),
    Defect(
        "a body field renamed in the document alone",
        "test_client_requests.py::test_requests[RevokeOrganizationInvitation]",
        documented("RevokeOrganizationInvitation", body_field),
    ),
    Defect(
        "a field of another type in the document alone",
        "test_mock.py::test_mock[UpdateOrganizationDomain]",
        documented("UpdateOrganizationDomain", other_type),
    ),
    Defect(
        "another value of an enum in the document alone",
        "test_mock.py::test_mock[GetOrganizationInvitation]",
        documented("GetOrganizationInvitation", other_value),
    ),
    Defect(
        "a status not in the document",
        "test_mock.py::test_mock[GetOrganizationInvitation]",
        documented("GetOrganizationInvitation", no_status),
    ),
]
