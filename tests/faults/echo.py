"""A fast server in a process of its own: answers each request with the id in its path, over any number of connections.

python -m tests.faults.echo     prints its port, and runs until its standard input ends
"""

import asyncio
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_STATUS = {b"s404": b"404 Not Found", b"s503": b"503 Service Unavailable"}


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
        self._transport.write(b"HTTP/1.1 %s\r\ncontent-length: %d\r\n\r\n%s" % (status, len(body), body))


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Echo, "127.0.0.1", 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


@contextmanager
def echoing() -> Generator[str]:
    """The URL of such a server, while the block runs."""
    command = [sys.executable, "-m", "tests.faults.echo"]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()


if __name__ == "__main__":
    asyncio.run(_serve())
