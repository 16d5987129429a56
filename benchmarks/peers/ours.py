"""This project's client, with nothing but what it needs."""

from __future__ import annotations

import json
from pathlib import Path

import clerk_organizations
from benchmarks.case import KEY, Case
from benchmarks.peers._measure import Metrics, at_once, cold, each, each_async, generated, kept, made, parsed, walked
from clerk_organizations import AsyncClerkClient, ClerkClient
from clerk_organizations.models import OrganizationMemberships

TITLE = "ours"
KIND = "ours"


def version() -> str:
    return clerk_organizations.__version__


def cold_start(case: Case) -> Metrics:
    return cold(
        f"from clerk_organizations import ClerkClient\nClerkClient(secret_key={KEY!r}).organizations.get_organization"
    )


def import_alone(case: Case) -> Metrics:
    return cold("import clerk_organizations")


def sync_get(case: Case) -> Metrics:
    with ClerkClient(secret_key=KEY, api_url=case.url) as clerk:
        return each(case, lambda: clerk.organizations.get_organization(organization_id="org_1"))


async def async_get(case: Case) -> Metrics:
    async with AsyncClerkClient(secret_key=KEY, api_url=case.url) as clerk:
        return await each_async(case, lambda: clerk.organizations.get_organization(organization_id="org_1"))


def parse(case: Case) -> Metrics:
    return parsed(case, _read)


def memory(case: Case) -> Metrics:
    return kept(case, _read)


def network(case: Case) -> Metrics:
    with ClerkClient(secret_key=KEY, api_url=case.url) as clerk:
        memberships = clerk.organizations.get_organization_membership_list
        return each(case, lambda: memberships(organization_id="org_1", limit=case.items))


async def fan_out(case: Case) -> Metrics:
    async with AsyncClerkClient(secret_key=KEY, api_url=case.url) as clerk:
        return await at_once(case, lambda: clerk.organizations.get_organization(organization_id="org_1"))


def walk(case: Case) -> Metrics:
    with ClerkClient(secret_key=KEY, api_url=case.url) as clerk:
        memberships = clerk.organizations.get_organization_membership_list
        return walked(case, memberships.iter(organization_id="org_1", limit=case.items))


def many_clients(case: Case) -> Metrics:
    def make() -> ClerkClient:
        return ClerkClient(secret_key=KEY, api_url=case.url)

    return made(case, make, lambda clerk: clerk.organizations.get_organization(organization_id="org_1"))


def generate(case: Case) -> Metrics:
    python = str(Path(case.environment, "python"))
    return generated(
        case,
        lambda document, folder: [python, "-m", "generator", "generate", "--spec", document, "--output", folder],
    )


def _read(content: bytes) -> object:
    return OrganizationMemberships.from_dict(json.loads(content))
