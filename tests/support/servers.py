"""HTTP servers on loopback: one that records requests and answers as a test says, and a proxy."""

import http.client
import itertools
import json
import select
import socket
import ssl
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.support.responses import Act, Reply


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


class RecordingServer:
    """A server that keeps each request as it came over the socket."""

    _numbers = itertools.count()

    def __init__(self, url: str) -> None:
        self.url = url
        self.number = next(self._numbers)
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

    def forget(self) -> None:
        """Drop what was recorded and what was to be answered, as when the server began."""
        self.requests.clear()
        self._next.clear()
        self.default = Reply({})

    @property
    def last(self) -> Received:
        return self.requests[-1]

    def silence(self, handler: BaseHTTPRequestHandler) -> None:
        """Take the request and say nothing for as long as the test lasts."""
        self._over.wait()
        handler.close_connection = True

    def stay_silent(self) -> threading.Event:
        """Take requests from now on and answer none; returns what is set when one has come."""
        asked = threading.Event()

        def silent(handler: BaseHTTPRequestHandler) -> None:
            asked.set()
            self.silence(handler)

        self.reply(silent)
        return asked

    def over(self, seconds: float) -> bool:
        """Wait so long; True as soon as the test is over."""
        return self._over.wait(seconds)

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        length = int(headers.get("content-length", 0))
        body = handler.rfile.read(length)
        if len(body) < length:  # the client gave up before the request was whole: no server acts on it
            handler.close_connection = True
            return
        self.requests.append(Received(handler.command, handler.path, headers, body))
        (self._next.popleft() if self._next else self.default)(handler)

    def close(self) -> None:
        self._over.set()


class _Handler(BaseHTTPRequestHandler):
    """Connections that stay open, and break off in silence."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one send

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:  # the other end went away, as some tests make it
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are silent."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):  # a handshake that the client breaks off is no error here
            super().handle_error(request, client_address)


@contextmanager
def _running(handler: type[_Handler], kind: type[_Server] = _Server) -> Generator[int]:
    """A server on a free loopback port while the block runs. Yields the port."""
    server = kind(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Listener:
    """A server that many tests share: starting one takes longer than most of them. Each has a record of its own.

    A connection is that of the test that ran when it was accepted. What the calls of a test leave in the queue is
    accepted before the next test begins.

    Args:
        tls: For TLS, with which it takes connections then.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._recording: RecordingServer | None = None
        self._accepted: dict[Any, RecordingServer | None] = {}
        """Address of a client → the record of the test in which its connection was accepted."""
        self._last: tuple[str, int] | None = None
        self._last_accepted = threading.Event()

    @contextmanager
    def started(self) -> Generator[None]:
        """Listens while the block runs."""
        listener, tls = self, self._tls

        class Server(_Server):
            def verify_request(self, request: Any, client_address: Any) -> bool:
                if client_address == listener._last:
                    listener._last_accepted.set()
                    return False
                listener._accepted[client_address] = listener._recording
                return True

        class Handler(_Handler):
            recording: RecordingServer

            def setup(self) -> None:
                recording = listener._accepted.pop(self.client_address)
                if recording is None:
                    raise ConnectionAbortedError("no test is running")
                self.recording = recording
                if tls:
                    self.request = tls.wrap_socket(self.request, server_side=True)
                super().setup()

            def finish(self) -> None:
                super().finish()
                if tls:
                    self.request.close()

            def do(self) -> None:
                self.recording.handle(self)
                self.wfile.flush()

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do

        with _running(Handler, Server) as port:
            self._port = port
            self._url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
            yield

    @contextmanager
    def recording(self, make: Callable[[str], RecordingServer] = RecordingServer) -> Generator[RecordingServer]:
        """The record of a test, of the class that `make` is."""
        recording = self._recording = make(self._url)
        try:
            yield recording
        finally:
            self._accept_what_waits()
            self._recording = None
            recording.close()

    def _accept_what_waits(self) -> None:
        """Wait for a connection behind all that are in the queue: they are accepted in their order."""
        self._last_accepted.clear()
        with socket.socket() as last:
            last.bind(("127.0.0.1", 0))
            self._last = last.getsockname()
            last.connect(("127.0.0.1", self._port))
            assert self._last_accepted.wait(30)


@contextmanager
def listening(
    tls: ssl.SSLContext | None = None, make: Callable[[str], RecordingServer] = RecordingServer
) -> Generator[RecordingServer]:
    """A recording server of its own while the block runs: with TLS if a context is given."""
    listener = Listener(tls)
    with listener.started(), listener.recording(make) as recording:
        yield recording


CA = Path(__file__).parent / "tls" / "ca.pem"
"""A private CA; see tls/README.md."""


def server_context() -> ssl.SSLContext:
    """TLS with a certificate of that CA."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CA.with_name("server.pem"))
    return context


HOST = "api.clerk.invalid"
"""Names under .invalid are in no DNS: a request for one arrives through the proxy or not at all."""


class ProxyServer:
    """An HTTP proxy: what went through it, and how it behaves."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.seen: list[str] = []
        """Method and target of each request."""
        self.act: Act | None = None
        """What it does in place of its work."""


@contextmanager
def proxying(upstream: str) -> Generator[ProxyServer]:
    """A proxy for which HOST is the server at this URL, and no other host exists."""
    upstream_port = urlsplit(upstream).port or 0

    class Handler(_Handler):
        wbufsize = 0

        def do(self) -> None:
            proxy.seen.append(f"{self.command} {self.path}")
            host = (self.path if self.command == "CONNECT" else urlsplit(self.path).netloc).partition(":")[0]
            if proxy.act:
                proxy.act(self)
            elif host != HOST:
                self.send_error(502)
            else:
                (_tunnel if self.command == "CONNECT" else _forward)(self, upstream_port)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_CONNECT = do

    with _running(Handler) as port:
        proxy = ProxyServer(f"http://127.0.0.1:{port}")
        yield proxy


def _forward(handler: BaseHTTPRequestHandler, port: int) -> None:
    target = urlsplit(handler.path)
    body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
    upstream = http.client.HTTPConnection("127.0.0.1", port)
    upstream.request(handler.command, target.path, body, dict(handler.headers))
    answer = upstream.getresponse()
    content = answer.read()
    upstream.close()
    handler.send_response(answer.status)
    handler.send_header("content-length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def _tunnel(handler: BaseHTTPRequestHandler, port: int) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    with socket.create_connection(("127.0.0.1", port)) as upstream:
        other = {handler.connection: upstream, upstream: handler.connection}
        while True:
            for readable in select.select(list(other), [], [])[0]:
                data = readable.recv(65536)
                if not data:
                    return
                other[readable].sendall(data)
