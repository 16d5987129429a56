"""Servers in processes of their own: a fast one, and one that can be killed.

python -m tests.support.processes echo               prints its port, runs until its standard input ends
python -m tests.support.processes answer|hang PORT   prints its port, then the method of each request
"""

import asyncio
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_COMMAND = (sys.executable, "-m", "tests.support.processes")
_STATUS = {b"s404": b"404 Not Found", b"s503": b"503 Service Unavailable"}


@contextmanager
def echoing() -> Generator[str]:
    """A server that answers each GET with the id in its path, while the block runs. Yields its URL."""
    with subprocess.Popen(
        [*_COMMAND, "echo"], cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()


class SubprocessServer:
    """A server that can be killed, and started again on the same port."""

    def __init__(self) -> None:
        self.port = 0
        self.requests: list[str] = []

    def start(self, what: str) -> None:
        """Returns when it listens."""
        self._process = subprocess.Popen(
            [*_COMMAND, what, str(self.port)], cwd=_ROOT, stdout=subprocess.PIPE, text=True
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


class _Echo(asyncio.Protocol):
    """A connection: GETs without bodies, one after the other."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._before = transport, b""

    def data_received(self, data: bytes) -> None:
        head, end, self._before = (self._before + data).partition(b"\r\n\r\n")
        if not end:
            self._before = head
            return
        identity = head.split(b" ", 2)[1].rpartition(b"/")[2]
        if identity.startswith(b"cut"):
            self._transport.abort()
            return
        body = b'{"object": "organization", "id": "%s", "name": "n"}' % identity
        status = _STATUS.get(identity[:4], b"200 OK")
        if identity.startswith(b"s404"):  # in Clerk's words, or it would say nothing of the resource
            body = b'{"errors": [{"code": "resource_not_found", "message": "not found"}]}'
        self._transport.write(b"HTTP/1.1 %s\r\ncontent-length: %d\r\n\r\n%s" % (status, len(body), body))


async def _echo() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Echo, "127.0.0.1", 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        print(self.command, flush=True)
        if sys.argv[1] == "hang":
            self.rfile.read()
        self.send_response(200)
        self.send_header("content-length", "16")
        self.end_headers()
        self.wfile.write(b'{"name": "Acme"}')

    do_GET = do_POST = do

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are silent."""


if __name__ == "__main__":
    if sys.argv[1] == "echo":
        asyncio.run(_echo())
    else:
        with ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), _Answer) as answering:
            print(answering.server_port, flush=True)
            answering.serve_forever()
