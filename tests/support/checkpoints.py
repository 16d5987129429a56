"""Checkpoints of a call by what the client logs, so that a test acts at that moment and need not sleep."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any, NamedTuple

from tests.support.responses import Act, Reply, head, whole
from tests.support.servers import RecordingServer

FINE = Reply({"object": "organization", "id": "org_1"})


class Checkpoint(NamedTuple):
    """A moment in a call."""

    name: str
    logger: str
    text: str
    """What is logged at that moment."""
    requests: int
    """Requests that the server has seen by then."""


_TRANSPORT = "clerk_organizations.transport"

QUEUED = Checkpoint("queued", _TRANSPORT, "waiting for a free connection", 0)
CONNECTING = Checkpoint("connecting", _TRANSPORT, "connecting to", 0)
WAITING = Checkpoint("waiting", _TRANSPORT, "request sent", 1)
READING = Checkpoint("reading", _TRANSPORT, "response started", 1)
BACKOFF = Checkpoint("backoff", "clerk_organizations", "again in", 1)
LOOKING = Checkpoint("looking", "clerk_organizations", "looking in", 1)
"""A create with unknown outcome, about to look."""


@contextmanager
def reached(checkpoint: Checkpoint) -> Iterator[threading.Event]:
    """An event that is set as soon as a call gets there."""
    event = threading.Event()

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if checkpoint.text in record.getMessage():
                event.set()

    handler, logger = Handler(), logging.getLogger(checkpoint.logger)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield event
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def halt(wire: RecordingServer, checkpoint: Checkpoint, *, seconds: float = 20) -> threading.Event:
    """Answer the next request so that its call stays there (in backoff for so long), and later ones well.

    The event that is returned is set when the server has the request.
    """
    asked = threading.Event()

    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head("content-length: 100") + b'{"id"')
        handler.wfile.flush()
        wire.silence(handler)

    busy = Reply(status=503, headers={"retry-after": str(seconds)})
    acts: dict[str, Act] = {"waiting": wire.silence, "reading": half, "backoff": busy}
    act = acts[checkpoint.name]

    def first(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        act(handler)

    wire.reply(first, FINE)
    return asked


def all_free(clerk: Any) -> bool:
    """Whether no call has a connection of the client."""
    connections = clerk.stats().connections
    return bool(connections.in_use == 0 and connections.open == connections.idle)


class Unaccepting:
    """A server whose backlog is full, so that connecting takes for ever, until it is told to serve."""

    def __init__(self) -> None:
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(0)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._before = [socket.socket() for _ in range(4)]
        for other in self._before:
            other.setblocking(False)
            other.connect_ex(self._listener.getsockname())

    def serve(self) -> None:
        """Answer all requests from now on."""
        self._listener.listen(16)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        for other in self._before:
            other.close()
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                if connection.recv(10_000):
                    connection.sendall(whole(b'{"object": "organization", "id": "org_1"}', "connection: close"))

    def close(self) -> None:
        for other in self._before:
            other.close()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
