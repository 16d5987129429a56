"""Deadlines hold: whatever the server does slowly, or not at all, a call ends in time."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import pytest

from clerk_organizations import (
    ClerkAPIResponseError,
    ClerkTimeoutError,
    OutcomeUnknownError,
    RetryPolicy,
)
from clerk_organizations._calls.steps import Send
from clerk_organizations._messages.request import Request
from clerk_organizations._transports.exchange import Exchange
from clerk_organizations._transports.http11 import Connection, RequestHeads
from clerk_organizations._transports.origin import Origin
from clerk_organizations._transports.pool import ConnectionSet
from tests.faults.rows import Row, rows
from tests.support import sockets
from tests.support.calls import Seen, ask, ask_all, attempts
from tests.support.clients import AFTER_SILENCE
from tests.support.clients import BothClients as World
from tests.support.responses import dripping, endless, head, raw, whole
from tests.support.servers import RecordingServer as Wire

pytestmark = pytest.mark.sample(1)

DEADLINE = 0.15
ENDLESS = 10.0
"""Far more than any call here may take, far less than the servers would keep it."""
ENDED: Seen = {"GET": (ClerkTimeoutError, 1), "POST": (OutcomeUnknownError, 1)}
"""The deadline is that of the call, so nothing is repeated after it."""
EARLY = head(status="103 Early Hints")
BIG = b"GIF89a" + bytes(30_000_000)


@contextmanager
def ends() -> Iterator[None]:
    """The block does not take for ever."""
    started = time.monotonic()
    yield
    assert time.monotonic() - started < ENDLESS


@rows(
    Row("T27", "no answer at all", "the deadline ends it", None),
    Row("T28", "headers, byte by byte", "the deadline ends it", (b"HTTP/1.1 200 OK\r\nx-slow: ", b"x" * 5000)),
    Row("T29", "a body, byte by byte", "the deadline ends it", (head("content-length: 5000"), b" " * 5000)),
    Row("T30", "chunks of one byte", "the deadline ends it", (head("transfer-encoding: chunked"), b"1\r\n \r\n" * 999)),
)
def test_a_deadline_ends_a_call(world: World, wire: Wire, row: Row) -> None:
    clerk = world.client(api_url=wire.url, timeout=DEADLINE, retry=RetryPolicy())
    wire.reply(dripping(wire.over, *row.given) if row.given else wire.silence)
    with ends():
        assert ask_all(world, clerk, wire, "GET", "POST") == ENDED


@rows(
    Row(
        "T31",
        "interim answers without end",
        "the deadline ends it",
        endless(b"", EARLY, 10**9),
    ),
    Row("T32", "a body of many bytes a second", "the deadline ends it", endless(head(), b" ", most=10**9)),
)
def test_a_deadline_ends_a_busy_call(world: World, wire: Wire, row: Row) -> None:
    clerk = world.client(api_url=wire.url, timeout=DEADLINE, max_response_bytes=10**9, retry=RetryPolicy())
    wire.reply(row.given)
    with ends():
        assert ask_all(world, clerk, wire, "GET") == {"GET": ENDED["GET"]}


@rows(Row("T33", "a 404 whose body comes byte by byte", "an error of that status when the deadline ends it"))
def test_a_status_outlives_the_deadline(world: World, wire: Wire, row: Row) -> None:
    clerk = world.client(api_url=wire.url, timeout=DEADLINE)
    wire.reply(dripping(wire.over, head("content-length: 5000", status="404 Not Found"), b" " * 5000))
    with ends():
        assert ask_all(world, clerk, wire, "GET", "POST") == dict.fromkeys(("GET", "POST"), (ClerkAPIResponseError, 1))


@rows(
    Row("T34", "no byte for longer than an attempt may wait, then an answer", "asked again; a POST is not", None),
    Row("T35", "a body that stops arriving, then an answer", "asked again; a POST is not", head("content-length: 9")),
)
def test_silence_ends_an_attempt(world: World, wire: Wire, row: Row) -> None:
    def silence(handler: Any) -> None:
        handler.wfile.write(row.given or b"")
        handler.wfile.flush()
        wire.silence(handler)

    clerk = world.client(api_url=wire.url, retry=AFTER_SILENCE)
    wire.reply(silence, raw(whole(b'{"name": "Acme"}'), close=False))
    assert ask(world, clerk).name == "Acme"
    assert len(wire.requests) == 2
    wire.reply(silence)
    error = ask(world, clerk, "POST")
    assert (type(error), len(wire.requests)) == (OutcomeUnknownError, 3)


def put(world: World, clerk: Any) -> Any:
    """A body that no buffer of the system holds."""
    try:
        return world.run(clerk.organizations.update_organization_logo("org_1", file=BIG))
    except Exception as error:
        return error


@rows(
    Row(
        "T36", "a server that does not read the request", "write timeout: tried again, then ClerkTimeoutError",
        (sockets.nothing, None, RetryPolicy(silence_timeout=0.1, first_delay=0.0), 3),
    ),
    Row(
        "T37", "a server that reads now and then", "the deadline ends it: ClerkTimeoutError",
        (sockets.sip, DEADLINE, RetryPolicy(), 1),
    ),
)  # fmt: skip
def test_writing(world: World, caplog: Any, row: Row) -> None:
    act, timeout, policy, tries = row.given
    with sockets.accepting(act) as seen, ends():
        clerk = world.client(api_url=f"http://{seen.address}", timeout=timeout, retry=policy)
        with attempts(caplog) as lines:
            assert type(put(world, clerk)) is ClerkTimeoutError
        assert (seen.count, len(lines)) == (tries, tries)


NOT_SENT = "ClerkTimeoutError, for a POST as well: nothing was sent"


@rows(
    Row("T38", "a host that does not take the connection", f"tried 3 times, then {NOT_SENT}", "http"),
    Row("T39", "a server that does not finish the TLS handshake", f"tried 3 times, then {NOT_SENT}", "https"),
)
def test_connecting_takes_too_long(world: World, caplog: Any, row: Row) -> None:
    server: Any = sockets.full() if row.given == "http" else sockets.accepting(sockets.nothing)
    with server as seen, ends():
        address = seen if isinstance(seen, str) else seen.address
        policy = RetryPolicy(connect_timeout=0.06, first_delay=0.0)
        clerk = world.client(api_url=f"{row.given}://{address}", retry=policy)
        for method in ("GET", "POST"):
            with attempts(caplog) as lines:
                assert type(ask(world, clerk, method)) is ClerkTimeoutError
            assert len(lines) == 3


@rows(
    Row("T40", "a deadline that passes while connecting", NOT_SENT, "http"),
    Row("T41", "a deadline that passes in the TLS handshake", NOT_SENT, "https"),
)
def test_the_deadline_passes_before_anything_is_sent(world: World, caplog: Any, row: Row) -> None:
    server: Any = sockets.full() if row.given == "http" else sockets.accepting(sockets.nothing)
    with server as seen, ends():
        address = seen if isinstance(seen, str) else seen.address
        clerk = world.client(api_url=f"{row.given}://{address}", timeout=DEADLINE, retry=RetryPolicy())
        for method in ("GET", "POST"):
            with attempts(caplog) as lines:
                assert type(ask(world, clerk, method)) is ClerkTimeoutError
            assert len(lines) == 1


class Noting(httpcore.NetworkBackend, httpcore.NetworkStream):
    """A network that notes how long each operation may take, and where each takes two seconds."""

    def __init__(self, clock: list[float]) -> None:
        self.clock = clock
        self.allowed: list[tuple[str, float | None]] = []
        self.answer = [whole(b"{}")[:9], whole(b"{}")[9:]]

    def _note(self, operation: str, timeout: float | None) -> None:
        self.allowed.append((operation, timeout))
        self.clock[0] += 2

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any) -> Any:
        self._note("connect", timeout)
        return self

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> Any:
        self._note("tls", timeout)
        return self

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._note("read", timeout)
        return self.answer.pop(0)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._note("write", timeout)

    def get_extra_info(self, info: str) -> Any:
        """A socket that is closed by now."""
        with socket.socket() as nothing:
            return nothing

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that moves by hand."""
    now = [1000.0]
    for module in ("exchange", "http11"):
        monkeypatch.setattr(f"clerk_organizations._transports.{module}.clock", lambda: now[0])
    return now


