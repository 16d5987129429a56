"""What the connections by aiohttp leave alone, and where others take their place."""

import asyncio
import socket
import threading
from typing import Any

import anyio
import pytest

from clerk_organizations import AsyncClerkClient, PayloadTooLargeError, RetryPolicy
from clerk_organizations._aiohttp import AiohttpPool
from clerk_organizations._pools import AsyncPool
from tests.faults.stages import all_free
from tests.support import sockets
from tests.support.clients import AT_ONCE, KEY
from tests.support.responses import FINE, Reply, raw, whole
from tests.support.servers import HOST
from tests.support.servers import RecordingServer as Wire


def client(url: str, **options: Any) -> AsyncClerkClient:
    return AsyncClerkClient(**{"secret_key": KEY, "api_url": url, "retry": AT_ONCE, "fast": True, **options})


def get(clerk: Any) -> Any:
    return clerk.organizations.get_organization(organization_id="org_1")


def put(clerk: Any, size: int) -> Any:
    return clerk.organizations.update_organization_logo("org_1", file=b"GIF89a" + bytes(size))


def opened_by(clerk: AsyncClerkClient, library: str) -> Any:
    async def main() -> Any:
        async with clerk:
            return clerk._http._connections.opened()

    return anyio.run(main, backend=library)


def test_which_connections_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"https://{HOST}"
    assert type(opened_by(client(url), "asyncio")) is AiohttpPool
    assert type(opened_by(client(url), "trio")) is AsyncPool
    assert type(opened_by(client(url, fast=False), "asyncio")) is AsyncPool
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert type(opened_by(client(url), "asyncio")) is AsyncPool


def test_an_answer_before_the_whole_body_was_sent() -> None:
    """It counts, and the connection with the rest is closed."""
    gone = threading.Event()

    def refuse(connection: socket.socket, seen: sockets.Accepted) -> None:
        connection.recv(1000)
        connection.sendall(whole(b"{}", status="413 Payload Too Large"))

        def drain() -> None:
            try:
                while connection.recv(1_000_000):
                    pass
            except OSError:
                pass
            gone.set()

        assert refused.wait(5)
        threading.Thread(target=drain, daemon=True).start()

    async def main(url: str) -> None:
        async with client(url) as clerk:
            with pytest.raises(PayloadTooLargeError):
                await put(clerk, 9_000_000)
            refused.set()
            assert await asyncio.to_thread(gone.wait, 5), "the rest is still being sent"
            assert all_free(clerk)

    refused = threading.Event()
    with sockets.accepting(refuse) as server:
        asyncio.run(main(f"http://{server.address}"))
        assert server.count == 1


def test_a_large_body_is_sent_whole(wire: Wire) -> None:
    wire.reply(FINE)

    async def main() -> None:
        async with client(wire.url) as clerk:
            assert (await put(clerk, 3_000_000)).id == "org_1"

    asyncio.run(main())
    assert len(wire.last.body) > 3_000_000


def test_a_call_cancelled_while_it_sends_closes_its_connection() -> None:
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
        async with client(url) as clerk:
            task = asyncio.create_task(put(clerk, 9_000_000))
            assert await asyncio.to_thread(started.wait, 5)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert all_free(clerk)
            cancelled.set()
            assert await asyncio.to_thread(closed.wait, 5), "the connection is still open"

    with sockets.accepting(act) as server:
        asyncio.run(main(f"http://{server.address}"))


def test_no_cookie_is_kept(wire: Wire) -> None:
    wire.reply(Reply({"id": "org_1"}, headers={"set-cookie": "a=b"}))

    async def main() -> None:
        async with client(wire.url.replace("127.0.0.1", "localhost")) as clerk:  # of addresses no jar keeps any
            for _ in range(2):
                await get(clerk)

    asyncio.run(main())
    assert ["cookie" in request.headers for request in wire.requests] == [False, False]


def test_headers_without_end_are_refused(wire: Wire) -> None:
    wire.reply(raw(whole(b"{}", *(f"x-{number}: x" for number in range(300)))))

    async def main() -> str:
        async with client(wire.url, retry=RetryPolicy(attempts=1)) as clerk:
            with pytest.raises(Exception, match="Too many headers") as caught:
                await get(clerk)
            return type(caught.value).__name__

    assert asyncio.run(main()) == "ClerkConnectionError"
