"""`make demo`: the tour of tour.py against a mock server, a line for each call, a retry and an error on the way."""

import asyncio
import io
import json
import re
import sys
from importlib.resources import files
from time import perf_counter
from typing import Any

import tour

from clerk_organizations import AsyncClerkClient, ClerkClient, NotFoundError, RetryPolicy
from clerk_organizations.events import ResponseEvent, RetryEvent
from clerk_organizations.testing import MockClerk, serve

KEY = "sk_test_demo"
ADMIN, MEMBER = "user_ada", "user_alan"
"""Every mock starts with the same users."""
NEXT = """
Try next
  make mock          the server of this demo on port 8787, for a program of yours or curl
  make docs-serve    the guide and the reference, on port 8787 as well
  make test          the proof (sets up what it needs first: a few minutes)
"""


def main() -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # not every console has arrows
    mock = MockClerk(secret_key=KEY)
    with serve(mock) as url:
        print(f"Calls over HTTP to the mock server at {url} (the first also loads code).")
        with ClerkClient(
            secret_key=KEY, api_url=url, retry=RetryPolicy(first_delay=0.1), on_response=show, on_retry=show_retry
        ) as clerk:
            blocking(clerk, mock)
        asyncio.run(awaited(url))
    print(NEXT, end="")


def blocking(clerk: ClerkClient, mock: MockClerk) -> None:
    """The parts of the tour; then what goes wrong on purpose."""
    print("Organizations")
    acme = tour.organizations(clerk, ADMIN)
    print("Memberships")
    tour.memberships(clerk, acme.id, MEMBER)
    print("Invitations")
    tour.invitations(clerk, acme.id, ADMIN)
    print("Domains")
    tour.domains(clerk, acme.id)
    print("Roles")
    tour.roles(clerk)
    print("A walk, two a page")
    found = tour.walk(clerk, acme.id)
    print(f"  → {', '.join(address.partition('@')[0] for address in found)}")
    print("A server that is down for a moment: the call is repeated")
    mock.fail(503)
    clerk.organizations.delete_organization(acme.id)
    print("What is gone is a typed error")
    try:
        clerk.organizations.get_organization(organization_id=acme.id)
    except NotFoundError as error:
        print(f"  → {type(error).__name__}: {error.status} {error.code}, trace {error.clerk_trace_id}")


async def awaited(url: str) -> None:
    """The async part of the tour, in one line."""
    print("AsyncClerkClient, side by side")
    async with AsyncClerkClient(secret_key=KEY, api_url=url) as clerk:
        start = perf_counter()
        names = await tour.at_once(clerk)
        took, stats = perf_counter() - start, clerk.stats()
    print(f"  {len(names)} organizations created, walked and deleted: {stats.calls} calls in {took * 1000:.0f} ms")


# What is printed: each call as it ends.


def show(event: ResponseEvent) -> None:
    """Method, status, milliseconds, and what was called."""
    route = re.sub(r"{\w+}", "…", event.route)
    took = event.seconds * 1000
    print(f"  {METHODS[event.operation_id]:41} {event.status or event.error} {took:3.0f} ms {event.method} {route}")


def show_retry(event: RetryEvent) -> None:
    print(f"  → {event.reason}: again in {event.delay:.2f} s")


def methods() -> dict[str, str]:
    """operationId → the method that makes the call, from the document that comes with the client."""
    document: dict[str, Any] = json.loads(
        (files("clerk_organizations_api") / "openapi.json").read_text(encoding="utf-8")
    )
    operations: list[dict[str, Any]] = [
        one for path in document["paths"].values() for one in path.values() if "operationId" in one
    ]
    return {one["operationId"]: snake_case(one.get("x-ts-method", one["operationId"])) for one in operations}


def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


METHODS = methods()

if __name__ == "__main__":
    main()