def send(clock: list[float], time_left: float | None, content: bytes, policy: RetryPolicy, scheme: str) -> Noting:
    """What each operation of a call may take."""
    noting, origin = Noting(clock), Origin(f"{scheme}://127.0.0.1/v1")
    request = Request("POST", f"{scheme}://127.0.0.1/v1/x", {}, content, "/x", 1000)
    exchange = Exchange(Send(request, time_left, policy))
    try:
        Connection(origin, RequestHeads(origin), noting, lambda: None).send(exchange)
    except httpcore.TimeoutException as error:
        noting.allowed.append((type(error).__name__, None))
    return noting


@rows(Row("T78", "silence after bytes that came slowly", "each read and write has what is left, no more"))
def test_what_is_left_is_the_most(row: Row, clock: list[float]) -> None:
    two, policy = bytes(100_000), RetryPolicy(silence_timeout=5.0, connect_timeout=3.5)
    begin: list[tuple[str, float | None]] = [("connect", 3.5), ("tls", 1.5)]
    assert send(clock, None, two, policy, "https").allowed == [*begin, *[("write", 5.0)] * 3, *[("read", 5.0)] * 2]
    assert send(clock, 11.0, two, policy, "https").allowed == [
        *begin, ("write", 5.0), ("write", 5.0), ("write", 3.0), ("read", 1.0), ("ReadTimeout", None)
    ]  # fmt: skip
    assert send(clock, 5.0, two, policy, "http").allowed == [
        ("connect", 3.5), ("write", 3.0), ("write", 1.0), ("WriteTimeout", None)
    ]  # fmt: skip
    assert send(clock, 1.5, b"", policy, "https").allowed == [("connect", 1.5), ("ConnectTimeout", None)]


