"""Every method with every parameter: what goes over the wire, and that the answer becomes its model."""

import inspect
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email.parser import BytesParser
from typing import Any

import pytest

from clerk_organizations import models
from tests.support.clients import BothClients
from tests.support.document import OPERATIONS
from tests.support.present import METHODS
from tests.support.resources import RESOURCES, names
from tests.support.servers import Received, RecordingServer
from tests.wrapper.resources.derived import Case, derived, sent

ORG = "/organizations/org_1"
PUBLIC, PRIVATE = {"plan": "pro", "camelCase": {"deep-key": None}}, {"crm": [1, 2.5, "ü"]}
BOTH = {"public_metadata": PUBLIC, "private_metadata": PRIVATE}
PAGE = {"limit": 20, "offset": 40}
PNG = b"\x89PNG\r\n\x1a\n"
ROW = {
    "email_address": "a@example.com", "role": "org:member", "inviter_user_id": "user_1", **BOTH,
    "redirect_url": "https://acme.example/in?a=b", "expires_in_days": 7, "notify": False,
}  # fmt: skip


def pairs(**values: Any) -> list[tuple[str, str]]:
    return [(name, str(text)) for name, value in values.items() for text in (value if type(value) is list else [value])]


MEMBER_FILTERS: dict[str, Any] = {
    "user_id": ["user_1", "-user_2"],
    "email_address": ["a@example.com", "b@example.com"],
    "phone_number": ["+15550100"],
    "username": ["ada"],
    "web3_wallet": ["0x1"],
    "role": ["org:admin", "org:member"],
    "query": "ada l",
    "email_address_query": "@example",
    "phone_number_query": "+1555",
    "username_query": "ad",
    "name_query": "Löv",
}

