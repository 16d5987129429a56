"""Our public surface is that of @clerk/backend: methods, parameters, resources, errors."""

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, get_type_hints

import httpx
import pytest

from clerk_organizations import UNSET, ClerkClient, NotFoundError, Operation, OrganizationAPI, Unset, models
from clerk_organizations._resources.methods import method
from tests.parity.sdks import NEWEST, SDKS, Sdk
from tests.parity.surface import Entry, counts, documented, explained, of_the_document, problems
from tests.parity.surface_compare import META, Extra, Finding, Ours, SurfaceDifference, compare
from tests.parity.typescript import Surface, declared, snake
from tests.support import nodejs
from tests.support.document import OPERATIONS
from tests.support.present import IN_TYPESCRIPT


@pytest.fixture(scope="module", autouse=True)
def _node() -> None:
    nodejs.require("the public surface was not compared with TypeScript's")


@functools.cache
def surface_of(sdk: Sdk) -> Surface:
    return of_the_document(declared(sdk))


@pytest.fixture
def surface() -> Surface:
    """The newest one."""
    return surface_of(NEWEST)


@pytest.mark.parametrize("sdk", [pytest.param(SDKS[0], marks=pytest.mark.slow), *SDKS[1:]], ids=lambda sdk: sdk.version)
def test_nothing_is_missing_and_nothing_is_there_without_a_reason(sdk: Sdk) -> None:
    findings = compare(surface_of(sdk), Ours())
    found = list(problems(findings, explained(sdk, findings), Ours()))
    assert not found, "\n".join(found)


@pytest.mark.slow
def test_all_that_the_pinned_packages_declare_is_compared() -> None:
    first, newest = (surface_of(sdk) for sdk in SDKS)
    assert (first.version, newest.version) == ("2.33.8", "3.25.0")
    methods = {(one.resource, one.name) for one in newest.methods}
    assert methods == {(one.typescript_resource, one.typescript) for one in OPERATIONS.values() if one.typescript}
    assert methods >= {(one.resource, one.name) for one in first.methods}
    assert counts(newest)["methods"] == len(IN_TYPESCRIPT)
    assert counts(first) == {"methods": 23, "parameters": 104, "properties": 89}


def test_where_typescript_takes_one_of_several_names_a_call_without_any_is_refused(surface: Surface) -> None:
    choices = {one.name: one.one_of for one in surface.methods if one.one_of}
    assert choices == {"getOrganization": (("organizationId",), ("slug",))}
    for name, groups in choices.items():
        describe = inspect.unwrap(getattr(OrganizationAPI, name))
        with pytest.raises(TypeError, match="exactly one of"):
            describe()
        for group in groups:
            assert isinstance(describe(**{snake(one): "acme" for one in group}), Operation)


def test_all_that_typescript_names_in_meta_can_be_read(surface: Surface) -> None:
    meta = {snake(one.name): f"the {one.name}" for one in surface.resources[META]}
    body = {"errors": [{"code": "c", "message": "m", "long_message": "l", "meta": meta}]}
    transport = httpx.MockTransport(lambda request: httpx.Response(404, json=body))
    with (
        ClerkClient(secret_key="sk_test_x", transport=transport) as clerk,
        pytest.raises(NotFoundError) as caught,
    ):
        clerk.organizations.get_organization(slug="acme")
    assert "param_name" in meta
    assert caught.value.errors[0].meta == meta


def test_what_has_no_name_here_can_be_read_all_the_same() -> None:
    answer = {"id": "csub_item_1", "amount": {"amount": 2500, "currency": "USD"}}
    item = models.BillingSubscriptionItem.from_dict(answer)
    assert item.extras["amount"]["currency"] == "USD"
    assert item.to_dict() == answer


# That the comparison can fail: methods that are like ours but for one thing, and what is said of each.


def get_organization(
    *, organization_id: str | Unset = UNSET, name: str | Unset = UNSET, include_members_count: bool = False
) -> Operation[models.Organization]:
    raise NotImplementedError


def update_organization_membership(
    organization_id: str, *, user_id: int, role: str = "org:member"
) -> Operation[models.OrganizationMemberships]:
    raise NotImplementedError


def get_organization_invitation_list(
    *,
    organization_id: str,
    status: Sequence[Literal["pending", "accepted", "revoked", "lost"]] | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
) -> Operation[models.OrganizationInvitations]:
    raise NotImplementedError


def update_organization_metadata(
    organization: str, *, public_metadata: Mapping[str, Any], reason: str
) -> Operation[models.Organization]:
    raise NotImplementedError