@rows(Row("T85", "a host with several addresses that do not take the connection", "together no more than one may take"))
def test_the_addresses_of_a_host_share_the_time(row: Row, clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each gets an equal part of what is left, so that a dead one leaves time for the next."""

    class Dead(Noting):
        def connect_tcp(self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any) -> Any:
            self.allowed.append((host, timeout))
            self.clock[0] += timeout or 0
            raise httpcore.ConnectTimeout

    found = [(0, 0, 0, "", (f"192.0.2.{number}", 80)) for number in (1, 2, 2, 3)]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    origin, dead = Origin("http://api.clerk.invalid/v1"), Dead(clock)
    request = Request("GET", "http://api.clerk.invalid/v1/x", {}, None, "/x", 1000)
    exchange = Exchange(Send(request, 60.0, RetryPolicy(connect_timeout=9.0)))
    with pytest.raises(httpcore.ConnectTimeout):
        Connection(origin, RequestHeads(origin), dead, lambda: None).send(exchange)
    assert dead.allowed == [("192.0.2.1", 3.0), ("192.0.2.2", 3.0), ("192.0.2.3", 3.0)]
    assert not exchange.sent


@rows(Row("T79", "an answer comes just as another thread looks for a free connection", "it is not taken for a hang-up"))
def test_an_answer_on_its_way_is_no_sign_of_a_hang_up(row: Row) -> None:
    class Readable(Connection):
        """One that looks as if the server had hung up."""

        def is_readable(self) -> bool:
            return True

    origin = Origin("http://localhost/v1")
    connections = ConnectionSet[Connection](
        lambda: Readable(origin, RequestHeads(origin), httpcore.SyncBackend(), lambda: None)
    )
    first, _ = connections.acquire()
    second, stale = connections.acquire()
    assert first is not second and not stale  # in use: nobody looks at it
    assert connections.release(first, reusable=True) is False
    assert connections.acquire()[1] == [first]
