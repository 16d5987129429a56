"""A real HTTP proxy on loopback, which knows one host by a name that nobody else can look up."""

import http.client
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.wire import Act

HOST = "api.clerk.invalid"
"""Names under .invalid are in no DNS, so whoever gets there got there through the proxy."""


class Proxy:
    """What went through it, and how it behaves."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.seen: list[str] = []
        """Method and target of each request."""
        self.act: Act | None = None
        """What it does in place of its work."""


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


@contextmanager
def proxying(upstream: str) -> Iterator[Proxy]:
    """A proxy for which HOST is the server at this URL, and all else does not exist."""
    port = urlsplit(upstream).port or 0

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do(self) -> None:
            proxy.seen.append(f"{self.command} {self.path}")
            host = (self.path if self.command == "CONNECT" else urlsplit(self.path).netloc).partition(":")[0]
            if proxy.act:
                proxy.act(self)
            elif host != HOST:
                self.send_error(502)
            else:
                (_tunnel if self.command == "CONNECT" else _forward)(self, port)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_CONNECT = do

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except OSError:  # one of the ends went away
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Tests are silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    proxy = Proxy(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
