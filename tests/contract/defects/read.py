"""Defects of what the client reads."""

from collections.abc import Mapping
from typing import Any, get_args

from attrs import evolve

from clerk_organizations import models
from clerk_organizations_api.enums import OrganizationEnrollmentMode
from tests.contract.values import properties
from tests.support.document import SCHEMAS
from tests.support.seams import Defect, Deliberate, Seam, operation, reading, writing

MODES = (*get_args(OrganizationEnrollmentMode), None)


def valid(id: str, operation_id: str, seam: Seam) -> Defect:
    return Defect(id, f"test_client_answers.py::test_valid_answers[{operation_id}]", seam)


def grown(id: str, component: str, seam: Seam) -> Defect:
    return Defect(id, f"test_client_answers.py::test_grown_answers[{component}]", seam)


def under_another_name(read: Any, src: Mapping[str, Any]) -> None:
    read.role_name = src.get("roleName")


def swapped(read: Any, src: Mapping[str, Any]) -> None:
    read.created_at, read.updated_at = read.updated_at, read.created_at


def as_another(read: Any, src: Mapping[str, Any]) -> None:
    read.affiliation_verification = read.ownership_verification


def one_item(read: Any, src: Mapping[str, Any]) -> None:
    read.data = read.data[:1]


def must_be_there(read: Any, src: Mapping[str, Any]) -> None:
    if "email_address" not in src:
        raise Deliberate("no email_address")


def closed(read: Any, src: Mapping[str, Any]) -> None:
    if read.enrollment_mode not in MODES:
        raise Deliberate("unknown enrollment_mode")


def no_null(read: Any, src: Mapping[str, Any]) -> None:
    if src.get("organization", 0) is None or src.get("public_user_data", 0) is None:
        raise Deliberate("null where an object belongs")


def known(src: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in src.items() if name in properties(SCHEMAS["Organization"])}


def absent_as_null(written: dict[str, Any]) -> None:
    for name in properties(SCHEMAS["DeletedObject"]):
        written.setdefault(name, None)


DEFECTS = [
    valid(
        "a field read under another name", "CreateOrganizationMembership",
        reading("OrganizationMembership", under_another_name),
    ),
    valid("two fields swapped", "GetOrganization", reading("Organization", swapped)),
    valid("a nested field read as another", "UpdateOrganizationDomain", reading("OrganizationDomain", as_another)),
    valid(
        "another model for an answer", "DeleteOrganizationDomain",
        operation("DeleteOrganizationDomain", lambda made: evolve(made, parse=models.OrganizationDomain.from_dict)),
    ),
    valid("the last item of a list lost", "ListOrganizationInvitations", reading("OrganizationInvitations", one_item)),
    grown("new fields dropped", "Organization", reading("Organization", source=known)),
    grown("absent fields written as null", "DeletedObject", writing("DeletedObject", absent_as_null)),
    grown("a field that must be there", "OrganizationInvitation", reading("OrganizationInvitation", must_be_there)),
    grown("an enum closed", "OrganizationDomains", reading("OrganizationDomain", closed)),
    grown(
        "null where an object belongs refused", "OrganizationMembership", reading("OrganizationMembership", no_null)
    ),
    Defect(
        "a page without items taken for an empty one",
        "test_client_answers.py::test_answers_of_another_shape[ListOrganizations]",
        reading("Organizations", source=lambda src: {**src, "data": src.get("data") or []}),
    ),
]  # fmt: skip
