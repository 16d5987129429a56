"""The server of uvicorn, as the mock needs it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from clerk_organizations._clock import clock

from .asgi import App


class Server(uvicorn.Server):
    """A uvicorn server that reports when it is ready and configures no logging."""

    def __init__(self, app: App, ready: Callable[[], object]) -> None:
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http=Protocol,
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
        with asyncio.Runner(loop_factory=Loop) as runner:
            runner.run(self.serve(sockets))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hurry()
        await super().shutdown(sockets)


class Loop(asyncio.SelectorEventLoop):
    """An event loop whose time passes: that of asyncio stands still where a test has frozen it, and waits never end."""

    def time(self) -> float:
        return clock()


class Protocol(H11Protocol):
    """HTTP over a transport that puts head and body into one send."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # narrower, as uvicorn has it
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