BY_HAND = [
    Case(
        "get_organization_list", "ListOrganizations", "/organizations",
        {
            "query": "a&b=c d", "organization_id": ["org_1", "-org_2"], "user_id": ["+user_1"],
            "order_by": "-members_count", "include_members_count": True,
            "include_missing_member_with_elevated_permissions": False, **PAGE,
        },
        query=pairs(
            include_members_count="true", include_missing_member_with_elevated_permissions="false", query="a&b=c d",
            user_id=["+user_1"], organization_id=["org_1", "-org_2"], order_by="-members_count", **PAGE,
        ),
    ),
    Case(
        "create_organization", "CreateOrganization", "/organizations",
        {
            "name": "Acme", "slug": "acme", "created_by": "user_1", "max_allowed_memberships": 0, **BOTH,
            "created_at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "role_set_key": None,
        },
        json={
            "name": "Acme", "slug": "acme", "created_by": "user_1", "max_allowed_memberships": 0, **BOTH,
            "created_at": "2026-01-02T03:04:05+00:00", "role_set_key": None,
        },
    ),
    Case(
        "create_organization", "CreateOrganization", "/organizations",
        {"name": "Acme", "slug": "acme", "created_at": None, "reconcile": True},
        json={"name": "Acme", "slug": "acme", "created_at": None},
    ),
    Case(
        "get_organization", "GetOrganization", ORG,
        {
            "organization_id": "org_1", "include_members_count": True,
            "include_missing_member_with_elevated_permissions": True,
        },
        query=pairs(include_members_count="true", include_missing_member_with_elevated_permissions="true"),
    ),
    Case("get_organization", "GetOrganization", "/organizations/acme", {"slug": "acme"}),
    Case(
        "update_organization", "UpdateOrganization", ORG,
        {
            "name": None, "slug": "acme-2", "admin_delete_enabled": False, "max_allowed_memberships": None,
            "created_at": "2026-01-02T03:04:05Z", "role_set_key": "role_set:x",
        },
        args=("org_1",),
        json={
            "name": None, "slug": "acme-2", "admin_delete_enabled": False, "max_allowed_memberships": None,
            "created_at": "2026-01-02T03:04:05Z", "role_set_key": "role_set:x",
        },
    ),
    Case("update_organization", "UpdateOrganization", ORG, {**BOTH}, args=("org_1",), json=BOTH),
    Case(
        "update_organization_logo", "UploadOrganizationLogo", f"{ORG}/logo",
        {"file": PNG, "uploader_user_id": "user_1"}, args=("org_1",),
        form={"file": PNG, "uploader_user_id": b"user_1"},
    ),
    Case("delete_organization_logo", "DeleteOrganizationLogo", f"{ORG}/logo", {}, args=("org_1",)),
    Case(
        "update_organization_metadata", "MergeOrganizationMetadata", f"{ORG}/metadata",
        BOTH, args=("org_1",), json=BOTH,
    ),
    Case(
        "replace_organization_metadata", "ReplaceOrganizationMetadata", f"{ORG}/metadata",
        {"public_metadata": None, "private_metadata": {}}, args=("org_1",),
        json={"public_metadata": None, "private_metadata": {}},
    ),
    Case("delete_organization", "DeleteOrganization", ORG, {}, args=("org_1",)),
    Case(
        "get_organization_membership_list", "ListOrganizationMemberships", f"{ORG}/memberships",
        {
            "organization_id": "org_1", **MEMBER_FILTERS, "order_by": "+last_name",
            "last_active_at_before": 1, "last_active_at_after": datetime(1970, 1, 1, tzinfo=UTC),
            "created_at_before": 1_700_000_000_000, "created_at_after": 0, **PAGE,
        },
        query=pairs(
            order_by="+last_name", **MEMBER_FILTERS, last_active_at_before=1, last_active_at_after=0,
            created_at_before=1_700_000_000_000, created_at_after=0, **PAGE,
        ),
    ),
    Case(
        "get_instance_organization_membership_list", "InstanceGetOrganizationMemberships", "/organization_memberships",
        {"order_by": "email_address", **PAGE}, query=pairs(order_by="email_address", **PAGE),
    ),
    Case(
        "create_organization_membership", "CreateOrganizationMembership", f"{ORG}/memberships",
        {"organization_id": "org_1", "user_id": "user_1", "role": "org:admin", **BOTH, "reconcile": True},
        json={"user_id": "user_1", "role": "org:admin", **BOTH},
    ),
    Case(
        "update_organization_membership", "UpdateOrganizationMembership", f"{ORG}/memberships/user_1",
        {"organization_id": "org_1", "user_id": "user_1", "role": "org:admin"}, json={"role": "org:admin"},
    ),
    Case(
        "update_organization_membership_metadata", "UpdateOrganizationMembershipMetadata",
        f"{ORG}/memberships/user_1/metadata", {"organization_id": "org_1", "user_id": "user_1", **BOTH}, json=BOTH,
    ),
    Case(
        "delete_organization_membership", "DeleteOrganizationMembership", f"{ORG}/memberships/user_1",
        {"organization_id": "org_1", "user_id": "user_1"},
    ),
    Case(
        "get_organization_invitation_list", "ListOrganizationInvitations", f"{ORG}/invitations",
        {
            "organization_id": "org_1", "status": ["pending", "revoked"], "email_address": "a+b@example.com",
            "order_by": "-email_address", **PAGE,
        },
        query=pairs(
            status=["pending", "revoked"], email_address="a+b@example.com", order_by="-email_address", **PAGE
        ),
    ),
    Case(
        "get_organization_invitation_list", "ListOrganizationInvitations", f"{ORG}/invitations",
        {"organization_id": "org_1", "status": "accepted"}, query=pairs(status="accepted"),
    ),
    Case(
        "create_organization_invitation", "CreateOrganizationInvitation", f"{ORG}/invitations",
        {"organization_id": "org_1", **ROW, "reconcile": True}, json=ROW,
    ),
    Case(
        "create_organization_invitation_bulk", "CreateOrganizationInvitationBulk", f"{ORG}/invitations/bulk",
        {}, args=("org_1", [ROW, {"email_address": "b@example.com", "role": "org:admin"}]),
        json=[ROW, {"email_address": "b@example.com", "role": "org:admin"}],
    ),
    Case(
        "get_organization_invitation", "GetOrganizationInvitation", f"{ORG}/invitations/orginv_1",
        {"organization_id": "org_1", "invitation_id": "orginv_1"},
    ),
    Case(
        "revoke_organization_invitation", "RevokeOrganizationInvitation", f"{ORG}/invitations/orginv_1/revoke",
        {"organization_id": "org_1", "invitation_id": "orginv_1", "requesting_user_id": "user_1"},
        json={"requesting_user_id": "user_1"},
    ),
    Case(
        "get_organization_domain_list", "ListOrganizationDomains", f"{ORG}/domains",
        {"organization_id": "org_1", "verified": False, "enrollment_mode": "-manual_invitation", **PAGE},
        query=pairs(verified="false", enrollment_mode="-manual_invitation", **PAGE),
    ),
    Case(
        "create_organization_domain", "CreateOrganizationDomain", f"{ORG}/domains",
        {
            "organization_id": "org_1", "name": "a.example", "enrollment_mode": "manual_invitation", "verified": False,
            "reconcile": True,
        },
        json={"name": "a.example", "enrollment_mode": "manual_invitation", "verified": False},
    ),
    Case(
        "update_organization_domain", "UpdateOrganizationDomain", f"{ORG}/domains/orgdmn_1",
        {
            "organization_id": "org_1", "domain_id": "orgdmn_1", "name": "b.example",
            "enrollment_mode": "automatic_suggestion", "verified": True,
        },
        json={"name": "b.example", "enrollment_mode": "automatic_suggestion", "verified": True},
    ),
    Case(
        "delete_organization_domain", "DeleteOrganizationDomain", f"{ORG}/domains/orgdmn_1",
        {"organization_id": "org_1", "domain_id": "orgdmn_1"},
    ),
]  # fmt: skip
CASES = [*BY_HAND, *derived(BY_HAND)]


