"""The mock on a socket: in this process until it is stopped, or in a thread during a test."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

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
    from .uvicorn_server import Server  # noqa: PLC0415 - uvicorn and asyncio, which only sockets need

    with _listening(host, port) as listener:
        Server(app, lambda: ready and ready(_url(listener))).run(sockets=[listener])


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
    from .uvicorn_server import Server  # noqa: PLC0415 - uvicorn and asyncio, which only sockets need

    app = App(mock, latency=latency, allowed_hosts=[host, *allowed_hosts])
    with _listening(host, port) as listener:
        settled = threading.Event()
        server = Server(app, settled.set)

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
