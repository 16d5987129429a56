"""A server in a process of its own, which can be killed: `python mortal.py PORT answer|hang`.

It prints its port, then a line for each request.
"""

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Mortal:
    """The process, as tests see it."""

    def __init__(self) -> None:
        self.port = 0
        self.requests: list[str] = []

    def start(self, what: str) -> None:
        """Returns when it listens; on the same port as before."""
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(self.port), what], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self._said = self._process.stdout
        self.port = int(self._said.readline())

    def wait_for_a_request(self) -> None:
        """Returns when one has come."""
        self.requests.append(self._said.readline().strip())

    def kill(self) -> None:
        """SIGKILL; returns when it is dead."""
        self._process.kill()
        self._process.wait()
        self.requests += self._said.read().split()
        self._said.close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        print(self.command, flush=True)
        if sys.argv[2] == "hang":
            self.rfile.read()
        self.send_response(200)
        self.send_header("content-length", "16")
        self.end_headers()
        self.wfile.write(b'{"name": "Acme"}')

    do_GET = do_POST = do

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are silent."""


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler) as server:
        print(server.server_port, flush=True)
        server.serve_forever()
