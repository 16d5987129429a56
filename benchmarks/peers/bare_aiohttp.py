"""aiohttp and json alone, with as many connections as it likes."""

from __future__ import annotations

import json
from typing import Any

import aiohttp

from benchmarks.case import KEY, Case
from benchmarks.peers._measure import Metrics, at_once, cold, each_async

TITLE = "bare aiohttp + json"
KIND = "floor"


def version() -> str:
    return str(aiohttp.__version__)


def import_alone(case: Case) -> Metrics:
    return cold("import aiohttp")


async def async_get(case: Case) -> Metrics:
    async with _session() as session:
        return await each_async(case, lambda: _read(session, f"{case.url}/v1/organizations/org_1"))


async def network(case: Case) -> Metrics:
    where = f"{case.url}/v1/organizations/org_1/memberships?limit={case.items}"
    async with _session() as session:
        return await each_async(case, lambda: _read(session, where))


async def fan_out(case: Case) -> Metrics:
    async with _session() as session:
        return await at_once(case, lambda: _read(session, f"{case.url}/v1/organizations/org_1"))


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), headers={"Authorization": f"Bearer {KEY}"})


async def _read(session: aiohttp.ClientSession, where: str) -> Any:
    async with session.get(where) as response:
        return json.loads(await response.read())