CHANGED: list[tuple[Callable[..., Any], list[str]]] = [
    (
        get_organization,
        [
            "getOrganization.slug (missing): get_organization has no parameter slug",
            "get_organization.name",
        ],
    ),
    (
        update_organization_membership,
        [
            "updateOrganizationMembership.organizationId (place): is positional,"
            " where TypeScript has it in the params object",
            "updateOrganizationMembership.userId (type): takes number, in TypeScript string",
            "updateOrganizationMembership.role (required): is optional, in TypeScript required",
            "updateOrganizationMembership() (returns): returns page of OrganizationMembership,"
            " in TypeScript OrganizationMembership",
        ],
    ),
    (
        get_organization_invitation_list,
        [
            "getOrganizationInvitationList.status (values): lacks expired",
            "get_organization_invitation_list.status = lost",
        ],
    ),
    (
        update_organization_metadata,
        [
            "updateOrganizationMetadata.organizationId (name): is called organization",
            "updateOrganizationMetadata.publicMetadata (required): is required, in TypeScript optional",
            "updateOrganizationMetadata.privateMetadata (missing):"
            " update_organization_metadata has no parameter private_metadata",
            "update_organization_metadata.reason",
            "updateOrganizationMetadata.reason (required): is required, and unknown to TypeScript",
        ],
    ),
]


@pytest.mark.sample(1)
@pytest.mark.parametrize(("describe", "found"), CHANGED, ids=[describe.__name__ for describe, _ in CHANGED])
def test_a_method_that_differs_is_found(describe: Callable[..., Any], found: list[str], surface: Surface) -> None:
    alias = next(one.name for one in surface.methods if snake(one.name) == describe.__name__)
    definition = method(describe)
    api = type("OrganizationAPI", (OrganizationAPI,), {describe.__name__: definition, alias: definition})
    assert _new_in(compare(surface, Ours(apis={"organizations": (api,)}))) == found


def test_a_method_that_is_missing_or_new_is_found(surface: Surface) -> None:
    class Shorter:
        pass

    for name, value in inspect.getmembers(OrganizationAPI):
        if not name.startswith("_") and name != "deleteOrganization":
            setattr(Shorter, name, value)
    Shorter.getOrganization = Shorter.merge_organizations = lambda self: None  # type: ignore[attr-defined]
    assert _new_in(compare(surface, Ours(apis={"organizations": (Shorter,)}))) == [
        "Shorter.getOrganization (alias): is not get_organization",
        "Shorter.deleteOrganization (missing): there is no such method",
        "merge_organizations",
    ]


def test_a_class_that_differs_is_found(surface: Surface) -> None:
    hints = {name: hint for name, hint in get_type_hints(models.OrganizationDomain).items() if name[0] != "_"}
    del hints["affiliation_email_address"]
    hints |= {"enrollment_mode": Literal["automatic_invitation"], "created_at": str, "verification": object, "new": int}
    domain = type("OrganizationDomain", (), {"__annotations__": hints})
    found = _new_in(compare(surface, replace(Ours(), classes={**Ours().classes, "OrganizationDomain": domain})))
    assert found == [
        "OrganizationDomain.enrollmentMode (values): lacks automatic_suggestion, manual_invitation",
        "OrganizationDomain.verification (nullable): is object, in TypeScript it can be null or undefined",
        "OrganizationDomain.verification (type): is object, in TypeScript OrganizationDomainVerification",
        "OrganizationDomain.createdAt (type): is string, in TypeScript number",
        "OrganizationDomain.affiliationEmailAddress (missing): OrganizationDomain has no affiliation_email_address",
        "OrganizationDomain.new",
    ]


def test_what_the_document_has_needs_no_entry() -> None:
    """An operation without `x-ts-method`, a parameter, a field of a row or an answer, a value of an enum."""
    names = [
        "get_organization_list.user_id", "create_organization_invitation_bulk.rows[].notify",
        "Organization.role_set_key", "OrganizationDomain.enrollment_mode = enterprise_sso",
    ]  # fmt: skip
    extras: list[Finding] = [Extra(name) for name in (*names, "get_organization.reconcile", "get_organization")]
    found = documented(extras, [Entry("get_organization_list.*", "", None, "by hand")])
    assert [one.pattern for one in found] == names[1:]


def test_what_is_not_written_down_and_what_is_written_down_in_vain_is_found() -> None:
    findings: list[Finding] = [SurfaceDifference("a.b", "type", "is c"), Extra("a.d"), Extra("a.rows[].e")]
    assert list(problems(findings, [], Ours())) == [
        "not as in TypeScript: a.b (type): is c",
        "a new extra: a.d",
        "a new extra: a.rows[].e",
    ]
    entries = [
        Entry("a.b", "type", None, "because"),
        Entry("a.b", "missing", None, "because"),
        Entry("a.d", "", None, "because"),
        Entry("a.rows[].*", "", None, "because"),
        Entry("a.f*", "", None, "because"),
        Entry("Organization.raw", "missing", "nothing", "because"),
    ]
    assert list(problems([*findings, SurfaceDifference("Organization.raw", "missing", "")], entries, Ours())) == [
        "surface.yaml has an entry that nothing needs: a.b (missing)",
        "surface.yaml has an entry that nothing needs: a.f*",
        "surface.yaml says that Organization.raw (missing) is nothing here, and there is none",
    ]


def _new_in(findings: Sequence[Finding]) -> list[str]:
    """What is not written down."""
    entries = explained(NEWEST, list(findings))
    return [str(finding) for finding in findings if not any(entry.covers(finding) for entry in entries)]
