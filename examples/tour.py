"""A tour of the methods, in parts to copy: python examples/tour.py USER_ID USER_ID

It calls what CLERK_API_URL and CLERK_SECRET_KEY name, and needs the ids of two users there. Each call is printed as it
ends. `make demo` takes this tour against the mock server.
"""

import asyncio
import sys

from clerk_organizations import AsyncClerkClient, ClerkClient
from clerk_organizations.models import Organization

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000"
    "000049454e44ae426082"
)
"""A PNG of one pixel."""


def organizations(clerk: ClerkClient, admin: str) -> Organization:
    """Create one, find it, change it; returns it as it is then."""
    acme = clerk.organizations.create_organization(name="Acme Rockets", created_by=admin)
    clerk.organizations.get_organization_list(query="acme", include_members_count=True)
    clerk.organizations.get_organization(slug=acme.slug)
    clerk.organizations.update_organization(acme.id, name="Acme Space", max_allowed_memberships=50)
    clerk.organizations.update_organization_metadata(acme.id, public_metadata={"plan": "pro", "since": 2026})
    clerk.organizations.replace_organization_metadata(acme.id, public_metadata={"plan": "pro"})
    clerk.organizations.update_organization_logo(acme.id, file=PIXEL, uploader_user_id=admin)
    clerk.organizations.delete_organization_logo(acme.id)
    return clerk.organizations.get_organization(organization_id=acme.id)


def memberships(clerk: ClerkClient, organization_id: str, user_id: str) -> None:
    """Take a user in, promote, note, list, and part again."""
    clerk.organizations.create_organization_membership(
        organization_id=organization_id, user_id=user_id, role="org:member"
    )
    clerk.organizations.update_organization_membership(
        organization_id=organization_id, user_id=user_id, role="org:admin"
    )
    clerk.organizations.update_organization_membership_metadata(
        organization_id=organization_id, user_id=user_id, public_metadata={"desk": 7}
    )
    clerk.organizations.get_organization_membership_list(organization_id=organization_id, order_by="+created_at")
    clerk.organizations.get_instance_organization_membership_list(limit=1)
    clerk.organizations.delete_organization_membership(organization_id=organization_id, user_id=user_id)


def invitations(clerk: ClerkClient, organization_id: str, admin: str) -> None:
    """Invite one, invite several, look, and take one back."""
    grace = clerk.organizations.create_organization_invitation(
        organization_id=organization_id, email_address="grace@example.com", role="org:member", inviter_user_id=admin
    )
    clerk.organizations.create_organization_invitation_bulk(
        organization_id, [{"email_address": f"crew{n}@example.com", "role": "org:member"} for n in range(5)]
    )
    clerk.organizations.get_organization_invitation_list(organization_id=organization_id, status=["pending"])
    clerk.organizations.get_organization_invitation(organization_id=organization_id, invitation_id=grace.id)
    clerk.organizations.revoke_organization_invitation(
        organization_id=organization_id, invitation_id=grace.id, requesting_user_id=admin
    )


def domains(clerk: ClerkClient, organization_id: str) -> None:
    """Say which addresses are colleagues'."""
    domain = clerk.organizations.create_organization_domain(
        organization_id=organization_id, name="acme.example", enrollment_mode="automatic_invitation"
    )
    clerk.organizations.update_organization_domain(
        organization_id=organization_id, domain_id=domain.id, enrollment_mode="manual_invitation"
    )
    clerk.organizations.get_organization_domain_list(organization_id=organization_id, verified=True)
    clerk.organizations.delete_organization_domain(organization_id=organization_id, domain_id=domain.id)


def roles(clerk: ClerkClient) -> None:
    """Make a permission and a role that has it, and remove both."""
    pay = clerk.organization_permissions.create_organization_permission(name="Pay", key="org:invoices:pay")
    billing = clerk.organization_roles.create_organization_role(name="Billing", key="org:billing", permissions=[pay.id])
    clerk.organization_roles.delete_organization_role(billing.id)
    clerk.organization_permissions.delete_organization_permission(pay.id)


def walk(clerk: ClerkClient, organization_id: str) -> list[str]:
    """All who are invited, two a page: the next page is asked for when it is needed, or a little before."""
    invited = clerk.organizations.get_organization_invitation_list.iter(
        organization_id=organization_id, status="pending", limit=2
    )
    return [invitation.email_address for invitation in invited]


async def at_once(clerk: AsyncClerkClient) -> list[str]:
    """Ten organizations made side by side, found in one walk, and deleted side by side."""
    create, delete = clerk.organizations.create_organization, clerk.organizations.delete_organization
    made = await asyncio.gather(*(create(name=f"Side by side {n}") for n in range(10)))
    found = clerk.organizations.get_organization_list.iter(query="Side by side", order_by="+name")
    names = [organization.name async for organization in found]
    await asyncio.gather(*(delete(organization.id) for organization in made))
    return names


async def at_once_alone() -> None:
    async with AsyncClerkClient(on_response=print) as clerk:
        await at_once(clerk)


def main(admin: str, member: str) -> None:
    """All of it, in order."""
    with ClerkClient(on_response=print) as clerk:
        acme = organizations(clerk, admin)
        memberships(clerk, acme.id, member)
        invitations(clerk, acme.id, admin)
        domains(clerk, acme.id)
        roles(clerk)
        print(walk(clerk, acme.id))
        clerk.organizations.delete_organization(acme.id)
    asyncio.run(at_once_alone())


if __name__ == "__main__":
    main(*sys.argv[1:3])
