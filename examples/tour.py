"""A tour of organizations and roles against a server that knows two users: python examples/tour.py USER_ID USER_ID

The server and the key come from CLERK_API_URL and CLERK_SECRET_KEY. `make demo` runs this against the mock server.
The tour is written once: each `yield` hands a call to a driver, which waits for it in a blocking or an async way.
"""

import asyncio
import sys
from collections.abc import Generator
from typing import Any

import httpx

from clerk_organizations import AsyncClerkClient, ClerkClient, NotFoundError

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000"
    "000049454e44ae426082"
)
"""A PNG of one pixel."""

Tour = Generator[Any, Any, str]


def tour(clerk: Any, admin: str, member: str) -> Tour:
    """Call every method on organizations, and walk through roles; what a call returns comes back from its `yield`.

    Returns the id of what was deleted.
    """
    organizations = clerk.organizations
    title("Organizations")
    acme = yield organizations.create_organization(
        name="Acme Rockets", created_by=admin, public_metadata={"plan": "free"}
    )
    show("create_organization", acme.id, acme.slug)
    page = yield organizations.get_organization_list(query="acme", include_members_count=True)
    show("get_organization_list", f"{page.total_count} in all, members: {page.data[0].members_count}")
    found = yield organizations.get_organization(slug=acme.slug)
    show("get_organization", found.name, found.created_at_datetime.isoformat())
    acme = yield organizations.update_organization(acme.id, name="Acme Space", max_allowed_memberships=50)
    show("update_organization", acme.name, f"at most {acme.max_allowed_memberships} members")
    merged = yield organizations.update_organization_metadata(acme.id, public_metadata={"plan": "pro", "since": 2026})
    show("update_organization_metadata", merged.public_metadata)
    replaced = yield organizations.replace_organization_metadata(acme.id, public_metadata={"plan": "pro"})
    show("replace_organization_metadata", replaced.public_metadata)
    with_logo = yield organizations.update_organization_logo(acme.id, file=PIXEL, uploader_user_id=admin)
    show("update_organization_logo", with_logo.image_url)
    without = yield organizations.delete_organization_logo(acme.id)
    show("delete_organization_logo", f"has_image={without.has_image}")

    title("Memberships")
    joined = yield organizations.create_organization_membership(
        organization_id=acme.id, user_id=member, role="org:member"
    )
    show("create_organization_membership", joined.public_user_data.identifier, joined.role)
    promoted = yield organizations.update_organization_membership(
        organization_id=acme.id, user_id=member, role="org:admin"
    )
    show("update_organization_membership", promoted.role, promoted.permissions)
    noted = yield organizations.update_organization_membership_metadata(
        organization_id=acme.id, user_id=member, public_metadata={"desk": 7}
    )
    show("update_organization_membership_metadata", noted.public_metadata)
    members = yield organizations.get_organization_membership_list(organization_id=acme.id, order_by="+created_at")
    show("get_organization_membership_list", [m.public_user_data.identifier for m in members.data])
    everyone = yield organizations.get_instance_organization_membership_list(limit=1)
    show("get_instance_organization_membership_list", f"{everyone.total_count} in all")
    gone = yield organizations.delete_organization_membership(organization_id=acme.id, user_id=member)
    show("delete_organization_membership", gone.public_user_data.identifier)

    title("Invitations")
    invited = yield organizations.create_organization_invitation(
        organization_id=acme.id, email_address="grace@example.com", role="org:member", inviter_user_id=admin
    )
    show("create_organization_invitation", invited.email_address, invited.status)
    rows = [{"email_address": f"crew{n}@example.com", "role": "org:member"} for n in range(3)]
    crew = yield organizations.create_organization_invitation_bulk(acme.id, rows)
    show("create_organization_invitation_bulk", f"{len(crew.data)} invited")
    pending = yield organizations.get_organization_invitation_list(organization_id=acme.id, status=["pending"])
    show("get_organization_invitation_list", f"{pending.total_count} pending")
    one = yield organizations.get_organization_invitation(organization_id=acme.id, invitation_id=invited.id)
    show("get_organization_invitation", one.email_address)
    revoked = yield organizations.revoke_organization_invitation(
        organization_id=acme.id, invitation_id=invited.id, requesting_user_id=admin
    )
    show("revoke_organization_invitation", revoked.status)

    title("Domains")
    domain = yield organizations.create_organization_domain(
        organization_id=acme.id, name="acme.example", enrollment_mode="automatic_invitation"
    )
    show("create_organization_domain", domain.name, domain.enrollment_mode)
    domain = yield organizations.update_organization_domain(
        organization_id=acme.id, domain_id=domain.id, enrollment_mode="manual_invitation"
    )
    show("update_organization_domain", domain.enrollment_mode)
    domains = yield organizations.get_organization_domain_list(organization_id=acme.id, verified=True)
    show("get_organization_domain_list", [d.name for d in domains.data])
    deleted = yield organizations.delete_organization_domain(organization_id=acme.id, domain_id=domain.id)
    show("delete_organization_domain", deleted.deleted)

    title("Roles")
    pay = yield clerk.organization_permissions.create_organization_permission(name="Pay", key="org:invoices:pay")
    show("create_organization_permission", pay.key)
    billing = yield clerk.organization_roles.create_organization_role(
        name="Billing", key="org:billing", permissions=[pay.id]
    )
    show("create_organization_role", billing.key, [permission.key for permission in billing.permissions])
    suppliers = yield clerk.role_sets.create_role_set(
        name="Suppliers", key="role_set:suppliers", roles=["org:admin", "org:billing"],
        default_role_key="org:billing", creator_role_key="org:admin",
    )  # fmt: skip
    show("create_role_set", suppliers.key, [role.key for role in suppliers.roles])
    moved = yield organizations.update_organization(acme.id, role_set_key=suppliers.key)
    show("update_organization", moved.role_set_key)

    title("The end of it")
    deleted = yield organizations.delete_organization(acme.id)
    show("delete_organization", deleted.id, f"deleted={deleted.deleted}")
    deleted = yield clerk.role_sets.replace_role_set(
        role_set_key_or_id=suppliers.id, dest_role_set_key="role_set:default"
    )
    show("replace_role_set", deleted.id)
    yield clerk.organization_roles.delete_organization_role(billing.id)
    yield clerk.organization_permissions.delete_organization_permission(pay.id)
    return str(acme.id)


