"""Clerk's own Python SDK, used as its README shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from importlib import metadata
from typing import Any

from clerk_backend_api import Clerk, models
from clerk_backend_api.utils import unmarshal_json

from benchmarks.case import KEY, Case
from benchmarks.peers._measure import (
    Metrics,
    at_once,
    cold,
    each,
    each_async,
    kept,
    made,
    pages,
    parsed,
    walked,
    walked_async,
)

TITLE = "clerk-backend-api"
KIND = "peer"


def version() -> str:
    return metadata.version("clerk-backend-api")


def cold_start(case: Case) -> Metrics:
    return cold(f"from clerk_backend_api import Clerk\nClerk(bearer_auth={KEY!r}).organizations.get")


def import_alone(case: Case) -> Metrics:
    return cold("import clerk_backend_api")


def sync_get(case: Case) -> Metrics:
    with _client(case) as clerk:
        return each(case, lambda: clerk.organizations.get(organization_id="org_1"))


async def async_get(case: Case) -> Metrics:
    async with _client(case) as clerk:
        return await each_async(case, lambda: clerk.organizations.get_async(organization_id="org_1"))


def parse(case: Case) -> Metrics:
    return parsed(case, _read)


def memory(case: Case) -> Metrics:
    return kept(case, _read)


def network(case: Case) -> Metrics:
    with _client(case) as clerk:
        memberships = clerk.organization_memberships
        return each(case, lambda: memberships.list(organization_id="org_1", limit=case.items))


async def fan_out(case: Case) -> Metrics:
    async with _client(case) as clerk:
        return await at_once(case, lambda: clerk.organizations.get_async(organization_id="org_1"))


def walk(case: Case) -> Metrics:
    with _client(case) as clerk:
        return walked(case, _members(clerk, case))


async def async_walk(case: Case) -> Metrics:
    async with _client(case) as clerk:
        memberships = clerk.organization_memberships

        async def members() -> AsyncIterator[object]:
            for offset in range(0, case.total, case.items):
                page = await memberships.list_async(organization_id="org_1", limit=case.items, offset=offset)
                for member in page.data:
                    yield member

        return await walked_async(case, members())


def many_clients(case: Case) -> Metrics:
    return made(case, lambda: _client(case), lambda clerk: clerk.organizations.get(organization_id="org_1"))


def _client(case: Case) -> Clerk:
    return Clerk(bearer_auth=KEY, server_url=f"{case.url}/v1", timeout_ms=60_000)


def _read(content: bytes) -> Any:
    return unmarshal_json(content.decode(), models.OrganizationMemberships)


def _members(clerk: Clerk, case: Case) -> Iterable[object]:
    memberships = clerk.organization_memberships
    return pages(
        case,
        lambda offset, limit: memberships.list(organization_id="org_1", limit=limit, offset=offset).data,
    )
