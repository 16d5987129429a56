"""Where the time of this client goes, for what misses its target: `python -m benchmarks profile`.

The parts of reading a page are measured one by one, in rounds; those of a call with Python's profiler, which makes
Python's own parts look larger than they are.
"""

from __future__ import annotations

import asyncio
import cProfile
import gc
import json
import pstats
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import answers
from benchmarks.case import KEY
from clerk_organizations import AsyncClerkClient, ClerkClient
from clerk_organizations._messages.json import loads_for
from clerk_organizations.models import OrganizationMemberships

ITEMS, ROUNDS, CALLS = 500, 30, 500
GROUPS = {
    "/h11/": "h11",
    "/wrapper/clerk_organizations/": "clerk_organizations",
    "/generated/": "clerk_organizations_api",
    "/asyncio/": "asyncio",
    "/anyio/": "anyio",
    "/json/": "json",
}


def written(url: str) -> Iterator[str]:
    """The tables, in Markdown."""
    yield from ["| part of a page of 500 memberships | ms, median [quartiles] |", "|---|---|"]
    yield from (f"| {name} | {told} |" for name, told in _of_a_page(f"{url}/wait-0/of-{ITEMS}").items())
    blocking, awaited = (_of_a_call(profiled(f"{url}/wait-0/of-1")) for profiled in (_blocking, _awaited))
    yield from ["", "| part of a call, under the profiler | blocking | async |", "|---|---|---|"]
    for name in sorted(awaited, key=awaited.__getitem__, reverse=True):
        yield f"| {name} | {blocking.get(name, 0):.0%} | {awaited[name]:.0%} |"


def _of_a_page(url: str) -> dict[str, str]:
    content, orjson = answers.memberships(0, ITEMS, ITEMS), loads_for(True)
    decoded = json.loads(content)
    with ClerkClient(secret_key=KEY, api_url=url) as clerk, _Socket(url) as bare:
        memberships = clerk.organizations.get_organization_membership_list
        parts: dict[str, Callable[[], Any]] = {
            "receiving it by a bare socket": bare.receive,
            "json.loads": lambda: json.loads(content),
            "orjson.loads, of the extra fast": lambda: orjson(content),
            "models, of what is decoded": lambda: OrganizationMemberships.from_dict(decoded),
            "models, without garbage collection": lambda: _uncollected(decoded),
            "the call, all of it": lambda: memberships(organization_id="org_1", limit=ITEMS),
        }
        times: dict[str, list[float]] = {name: [] for name in parts}
        for _ in range(ROUNDS):
            for name, part in parts.items():
                times[name].append(_milliseconds(part))
    return {name: "{1:.1f} [{0:.1f} to {2:.1f}]".format(*statistics.quantiles(of, n=4)) for name, of in times.items()}


def _milliseconds(part: Callable[[], Any]) -> float:
    started = time.perf_counter()
    made = part()  # kept until the clock has stopped
    seconds = time.perf_counter() - started
    del made
    return 1000 * seconds


def _uncollected(decoded: Any) -> OrganizationMemberships:
    gc.disable()
    try:
        return OrganizationMemberships.from_dict(decoded)
    finally:
        gc.enable()


class _Socket:
    """Asks for a page, and receives it."""

    def __init__(self, url: str) -> None:
        place, _, path = url.removeprefix("http://").partition("/")
        host, _, port = place.partition(":")
        self._socket = socket.create_connection((host, int(port)))
        target = f"/{path}/v1/organizations/org_1/memberships?limit={ITEMS}&offset=0"
        self._request = f"GET {target} HTTP/1.1\r\nhost: {place}\r\n\r\n".encode()

    def receive(self) -> bytes:
        self._socket.sendall(self._request)
        received = self._socket.recv(65536)
        head, _, body = received.partition(b"\r\n\r\n")
        length, parts = int(head.partition(b"content-length: ")[2].split(b"\r\n")[0]), [body]
        while sum(map(len, parts)) < length:
            parts.append(self._socket.recv(65536))
        return b"".join(parts)

    def __enter__(self) -> _Socket:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def _blocking(url: str) -> pstats.Stats:
    with ClerkClient(secret_key=KEY, api_url=url) as clerk:
        clerk.organizations.get_organization(organization_id="org_1")
        with cProfile.Profile() as profile:
            for _ in range(CALLS):
                clerk.organizations.get_organization(organization_id="org_1")
    return pstats.Stats(profile)


def _awaited(url: str) -> pstats.Stats:
    async def calls() -> cProfile.Profile:
        async with AsyncClerkClient(secret_key=KEY, api_url=url) as clerk:
            await clerk.organizations.get_organization(organization_id="org_1")
            with cProfile.Profile() as profile:
                for _ in range(CALLS):
                    await clerk.organizations.get_organization(organization_id="org_1")
            return profile

    return pstats.Stats(asyncio.run(calls()))


def _of_a_call(stats: pstats.Stats) -> dict[str, float]:
    """The share of each package in the time of its own functions."""
    spent: dict[str, float] = {}
    functions: Any = stats  # whose public methods know functions by name alone, which many have in common
    for (file, _, name), (_, _, own, _, _) in functions.stats.items():
        group = _group(file, name)
        spent[group] = spent.get(group, 0.0) + own
    total = sum(spent.values())
    return {group: seconds / total for group, seconds in spent.items()}


def _group(file: str, function: str) -> str:
    if any(word in function for word in ("socket", "poll", "select")):
        return "the system: sending, waiting and receiving"
    path = Path(file).as_posix()
    return next((group for part, group in GROUPS.items() if part in path), "Python itself")
