"""Calls that end early: cancelled, or their client is closed while they are under way."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import anyio
import httpx
import pytest

from clerk_organizations import (
    AsyncClerkClient,
    ClerkConfigurationError,
    ClerkConnectionError,
    ClerkTimeoutError,
    OutcomeUnknownError,
    ServerError,
)
from tests.faults.rows import Row, rows
from tests.support.checkpoints import (
    BACKOFF,
    CONNECTING,
    LOOKING,
    QUEUED,
    READING,
    WAITING,
    Checkpoint,
    Unaccepting,
    all_free,
    halt,
    reached,
)
from tests.support.clients import AT_ONCE, KEY
from tests.support.clients import BothClients as World
from tests.support.responses import FINE
from tests.support.servers import RecordingServer as Wire


@pytest.fixture(params=["asyncio", "trio"])
def library(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def unaccepting() -> Iterator[Unaccepting]:
    server = Unaccepting()
    yield server
    server.close()


def get(clerk: Any) -> Any:
    return clerk.organizations.get_organization(organization_id="org_1")


def async_client(url: str) -> AsyncClerkClient:
    return AsyncClerkClient(secret_key=KEY, api_url=url, retry=AT_ONCE)


async def cancel_at(
    checkpoint: Checkpoint, clerk: AsyncClerkClient, asked: threading.Event | None = None
) -> anyio.CancelScope:
    """Call, and cancel from outside when the call is there."""
    scope = anyio.CancelScope()

    async def call() -> None:
        with scope:
            await get(clerk)

    with reached(checkpoint) as event:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call)
            for awaited in filter(None, (event, asked)):
                assert await anyio.to_thread.run_sync(awaited.wait, 5)
            await anyio.wait_all_tasks_blocked()
            scope.cancel()
    return scope


@rows(
    Row("R02", "cancelled while waiting for the answer", "cancelled; the connection is freed", WAITING),
    Row("R03", "cancelled while reading the answer", "cancelled; the connection is freed", READING),
    Row("R04", "cancelled in backoff", "cancelled; nothing more is sent", BACKOFF),
)
@pytest.mark.usefixtures("one_connection")
def test_a_cancelled_call_frees_its_connection(row: Row, library: str, wire: Wire) -> None:
    asked = halt(wire, row.given)

    async def main() -> None:
        async with async_client(wire.url) as clerk:
            assert (await cancel_at(row.given, clerk, asked)).cancelled_caught
            assert all_free(clerk)
            assert len(wire.requests) == row.given.requests
            assert (await get(clerk)).id == "org_1"
            assert len(wire.requests) == row.given.requests + 1

    anyio.run(main, backend=library)


def test_a_cancellation_leaves_the_code_of_others_alone(library: str, wire: Wire) -> None:
    """Trio links it to what the canceller was handling; clearing the frames of that would end the canceller."""
    asked = halt(wire, WAITING)
    went_on = list[str]()

    async def main() -> None:
        async with async_client(wire.url) as clerk, anyio.create_task_group() as group:
            group.start_soon(get, clerk)
            assert await anyio.to_thread.run_sync(asked.wait, 5)
            await _cancels_while_handling(group.cancel_scope, went_on)

    anyio.run(main, backend=library)
    assert went_on == ["after the call was cancelled"]


async def _cancels_while_handling(scope: anyio.CancelScope, went_on: list[str]) -> None:
    try:
        raise ValueError("mine")
    except ValueError:
        scope.cancel()
        with anyio.CancelScope(shield=True):
            await anyio.wait_all_tasks_blocked()
            went_on.append("after the call was cancelled")


@rows(Row("R01", "cancelled while connecting", "cancelled; the connection is freed"))
@pytest.mark.usefixtures("one_connection")
def test_a_call_that_is_cancelled_while_connecting(row: Row, library: str, unaccepting: Unaccepting) -> None:
    async def main() -> None:
        async with async_client(unaccepting.url) as clerk:
            assert (await cancel_at(CONNECTING, clerk)).cancelled_caught
            assert all_free(clerk)
            unaccepting.serve()
            assert (await get(clerk)).id == "org_1"

    anyio.run(main, backend=library)


@rows(Row("R05", "cancelled while waiting for a slot", "cancelled; whoever waits behind gets the slot"))
@pytest.mark.usefixtures("one_connection")
def test_a_call_that_is_cancelled_while_it_waits_for_a_slot(row: Row, library: str, wire: Wire) -> None:
    go = threading.Event()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        go.wait(5)
        FINE(handler)

    wire.reply(slow, FINE)

    async def main() -> None:
        async with async_client(wire.url) as clerk:
            scope, got = anyio.CancelScope(), list[Any]()

            async def call(within: anyio.CancelScope | None = None) -> None:
                with within or anyio.CancelScope():
                    got.append(await get(clerk))

            async with anyio.create_task_group() as tasks:
                with reached(WAITING) as event:
                    tasks.start_soon(call)
                    assert await anyio.to_thread.run_sync(event.wait, 5)
                tasks.start_soon(call, scope)
                await anyio.wait_all_tasks_blocked()
                tasks.start_soon(call)
                await anyio.wait_all_tasks_blocked()
                scope.cancel()
                await anyio.wait_all_tasks_blocked()
                go.set()
            assert (scope.cancelled_caught, len(got), len(wire.requests)) == (True, 2, 2)
            assert all_free(clerk)

    anyio.run(main, backend=library)


@rows(Row("R06", "a task of asyncio cancelled just as it gets a slot", "CancelledError; the slot is freed"))
@pytest.mark.usefixtures("one_connection")
def test_a_task_that_is_cancelled_as_it_gets_its_slot(row: Row, wire: Wire) -> None:
    go = threading.Event()

    def last(handler: BaseHTTPRequestHandler) -> None:
        go.wait(5)
        handler.close_connection = True
        handler.wfile.write(b'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 15\r\n\r\n{"id": "org_1"}')

    wire.reply(last, FINE)

    async def main() -> None:
        async with async_client(wire.url) as clerk:

            async def called() -> Any:
                result = await get(clerk)
                second.cancel()  # its slot is there by now, and it has not run yet
                return result

            with reached(WAITING) as event:
                first = asyncio.create_task(called())
                assert await asyncio.to_thread(event.wait, 5)
            second = asyncio.create_task(get(clerk))
            await anyio.wait_all_tasks_blocked()
            go.set()
            assert (await first).id == "org_1"
            with pytest.raises(asyncio.CancelledError):
                await second
            assert (await clerk.with_options(timeout=2).organizations.get_organization(slug="x")).id == "org_1"
            assert all_free(clerk)

    asyncio.run(main())


@rows(
    Row("R07", "a deadline of the caller around the call", "the caller's TimeoutError, not ours", (0.2, 30.0)),
    Row("R08", "our deadline within the caller's", "ClerkTimeoutError, and the caller goes on", (30.0, 0.2)),
)
@pytest.mark.usefixtures("one_connection")
def test_whose_deadline_it_was(row: Row, library: str, wire: Wire) -> None:
    wire.reply(wire.silence, FINE)
    theirs, ours = row.given

    async def main() -> None:
        async with async_client(wire.url) as clerk:
            with pytest.raises(TimeoutError if theirs < ours else ClerkTimeoutError) as caught:
                with anyio.fail_after(theirs):
                    await get(clerk.with_options(timeout=ours))
            assert isinstance(caught.value, ClerkTimeoutError) is (ours < theirs)
            assert (await get(clerk)).id == "org_1"
            assert len(wire.requests) == 2

    anyio.run(main, backend=library)


class _BadlyClosed(httpx.AsyncByteStream):
    """A body that never comes, and fails to be closed."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        await anyio.sleep_forever()
        yield b""

    async def aclose(self) -> None:
        raise httpx.CloseError("made up")


