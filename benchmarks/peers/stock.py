"""What openapi-python-client makes of our document with its own templates. BENCH_STOCK is the folder it is in."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

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
    pages,
    parsed,
    walked,
)

FOLDER = os.environ.get("BENCH_STOCK", "")
if not FOLDER:
    raise ImportError("BENCH_STOCK does not say where it was generated")
sys.path.insert(0, FOLDER)

from stock_client.api.organization_memberships import list_organization_memberships  # noqa: E402 - found on the path set above
from stock_client.api.organizations import get_organization  # noqa: E402 - found on the path set above
from stock_client.client import AuthenticatedClient  # noqa: E402 - found on the path set above
from stock_client.models.organization_memberships import OrganizationMemberships  # noqa: E402 - found on the path set above

TITLE = "stock generator"
KIND = "peer"


def version() -> str:
    return os.environ.get("BENCH_STOCK_VERSION", "")


def cold_start(case: Case) -> Metrics:
    return cold(
        "from stock_client.api.organizations import get_organization\n"
        "from stock_client.client import AuthenticatedClient\n"
        f"AuthenticatedClient(base_url='https://api.clerk.com/v1', token={KEY!r}).get_httpx_client()",
        FOLDER,
    )


def import_alone(case: Case) -> Metrics:
    return cold("import stock_client", FOLDER)


def sync_get(case: Case) -> Metrics:
    with _client(case) as client:
        return each(case, lambda: _one(client))


async def async_get(case: Case) -> Metrics:
    async with _client(case) as client:
        return await each_async(case, lambda: get_organization.asyncio("org_1", client=client))


def parse(case: Case) -> Metrics:
    return parsed(case, _read)


def memory(case: Case) -> Metrics:
    return kept(case, _read)


def network(case: Case) -> Metrics:
    with _client(case) as client:
        return each(case, lambda: list_organization_memberships.sync("org_1", client=client, limit=case.items))


async def fan_out(case: Case) -> Metrics:
    async with _client(case) as client:
        return await at_once(case, lambda: get_organization.asyncio("org_1", client=client))


def walk(case: Case) -> Metrics:
    with _client(case) as client:
        return walked(case, _members(client, case))


def many_clients(case: Case) -> Metrics:
    def make() -> AuthenticatedClient:
        client = _client(case)
        client.get_httpx_client()
        return client

    return made(case, make, _one)


def generate(case: Case) -> Metrics:
    command = str(Path(case.environment, "openapi-python-client"))
    return generated(
        case,
        lambda document, folder: [
            *(command, "generate", "--path", document, "--output-path", folder),
            *("--meta", "none", "--overwrite"),
        ],
    )


def _client(case: Case) -> AuthenticatedClient:
    return AuthenticatedClient(base_url=f"{case.url}/v1", token=KEY, timeout=60)


def _one(client: AuthenticatedClient) -> Any:
    return get_organization.sync("org_1", client=client)


def _read(content: bytes) -> Any:
    return OrganizationMemberships.from_dict(json.loads(content))


def _members(client: AuthenticatedClient, case: Case) -> Iterable[object]:
    fetch = list_organization_memberships.sync
    return pages(case, lambda offset, limit: fetch("org_1", client=client, limit=limit, offset=offset).data)
