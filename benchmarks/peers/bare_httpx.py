"""httpx and json alone: what a call costs that reads no model and checks nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import httpx

from benchmarks.case import KEY, Case
from benchmarks.peers._measure import Metrics, at_once, cold, each, each_async, made, pages, walked

TITLE = "bare httpx + json"
KIND = "floor"

HEADERS = {"Authorization": f"Bearer {KEY}"}


def version() -> str:
    return httpx.__version__


def cold_start(case: Case) -> Metrics:
    return cold("import httpx\nhttpx.Client()")


def import_alone(case: Case) -> Metrics:
    return cold("import httpx")


def sync_get(case: Case) -> Metrics:
    with _client() as client:
        return each(case, lambda: _one(client, case))


async def async_get(case: Case) -> Metrics:
    async with httpx.AsyncClient(headers=HEADERS, timeout=60) as client:
        return await each_async(case, lambda: _one_async(client, case))


def network(case: Case) -> Metrics:
    with _client() as client:
        return each(case, lambda: _page(client, case, 0, case.items))


async def fan_out(case: Case) -> Metrics:
    async with httpx.AsyncClient(headers=HEADERS, timeout=60) as client:
        return await at_once(case, lambda: _one_async(client, case))


def walk(case: Case) -> Metrics:
    with _client() as client:
        return walked(case, _members(client, case))


def many_clients(case: Case) -> Metrics:
    return made(case, _client, lambda client: _one(client, case))


def _client() -> httpx.Client:
    return httpx.Client(headers=HEADERS, timeout=60)


def _one(client: httpx.Client, case: Case) -> Any:
    return json.loads(client.get(f"{case.url}/v1/organizations/org_1").content)


async def _one_async(client: httpx.AsyncClient, case: Case) -> Any:
    return json.loads((await client.get(f"{case.url}/v1/organizations/org_1")).content)


def _page(client: httpx.Client, case: Case, offset: int, limit: int) -> Any:
    where = f"{case.url}/v1/organizations/org_1/memberships"
    return json.loads(client.get(where, params={"limit": limit, "offset": offset}).content)["data"]


def _members(client: httpx.Client, case: Case) -> Iterable[object]:
    return pages(case, lambda offset, limit: _page(client, case, offset, limit))