@rows(Row("R09", "cancelled, and closing the answer fails as well", "still cancelled: not taken for an error"))
def test_a_failing_close_does_not_swallow_a_cancellation(row: Row) -> None:
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, stream=_BadlyClosed())

    async def main() -> None:
        async with AsyncClerkClient(secret_key=KEY, transport=httpx.MockTransport(answer)) as clerk:
            task = asyncio.create_task(get(clerk))
            await anyio.wait_all_tasks_blocked()
            task.cancel()  # once: asyncio, unlike a scope of anyio, does not insist
            with pytest.raises(asyncio.CancelledError):
                await task
        assert len(seen) == 1

    asyncio.run(main())


def ends(
    world: World, clerk: Any, call: Callable[[], Any], checkpoint: Checkpoint, asked: threading.Event
) -> BaseException:
    """What becomes of a call when the client is closed as the call is there."""
    with reached(checkpoint) as event:
        if world.is_async:
            return asyncio.run(_ends_async(clerk, call, [event, asked]))
        return _ends(clerk, call, [event, asked])


def _ends(clerk: Any, call: Callable[[], Any], events: list[threading.Event]) -> BaseException:
    caught: list[BaseException] = []

    def work() -> None:
        try:
            call()
        except BaseException as error:
            caught.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert all(event.wait(5) for event in events)
    clerk.close()
    thread.join(5)
    return caught[0]


