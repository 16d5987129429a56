"""Exceptions that are not ours pass as they are; what was sent is known from the request, not from their type."""

import ctypes
import gc
import signal
import socket
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import httpx
import pytest

from clerk_organizations import AsyncClerkClient, ClerkConnectionError, ClerkTimeoutError, OutcomeUnknownError
from clerk_organizations.retry import RetryPolicy
from tests.faults.rows import Row, rows
from tests.support import sockets
from tests.support.calls import CALLS, ask
from tests.support.checkpoints import all_free
from tests.support.clients import AT_ONCE, KEY, BothClients
from tests.support.responses import FINE, raw, whole
from tests.support.servers import RecordingServer


class SoftTimeLimit(Exception):
    """As the exceptions of job queues, which know nothing of us."""


@pytest.fixture(params=[SoftTimeLimit, TimeoutError, ValueError])
def alarmed(request: pytest.FixtureRequest) -> Iterator[type[Exception]]:
    """A handler of SIGALRM that raises this."""

    def handle(number: int, frame: object) -> None:
        raise request.param("the time of the job is over")

    before = signal.signal(signal.SIGALRM, handle)
    yield request.param
    signal.signal(signal.SIGALRM, before)


def alarm() -> None:
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGALRM)


@pytest.fixture
def blocking() -> Iterator[BothClients]:
    both = BothClients(is_async=False)
    yield both
    both.tear_down()


@rows(
    Row("T100", "a signal handler raises during a GET", "its exception passes as it is, of any type", "GET"),
    Row(
        "T101",
        "a signal handler raises during a POST",
        "as it is, and nothing is repeated",
        "POST",
    ),
)
def test_a_signal_handler_raises(
    row: Row, blocking: BothClients, wire: RecordingServer, alarmed: type[Exception]
) -> None:
    def act(handler: Any) -> None:
        alarm()
        wire.silence(handler)

    wire.reply(act)
    clerk = blocking.client(api_url=wire.url, retry=AT_ONCE)
    with pytest.raises(alarmed, match="the time of the job is over") as caught:
        CALLS[row.given](clerk)
    assert type(caught.value) is alarmed
    assert len(wire.requests) == 1
    assert all_free(clerk)


@rows(Row("T102", "a signal handler raises during a TLS handshake", "its exception passes as it is"))
def test_a_signal_handler_raises_during_a_handshake(row: Row, blocking: BothClients, alarmed: type[Exception]) -> None:
    def act(connection: socket.socket, seen: sockets.Accepted) -> None:
        connection.recv(1000)
        alarm()

    with sockets.accepting(act) as server:
        clerk = blocking.client(api_url=f"https://{server.address}", retry=AT_ONCE)
        with pytest.raises(alarmed):
            CALLS["POST"](clerk)
        assert server.count == 1
        assert all_free(clerk)


@rows(Row("T103", "a signal handler raises while connections are prepared", "its exception passes as it is"))
def test_a_signal_handler_raises_during_the_setup(
    row: Row, blocking: BothClients, alarmed: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clerk_organizations._transports.origin.Origin.proxy", lambda self: alarm())
    with pytest.raises(alarmed):
        CALLS["POST"](blocking.client(api_url="http://127.0.0.1:1"))


@rows(Row("T104", "an exception is thrown into the thread of a call", "it passes as it is"))
def test_an_exception_thrown_into_a_thread(row: Row, blocking: BothClients, wire: RecordingServer) -> None:
    raised = list[BaseException]()
    clerk = blocking.client(api_url=wire.url, retry=AT_ONCE)

    def work() -> None:
        try:
            CALLS["GET"](clerk)
        except BaseException as error:
            raised.append(error)

    worker = threading.Thread(target=work)

    def act(handler: Any) -> None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(worker.ident or 0), ctypes.py_object(SoftTimeLimit))
        raw(whole(b'{"id": "org_1"}'), close=False)(handler)

    wire.reply(act)
    worker.start()
    worker.join()
    assert [type(error) for error in raised] == [SoftTimeLimit]
    assert len(wire.requests) == 1
    assert all_free(clerk)


class Blocked(RuntimeError):
    """As that of pytest-socket."""


