"""Where calls run: several event loops, several threads, processes that fork."""

import asyncio
import gc
import os
import subprocess
import sys
import threading
from collections import Counter
from typing import Any

import anyio
import pytest

from clerk_organizations import AsyncClerkClient, ClerkClient, RetryPolicy
from clerk_organizations.testing import MockClerk
from tests.faults.rows import Row, rows
from tests.support.callers import Callers
from tests.support.clients import KEY
from tests.support.processes import echoing
from tests.support.servers import RecordingServer
from tests.support.tiers import examples

DEEP = "FAULTS_CALLS" in os.environ


def get(clerk: Any) -> Any:
    return clerk.organizations.get_organization(organization_id="org_1")


async def two_calls(clerk: AsyncClerkClient) -> None:
    assert [(await get(clerk)).id for _ in range(2)] == ["org_1"] * 2


@rows(
    Row("R20", "one client on two event loops, one after the other", "works, connections of its own in each; "
        "those of the first are closed with it", ["asyncio", "asyncio"]),
    Row("R21", "one client under trio, then under asyncio", "the same", ["trio", "asyncio"]),
)  # fmt: skip
@pytest.mark.parametrize("use_httpx", [False, True])
def test_a_second_event_loop(row: Row, use_httpx: bool, wire: RecordingServer) -> None:
    callers, clerk = Callers(wire), AsyncClerkClient(secret_key=KEY, api_url=wire.url, use_httpx=use_httpx)
    for count, library in enumerate(row.given, start=1):
        anyio.run(two_calls, clerk, backend=library)
        assert callers.gone.acquire(timeout=5), "the loop is over and its connection still open"
        assert (len(callers.ports), len(set(callers.ports))) == (count * 2, count)
    anyio.run(clerk.aclose, backend="asyncio")


@rows(Row("R22", "one client on two event loops in two threads", "works, connections of its own in each"))
def test_two_event_loops_at_once(row: Row, wire: RecordingServer) -> None:
    callers, clerk = Callers(wire), AsyncClerkClient(secret_key=KEY, api_url=wire.url)
    barrier, errors = threading.Barrier(2), list[BaseException]()

    async def main() -> None:
        await get(clerk)
        barrier.wait(5)
        await two_calls(clerk)
        barrier.wait(5)

    def run() -> None:
        try:
            asyncio.run(main())
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (errors, sorted(Counter(callers.ports).values())) == ([], [3, 3])
    assert all(callers.gone.acquire(timeout=5) for _ in range(2))


@rows(Row("R23", "event loops closed by hand, without a shutdown", "works on the next; the dead are not kept"))
def test_loops_that_are_closed_by_hand(row: Row, wire: RecordingServer) -> None:
    callers, clerk = Callers(wire), AsyncClerkClient(secret_key=KEY, api_url=wire.url)
    loops = [asyncio.new_event_loop() for _ in range(3)]
    with pytest.warns(ResourceWarning, match="unclosed"):  # asyncio's own: nobody can close them any more
        for loop in loops[:2]:
            loop.run_until_complete(two_calls(clerk))
            loop.close()
        loops[2].run_until_complete(two_calls(clerk))
        gc.collect()
        assert all(callers.gone.acquire(timeout=5) for _ in range(2))
    loops[2].run_until_complete(clerk.aclose())
    loops[2].close()
    assert len(set(callers.ports)) == 3


