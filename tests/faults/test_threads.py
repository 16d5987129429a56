"""State that threads share: what one reads while others write is whole, and reading never fails."""

import asyncio
import functools
import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import anyio
import httpx
import pytest

from clerk_organizations import AsyncClerkClient, ClerkClient, RateLimit, RetryPolicy, ServerError
from clerk_organizations.organizations import AsyncOrganizationAPI
from clerk_organizations.testing import MockClerk
from tests.faults.rows import Row, rows
from tests.support.clients import KEY
from tests.support.processes import echoing
from tests.support.threads import switching_often

ROUNDS = 40


@pytest.fixture(autouse=True)
def often() -> Iterator[None]:
    """Threads take turns in the midst of things."""
    with switching_often():
        yield


def beside(work: Callable[[], object], *others: Callable[[], object]) -> None:
    """The work, while other threads do theirs over and over; raises what any of them raises."""
    over, failed = threading.Event(), list[BaseException]()

    def repeat(other: Callable[[], object]) -> None:
        try:
            while not over.is_set():
                other()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=repeat, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    try:
        work()
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert failed == []


def whole(clerk: ClerkClient | AsyncClerkClient) -> Callable[[], None]:
    """Reads the counts, and holds them against each other."""

    def read() -> None:
        stats = clerk.stats()
        assert stats.attempts == sum(stats.answers.values()) + sum(stats.errors.values())
        assert stats.calls == sum(each.calls for each in stats.operations.values())
        told = stats.as_dict()["connections"]
        assert told is None or told["open"] == told["idle"] + told["in_use"]

    return read


async def _calls(clerk: AsyncClerkClient, rounds: int = ROUNDS) -> None:
    orgs = clerk.organizations
    for number in range(rounds):
        async with anyio.create_task_group() as group:
            for each in range(4):
                group.start_soon(partial(orgs.get_organization, organization_id=f"org_{number}_{each}"))
            group.start_soon(partial(orgs.update_organization, "org_1", name="Acme"))


@pytest.mark.sample(1)
@rows(Row("R80", "stats() in other threads while an async client works", "whole counts, whatever is under way"))
@pytest.mark.parametrize("library", ["asyncio", "trio"])
def test_stats_beside_an_async_client(row: Row, library: str) -> None:
    events = list[object]()
    with echoing() as url:
        clerk = AsyncClerkClient(
            secret_key=KEY, api_url=url, rate_limit=RateLimit(1_000_000, 10), on_response=events.append
        )

        async def main() -> None:
            async with clerk:
                await _calls(clerk)

        beside(lambda: anyio.run(main, backend=library), whole(clerk), whole(clerk))
    assert clerk.stats().calls == len(events) == 5 * ROUNDS


@rows(Row("R81", "stats() while event loops come and go", "whole counts; each loop has connections of its own"))
def test_stats_beside_loops(row: Row) -> None:
    with echoing() as url:
        clerk = AsyncClerkClient(secret_key=KEY, api_url=url)

        def loops() -> None:
            for _ in range(10):
                asyncio.run(_calls(clerk, 1))

        threads = [threading.Thread(target=loops) for _ in range(4)]

        def work() -> None:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        beside(work, whole(clerk), whole(clerk))
        assert clerk.stats().calls == 4 * 10 * 5
        asyncio.run(clerk.aclose())


@rows(Row("R82", "clients that are made, used and forgotten in many threads", "one limit, one count; nothing fails"))
def test_clients_come_and_go(row: Row) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503 if request.url.path.endswith("0") else 200, json={"id": "org_1"})

    policy = RetryPolicy(attempts=2, first_delay=0.0, budget=1_000_000)
    transport = httpx.MockTransport(answer)
    with ClerkClient(secret_key=KEY, transport=transport, retry=policy) as clerk:
        done = list[None]()

        def use() -> None:
            for number in range(10):
                other = clerk.with_options(on_retry=[lambda _: None])
                with suppress(ServerError):  # of the last one
                    other.organizations.get_organization(organization_id=f"org_{number + 1}")
                limit = RateLimit(100_000 + number % 3, 0.001)  # three limiters, over and over
                with ClerkClient(secret_key=KEY, transport=transport, rate_limit=limit) as limited:
                    limited.organizations.get_organization(organization_id="org_1")
            done.append(None)

        def work() -> None:
            for _ in range(ROUNDS // 4):
                use()

        beside(work, use, use, whole(clerk), whole(clerk))
        assert clerk.stats().calls == 10 * len(done)
        assert clerk.stats().retries == {"unavailable": len(done)}


def test_a_mock_is_read_while_it_works() -> None:
    mock = MockClerk()
    seen = list[Any]()
    mock.watch(seen.append)

    def write() -> None:
        with mock.client() as clerk:
            for number in range(ROUNDS):
                made = clerk.organizations.create_organization(name=f"A{number}", created_by="user_ada")
                if number % 2:
                    clerk.organizations.delete_organization(made.id)
                mock.fail(404, operation_id="GetOrganization")

    def read() -> None:
        ids = [organization.id for organization in mock.instance.organizations]
        assert len(set(ids)) == len(ids)
        assert all(fault.status == 404 for fault in mock.faults)
        assert len(mock.requests) <= len(seen) + 1

    beside(write, read, read)
    assert len(mock.instance.organizations) == ROUNDS // 2


@rows(Row("R83", "two threads use a method for the first time, at once", "both have it, and whole"))
def test_a_method_that_two_threads_make(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    method, update, others = vars(AsyncOrganizationAPI)["get_organization"], functools.update_wrapper, list[object]()

    def update_twice(wrapper: Any, wrapped: Any, **options: Any) -> Any:
        updated = update(wrapper, wrapped, **options)
        if wrapper is method and not others:  # here the other one comes in
            others.append(None)
            thread = threading.Thread(target=lambda: others.append(method._describe), daemon=True)
            thread.start()
            thread.join(5)
        return updated

    method.__dict__.pop("_describe", None)
    monkeypatch.setattr(functools, "update_wrapper", update_twice)
    assert method._describe is others[-1]
    assert inspect.unwrap(method) is method
