"""Connections as a server sees them: which came, and which the client has closed."""

import threading
from http.server import BaseHTTPRequestHandler

from tests.support.responses import FINE, Act
from tests.support.servers import RecordingServer


class Callers:
    """The ports that requests came from, and whether their connections were closed by the client."""

    def __init__(self, wire: RecordingServer, answer: Act = FINE) -> None:
        self.ports: list[int] = []
        self.gone = threading.Semaphore(0)
        self._answer = answer
        wire.reply(self)

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        new = handler.client_address[1] not in self.ports
        self.ports.append(handler.client_address[1])
        self._answer(handler)
        if new:
            finish = handler.finish

            def finished() -> None:
                finish()
                self.gone.release()

            handler.finish = finished  # type: ignore[method-assign]  # of this one connection
