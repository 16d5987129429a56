"""Pages that are fetched ahead: how many, what becomes of those that fail, and that nothing outlives its walk."""

import asyncio
import contextvars
import gc
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl

import anyio
import httpx
import pytest

from clerk_organizations import (
    AsyncClerkClient,
    ClerkClient,
    ClerkConfigurationError,
    NotFoundError,
    RateLimitError,
    RetryPolicy,
)
from clerk_organizations.models import Organizations
from tests.faults.rows import Row, rows
from tests.support.calls import WINDOW
from tests.support.checkpoints import all_free
from tests.support.clients import KEY, BothClients
from tests.support.responses import FINE, GONE, Act, Reply
from tests.support.servers import RecordingServer

pytestmark = pytest.mark.sample(1)

BUSY = Reply({}, status=429, headers={"retry-after": "0"})
SECOND = 2
"""Requests that two pages need; with the second the first `WINDOW - 1` ahead are started."""


class Pages:
    """A list of twenty items on a server: some offsets are answered when they are let go, some otherwise at first."""

    size = 20

    def __init__(
        self, wire: RecordingServer, held: Iterable[int] = (), otherwise: dict[int, list[Act]] | None = None
    ) -> None:
        self.offsets: list[int] = []
        self.go = threading.Event()
        self._held, self._otherwise = set(held), otherwise or {}
        self._came = threading.Condition()
        wire.reply(self)

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        asked = {name: int(value) for name, value in parse_qsl(handler.path.partition("?")[2])}
        offset = asked["offset"]
        with self._came:
            self.offsets.append(offset)
            self._came.notify_all()
        if offset in self._held and not self.go.wait(10):
            raise TimeoutError(f"nobody let the answer to offset {offset} go")
        acts = self._otherwise.get(offset)
        found = range(self.size)[offset : offset + asked["limit"]]
        answer = {"data": [{"id": f"org_{number}"} for number in found], "total_count": self.size}
        (acts.pop(0) if acts else Reply(answer))(handler)

    def came(self, count: int) -> bool:
        """Wait until so many requests have come."""
        with self._came:
            return self._came.wait_for(lambda: len(self.offsets) >= count, 10)


def walk(clerk: Any) -> Any:
    """One item a page."""
    return clerk.organizations.get_organization_list.iter(limit=1)


def number(item: Any) -> int:
    return int(item.id.removeprefix("org_"))


async def came(pages: Pages, count: int) -> bool:
    return await anyio.to_thread.run_sync(pages.came, count)


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "clerk-walk"]


def ended() -> bool:
    """Wait for the threads of walks."""
    for thread in threads():
        thread.join(10)
    return not threads()


