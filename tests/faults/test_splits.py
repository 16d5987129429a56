"""Answers of all kinds that come in pieces: what comes of them is the same as when they come whole, on every way."""

import gzip
import re
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clerk_organizations import AsyncClerkClient, ClerkClient, ClerkError, RetryPolicy
from tests.faults.rows import Row, rows
from tests.support.clients import KEY
from tests.support.responses import ACME, head, whole
from tests.support.tiers import examples

CONTEXT = ssl.create_default_context()
"""One for all clients of httpx: each would make its own, and none is used."""
DEADLINE = 30.0
"""Seconds that no call here should come near."""


@dataclass(frozen=True)
class Answer:
    """Bytes to send for each request, where to cut them, and whether the server hangs up behind them."""

    content: bytes
    closes: bool = False
    cuts: tuple[int, ...] = ()

    def pieces(self) -> Iterator[bytes]:
        places = sorted({0, len(self.content), *(cut % (len(self.content) + 1) for cut in self.cuts)})
        for start, end in pairwise(places):
            yield self.content[start:end]


def chunked(body: bytes, *lines: str, size: str = "{:x}", behind: bytes = b"\r\n") -> bytes:
    """A response of one chunk and the last."""
    sized = size.format(len(body)).encode()
    return head("transfer-encoding: chunked", *lines) + sized + b"\r\n" + body + behind + b"0\r\n\r\n"


LENGTH = whole(ACME)
GZIP = gzip.compress(ACME)
INTERIM = head(status="100 Continue"), head("link: </a>", status="103 Early Hints"), head(status="102 Processing")
GOOD = {
    "with a length": Answer(LENGTH),
    "in chunks": Answer(chunked(ACME)),
    "in chunks with extensions": Answer(chunked(ACME, size="{:X};name=value;q=\"x\"")),
    "in chunks with trailers": Answer(chunked(ACME)[:-2] + b"x-sum: 1\r\ny: 2\r\n\r\n"),
    "to the end of HTTP/1.0": Answer(b"HTTP/1.0 200 OK\r\n\r\n" + ACME, closes=True),
    "to the end of HTTP/1.1": Answer(head() + ACME, closes=True),
    "behind interim answers": Answer(b"".join(INTERIM) + LENGTH),
    "behind many interim answers": Answer(INTERIM[0] * 50 + LENGTH),
    "behind 100 of HTTP/1.0": Answer(b"HTTP/1.0 100 Continue\r\n\r\n" + LENGTH, closes=True),
    "gzip with a length": Answer(whole(GZIP, "content-encoding: gzip")),
    "gzip in chunks": Answer(chunked(GZIP, "content-encoding: gzip")),
    "lines that end in LF": Answer(LENGTH.replace(b"\r\n", b"\n")),
    "without a reason": Answer(LENGTH.replace(b" OK", b"", 1)),
    "503": Answer(whole(b"<html>", status="503 Away")),
    "404": Answer(whole(b'{"errors": [{"code": "resource_not_found", "message": "no"}]}', status="404 Not Found")),
    "522 in chunks": Answer(chunked(b"x").replace(b"200 OK", b"522 Away", 1)),
    "empty": Answer(whole(b"")),
}  # fmt: skip
BAD = {
    **{
        f"chunk size {size or 'empty'!r}": Answer(chunked(ACME, size=size), closes=True)
        for size in ("zz", "-{:x}", "+{:x}", "0x{:x}", "{0:x} {0:x}", "", "{:x}\0", "f" * 21, " {:x}")
    },
    "a chunk without its end": Answer(chunked(ACME, behind=b""), closes=True),
    "chunks without the last": Answer(chunked(ACME)[:-5], closes=True),
    **{
        f"status line {line.decode()!r}": Answer(line + LENGTH[LENGTH.index(b"\r\n") :], closes=True)
        for line in (
            b"HTTP/1.1", b"HTTP/2 200 OK", b"HTTP/1.1 abc OK", b"HTTP/1.1 99 OK", b"HTTP/1.1 2000 OK", b"ICY 200", b"x"
        )
    },
    "nothing": Answer(b"", closes=True),
    "too long a header": Answer(head(f"x: {'y' * 120_000}"), closes=True),
    "too many headers": Answer(head(*["x: y"] * 30_000), closes=True),
    "101": Answer(head("upgrade: x", "connection: upgrade", status="101 Switching Protocols"), closes=True),
    "only interim answers": Answer(b"".join(INTERIM), closes=True),
    "cut in its body": Answer(LENGTH[:-3], closes=True),
    "cut in its head": Answer(LENGTH[:30], closes=True),
    "two lengths": Answer(LENGTH.replace(b"\r\n\r\n", b"\r\ncontent-length: 7\r\n\r\n"), closes=True),
    "a header without a colon": Answer(LENGTH.replace(b"\r\n\r\n", b"\r\nx y\r\n\r\n"), closes=True),
    "NUL in a header": Answer(LENGTH.replace(b"\r\n\r\n", b"\r\nx: \0\r\n\r\n"), closes=True),
    "broken gzip": Answer(whole(GZIP[:10] + b"xxxx" + GZIP[14:], "content-encoding: gzip"), closes=True),
    "cut gzip": Answer(whole(GZIP[:-12], "content-encoding: gzip"), closes=True),
}  # fmt: skip
KNOWN = [*GOOD.values(), *BAD.values()]


