"""How far a call has come: what httpcore and we log tells, so that a test can act at that moment and need not sleep."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from http.server import BaseHTTPRequestHandler
from typing import Any, NamedTuple

import aiohttp
import anyio

from clerk_organizations._aiohttp import AiohttpPool, _Call
from clerk_organizations._attempt import Attempt
from tests.support.responses import FINE, Act, Reply, head, whole
from tests.support.servers import RecordingServer as Wire


class Stage(NamedTuple):
    """A moment in a call."""

    name: str
    logger: str
    text: str
    """What is logged when it begins."""
    requests: int
    """What the server has seen by then."""
    called: tuple[type, str] | None = None
    """What is called then where connections are aiohttp's, which logs nothing."""


CONNECTING = Stage("connecting", "httpcore.connection", "connect_tcp.started", 0, (aiohttp.TCPConnector, "connect"))
WAITING = Stage("waiting", "httpcore.http11", "receive_response_headers.started", 1, (_Call, "sent"))
READING = Stage("reading", "httpcore.http11", "receive_response_body.started", 1, (Attempt, "began"))
BACKOFF = Stage("backoff", "clerk_organizations", "again in", 1)
LOOKING = Stage("looking", "clerk_organizations", "looking in", 1)
"""A create of which nobody knows whether it happened, about to look."""


@contextmanager
def reached(stage: Stage) -> Iterator[threading.Event]:
    """Set as soon as a call gets there."""
    event = threading.Event()

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if stage.text in record.getMessage():
                event.set()

    handler, logger = Handler(), logging.getLogger(stage.logger)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        with _called(*stage.called, event) if stage.called else nullcontext():
            yield event
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


@contextmanager
def _called(owner: type, name: str, event: threading.Event) -> Iterator[None]:
    """Set the event whenever the method is called."""
    method = getattr(owner, name)

    @wraps(method)
    def telling(*args: Any, **options: Any) -> Any:
        event.set()
        return method(*args, **options)

    setattr(owner, name, telling)
    try:
        yield
    finally:
        setattr(owner, name, method)


def halt(wire: Wire, stage: Stage, *, seconds: float = 20) -> threading.Event:
    """Answer the next request so that its call stays in that stage (in backoff for so long), and later ones well.

    What is returned is set when the server has the request.
    """
    asked = threading.Event()

    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head("content-length: 100") + b'{"id"')
        handler.wfile.flush()
        wire.silence(handler)

    busy = Reply(status=503, headers={"retry-after": str(seconds)})
    acts: dict[str, Act] = {"waiting": wire.silence, "reading": half, "backoff": busy}
    act = acts[stage.name]

    def first(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        act(handler)

    wire.reply(first, FINE)
    return asked


def pool(clerk: Any) -> Any:
    """The connections of a client of this loop."""
    return clerk._http._connections.opened()


def narrow(clerk: Any) -> None:
    """Leave the client one connection, so that what is not given back is missed at once."""
    own = pool(clerk)
    blocking = isinstance(own._slots, threading.Semaphore)
    own._slots = threading.BoundedSemaphore(1) if blocking else anyio.Semaphore(1, max_value=1)


def all_free(clerk: Any) -> bool:
    """Whether no call has a connection of the client, nor a slot."""
    own = pool(clerk)
    if isinstance(own, AiohttpPool):
        connector: Any = own._session.connector
        busy = connector._acquired or own._calls
    else:
        busy = own._shelf._busy
    slots = own._slots
    if isinstance(slots, threading.Semaphore):
        return not busy and slots._value == slots._initial_value  # type: ignore[attr-defined]  # of threading
    return not busy and slots.value == slots.max_value


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
        """Answer whoever asks from now on."""
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
