"""The mock on a socket: in this process until it is stopped, or in a thread during a test."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from clerk_organizations._clock import clock

from ..mock import MockClerk
from .asgi import App

LOOPBACK = "127.0.0.1"


def run(app: App, host: str = LOOPBACK, port: int = 8787, *, ready: Callable[[str], None] | None = None) -> None:
    """Serve until SIGINT or SIGTERM.

    Args:
        port: 0 picks a free one.
        ready: Called with the base URL once requests are answered; of all addresses of this machine it is that of
            loopback.

    Raises:
        OSError: The address cannot be listened on.
    """
    with _listening(host, port) as listener:
        _Server(app, lambda: ready and ready(_url(listener))).run(sockets=[listener])


@contextmanager
def serve(
    mock: MockClerk,
    *,
    host: str = LOOPBACK,
    port: int = 0,
    latency: float = 0.0,
    allowed_hosts: Sequence[str] = (),
) -> Generator[str]:
    """Serve in a thread while the block runs; gives the base URL.

    Args:
        port: 0 picks a free one.
        latency: Seconds to wait before each answer, at most 60.
        allowed_hosts: Names beside those of loopback, and `host`, by which control calls may come.
    """
    app = App(mock, latency=latency, allowed_hosts=[host, *allowed_hosts])
    with _listening(host, port) as listener:
        settled = threading.Event()
        server = _Server(app, settled.set)

        def work() -> None:
            try:
                server.run(sockets=[listener])
            finally:
                settled.set()  # a server that failed must not be waited for

        url = _url(listener)
        thread = threading.Thread(target=work, name="clerk-mock", daemon=True)
        thread.start()
        try:
            settled.wait()
            if not server.started:
                raise RuntimeError("the mock server did not start")
            yield url
        finally:
            server.should_exit = True
            thread.join()


class _Server(uvicorn.Server):
    """A uvicorn server that reports when it is ready and configures no logging."""

    def __init__(self, app: App, ready: Callable[[], object]) -> None:
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http=_Protocol,
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            date_header=False,  # the mock has a clock of its own
            timeout_keep_alive=60,
            timeout_graceful_shutdown=2,
        )
        super().__init__(config)
        self._ready, self._hurry = ready, app.hurry

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        with asyncio.Runner(loop_factory=_Loop) as runner:
            runner.run(self.serve(sockets))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hurry()
        await super().shutdown(sockets)


class _Loop(asyncio.SelectorEventLoop):
    """An event loop whose time passes: that of asyncio stands still where a test has frozen it, and waits never end."""

    def time(self) -> float:
        return clock()


class _Protocol(H11Protocol):
    """HTTP over a transport that puts head and body into one send."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(OneSend(transport))  # type: ignore[arg-type]  # a transport in all that uvicorn uses


class OneSend:
    """A transport that gathers what is written in one turn of the event loop: asyncio would send each piece at once."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._pieces: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Gather a piece; all of them are sent when the current turn is over."""
        if not self._pieces:
            asyncio.get_running_loop().call_soon(self._flush)
        self._pieces.append(data)

    def close(self) -> None:
        """Close once everything is sent."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._pieces:
            data, self._pieces = b"".join(self._pieces), []
            self._transport.write(data)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that takes connections at once, so that no client comes too early."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = host == "::" and socket.has_dualstack_ipv6()  # a name, such as that of this machine, may be one of IPv4
    listener = socket.create_server((host, port), family=family, dualstack_ipv6=both)
    # Taken over by what it accepts; asyncio leaves it out.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _url(listener: socket.socket) -> str:
    """Where this machine reaches it: nothing can be sent to a wildcard."""
    bound, port = listener.getsockname()[:2]
    host = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(bound) or str(bound)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
