"""A client is closed while a call connects: the call ends at once, and nothing is sent afterwards."""

import ssl
import threading
from typing import Any

import anyio
import pytest

from clerk_organizations import AsyncClerkClient, ClerkClient, ClerkConnectionError, RetryPolicy
from tests.faults.rows import Row, rows
from tests.support import sockets
from tests.support.calls import CALLS
from tests.support.clients import KEY

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
