"""This project's client with the extra `fast`: orjson, and aiohttp for async clients. The rows are those of `ours`."""

from __future__ import annotations

from functools import partial

from benchmarks.case import KEY, Case
from benchmarks.peers import ours
from benchmarks.peers._measure import Metrics, each_async
from clerk_organizations import AsyncClerkClient

TITLE = "ours [fast]"
KIND = "ours"

version = ours.version

cold_start = partial(ours.cold_start, fast=True)
sync_get = partial(ours.sync_get, fast=True)
async_get = partial(ours.async_get, fast=True)
parse = partial(ours.parse, fast=True)
memory = partial(ours.memory, fast=True)
fan_out = partial(ours.fan_out, fast=True)
walk = partial(ours.walk, fast=True)
many_clients = partial(ours.many_clients, fast=True)


async def network(case: Case) -> Metrics:
    """By the async client, the only one whose connections the extra makes faster."""
    async with AsyncClerkClient(secret_key=KEY, api_url=case.url, fast=True) as clerk:
        memberships = clerk.organizations.get_organization_membership_list
        return await each_async(case, lambda: memberships(organization_id="org_1", limit=case.items))