async def _ends_async(clerk: Any, call: Callable[[], Any], events: list[threading.Event]) -> BaseException:
    task = asyncio.ensure_future(call())
    for event in events:
        assert await asyncio.to_thread(event.wait, 5)
    await anyio.wait_all_tasks_blocked()
    await clerk.aclose()
    await asyncio.wait([task], timeout=5)
    error: BaseException | None = task.exception()
    assert error is not None
    return error


@rows(
    Row("R10", "closed while a GET waits for its answer", "ClerkConnectionError, at once", WAITING),
    Row("R11", "closed while a GET reads its answer", "ClerkConnectionError, at once", READING),
    Row("R12", "closed while a GET is in backoff", "ClerkConfigurationError: the client is closed", BACKOFF),
)
def test_a_client_closed_while_a_call_is_under_way(row: Row, world: World, wire: Wire) -> None:
    asked = halt(wire, row.given, seconds=0.2 if world.is_async else 20)
    clerk = world.client(api_url=wire.url, retry=AT_ONCE)
    error = ends(world, clerk, lambda: get(clerk), row.given, asked)
    assert type(error) is (ClerkConfigurationError if row.given is BACKOFF else ClerkConnectionError)
    assert len(wire.requests) == 1


@rows(Row("R13", "closed while a POST waits for its answer", "OutcomeUnknownError, at once"))
def test_a_client_closed_while_a_post_waits(row: Row, world: World, wire: Wire) -> None:
    asked = halt(wire, WAITING)
    clerk = world.client(api_url=wire.url, retry=AT_ONCE)
    error = ends(world, clerk, lambda: clerk.organizations.create_organization(name="x"), WAITING, asked)
    assert type(error) is OutcomeUnknownError
    assert len(wire.requests) == 1


@rows(
    Row("C24", "closed while the create waits for its answer", "OutcomeUnknownError", WAITING),
    Row("C25", "answered 503, and closed before it looks", "ServerError, outcome_unknown", LOOKING),
)
def test_a_client_closed_while_a_create_settles(row: Row, world: World, wire: Wire) -> None:
    asked = halt(wire, WAITING if row.given is WAITING else BACKOFF, seconds=0.2 if world.is_async else 20)
    clerk = world.client(api_url=wire.url, retry=AT_ONCE)
    create = clerk.organizations.create_organization
    error = ends(world, clerk, lambda: create(name="x", slug="x", reconcile=True), row.given, asked)
    assert type(error) is (OutcomeUnknownError if row.given is WAITING else ServerError)
    assert "reconciling: nothing more sent: " in str(error)
    assert len(wire.requests) == 1


@rows(Row("R14", "closed while a call waits for a slot", "ClerkConnectionError; nothing is sent"))
@pytest.mark.usefixtures("one_connection")
def test_a_client_closed_while_a_call_waits_for_a_slot(row: Row, world: World, wire: Wire) -> None:
    asked = halt(wire, WAITING)
    clerk = world.client(api_url=wire.url, retry=AT_ONCE)

    async def main() -> list[Any]:
        tasks = [asyncio.create_task(get(clerk)) for _ in range(2)]
        assert await asyncio.to_thread(asked.wait, 5)
        await anyio.wait_all_tasks_blocked()
        await clerk.aclose()
        return await asyncio.gather(*tasks, return_exceptions=True)

    errors = asyncio.run(main()) if world.is_async else _two_threads(clerk, asked)
    assert [type(error) for error in errors] == [ClerkConnectionError] * 2
    assert len(wire.requests) == 1


def _two_threads(clerk: Any, asked: threading.Event) -> list[BaseException]:
    errors: list[BaseException] = []

    def work() -> None:
        try:
            get(clerk)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(2)]
    with reached(QUEUED) as queued:
        for thread in threads:
            thread.start()
        assert queued.wait(5) and asked.wait(5)
    clerk.close()
    for thread in threads:
        thread.join(5)
    return errors
