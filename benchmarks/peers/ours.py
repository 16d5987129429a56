"""This project's client, with nothing but what it needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import clerk_organizations
from benchmarks.case import KEY, Case
from benchmarks.peers._measure import (
    Metrics,
    at_once,
    cold,
    each,
    each_async,
    generated,
    kept,
    made,
    parsed,
    walked,
    walked_async,
)
from clerk_organizations import AsyncClerkClient, ClerkClient
from clerk_organizations._messages.json import loads_for
from clerk_organizations.models import OrganizationMemberships

TITLE = "ours"
KIND = "ours"


def version() -> str:
    return clerk_organizations.__version__


def cold_start(case: Case, fast: bool = False) -> Metrics:
    make = f"ClerkClient(secret_key={KEY!r}, fast={fast})"
    return cold(f"from clerk_organizations import ClerkClient\n{make}.organizations.get_organization")


def import_alone(case: Case) -> Metrics:
    return cold("import clerk_organizations")


def sync_get(case: Case, fast: bool = False) -> Metrics:
    with ClerkClient(secret_key=KEY, api_url=case.url, fast=fast) as clerk:
        return each(case, lambda: clerk.organizations.get_organization(organization_id="org_1"))


async def async_get(case: Case, fast: bool = False) -> Metrics:
    async with AsyncClerkClient(secret_key=KEY, api_url=case.url, fast=fast) as clerk:
        return await each_async(case, lambda: clerk.organizations.get_organization(organization_id="org_1"))


def parse(case: Case, fast: bool = False) -> Metrics:
    return parsed(case, _reader(fast))


def memory(case: Case, fast: bool = False) -> Metrics:
    return kept(case, _reader(fast))


def network(case: Case, fast: bool = False) -> Metrics:
    with ClerkClient(secret_key=KEY, api_url=case.url, fast=fast) as clerk:
        memberships = clerk.organizations.get_organization_membership_list
        return each(case, lambda: memberships(organization_id="org_1", limit=case.items))


async def fan_out(case: Case, fast: bool = False) -> Metrics:
    async with AsyncClerkClient(secret_key=KEY, api_url=case.url, fast=fast) as clerk:
        return await at_once(case, lambda: clerk.organizations.get_organization(organization_id="org_1"))


def walk(case: Case, fast: bool = False) -> Metrics:
    with ClerkClient(secret_key=KEY, api_url=case.url, fast=fast) as clerk:
        memberships = clerk.organizations.get_organization_membership_list
        return walked(case, memberships.iter(organization_id="org_1", limit=case.items))


async def async_walk(case: Case, fast: bool = False) -> Metrics:
    async with AsyncClerkClient(secret_key=KEY, api_url=case.url, fast=fast) as clerk:
        memberships = clerk.organizations.get_organization_membership_list
        return await walked_async(case, memberships.iter(organization_id="org_1", limit=case.items))


def many_clients(case: Case, fast: bool = False) -> Metrics:
    def make() -> ClerkClient:
        return ClerkClient(secret_key=KEY, api_url=case.url, fast=fast)

    return made(case, make, lambda clerk: clerk.organizations.get_organization(organization_id="org_1"))


def generate(case: Case) -> Metrics:
    python = str(Path(case.environment, "python"))
    return generated(
        case,
        lambda document, folder: [python, "-m", "generator", "generate", "--spec", document, "--output", folder],
    )


def _reader(fast: bool) -> Callable[[bytes], object]:
    loads = loads_for(fast)
    return lambda content: OrganizationMemberships.from_dict(loads(content))
