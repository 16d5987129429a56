"""A client is closed while a call connects or waits: the call ends at once, and nothing is sent afterwards."""

import socket
import ssl
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import anyio
import httpcore
import httpx
import pytest

from clerk_organizations import (
    AsyncClerkClient,
    ClerkClient,
    ClerkConfigurationError,
    ClerkConnectionError,
    RetryPolicy,
)
from clerk_organizations._calls.steps import Send
from clerk_organizations._messages.request import Request
from clerk_organizations._transports.exchange import Exchange
from clerk_organizations._transports.http11 import AsyncConnection, Connection, RequestHeads
from clerk_organizations._transports.origin import Origin
from clerk_organizations._transports.pool import _async_backend
from clerk_organizations._transports.sockets import SocketBackend
from tests.faults.rows import Row, rows
from tests.support import sockets
from tests.support.calls import CALLS
from tests.support.clients import KEY
from tests.support.responses import whole

CLOSING = (
    Row("T120", "the client is closed during a TLS handshake", "the call ends at once, nothing is sent", "https"),
    Row("T121", "the client is closed while a call connects", "the call ends at once, nothing is sent", "http"),
)


@rows(*CLOSING)
@pytest.mark.parametrize("library", ["sync", "asyncio", "trio"])
def test_closing_while_connecting(row: Row, library: str) -> None:
    """Far within the minute that connecting may take: the join waits for less."""
    policy = RetryPolicy(connect_timeout=60.0, silence_timeout=60.0)
    if row.given == "https":
        with sockets.accepting(sockets.nothing) as server:
            close_under(library, f"https://{server.address}", policy, lambda: server.begun.wait(10))
            assert server.count == 1
    else:
        with sockets.full() as address:
            close_under(library, f"http://{address}", policy, lambda: True)


def test_closing_as_a_handshake_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the socket of TCP and that of TLS, closing the one must reach the other."""
    wrap: Any = ssl.SSLContext.wrap_socket

    def closing(context: ssl.SSLContext, connected: Any, **options: Any) -> Any:
        secured = wrap(context, connected, **options)
        clerk.close()
        return secured

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", closing)
    with sockets.accepting(sockets.nothing) as server:
        clerk = ClerkClient(secret_key=KEY, api_url=f"https://{server.address}", timeout=5)
        with pytest.raises(ClerkConnectionError) as caught:
            CALLS["POST"](clerk)
    assert caught.type is ClerkConnectionError  # a ClerkTimeoutError would have waited for the handshake


@pytest.mark.parametrize("library", ["sync", "asyncio", "trio"])
def test_closing_while_a_call_waits_to_try_again(library: str) -> None:
    """Far within the time that the server asks for: the join waits for less."""
    transport = httpx.MockTransport(lambda request: httpx.Response(503, headers={"retry-after": "25"}))
    waits = threading.Event()

    async def main() -> None:
        clerk = AsyncClerkClient(secret_key=KEY, transport=transport)
        with anyio.fail_after(10), pytest.RaisesGroup(ClerkConfigurationError):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(CALLS["GET"], clerk)
                await anyio.wait_all_tasks_blocked()
                await clerk.aclose()

    if library != "sync":
        return anyio.run(main, backend=library)
    clerk, ended = ClerkClient(secret_key=KEY, transport=transport, on_retry=lambda event: waits.set()), list[object]()

    def work() -> None:
        try:
            CALLS["GET"](clerk)
        except ClerkConfigurationError as error:
            ended.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    assert waits.wait(10)
    clerk.close()
    worker.join(10)
    assert len(ended) == 1
    return None


def opening_closes(library: str, address: str) -> tuple[Any, Exchange]:
    """A connection that is closed by another as soon as it is open, after what it does, and its exchange."""
    origin = Origin(f"http://{address}/v1")
    exchange = Exchange(Send(Request("GET", f"http://{address}/v1/x", {}, None, "/x", 10), None, RetryPolicy()))
    if library == "sync":

        def opened() -> None:
            blocking.close()

        blocking = Connection(origin, RequestHeads(origin), SocketBackend(), opened)
        return blocking, exchange
    connection: AsyncConnection
    connection = AsyncConnection(origin, RequestHeads(origin), _async_backend(), lambda: end(connection.aclose()))
    return connection, exchange


def end(closing: Coroutine[Any, Any, None]) -> None:
    """Begin to close: what comes before the first wait."""
    with suppress(StopIteration):
        closing.send(None)
    closing.close()


@pytest.mark.parametrize("library", ["sync", "asyncio", "trio"])
def test_closing_as_a_connection_is_open(library: str) -> None:
    """Nothing is sent over it, and the error says why."""

    async def main() -> None:
        connection, exchange = opening_closes(library, server.address)
        await connection.send(exchange)

    with sockets.accepting(sockets.nothing) as server:
        with pytest.raises(httpcore.ConnectError, match="the client was closed meanwhile"):
            if library == "sync":
                connection, exchange = opening_closes(library, server.address)
                connection.send(exchange)
            else:
                anyio.run(main, backend=library)
        assert server.count <= 1


def answer(connection: socket.socket, seen: sockets.Accepted) -> None:
    """Answer one request; the connection stays open."""
    connection.recv(65536)
    connection.sendall(whole(b'{"object": "organization", "id": "org_1"}'))


def ends(connections: list[socket.socket]) -> list[bytes]:
    """What comes over each: nothing if the other side has closed it."""
    for connection in connections:
        connection.settimeout(5)
    return [connection.recv(1) for connection in connections]


@pytest.mark.parametrize("library", ["asyncio", "trio"])
def test_a_cancelled_close_closes_every_connection(library: str) -> None:
    async def main() -> None:
        clerk = AsyncClerkClient(secret_key=KEY, api_url=f"http://{server.address}")
        async with anyio.create_task_group() as tasks:
            for _ in range(2):
                tasks.start_soon(CALLS["GET"], clerk)
        assert server.count == 2
        with anyio.CancelScope() as scope:
            scope.cancel()
            await clerk.aclose()
        assert await anyio.to_thread.run_sync(ends, server.open) == [b"", b""]

    with sockets.accepting(answer) as server:
        anyio.run(main, backend=library)


def close_under(library: str, url: str, policy: Any, begun: Any) -> None:
    ended = list[BaseException]()

    async def call(clerk: Any) -> None:
        try:
            await CALLS["POST"](clerk)
        except ClerkConnectionError as error:
            ended.append(error)

    async def main() -> None:
        clerk = AsyncClerkClient(secret_key=KEY, api_url=url, retry=policy)
        with anyio.fail_after(10):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(call, clerk)
                await anyio.wait_all_tasks_blocked()
                await anyio.to_thread.run_sync(begun)
                await clerk.aclose()

    if library != "sync":
        anyio.run(main, backend=library)
    else:
        clerk = ClerkClient(secret_key=KEY, api_url=url, retry=policy)

        def work() -> None:
            try:
                CALLS["POST"](clerk)
            except ClerkConnectionError as error:
                ended.append(error)

        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        assert begun()
        while not ((found := clerk.stats().connections) and found.in_use):
            pass
        clerk.close()
        worker.join(10)
        assert not worker.is_alive()
    assert [type(error) for error in ended] == [ClerkConnectionError]