def run_sync(admin: str, member: str) -> None:
    """The tour with the blocking client, then an error and a walk."""
    title("ClerkClient", big=True)
    with httpx.Client(event_hooks={"response": [on_the_wire]}) as wire, ClerkClient(http_client=wire) as clerk:
        steps, result = tour(clerk, admin, member), None
        try:
            while True:
                result = steps.send(result)
        except StopIteration as done:
            gone = done.value

        title("What is gone answers with an error")
        try:
            clerk.organizations.get_organization(organization_id=gone)
        except NotFoundError as error:
            show(type(error).__name__, error)

        title("A walk over five organizations, two a page")
        made = [clerk.organizations.create_organization(name=f"Walk {n}").id for n in range(5)]
        walk = clerk.organizations.get_organization_list.iter(query="Walk", order_by="+name", limit=2)
        show("get_organization_list.iter", [organization.name for organization in walk])
        for organization_id in made:
            clerk.organizations.delete_organization(organization_id)


async def run_async(admin: str, member: str) -> None:
    """The same with the async client, and calls that run side by side."""
    title("AsyncClerkClient", big=True)
    wire = httpx.AsyncClient(event_hooks={"response": [on_the_wire_async]})
    async with wire, AsyncClerkClient(http_client=wire) as clerk:
        steps, result = tour(clerk, admin, member), None
        try:
            while True:
                result = await steps.send(result)
        except StopIteration as done:
            gone = done.value

        title("What is gone answers with an error")
        try:
            await clerk.organizations.get_organization(organization_id=gone)
        except NotFoundError as error:
            show(type(error).__name__, error)

        title("Five organizations at once, and a walk over them")
        create, delete = clerk.organizations.create_organization, clerk.organizations.delete_organization
        made = await asyncio.gather(*(create(name=f"Walk {n}") for n in range(5)))
        walk = clerk.organizations.get_organization_list.iter(query="Walk", order_by="+name", limit=2)
        show("get_organization_list.iter", [organization.name async for organization in walk])
        await asyncio.gather(*(delete(organization.id) for organization in made))


# What is printed: the request line and status as they happen, then what the call returned.

BOLD, DIM, GREEN, OFF = ("\033[1m", "\033[2m", "\033[32m", "\033[0m") if sys.stdout.isatty() else ("", "", "", "")


def title(text: str, *, big: bool = False) -> None:
    print(f"\n{BOLD}{f' {text} '.center(78, '=') if big else text}{OFF}")


def show(method: str, *facts: object) -> None:
    print(f"    {GREEN}{method}{OFF}  {'  '.join(str(fact) for fact in facts)}")


def on_the_wire(response: httpx.Response) -> None:
    request = response.request
    print(f"  {DIM}{request.method} {request.url.raw_path.decode()} -> {response.status_code}{OFF}")


async def on_the_wire_async(response: httpx.Response) -> None:
    on_the_wire(response)


if __name__ == "__main__":
    run_sync(*sys.argv[1:3])
    asyncio.run(run_async(*sys.argv[1:3]))
