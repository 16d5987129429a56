"""What type checkers see of the blocking client; test_types.py derives the async file from this one. Never run."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal, assert_type

from clerk_organizations import UNSET, ClerkClient, ConnectionStats, OrganizationInvitationRow, RateLimit, Unset
from clerk_organizations.events import RequestEvent, ResponseEvent, RetryEvent
from clerk_organizations.models import (
    DeletedObject,
    Organization,
    OrganizationDomain,
    OrganizationDomains,
    OrganizationInvitation,
    OrganizationInvitations,
    OrganizationMembership,
    OrganizationMembershipPublicUserData,
    OrganizationMemberships,
    Organizations,
    OrganizationWithLogo,
)
from clerk_organizations.telemetry import Telemetry
from clerk_organizations_api import api


def on_response(event: ResponseEvent) -> None:
    assert_type(event.status, int | None)
    assert_type(event.error, str | None)


def on_retry(event: RetryEvent) -> None:
    assert_type(event.reason, Literal["not_connected", "rate_limited", "lost", "unavailable", "locked"])
    assert_type(event.response, ResponseEvent)


def check(clerk: ClerkClient) -> None:
    orgs = clerk.organizations
    rows: list[OrganizationInvitationRow] = [{"email_address": "a@example.com", "role": "org:member", "notify": False}]
    maybe: int | Unset = UNSET

    assert_type(orgs.get_organization_list(limit=1, order_by="-name", user_id=["user_1"]), Organizations)
    assert_type(orgs.create_organization(name="Acme", created_at=datetime.now(), slug=None), Organization)
    assert_type(orgs.create_organization(name="Acme", slug="acme", reconcile=True), Organization)
    assert_type(
        orgs.create_organization_membership(organization_id="org_1", user_id="user_1", role="r", reconcile=True),
        OrganizationMembership,
    )
    assert_type(
        orgs.create_organization_invitation(organization_id="o", email_address="a@b.c", role="r", reconcile=True),
        OrganizationInvitation,
    )
    assert_type(orgs.get_organization(organization_id="org_1"), Organization)
    assert_type(orgs.get_organization(slug="acme", include_members_count=True), Organization)
    assert_type(orgs.update_organization("org_1", name="Acme", max_allowed_memberships=maybe), Organization)
    assert_type(orgs.update_organization_logo("org_1", file=b"", uploader_user_id="user_1"), OrganizationWithLogo)
    assert_type(orgs.delete_organization_logo("org_1"), Organization)
    assert_type(orgs.update_organization_metadata("org_1", public_metadata={"a": [1, None]}), Organization)
    assert_type(orgs.delete_organization("org_1"), DeletedObject)
    assert_type(orgs.get_organization_membership_list(organization_id="org_1", role=("a",)), OrganizationMemberships)
    assert_type(orgs.get_instance_organization_membership_list(), OrganizationMemberships)
    assert_type(
        orgs.create_organization_membership(organization_id="org_1", user_id="user_1", role="r"), OrganizationMembership
    )
    assert_type(
        orgs.update_organization_membership(organization_id="org_1", user_id="user_1", role="r"), OrganizationMembership
    )
    assert_type(
        orgs.update_organization_membership_metadata(organization_id="org_1", user_id="user_1", private_metadata={}),
        OrganizationMembership,
    )
    assert_type(orgs.delete_organization_membership(organization_id="org_1", user_id="user_1"), OrganizationMembership)
    assert_type(
        orgs.get_organization_invitation_list(organization_id="org_1", status=["pending", "expired"]),
        OrganizationInvitations,
    )
    assert_type(
        orgs.create_organization_invitation(organization_id="org_1", email_address="a@example.com", role="r"),
        OrganizationInvitation,
    )
    assert_type(
        orgs.createOrganizationDomain(
            organization_id="org_1", name="a.b", enrollment_mode="enterprise_sso", reconcile=True
        ),
        OrganizationDomain,
    )
    assert_type(orgs.create_organization_invitation_bulk("org_1", rows), OrganizationInvitations)
    assert_type(orgs.get_organization_invitation(organization_id="org_1", invitation_id="i"), OrganizationInvitation)
    assert_type(orgs.revoke_organization_invitation(organization_id="org_1", invitation_id="i"), OrganizationInvitation)
    assert_type(orgs.get_organization_domain_list(organization_id="org_1", verified=True), OrganizationDomains)
    assert_type(
        orgs.create_organization_domain(organization_id="org_1", name="a.b", enrollment_mode="automatic_invitation"),
        OrganizationDomain,
    )
    assert_type(
        orgs.update_organization_domain(organization_id="org_1", domain_id="d", verified=None), OrganizationDomain
    )
    assert_type(orgs.delete_organization_domain(organization_id="org_1", domain_id="d"), DeletedObject)

    # The same through the TypeScript names.
    assert_type(orgs.getOrganization(slug="acme"), Organization)
    assert_type(orgs.deleteOrganization("org_1"), DeletedObject)
    assert_type(orgs.createOrganizationInvitationBulk("org_1", rows), OrganizationInvitations)
    assert_type(orgs.getOrganizationList(limit=1), Organizations)

    # Walks know their items.
    assert_type(orgs.get_organization_list.iter(limit=1), Iterator[Organization])
    assert_type(orgs.get_organization_list.pages(limit=1), Iterator[Organizations])
    assert_type(orgs.getOrganizationMembershipList.iter(organization_id="org_1"), Iterator[OrganizationMembership])
    assert_type(orgs.get_instance_organization_membership_list.iter(), Iterator[OrganizationMembership])
    assert_type(orgs.get_organization_invitation_list.iter(organization_id="org_1"), Iterator[OrganizationInvitation])
    assert_type(orgs.get_organization_domain_list.iter(organization_id="org_1"), Iterator[OrganizationDomain])
    assert_type(orgs.get_organization_domain_list.pages(organization_id="org_1"), Iterator[OrganizationDomains])

    # Operations know what they return.
    assert_type(clerk.send(api.get_organization(organization_id="org_1")), Organization)
    assert_type(clerk.send_raw(api.list_organizations()).model, Organizations)
    assert_type(clerk.with_options(timeout=None), ClerkClient)
    assert_type(RateLimit.for_key(redis="redis://localhost", wait=False, processes=2), RateLimit)
    ClerkClient(rate_limit=RateLimit(500, 10, {"CreateOrganizationInvitation": (100, 3600)}))

    # Hooks know their events.
    events: list[RequestEvent] = []
    assert_type(clerk.with_options(on_request=events.append, on_retry=[on_retry], on_response=None), ClerkClient)
    ClerkClient(on_request=events.append, on_response=(on_response, print), on_retry=on_retry, telemetry=Telemetry())
    assert_type(clerk.stats().connections, ConnectionStats | None)
    assert_type(clerk.stats().operations["GetOrganization"].answers, Mapping[str, int])

    # Fields are what the API says they are.
    organization = orgs.get_organization(slug="acme")
    assert_type(organization.id, str)
    assert_type(organization.object, Literal["organization"] | str)
    assert_type(organization.image_url, str | None)
    assert_type(organization.members_count, int | None)
    assert_type(organization.created_at, int)
    assert_type(organization.created_at_datetime, datetime)
    assert_type(organization.last_active_at_datetime, datetime | None)
    assert_type(organization.public_metadata, dict[str, Any] | None)
    assert_type(organization.replace(name="New"), Organization)
    assert_type(Organization.from_dict({"id": "org_1"}), Organization)
    memberships = orgs.get_instance_organization_membership_list()
    membership = memberships.data[0]
    assert_type(membership.organization, Organization)
    assert_type(membership.public_user_data, OrganizationMembershipPublicUserData | None)
    assert_type(membership.permissions, list[str])