class Server(socketserver.ThreadingTCPServer):
    """Gives its answer to every request, piece by piece."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.answer = Answer(b"")
        self.requests = 0
        self.over = threading.Event()


class Handler(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        with suppress(OSError):  # the client has hung up: it had enough
            while self._request_read():
                server.requests += 1
                answer = server.answer
                for number, piece in enumerate(answer.pieces()):
                    if number:
                        server.over.wait(0.001)  # so that they are not read at once; no matter if they are
                    self.connection.sendall(piece)
                if answer.closes:
                    return

    def _request_read(self) -> bool:
        lines = b""
        while not lines.endswith(b"\r\n\r\n"):
            if not (line := self.rfile.readline()):
                return False
            lines += line
        length = re.search(rb"content-length: (\d+)", lines, re.IGNORECASE)
        self.rfile.read(int(length[1]) if length else 0)
        return True


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.over.set()
        server.shutdown()
        thread.join()


Send = Callable[[str, dict[str, Any]], object]
"""Makes a call of this method by a client with these options."""


def _call(clerk: Any, method: str) -> Any:
    orgs = clerk.organizations
    return orgs.create_organization(name="A") if method == "POST" else orgs.get_organization(organization_id="org_1")


def _blocking(method: str, options: dict[str, Any]) -> object:
    with ClerkClient(**options) as clerk:
        return _call(clerk, method)


def _through(kind: str) -> Send:
    def send(method: str, options: dict[str, Any]) -> object:
        with httpx.Client(trust_env=False, verify=CONTEXT) as mine:
            way = {"http_client": mine} if kind == "http_client" else {"transport": httpx.HTTPTransport(verify=CONTEXT)}
            return _blocking(method, {**options, **way})

    return send


def _in_loop(library: str, kind: str = "own") -> Send:
    def send(method: str, options: dict[str, Any]) -> object:
        async def main() -> object:
            async with httpx.AsyncClient(trust_env=False, verify=CONTEXT) as mine:
                way: dict[str, Any] = {"http_client": mine} if kind == "http_client" else {"use_httpx": kind == "httpx"}
                async with AsyncClerkClient(**{**options, **way}) as clerk:
                    return await _call(clerk, method)

        return anyio.run(main, backend=library)

    return send


WAYS: dict[str, Send] = {
    "blocking": _blocking,
    "asyncio": _in_loop("asyncio"),
    "trio": _in_loop("trio"),
    "http_client": _through("http_client"),
    "transport": _through("transport"),
    "http_client on asyncio": _in_loop("asyncio", "http_client"),
    "use_httpx": lambda method, options: _blocking(method, {**options, "use_httpx": True}),
    "use_httpx on asyncio": _in_loop("asyncio", "httpx"),
}


def outcome(server: Server, send: Send, method: str, answer: Answer, attempts: int) -> tuple[str, object, int]:
    """What comes of a call: the type of the error or the model, the name or the status, and how many requests came."""
    server.answer, server.requests = answer, 0
    policy = RetryPolicy(attempts=attempts, first_delay=0.0)
    options = {"secret_key": KEY, "api_url": server.url, "retry": policy, "timeout": DEADLINE}
    try:
        model: Any = send(method, options)
    except ClerkError as error:
        return type(error).__name__, getattr(error, "status", None), server.requests
    return type(model).__name__, model.name, server.requests


def _same_in_pieces(server: Server, way: str, method: str, answer: Answer, cuts: Sequence[int], attempts: int) -> None:
    at_once = outcome(server, WAYS[way], method, answer, attempts)
    in_pieces = outcome(server, WAYS[way], method, Answer(answer.content, answer.closes, tuple(cuts)), attempts)
    assert in_pieces == at_once
    assert at_once[0] != "ClerkTimeoutError"


FEW = settings(
    max_examples=examples(3, 8), deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
CUTS = st.lists(st.integers(0, 400), max_size=5)


@pytest.mark.sample(3)
@rows(Row("H140", "an answer in pieces, good or malformed, cut anywhere", "the same as in one piece, as many attempts"))
@pytest.mark.parametrize("way", WAYS)
@FEW
@given(answer=st.sampled_from(KNOWN), cuts=CUTS, method=st.sampled_from(["GET", "POST"]))
@example(answer=GOOD["behind interim answers"], cuts=[12, 30], method="GET")
@example(answer=GOOD["in chunks with trailers"], cuts=[46, 47, 48], method="POST")
@example(answer=GOOD["behind 100 of HTTP/1.0"], cuts=[10], method="GET")
def test_known_answers(row: Row, server: Server, way: str, answer: Answer, cuts: list[int], method: str) -> None:
    _same_in_pieces(server, way, method, answer, cuts, attempts=2)


@pytest.mark.sample(3)
@rows(Row("H141", "the same with a byte changed, inserted or missing", "the same as in one piece"))
@pytest.mark.parametrize("way", WAYS)
@FEW
@given(
    answer=st.sampled_from(list(GOOD.values())), place=st.integers(0, 400), byte=st.integers(0, 255),
    change=st.sampled_from(["replace", "insert", "remove"]), cuts=CUTS, method=st.sampled_from(["GET", "POST"]),
)  # fmt: skip
def test_damaged_answers(
    row: Row, server: Server, way: str, answer: Answer, place: int, byte: int, change: str, cuts: list[int], method: str
) -> None:
    content = bytearray(answer.content)
    place %= len(content)
    content[place : place + (change != "insert")] = b"" if change == "remove" else bytes([byte])
    _same_in_pieces(server, way, method, Answer(bytes(content), closes=True), cuts, attempts=1)


@rows(Row("H142", "each kind of answer, on every way of sending", "one outcome, and as many attempts, on every way"))
@pytest.mark.sample(6)
@pytest.mark.parametrize("name", [*GOOD, *BAD])
def test_every_way_says_the_same(row: Row, server: Server, name: str) -> None:
    answer = {**GOOD, **BAD}[name]
    for method in ("GET", "POST"):
        seen = {way: outcome(server, send, method, answer, attempts=2) for way, send in WAYS.items()}
        assert len(set(seen.values())) == 1, seen
        assert (name in GOOD) or seen["blocking"][0] not in ("Organization", "ClerkTimeoutError"), seen
