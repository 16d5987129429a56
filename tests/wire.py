"""A loopback server that keeps every request as it came over the socket, and answers as it is told."""

import json
import ssl
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Received:
    """A request as it came."""

    method: str
    target: str
    """Path and query, percent-encoded."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(self.target.partition("?")[2], keep_blank_values=True, strict_parsing="?" in self.target)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What to answer: JSON, or bytes as they are."""

    json: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        content = json.dumps(self.json).encode() if self.body is None else self.body
        handler.send_response(self.status)
        headers = {"content-type": "application/json", "content-length": str(len(content)), **self.headers}
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)


Act = Callable[[BaseHTTPRequestHandler], None]


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """No answer at all: the connection is closed."""
    handler.close_connection = True


def hang_up_halfway(handler: BaseHTTPRequestHandler, status: int = 200) -> None:
    """Half an answer: the body ends before its declared length."""
    handler.send_response(status)
    handler.send_header("content-length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"id": ')
    handler.close_connection = True


class Wire:
    """The server as tests see it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[Received] = []
        self.default: Act = Reply({})
        self._next: deque[Act] = deque()
        self._over = threading.Event()

    def reply(self, *acts: Act) -> None:
        """Answer the next requests like this, in this order; later ones like the last of them."""
        self._next.extend(acts)
        self.default = acts[-1]

    def reply_json(self, value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """Answer the next request with JSON."""
        self.reply(Reply(value, status, headers or {}))

    def clear(self) -> None:
        """Forget the requests, and the responses that no request has taken."""
        self.requests.clear()
        self._next.clear()

    @property
    def last(self) -> Received:
        return self.requests[-1]

    def silence(self, handler: BaseHTTPRequestHandler) -> None:
        """Take the request and say nothing for as long as the test lasts."""
        self._over.wait()
        handler.close_connection = True

    def over(self, seconds: float) -> bool:
        """Wait so long; True as soon as the test is over."""
        return self._over.wait(seconds)

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        body = handler.rfile.read(int(headers.get("content-length", 0)))
        self.requests.append(Received(handler.command, handler.path, headers, body))
        (self._next.popleft() if self._next else self.default)(handler)

    def close(self) -> None:
        self._over.set()


@contextmanager
def listening(tls: ssl.SSLContext | None = None, make: Callable[[str], Wire] = Wire) -> Generator[Wire]:
    """A server on a free loopback port while the block runs; with TLS if it is told how, with a wire as it is made."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # head and body in one send

        def setup(self) -> None:
            if tls:
                self.request = tls.wrap_socket(self.request, server_side=True)
            super().setup()

        def finish(self) -> None:
            super().finish()
            if tls:
                self.request.close()

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (ConnectionError, TimeoutError):  # the client went away, as some tests make it
                self.close_connection = True

        def do(self) -> None:
            wire.handle(self)
            self.wfile.flush()

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do

        def log_message(self, format: str, *args: Any) -> None:
            """Tests are silent."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 128

        def handle_error(self, request: Any, client_address: Any) -> None:
            if not isinstance(sys.exception(), OSError):  # a handshake that the client breaks off is no error here
                super().handle_error(request, client_address)

    server = Server(("127.0.0.1", 0), Handler)
    wire = make(f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield wire
    finally:
        wire.close()
        server.shutdown()
        server.server_close()
        thread.join()
