"""The server that every peer calls: a process of its own, with prepared answers. `python -m benchmarks.server`

It prints its port and ends when its standard input does. Behaviour is in the path, so one server serves all rows:
`/wait-20/of-100000/v1/organizations/org_1/memberships` is answered after 20 ms, from a list of 100 000.
"""

from __future__ import annotations

import asyncio
import re
import sys
import threading
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from benchmarks import answers

_PATH = re.compile(r"/wait-(\d+)/of-(\d+)/v1/organizations/[^/]+(/memberships)?")
_HEAD = b"HTTP/1.1 %d OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\ncf-ray: bench\r\n\r\n"
_END = b"\r\n\r\n"


class Connection(asyncio.Protocol):
    """Answers GET requests, each in one send. asyncio sets TCP_NODELAY by itself."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._received = transport, b""

    def data_received(self, data: bytes) -> None:
        *heads, self._received = (self._received + data).split(_END)
        for head in heads:
            seconds, answer = answer_to(head.split(b" ", 2)[1].decode())
            if seconds:
                asyncio.get_running_loop().call_later(seconds, self._transport.write, answer)
            else:
                self._transport.write(answer)


def answer_to(target: str) -> tuple[float, bytes]:
    """How long to wait, and then the whole answer."""
    return _organization(target) or _page(target)


@lru_cache(maxsize=64)
def _organization(target: str) -> tuple[float, bytes] | None:
    found = _PATH.fullmatch(urlsplit(target).path)
    if found is None:
        return 0.0, _answer(404, b'{"errors":[{"code":"not_found","message":"not found"}]}')
    return None if found[3] else (int(found[1]) / 1000, _answer(200, answers.organization()))


@lru_cache(maxsize=2)
def _page(target: str) -> tuple[float, bytes]:
    parts = urlsplit(target)
    query, found = parse_qs(parts.query), _PATH.fullmatch(parts.path)
    assert found is not None
    offset, limit = int(query.get("offset", ["0"])[0]), int(query.get("limit", ["10"])[0])
    return int(found[1]) / 1000, _answer(200, answers.memberships(offset, limit, int(found[2])))


def _answer(status: int, body: bytes) -> bytes:
    return _HEAD % (status, len(body)) + body


async def _serve() -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    server = await loop.create_server(Connection, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)

    def wait_for_end() -> None:
        sys.stdin.read()
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait_for_end, daemon=True).start()
    await ended.wait()


if __name__ == "__main__":
    asyncio.run(_serve())
