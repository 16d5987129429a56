"""What was sent is known from our own writes: answers before the end of a body, and heads that do not get through."""

# ruff: noqa: ASYNC109 - timeouts are part of httpcore's interface

import asyncio
import socket
import threading
from typing import Any

import anyio
import httpcore
import pytest

from clerk_organizations import AsyncClerkClient, PayloadTooLargeError, RetryPolicy
from clerk_organizations._calls.steps import Send, TransportFailure
from clerk_organizations._messages.request import Request
from clerk_organizations._messages.response import Response
from clerk_organizations._transports.exchange import Exchange
from clerk_organizations._transports.http11 import AsyncConnection, Connection, RequestHeads
from clerk_organizations._transports.origin import Origin
from tests.faults.rows import Row, rows
from tests.support import sockets
from tests.support.checkpoints import all_free
from tests.support.clients import AT_ONCE, KEY, BothClients
from tests.support.responses import Reply, whole
from tests.support.servers import RecordingServer

FINE = Reply({"object": "organization", "id": "org_1"})


def put(clerk: Any, size: int) -> Any:
    return clerk.organizations.update_organization_logo("org_1", file=b"GIF89a" + bytes(size))


def refuse(connection: socket.socket, seen: sockets.Accepted) -> None:
    """Answer when some of the request was read, then hang up with the rest unread, which resets the connection."""
    connection.recv(1000)
    connection.sendall(whole(b"{}", status="413 Payload Too Large"))
    connection.close()


@rows(Row("T86", "an answer before the whole body was sent, and a reset", "the answer counts"))
@pytest.mark.parametrize("library", ["sync", "asyncio", "trio"])
def test_an_answer_before_the_whole_body_was_sent(row: Row, library: str) -> None:
    async def main(url: str) -> None:
        async with AsyncClerkClient(secret_key=KEY, api_url=url, retry=AT_ONCE) as clerk:
            with pytest.raises(PayloadTooLargeError):
                await put(clerk, 9_000_000)
            assert all_free(clerk)

    with sockets.accepting(refuse) as server:
        url = f"http://{server.address}"
        if library != "sync":
            anyio.run(main, url, backend=library)
        else:
            world = BothClients(is_async=False)
            with pytest.raises(PayloadTooLargeError):
                put(world.client(api_url=url, retry=AT_ONCE), 9_000_000)
            world.tear_down()
        assert server.count == 1


@pytest.mark.parametrize("size", [0, 3_000_000])
def test_a_large_body_is_sent_whole(world: BothClients, wire: RecordingServer, clerk: Any, size: int) -> None:
    wire.reply(FINE)
    for _ in range(2):
        assert world.run(put(clerk, size)).id == "org_1"
        assert wire.last.body.count(b"\0") >= size
    assert clerk.stats().connections.opened == 1


@pytest.mark.parametrize("library", ["asyncio", "trio"])
def test_a_call_cancelled_while_it_sends_closes_its_connection(library: str) -> None:
    started, cancelled, closed = threading.Event(), threading.Event(), threading.Event()

    def act(connection: socket.socket, seen: sockets.Accepted) -> None:
        connection.recv(1000)
        started.set()
        try:
            while cancelled.wait(5) and connection.recv(1_000_000):
                pass
        except OSError:
            pass
        closed.set()

    async def main(url: str) -> None:
        async with AsyncClerkClient(secret_key=KEY, api_url=url) as clerk:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(put, clerk, 9_000_000)
                assert await anyio.to_thread.run_sync(started.wait, 5)
                await anyio.wait_all_tasks_blocked()
                tasks.cancel_scope.cancel()
            assert all_free(clerk)
            cancelled.set()
            assert await anyio.to_thread.run_sync(closed.wait, 5), "the connection is still open"

    with sockets.accepting(act) as server:
        anyio.run(main, f"http://{server.address}", backend=library)


class Broken(httpcore.NetworkBackend):
    """A network whose writes fail after so many."""

    def __init__(self, writes: int) -> None:
        self.left = writes

    def connect_tcp(self, *_: Any, **__: Any) -> Any:
        return _BrokenStream(self)


class _BrokenStream(httpcore.NetworkStream):
    def __init__(self, network: Broken) -> None:
        self._network = network

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._network.left -= 1
        if self._network.left < 0:
            raise httpcore.WriteError("made up")

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        raise httpcore.ReadError("made up")


class _AsyncBroken(httpcore.AsyncNetworkBackend):
    def __init__(self, writes: int) -> None:
        self._network = Broken(writes)

    async def connect_tcp(self, *_: Any, **__: Any) -> Any:
        return _AsyncBrokenStream(_BrokenStream(self._network))


class _AsyncBrokenStream(httpcore.AsyncNetworkStream):
    def __init__(self, stream: _BrokenStream) -> None:
        self._stream = stream

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes)


def outcome(world: BothClients, writes: int, content: bytes | None) -> Response | TransportFailure:
    """What becomes of a POST when writes fail after so many."""
    origin = Origin("http://127.0.0.1/v1")
    heads, request = RequestHeads(origin), Request("POST", "http://127.0.0.1/v1/x", {}, content, "/x", 1000)
    exchange = Exchange(Send(request, 5.0, RetryPolicy()))
    try:
        if world.is_async:
            asyncio.run(_sent(AsyncConnection(origin, heads, _AsyncBroken(writes), lambda: None), exchange))
        else:
            Connection(origin, heads, Broken(writes), lambda: None).send(exchange)
    except httpcore.ReadError as error:
        return exchange.result(error)
    raise AssertionError("answered")


async def _sent(connection: AsyncConnection, exchange: Exchange) -> None:
    await connection.send(exchange)


@rows(Row("T87", "a connection that fails under the head of a POST", "not sent, so it is tried again"))
def test_a_head_alone_is_not_a_request(row: Row, world: BothClients) -> None:
    """With a body, the server cannot act on a head; without one, the head is all there is."""
    found = {
        (writes, content): outcome(world, writes, content) for content in (b"{}", b"", None) for writes in (0, 1, 2)
    }
    sent = {key: isinstance(one, TransportFailure) and one.sent for key, one in found.items()}
    assert sent == {
        (0, b"{}"): False, (1, b"{}"): True, (2, b"{}"): True,
        **{(writes, content): True for content in (b"", None) for writes in (0, 1, 2)},
    }  # fmt: skip