@pytest.mark.sample(108)
@pytest.mark.filterwarnings("ignore:.* is deprecated by the API:DeprecationWarning")
@pytest.mark.parametrize("case", [*CASES, *derived([])], ids=lambda case: f"{case.resource}.{case.method}")
def test_the_request_and_the_model(case: Case, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    operation = OPERATIONS[case.operation]
    wire.reply_json(operation.answer)
    result = world.run(case.of(clerk)(*case.args, **case.kwargs))

    request = wire.last
    assert (request.method, request.path) == (operation.method, f"/v1{case.path}")
    assert sorted(request.query) == sorted(case.query)
    _assert_body(case, request)
    assert type(result) is getattr(models, operation.model)
    assert result.to_dict() == operation.answer
    assert len(wire.requests) == 1


def _assert_body(case: Case, request: Received) -> None:
    if case.json is not None:
        assert request.json == case.json
        assert list(request.json) == list(case.json)  # in the order of the document, which here is that of the case
        assert request.headers["content-type"] == "application/json"
    elif case.form:
        assert dict(parts(request)) == case.form
        assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    else:
        assert request.body == b""
        assert request.headers.get("content-type") == ("application/json" if request.method == "POST" else None)


def parts(request: Received) -> Iterator[tuple[str, bytes]]:
    """Name and content of each part of a multipart body."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message: Any = BytesParser().parsebytes(head + request.body)
    assert message.is_multipart()
    for part in message.get_payload():
        yield part.get_param("name", header="content-disposition"), part.get_payload(decode=True)


def test_the_cases_name_every_argument_of_every_method() -> None:
    methods = {(at, name) for at, resource in RESOURCES.items() for name in names(resource) if name.islower()}
    assert {(case.resource, case.method) for case in CASES} == methods
    for resource, name in methods:
        parameters = list(inspect.signature(getattr(RESOURCES[resource], name)).parameters)[1:]
        cases = [case for case in CASES if (case.resource, case.method) == (resource, name)]
        used = {argument for case in cases for argument in [*case.kwargs, *parameters[: len(case.args)]]}
        assert used - {"reconcile"} == set(parameters) - {"extra", "reconcile"}, name  # those have tests of their own


def test_the_cases_send_everything_that_the_document_knows() -> None:
    for operation in METHODS.values():
        found = set[str]().union(*(sent(case) for case in CASES if case.operation == operation.id))
        assert found == operation.names("query") | operation.body.get("properties", {}).keys(), operation.id


def test_what_is_not_by_hand_comes_from_the_document() -> None:
    """Shown on the operations that are by hand: without these cases, each is derived, and sends all that it takes."""
    whole = {case.operation: sent(case) for case in derived([])}
    assert whole == {one.id: one.names("query") | one.body.get("properties", {}).keys() for one in METHODS.values()}


def test_metadata_goes_out_untouched(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    metadata = {"camelCase": 1, "null": None, "nested": {"A-b": [None, {"Ü": "\u2028"}], "": 0}, "big": 2**60, "f": 1.0}
    world.run(clerk.organizations.update_organization_metadata("org_1", public_metadata=metadata))
    assert (
        wire.last.body == json.dumps({"public_metadata": metadata}, ensure_ascii=False, separators=(",", ":")).encode()
    )
