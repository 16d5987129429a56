"""Calls that type checkers must refuse: each line marked `# wrong`, and no other. Never run."""

from datetime import datetime

import clerk_organizations
from clerk_organizations import ClerkClient, RateLimit, models
from clerk_organizations.events import RetryEvent
from clerk_organizations.models import Organization
from clerk_organizations_api import api


def on_retry(event: RetryEvent) -> None:
    event.attempt = 7  # wrong: events are read-only
    event.status  # wrong: its response has it


async def on_retry_async(event: RetryEvent) -> None: ...


def check(clerk: ClerkClient) -> None:
    orgs = clerk.organizations
    orgs.get_organization("org_1")  # wrong: keyword only
    orgs.getOrganization("org_1")  # wrong: the alias too
    orgs.get_organization(organisation_id="org_1")  # wrong: no such argument
    orgs.get_organization(organization_id=None)  # wrong: an id is a text
    orgs.get_organization(organization_id=7)  # wrong
    orgs.get_organization(slug="a", include_members_count="yes")  # wrong: a bool
    orgs.create_organization()  # wrong: name is required
    orgs.create_organization(name=None)  # wrong: not null
    orgs.create_organization(name="Acme", created_at=1)  # wrong: a datetime or a text
    orgs.create_organization(name="Acme", public_metadata="{}")  # wrong: a dict
    orgs.create_organization(name="Acme", nobody=1)  # wrong
    orgs.create_organization(name="Acme", slug="acme", reconcile="yes")  # wrong: a bool
    orgs.create_organization(name="Acme", slug="acme", reconcile=None)  # wrong
    orgs.create_organization_invitation_bulk("org_1", [], reconcile=True)  # wrong: a bulk has no key to look for
    orgs.update_organization(name="Acme")  # wrong: the id is missing
    orgs.update_organization("org_1", max_allowed_memberships="5")  # wrong
    orgs.update_organization_metadata("org_1", public_metadata=None)  # wrong: null is not allowed here
    orgs.update_organization_logo("org_1", file=7)  # wrong
    orgs.update_organization_logo("org_1", file="logo.png")  # wrong: a str is no path
    orgs.update_organization_logo("org_1")  # wrong: file is required
    orgs.delete_organization()  # wrong
    orgs.delete_organization("org_1", "org_2")  # wrong
    orgs.get_organization_list(limit="10")  # wrong
    orgs.get_organization_list(limit=1.5)  # wrong
    orgs.get_organization_list(order_by="size")  # wrong: no such field
    orgs.get_organization_list.iter(limit="10")  # wrong: a walk takes the same arguments
    orgs.get_organization_list.pages(order_by="size")  # wrong
    orgs.getOrganizationList.iter(nobody=1)  # wrong
    orgs.get_organization_membership_list()  # wrong: organization_id is required
    orgs.get_organization_membership_list(organization_id="org_1", created_at_after="today")  # wrong
    orgs.get_organization_membership_list.iter()  # wrong
    orgs.create_organization_membership(organization_id="org_1", user_id="user_1")  # wrong: role is required
    orgs.update_organization_membership("org_1", "user_1", "role")  # wrong: keyword only
    orgs.get_organization_invitation_list(organization_id="org_1", status="lost")  # wrong: no such status
    orgs.get_organization_invitation_list(organization_id="org_1", status=["pending", "lost"])  # wrong
    orgs.create_organization_invitation(organization_id="org_1", email_address="a@b.c")  # wrong: role is required
    orgs.create_organization_invitation_bulk("org_1", [{"email_address": "a@b.c"}])  # wrong: role is required
    orgs.create_organization_invitation_bulk("org_1", [{"emailAddress": "a@b.c", "role": "r"}])  # wrong
    orgs.create_organization_domain(organization_id="org_1", name="a.b", enrollment_mode="auto")  # wrong
    orgs.get_organization_domain_list(organization_id="org_1", verified="yes")  # wrong
    orgs.get_organization.iter()  # wrong: no list
    orgs.no_such_method()  # wrong
    [*orgs.get_organization_list]  # wrong: a method
    orgs.get_organization_list[0]  # wrong
    ClerkClient("sk_test_x")  # wrong: keyword only
    ClerkClient(rate_limit=100)  # wrong: a RateLimit
    RateLimit("100", 10)  # wrong: a number
    RateLimit(100)  # wrong: in how many seconds
    RateLimit(100, 10, {"GetOrganization": 5})  # wrong: requests and seconds
    RateLimit.for_key("redis://localhost")  # wrong: keyword only
    clerk.with_options(timeout="5")  # wrong
    clerk.with_options(nobody=1)  # wrong
    clerk.with_options(on_request=on_retry)  # wrong: it takes another event
    ClerkClient(on_request=5)  # wrong: not callable
    ClerkClient(on_response=[print, on_retry])  # wrong
    ClerkClient(on_retry=on_retry_async)  # wrong: it awaits nothing
    clerk.with_options(on_retry=[on_retry, on_retry_async])  # wrong: it awaits nothing
    ClerkClient(telemetry=True)  # wrong: a Telemetry
    clerk.stats().calls = 7  # wrong: a snapshot


def read(organization: Organization) -> None:
    organization.name = "New"  # wrong: models are read-only
    organization.nobody  # wrong
    organization.image_url.upper()  # wrong: may be None
    organization.members_count + 1  # wrong: may be None
    organization.replace(name=7)  # wrong
    organization.replace(nobody=7)  # wrong
    organization.to_dict(by="js")  # wrong: api or typescript
    day: datetime = organization.last_active_at_datetime  # wrong: may be None
    print(day)


def take_for_a_list(page: models.Organizations) -> None:
    [*page]  # wrong: a page is no list
    page[0]  # wrong
    len(page)  # wrong


def misspell() -> None:
    clerk_organizations.ClerkClint  # wrong: no such name
    models.Organisation  # wrong
    api.get_organisation  # wrong
