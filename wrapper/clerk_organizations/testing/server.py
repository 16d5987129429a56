"""The mock behind a socket: in this process until it is stopped, or in a thread for the length of a test."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

import uvicorn

from .asgi import App
from .backend import MockBackend

LOOPBACK = "127.0.0.1"


def run(
    backend: MockBackend, host: str = LOOPBACK, port: int = 8787, *, ready: Callable[[str], None] | None = None
) -> None:
    """Serve until SIGINT or SIGTERM.

    Args:
        port: 0 picks a free one.
        ready: Called with the base URL once requests are answered.

    Raises:
        OSError: The address cannot be listened on.
    """
    with _listening(host, port) as listener:
        _Server(backend, lambda: ready and ready(_url(listener))).run(sockets=[listener])


@contextmanager
def serve(backend: MockBackend, *, host: str = LOOPBACK, port: int = 0) -> Generator[str]:
    """Serve in a thread while the block runs; gives the base URL. Port 0 picks a free one."""
    with _listening(host, port) as listener:
        settled = threading.Event()
        server = _Server(backend, settled.set)

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
    """Says when it is ready, and leaves the logging of its host program alone."""

    def __init__(self, backend: MockBackend, ready: Callable[[], object]) -> None:
        config = uvicorn.Config(
            App(backend),
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=2,
        )
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _listening(host: str, port: int) -> socket.socket:
    """A socket that takes connections at once, so that no client comes too early."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
