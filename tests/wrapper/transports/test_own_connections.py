"""Our own connections: what goes over them is what httpx would send, and they need no httpx."""

import asyncio
import subprocess
import sys
import threading
from typing import Any

import httpcore
import httpx
import pytest

from clerk_organizations import RetryPolicy
from clerk_organizations._calls.steps import Send
from clerk_organizations._messages.headers import Headers
from clerk_organizations._messages.request import Request
from clerk_organizations._transports.exchange import Exchange
from clerk_organizations._transports.http11 import Connection, RequestHeads
from clerk_organizations._transports.origin import Origin
from clerk_organizations._transports.pool import ConnectionSet
from tests.support.clients import BothClients as World
from tests.support.responses import FINE
from tests.support.servers import RecordingServer as Wire

WITHOUT_HTTPX = """
import sys
from clerk_organizations import AsyncClerkClient, ClerkClient, NotFoundError
with ClerkClient(secret_key="sk_test_x", api_url=sys.argv[1]) as clerk:
    assert clerk.organizations.get_organization(slug="x").id == "org_1"
print(sorted({"httpx", "httpcore"} & sys.modules.keys()))
"""


def test_a_call_of_our_own_needs_no_httpx(wire: Wire) -> None:
    wire.reply(FINE)
    command = [sys.executable, "-c", WITHOUT_HTTPX, wire.url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (done.stdout, done.stderr) == ("['httpcore']\n", "")


BASES = [
    "https://api.clerk.com/v1", "https://API.clerk.com:443/v1", "http://localhost:8080/v1", "http://[::1]:80/v1",
    "http://[::1]:8080/a%20b/v1", "https://bücher.example/käse/v1", "http://127.0.0.1/v1", "https://a_b.c:1/v1",
]  # fmt: skip
PATHS = [
    "/organizations", "/organizations/org_1", "/organizations/%2E%2E", "/organizations/a%2Fb?limit=1&query=a+b",
    "/organizations/ü", "/organizations/a b", "/organizations/50%", "/organizations/../x", "/organizations/.x/..y",
    "/x?q=%C3%BC&order_by=-name&a=%", "/x?", "/x?a={b}|'c'\"", "/[x]^`{}|\\~!$&'()*+,;=:@", "/x#y", "",
]  # fmt: skip


@pytest.mark.sample(40)
@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("path", PATHS)
def test_a_url_is_what_httpx_makes_of_it(base: str, path: str) -> None:
    theirs = httpx.Request("GET", base + path)
    ours, request = Origin(base), Request("GET", base + path, {}, None, "/x", 1)
    url = theirs.url
    assert (ours.scheme.encode(), ours.host.encode()) == (url.raw_scheme, url.raw_host)
    assert ours.port == url.port or (url.port is None and ours.port == {"http": 80, "https": 443}[url.scheme])
    assert ours.target(request) == url.raw_path
    assert ours.headers(request) == theirs.headers.raw


@pytest.mark.parametrize("content", [None, b"", b"{}"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("headers", [{"accept": "a", "x-b": "c"}, {"host": "other"}])
def test_headers_stand_in_the_order_of_httpx(method: str, content: bytes | None, headers: dict[str, str]) -> None:
    url = "https://api.clerk.com/v1/organizations"
    theirs = httpx.Request(method, url, headers=headers, content=content)
    request = Request(method, url, headers, content, "/x", 1)
    assert Origin("https://api.clerk.com/v1").headers(request) == theirs.headers.raw


def test_headers_that_are_kept_are_those_of_the_request() -> None:
    """Those of an earlier request are used again, but only for the same headers and the same method."""
    heads, ours, other = RequestHeads(Origin("https://a.b/v1")), {"x-a": "1"}, {"x-a": "2"}

    def seen(method: str, path: str, headers: dict[str, str], content: bytes | None = None) -> tuple[bytes, Any]:
        head = heads.of(Request(method, f"https://a.b/v1/{path}", headers, content, "/x", 1))
        return head.target, head.headers.raw_items()

    host, one, two = (b"Host", b"a.b"), (b"x-a", b"1"), (b"x-a", b"2")
    for _ in range(2):
        assert seen("GET", "x", ours) == (b"/v1/x", [host, one])
        assert seen("GET", "y", ours) == (b"/v1/y", [host, one])
        assert seen("GET", "y", other) == (b"/v1/y", [host, two])
        assert seen("POST", "y", other) == (b"/v1/y", [host, (b"Content-Length", b"0"), two])
        assert seen("POST", "y", other, b"{}") == (b"/v1/y", [host, two, (b"Content-Length", b"2")])
    with pytest.raises(httpcore.LocalProtocolError):
        seen("GET", "x", {"x-a": "1\n"})


def test_headers_of_an_answer_read_as_those_of_httpx() -> None:
    raw = [(b"X-A", b"1"), (b"x-a", b"2"), (b"B", "ü".encode()), (b"C", b"\xfc"), (b"d", b"")]
    ours = Headers(raw)
    assert dict(ours) == {"x-a": "1, 2", "b": "ü", "c": "ü", "d": ""}
    assert (ours["X-a"], ours.get("e"), "B" in ours, "e" in ours, len(ours)) == ("1, 2", None, True, False, 4)
    assert ours == {"x-a": "1, 2", "b": "ü", "c": "ü", "d": ""}
    assert {name: httpx.Headers(raw[:2])[name] for name in ("X-A",)} == {"X-A": ours["X-A"]}


def test_the_connection_used_last_is_used_next(world: World, wire: Wire) -> None:
    """So that calls one after the other keep one warm, and those that a burst has opened can go."""
    together = threading.Barrier(3)
    ports: list[int] = []

    def wait(handler: Any) -> None:
        together.wait(5)
        FINE(handler)

    def note(handler: Any) -> None:
        ports.append(handler.client_address[1])
        FINE(handler)

    clerk = world.client(api_url=wire.url)
    wire.reply(wait, wait, wait, note)
    _three_at_once(world, clerk)
    for _ in range(4):
        world.run(clerk.organizations.get_organization(slug="x"))
    assert len(ports) == 4 and len(set(ports)) == 1


def _three_at_once(world: World, clerk: Any) -> None:
    def call() -> Any:
        return clerk.organizations.get_organization(slug="x")

    async def tasks() -> None:
        await asyncio.gather(call(), call(), call())

    if world.is_async:
        world.run(tasks())
        return
    threads = [threading.Thread(target=call) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)


def test_what_comes_back_after_the_end_is_closed() -> None:
    origin = Origin("http://localhost/v1")
    connections = ConnectionSet[Connection](
        lambda: Connection(origin, RequestHeads(origin), httpcore.SyncBackend(), lambda: None)
    )
    connection, _ = connections.acquire()
    assert connections.close() == [connection]  # in use, and so to be closed under its call
    assert connections.release(connection, reusable=True)
    with pytest.raises(httpcore.ConnectError):
        connections.acquire()


@pytest.mark.parametrize(("left", "silence"), [(None, 20.0), (60.0, 20.0), (0.25, 0.25), (0.0, 0.001), (-1.0, 0.001)])
def test_no_wait_is_longer_than_the_call_has_left(left: float | None, silence: float) -> None:
    exchange = Exchange(Send(Request("GET", "https://a.b/v1/x", {}, None, "/x", 1), left, RetryPolicy()))
    connect = min(5.0, silence)
    assert exchange.timeouts() == {"connect": connect, "pool": connect, "read": silence, "write": silence}
    assert (exchange.connect_timeout, exchange.silence_timeout) == (connect, silence)