@pytest.fixture(params=["asyncio", "trio"])
def library(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def blocking(wire: RecordingServer) -> Iterator[ClerkClient]:
    with ClerkClient(secret_key=KEY, api_url=wire.url) as clerk:
        yield clerk
    assert ended()


def async_client(wire: RecordingServer) -> AsyncClerkClient:
    return AsyncClerkClient(secret_key=KEY, api_url=wire.url)


SLOW = Row("R50", "a consumer that is slower than the server", "at most five pages wait for it; in order, each once")
BEHIND = range(2, 20)
"""All pages that can be fetched ahead, when the second is answered."""


@rows(SLOW)
def test_pages_are_fetched_ahead_in_threads(row: Row, wire: RecordingServer, blocking: ClerkClient) -> None:
    pages = Pages(wire, held=BEHIND)
    items = walk(blocking)
    assert number(next(items)) == 0
    assert pages.offsets == [0]
    assert number(next(items)) == 1
    assert pages.came(SECOND + WINDOW - 1)
    assert sorted(pages.offsets) == list(range(SECOND + WINDOW - 1))
    assert len(threads()) == WINDOW - 1
    pages.go.set()
    assert [number(item) for item in items] == list(range(2, 20))
    assert Counter(pages.offsets) == Counter(range(20))


@pytest.mark.parametrize("row", [SLOW], ids=[SLOW.id])
def test_pages_are_fetched_ahead_in_tasks(row: Row, library: str, wire: RecordingServer) -> None:
    pages = Pages(wire, held=BEHIND)

    async def main() -> None:
        async with async_client(wire) as clerk:
            items = walk(clerk)
            assert number(await anext(items)) == 0
            assert pages.offsets == [0]
            assert number(await anext(items)) == 1
            assert await came(pages, SECOND + WINDOW - 1)
            await anyio.wait_all_tasks_blocked()
            assert sorted(pages.offsets) == list(range(SECOND + WINDOW - 1))
            pages.go.set()
            assert [number(item) async for item in items] == list(range(2, 20))
            assert Counter(pages.offsets) == Counter(range(20))

    anyio.run(main, backend=library)


def test_pages_are_read_in_their_turn(
    wire: RecordingServer, blocking: ClerkClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the thread that walks: of a page that is fetched ahead, bytes wait."""
    read, readers = Organizations.from_dict, list[threading.Thread]()

    def from_dict(src: Any) -> Organizations:
        readers.append(threading.current_thread())
        return read(src)

    monkeypatch.setattr(Organizations, "from_dict", from_dict)
    Pages(wire)
    assert [number(item) for item in walk(blocking)] == list(range(20))
    assert readers == [threading.current_thread()] * 20


def test_a_page_that_cannot_be_read_is_asked_for_again(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    pages = Pages(wire, otherwise={4: [Reply("no page")]})
    walked = walk(clerk)

    async def take() -> list[int]:
        return [number(item) async for item in walked]

    assert (world.run(take()) if world.is_async else [*map(number, walked)]) == list(range(20))
    assert pages.offsets.count(4) == 2  # ahead, and in its turn


def seen_and_raised(world: BothClients, items: Any, kind: type[Exception]) -> list[int]:
    """What a walk gives before it fails."""
    seen: list[int] = []

    async def take() -> None:
        async for item in items:
            seen.append(number(item))

    with pytest.raises(kind):
        world.run(take()) if world.is_async else seen.extend(map(number, items))
    return seen


@rows(Row("R51", "a page that fails, and those behind it are there", "the items before it, the error, and no more"))
def test_a_page_that_fails_behind_the_second(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    pages = Pages(wire, otherwise={4: [GONE] * 9})
    assert seen_and_raised(world, walk(clerk), NotFoundError) == [0, 1, 2, 3]
    assert pages.offsets.count(4) == 2  # ahead, and in its turn


@rows(
    Row("R52", "503 to a page that is fetched ahead", "asked for again in its turn, even where nothing is repeated",
        Reply({}, status=503)),
    Row("R53", "429 to a page that is fetched ahead", "the same", BUSY),
)  # fmt: skip
def test_a_page_that_fails_ahead(row: Row, world: BothClients, wire: RecordingServer) -> None:
    pages = Pages(wire, otherwise={3: [row.given]})
    clerk = world.client(api_url=wire.url, retry=RetryPolicy(attempts=1))
    assert list(map(number, world.items(walk(clerk)))) == list(range(20))
    assert Counter(pages.offsets) == Counter([3, *range(20)])


@rows(Row("R54", "429 to all pages that are fetched ahead", "asked for one by one; the retries in hand are all left"))
def test_a_rate_limit_met_ahead(row: Row, world: BothClients, wire: RecordingServer) -> None:
    first = BEHIND[: WINDOW - 1]
    pages = Pages(wire, otherwise={offset: [BUSY] for offset in first})
    clerk = world.client(api_url=wire.url, retry=RetryPolicy(first_delay=0, budget=1, budget_per_call=0))
    assert list(map(number, world.items(walk(clerk)))) == list(range(20))
    assert Counter(pages.offsets) == Counter([*first, *range(20)])
    wire.reply(BUSY, FINE)
    assert world.run(clerk.organizations.get_organization(organization_id="org_1")).id == "org_1"


@rows(Row("R55", "429 to a page in its turn", "waited out, and then half as many pages are fetched ahead"))
def test_a_rate_limit_narrows_the_window(row: Row, wire: RecordingServer, blocking: ClerkClient) -> None:
    pages = Pages(wire, held=BEHIND, otherwise={0: [BUSY]})
    items = walk(blocking.with_options(retry=RetryPolicy(first_delay=0)))
    assert [number(next(items)), number(next(items))] == [0, 1]
    assert pages.came(SECOND + WINDOW // 2)
    assert sorted(pages.offsets) == [0, 0, 1, 2, 3]
    pages.go.set()


@rows(Row("R56", "429 to a page in its turn, for longer than is repeated", "the items before it, then RateLimitError"))
def test_a_rate_limit_that_stays(row: Row, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    Pages(wire, otherwise={3: [BUSY] * 9})
    assert seen_and_raised(world, walk(clerk), RateLimitError) == [0, 1, 2]


STOPS = Row("R57", "a consumer that stops in the middle", "threads end with their one attempt, tasks at once")


@rows(STOPS)
def test_threads_end_when_the_consumer_stops(row: Row, wire: RecordingServer, blocking: ClerkClient) -> None:
    pages = Pages(wire, held=BEHIND)
    for item in walk(blocking):
        if number(item) == 1:
            break
    assert pages.came(SECOND + WINDOW - 1)
    pages.go.set()
    assert ended()
    assert all_free(blocking)
    assert len(pages.offsets) == SECOND + WINDOW - 1


@pytest.mark.parametrize("row", [STOPS], ids=[STOPS.id])
@pytest.mark.parametrize("how", ["closed", "forgotten"])
def test_tasks_end_when_the_consumer_stops(how: str, row: Row, library: str, wire: RecordingServer) -> None:
    pages = Pages(wire, held=BEHIND)

    async def main() -> None:
        async with async_client(wire) as clerk:
            items: AsyncGenerator[Any] | None = walk(clerk)
            assert items is not None
            assert [number(await anext(items)), number(await anext(items))] == [0, 1]
            assert await came(pages, SECOND + WINDOW - 1)
            if how == "closed":
                await items.aclose()
            else:
                with pytest.warns(ResourceWarning) if library == "trio" else nullcontext():  # trio's own
                    items = None
                    gc.collect()
                await anyio.wait_all_tasks_blocked()
            assert all_free(clerk)
            assert library == "trio" or asyncio.all_tasks() == {asyncio.current_task()}
            assert len(pages.offsets) == SECOND + WINDOW - 1

    anyio.run(main, backend=library)
    pages.go.set()


@rows(Row("R58", "a consumer that is cancelled while it waits for a page", "cancelled; nothing goes on"))
@pytest.mark.parametrize("waiting_for", [1, 2])
def test_a_walk_that_is_cancelled(waiting_for: int, row: Row, library: str, wire: RecordingServer) -> None:
    pages = Pages(wire, held=range(waiting_for, 20))

    async def main() -> None:
        async with async_client(wire) as clerk:
            seen: list[int] = []
            scope = anyio.CancelScope()

            async def consume() -> None:
                with scope:
                    async for item in walk(clerk):
                        seen.append(number(item))

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(consume)
                assert await came(pages, waiting_for + WINDOW)
                scope.cancel()
            assert (scope.cancelled_caught, seen) == (True, list(range(waiting_for)))
            assert all_free(clerk)
            assert library == "trio" or asyncio.all_tasks() == {asyncio.current_task()}

    anyio.run(main, backend=library)
    pages.go.set()


@rows(Row("R59", "a task of asyncio that is cancelled in a walk", "CancelledError; nothing goes on"))
def test_a_task_that_is_cancelled_in_a_walk(row: Row, wire: RecordingServer) -> None:
    pages = Pages(wire, held=BEHIND)

    async def main() -> None:
        async with async_client(wire) as clerk:

            async def consume() -> list[Any]:
                return [item async for item in walk(clerk)]

            task = asyncio.create_task(consume())
            assert await came(pages, SECOND + WINDOW)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert all_free(clerk)
            assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())
    pages.go.set()


@rows(Row("R68", "all other tasks of asyncio are cancelled before they begin", "pages are asked for in their turn"))
def test_tasks_that_someone_else_cancels(row: Row, wire: RecordingServer) -> None:
    pages = Pages(wire)

    async def cancel_others(request: httpx.Request) -> None:
        if request.url.params["offset"] == "1":
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

    async def main() -> None:
        async with httpx.AsyncClient(event_hooks={"request": [cancel_others]}) as http:
            clerk = AsyncClerkClient(secret_key=KEY, api_url=wire.url, http_client=http)
            with anyio.fail_after(10):
                assert [number(item) async for item in walk(clerk)] == list(range(20))

    asyncio.run(main())
    assert Counter(pages.offsets) == Counter(range(20))


CLOSED = Row("R60", "the client is closed in the middle of a walk", "what is under way ends; ClerkConfigurationError")


@rows(CLOSED)
def test_a_client_that_is_closed_under_a_walk(row: Row, wire: RecordingServer, blocking: ClerkClient) -> None:
    pages = Pages(wire, held=BEHIND)
    items = walk(blocking)
    assert [number(next(items)), number(next(items))] == [0, 1]
    assert pages.came(SECOND + WINDOW - 1)
    blocking.close()
    with pytest.raises(ClerkConfigurationError, match="the client is closed"):
        next(items)
    assert ended()
    pages.go.set()


@pytest.mark.parametrize("row", [CLOSED], ids=[CLOSED.id])
def test_an_async_client_that_is_closed_under_a_walk(row: Row, library: str, wire: RecordingServer) -> None:
    pages = Pages(wire, held=BEHIND)

    async def main() -> None:
        clerk = async_client(wire)
        items = walk(clerk)
        assert [number(await anext(items)), number(await anext(items))] == [0, 1]
        assert await came(pages, SECOND + WINDOW - 1)
        await clerk.aclose()
        with pytest.raises(ClerkConfigurationError, match="the client is closed"):
            await anext(items)
        assert library == "trio" or asyncio.all_tasks() == {asyncio.current_task()}

    anyio.run(main, backend=library)
    pages.go.set()


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no signals to threads here")
@rows(Row("R61", "Ctrl-C while a blocking walk waits for a page", "KeyboardInterrupt at once; threads end"))
def test_ctrl_c(row: Row, wire: RecordingServer, blocking: ClerkClient) -> None:
    main = threading.main_thread().ident or 0

    def interrupt(handler: BaseHTTPRequestHandler) -> None:
        signal.pthread_kill(main, signal.SIGINT)
        wire.silence(handler)

    pages = Pages(wire, held=[2, 3, 4, 5, 6], otherwise={SECOND + WINDOW - 1: [interrupt]})
    items = walk(blocking)
    assert [number(next(items)), number(next(items))] == [0, 1]
    with pytest.raises(KeyboardInterrupt):
        next(items)
    assert list(items) == []
    pages.go.set()


WHERE: contextvars.ContextVar[str] = contextvars.ContextVar("where", default="nowhere")


@rows(Row("R62", "context variables in hooks of your own http_client", "those of the consumer, also for pages ahead"))
def test_the_context_of_the_consumer(row: Row, world: BothClients, wire: RecordingServer) -> None:
    Pages(wire)
    seen: list[str] = []

    def note(request: httpx.Request) -> None:
        seen.append(WHERE.get())

    async def note_async(request: httpx.Request) -> None:
        note(request)

    async def main() -> list[Any]:
        async with httpx.AsyncClient(event_hooks={"request": [note_async]}) as http:
            return [item async for item in walk(world.client(api_url=wire.url, http_client=http))]

    token = WHERE.set("here")
    try:
        if world.is_async:
            found = world.run(main())
        else:
            with httpx.Client(event_hooks={"request": [note]}) as http:
                found = list(walk(world.client(api_url=wire.url, http_client=http)))
    finally:
        WHERE.reset(token)
    assert (len(found), seen) == (20, ["here"] * 20)


@rows(Row("R63", "no more threads are to be had", "pages come one after the other"))
def test_no_threads(row: Row, wire: RecordingServer, blocking: ClerkClient, monkeypatch: pytest.MonkeyPatch) -> None:
    pages, start = Pages(wire), threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name == "clerk-walk":
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert [number(item) for item in walk(blocking)] == list(range(20))
    assert pages.offsets == list(range(20))


SYNC = """
import sys
from clerk_organizations import ClerkClient
clerk = ClerkClient(secret_key="sk_test_x", api_url=sys.argv[1], timeout=None)
walk = clerk.organizations.get_organization_list.iter(limit=1)
assert [next(walk).id, next(walk).id] == ["org_0", "org_1"]
print("fine")
"""
ASYNC = """
import sys
import anyio
from clerk_organizations import AsyncClerkClient
clerk = AsyncClerkClient(secret_key="sk_test_x", api_url=sys.argv[1], timeout=None)
walk = clerk.organizations.get_organization_list.iter(limit=1)
async def main():
    assert [(await anext(walk)).id, (await anext(walk)).id] == ["org_0", "org_1"]
    print("fine")
anyio.run(main, backend=sys.argv[2])
"""
FORK = """
import os, sys
from clerk_organizations import ClerkClient
clerk = ClerkClient(secret_key="sk_test_x", api_url=sys.argv[1])
walk = clerk.organizations.get_organization_list.iter(limit=1)
assert [next(walk).id, next(walk).id] == ["org_0", "org_1"]
sys.stdin.readline()
child = os.fork()
assert [item.id for item in walk] == [f"org_{number}" for number in range(2, 20)]
clerk.close()
if child:
    assert os.waitpid(child, 0)[1] == 0
    print("fine")
"""


@rows(
    Row("R64", "the program ends in the middle of a blocking walk", "it ends, without a word", (SYNC, [])),
    Row("R65", "asyncio ends in the middle of a walk", "the same", (ASYNC, ["asyncio"])),
    Row("R66", "trio ends in the middle of a walk", "the same", (ASYNC, ["trio"])),
)
def test_the_end_of_a_program(row: Row, wire: RecordingServer) -> None:
    """The server says nothing for as long as the program lasts."""
    Pages(wire, otherwise={offset: [wire.silence] for offset in BEHIND})
    program, arguments = row.given
    command = [sys.executable, "-W", "error", "-c", program, wire.url, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=15, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "fine\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not fork")
@rows(Row("R67", "a fork in the middle of a blocking walk", "both walk on, each with pages of its own"))
def test_a_fork_under_a_walk(row: Row, wire: RecordingServer) -> None:
    pages = Pages(wire, held=BEHIND)
    command = [sys.executable, "-c", FORK, wire.url]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:
        assert pages.came(SECOND + WINDOW - 1)
        assert process.stdin
        process.stdin.write("fork\n")
        process.stdin.flush()
        assert pages.came(SECOND + 2 * WINDOW - 1)  # the child asks for what the parent's threads are asking for
        pages.go.set()
        done = process.communicate(timeout=15)
    assert (process.returncode, done[0], "Error" in done[1]) == (0, "fine\n", False)
