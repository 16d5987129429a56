"""A small program that uses both clients, to be run with flags of the interpreter."""

import asyncio
import logging

from clerk_organizations import AsyncClerkClient, ClerkClient, NotFoundError
from clerk_organizations.testing import MockClerk, serve

logging.basicConfig(level=logging.CRITICAL)
KEY = "sk_test_x"


def check(holds: bool) -> None:
    """An assert that -OO does not remove."""
    if not holds:
        raise SystemExit("not fine")


def sync(url: str) -> str:
    with ClerkClient(secret_key=KEY, api_url=url) as clerk:
        made = clerk.organizations.create_organization(name="Acme", private_metadata={"a": None})
        check(clerk.organizations.update_organization(made.id, name="B").name == "B")
        check([found.id for found in clerk.organizations.get_organization_list.iter(limit=1)].count(made.id) == 1)
        clerk.organizations.update_organization_logo(made.id, file=b"\x89PNG\r\n\x1a\n" + bytes(100))
        check(bool(repr(made)) and made.to_dict()["id"] == made.id and made.created_at_datetime is not None)
        try:
            clerk.organizations.get_organization(organization_id="org_none")
        except NotFoundError as error:
            check(error.code == "resource_not_found")
        return made.id


async def with_async(url: str, identity: str) -> None:
    async with AsyncClerkClient(secret_key=KEY, api_url=url) as clerk:
        found = await asyncio.gather(
            *(clerk.organizations.get_organization(organization_id=identity) for _ in range(5))
        )
        check([organization.name for organization in found] == ["B"] * 5)
        check((await clerk.organizations.delete_organization(identity)).deleted is True)
    forgotten = AsyncClerkClient(secret_key=KEY, api_url=url)
    check((await forgotten.organizations.get_organization_list()).total_count >= 0)


if __name__ == "__main__":
    with serve(MockClerk()) as url:
        asyncio.run(with_async(url, sync(url)))
    print("fine")