@rows(Row("T105", "sockets are forbidden, as by pytest-socket", "its exception passes as it is"))
def test_forbidden_sockets(row: Row, world: BothClients, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise Blocked

    clerk = world.client(api_url=f"http://{sockets.closed()}", retry=AT_ONCE)
    world.run(_nothing()) if world.is_async else None  # the event loop has its own sockets by now
    monkeypatch.setattr(socket, "socket", refuse)
    with pytest.raises(Blocked):
        world.run(CALLS["GET"](clerk))


async def _nothing() -> None:
    """Nothing."""


@rows(Row("T106", "a hook raises StopIteration, as an exhausted Mock", "RuntimeError from it: no answer"))
def test_stop_iteration(row: Row, world: BothClients, wire: RecordingServer) -> None:
    wire.reply(FINE)

    def exhausted(event: object) -> None:
        raise StopIteration

    for name in ("on_request", "on_response"):
        with pytest.raises(RuntimeError) as caught:
            world.run(CALLS["POST"](world.client(api_url=wire.url, **{name: exhausted})))
        assert isinstance(caught.value.__cause__, StopIteration)


@rows(Row("T107", "a transport raises an error that is its own cause", "ClerkConnectionError, no endless loop"))
def test_an_error_that_is_its_own_cause(row: Row, world: BothClients) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        error = httpx.ConnectError("round and round")
        raise error from error

    clerk = world.client(transport=httpx.MockTransport(refuse))
    assert type(ask(world, clerk)) is ClerkConnectionError


def other_request() -> httpx.ConnectError:
    return httpx.ConnectError("elsewhere", request=httpx.Request("POST", "http://elsewhere.invalid"))


@pytest.mark.sample(1)
@rows(Row("T108", "a ConnectError of something else, after the POST was answered", "OutcomeUnknownError, sent once"))
@pytest.mark.parametrize("way", ["response hook", "transport", "client's transport"])
def test_an_error_of_another_request(row: Row, way: str, world: BothClients, wire: RecordingServer) -> None:
    wire.reply(FINE)

    class Auditing(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            super().handle_request(request)
            raise other_request()

    class AsyncAuditing(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await super().handle_async_request(request)
            raise other_request()

    def audit(response: httpx.Response) -> None:
        raise other_request()

    async def audit_async(response: httpx.Response) -> None:
        raise other_request()

    kind: Any = httpx.AsyncClient if world.is_async else httpx.Client
    transport = AsyncAuditing() if world.is_async else Auditing()
    options: dict[str, Any] = {"transport": transport}
    if way != "transport":
        hooks = {"event_hooks": {"response": [audit_async if world.is_async else audit]}}
        options = {"http_client": kind(**(hooks if way == "response hook" else {"transport": transport}))}
    clerk = world.client(api_url=wire.url, retry=AT_ONCE, **options)
    assert type(ask(world, clerk, "POST")) is OutcomeUnknownError
    assert len(wire.requests) == 1
    close(world, options)


def close(world: BothClients, options: dict[str, Any]) -> None:
    """Close the httpx client among the options, if there is one."""
    if (client := options.get("http_client")) is not None:
        world.run(client.aclose() if world.is_async else client.close())


def revoke(clerk: Any) -> Any:
    return clerk.organizations.revoke_organization_invitation(organization_id="org_1", invitation_id="orginv_1")


WAYS: dict[str, Callable[[bool], dict[str, Any]]] = {
    "own": lambda is_async: {},
    "transport": lambda is_async: {"transport": httpx.AsyncHTTPTransport() if is_async else httpx.HTTPTransport()},
    "http_client": lambda is_async: {"http_client": httpx.AsyncClient() if is_async else httpx.Client()},
}


@pytest.mark.sample(2)
@rows(Row("T109", "a handshake that never ends, under a POST with a body or without", "ClerkTimeoutError on every way"))
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("call", [revoke, CALLS["POST"]], ids=["without", "with"])
@pytest.mark.parametrize("library", ["sync", "asyncio", "trio"])
def test_a_handshake_without_end(row: Row, library: str, call: Callable[[Any], Any], way: str) -> None:
    policy = RetryPolicy(attempts=1)

    async def main(url: str) -> None:
        options = WAYS[way](True)
        async with AsyncClerkClient(secret_key=KEY, api_url=url, timeout=0.2, retry=policy, **options) as clerk:
            with pytest.raises(ClerkTimeoutError):
                await call(clerk)
        if "http_client" in options:
            await options["http_client"].aclose()

    with sockets.accepting(sockets.nothing) as server:
        url = f"https://{server.address}"
        if library == "sync":
            world, options = BothClients(is_async=False), WAYS[way](False)
            with pytest.raises(ClerkTimeoutError):
                call(world.client(api_url=url, timeout=0.2, **options))
            close(world, options)
            world.tear_down()
        else:
            anyio.run(main, url, backend=library)
    if way != "own":  # httpcore leaves the socket of a cancelled handshake to the collector, which warns
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()