FORK_SYNC = """
import os, sys, threading, warnings
from clerk_organizations import ClerkClient
warnings.filterwarnings("ignore", "This process .* is multi-threaded")  # since Python 3.12
clerk = ClerkClient(secret_key="sk_test_x", api_url=sys.argv[1])
get = lambda: clerk.organizations.get_organization(organization_id="org_1").id
assert get() == "org_1"
connections, budget = clerk._driver._registry, clerk._budget
spent = budget._spent
if "locked" in sys.argv:  # as if another thread were about to use them
    held, over = threading.Event(), threading.Event()
    def hold():
        with connections._lock, spent.lock, clerk._counters._lock:
            held.set()
            over.wait()
    threading.Thread(target=hold).start()
    held.wait()
child = os.fork()
if child == 0:
    assert budget.take() and get() == get() == "org_1"
    clerk.close()
    sys.exit(0)
assert os.waitpid(child, 0)[1] == 0
if "locked" in sys.argv:
    over.set()
assert get() == "org_1"
clerk.close()
"""
FORK_ASYNC = """
import asyncio, os, sys
from clerk_organizations import AsyncClerkClient
clerk = AsyncClerkClient(secret_key="sk_test_x", api_url=sys.argv[1])
async def get():
    return (await clerk.organizations.get_organization(organization_id="org_1")).id
async def twice():
    return [await get(), await get()]
loop = asyncio.new_event_loop()
assert loop.run_until_complete(get()) == "org_1"
child = os.fork()
if child == 0:
    assert asyncio.run(twice()) == ["org_1"] * 2
    os._exit(0)  # as multiprocessing does; the loop is the parent's
assert os.waitpid(child, 0)[1] == 0
assert loop.run_until_complete(get()) == "org_1"
loop.run_until_complete(clerk.aclose())
loop.close()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
@rows(
    Row("R24", "a fork with a warm connection", "the child opens its own; the parent's stays usable", [FORK_SYNC]),
    Row("R25", "a fork while threads hold the client's locks", "the child is not blocked", [FORK_SYNC, "locked"]),
    Row("R26", "a fork with a warm connection of an async client", "as R24", [FORK_ASYNC]),
)
@pytest.mark.sample(1)
@pytest.mark.parametrize("by_httpx", ["0", "1"])
def test_a_fork(row: Row, by_httpx: str, wire: RecordingServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLERK_ORGANIZATIONS_HTTPX", by_httpx)
    callers, (program, *more) = Callers(wire), row.given
    command = [sys.executable, "-W", "error", "-c", program, wire.url, *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    parent, child = callers.ports[0], callers.ports[1]
    assert callers.ports == [parent, child, child, parent]


FORK_LOADING = """
import importlib.abc, importlib.util, os, sys, threading, warnings
from clerk_organizations import ClerkClient
warnings.filterwarnings("ignore", "This process .* is multi-threaded")  # since Python 3.12
clerk, loading, over = ClerkClient(secret_key="sk_test_x", api_url=sys.argv[1]), threading.Event(), threading.Event()
clerk.organization_roles, clerk.organizations  # whose functions are imported when a method is used
class Slow(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, *_):
        if name == "clerk_organizations_api.api.organization_roles":
            return importlib.util.spec_from_loader(name, self)
    def exec_module(self, module):
        loading.set()
        over.wait()
        module.list_organization_roles = lambda: None
sys.meta_path.insert(0, Slow())
thread = threading.Thread(target=lambda: clerk.organization_roles.get_organization_role_list)
thread.start()
loading.wait()
child = os.fork()
if child == 0:
    assert clerk.organizations.get_organization(organization_id="org_1").id == "org_1"
    clerk.close()
    os._exit(0)
over.set()
assert os.waitpid(child, 0)[1] == 0
thread.join()
clerk.close()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
@rows(Row("R29", "a fork while another thread uses a method for the first time", "the child has all other methods"))
def test_a_fork_while_a_method_is_loaded(row: Row, wire: RecordingServer) -> None:
    Callers(wire)
    command = [sys.executable, "-W", "error", "-c", FORK_LOADING, wire.url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def cross_talk(clerk: ClerkClient, ids: list[list[str]]) -> list[str]:
    """What 64 threads got that was not theirs."""
    wrong: list[str] = []
    start = threading.Barrier(len(ids))

    def work(mine: list[str]) -> None:
        start.wait(30)
        for identity in mine:
            try:
                found = clerk.organizations.get_organization(organization_id=identity).id
            except Exception as error:
                found = repr(error)
            if found != identity:
                wrong.append(f"{identity}: {found}")

    threads = [threading.Thread(target=work, args=(mine,)) for mine in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@rows(Row("R27", "64 threads make 500 calls each with one client", "each gets its own answer"))
def test_64_threads_in_process(row: Row) -> None:
    mock = MockClerk()
    with ClerkClient(secret_key=KEY, transport=mock.transport) as clerk:
        made = [clerk.organizations.create_organization(name=f"n{number}").id for number in range(64)]
        assert cross_talk(clerk, [[made[(k + i) % 64] for i in range(examples(15, 500))] for k in range(64)]) == []


@rows(Row("R28", "64 threads on one pool of sockets", "each gets its own answer"))
def test_64_threads_over_sockets(row: Row) -> None:
    each = 500 if DEEP else 15
    with echoing() as url, ClerkClient(secret_key=KEY, api_url=url, retry=RetryPolicy(attempts=1)) as clerk:
        assert cross_talk(clerk, [[f"org_{k}_{i}" for i in range(each)] for k in range(64)]) == []
