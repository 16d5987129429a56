"""Deadlines hold: whatever the server does slowly, or not at all, a call ends in time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import pytest

from clerk_organizations import (
    ClerkTimeoutError,
    NotFoundError,
    OutcomeUnknownError,
    RetryPolicy,
)
from clerk_organizations._pools import _Shelf
from clerk_organizations._streams import Stream, clock, within
from tests.faults.rows import Row, rows
from tests.support import sockets
from tests.support.calls import Seen, ask, ask_all, attempts
from tests.support.clients import BothClients as World
from tests.support.responses import dripping, endless, head, raw, whole
from tests.support.servers import RecordingServer as Wire

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


@rows(Row("T33", "a 404 whose body comes byte by byte", "NotFoundError when the deadline ends it"))
def test_a_status_outlives_the_deadline(world: World, wire: Wire, row: Row) -> None:
    clerk = world.client(api_url=wire.url, timeout=DEADLINE)
    wire.reply(dripping(wire.over, head("content-length: 5000", status="404 Not Found"), b" " * 5000))
    with ends():
        assert ask_all(world, clerk, wire, "GET", "POST") == dict.fromkeys(("GET", "POST"), (NotFoundError, 1))


@rows(
    Row("T34", "no byte for longer than an attempt may wait, then an answer", "asked again; a POST is not", None),
    Row("T35", "a body that stops arriving, then an answer", "asked again; a POST is not", head("content-length: 9")),
)
def test_silence_ends_an_attempt(world: World, wire: Wire, row: Row) -> None:
    def silence(handler: Any) -> None:
        handler.wfile.write(row.given or b"")
        handler.wfile.flush()
        wire.silence(handler)

    clerk = world.client(api_url=wire.url, retry=RetryPolicy(silence_timeout=0.2, first_delay=0.0))
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


class Noting(httpcore.NetworkStream):
    """A connection that notes how long it may take."""

    def __init__(self) -> None:
        self.allowed: list[float | None] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.allowed.append(timeout)
        return b""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.allowed.append(timeout)

    def get_extra_info(self, info: str) -> bool:
        return info == "is_readable"


@rows(Row("T78", "silence after bytes that came slowly", "each read and write has what is left, no more"))
def test_what_is_left_is_the_most(row: Row) -> None:
    inner = Noting()
    stream = Stream(inner)
    with within(clock() + 5):
        for timeout in (20.0, None, 1.0):
            stream.read(1, timeout)
            stream.write(b"x", timeout)
    assert [allowed and 0 < allowed <= 5 for allowed in inner.allowed[:4]] == [True] * 4
    assert inner.allowed[4:] == [1.0, 1.0]
    with within(clock() - 1), pytest.raises(httpcore.ReadTimeout):
        stream.read(1, 20.0)
    stream.read(1, 20.0)
    assert inner.allowed[6:] == [20.0]


@rows(Row("T79", "an answer comes just as another thread looks for a free connection", "it is not taken for a hang-up"))
def test_an_answer_on_its_way_is_no_sign_of_a_hang_up(row: Row) -> None:
    class Readable(httpcore.HTTPConnection):
        """One that looks as if the server had hung up."""

        def has_expired(self) -> bool:
            return True

        def is_idle(self) -> bool:
            return True

    shelf = _Shelf(lambda: Readable(httpcore.Origin(b"http", b"localhost", 80)))
    first, _ = shelf.take()
    second, stale = shelf.take()
    assert first is not second and not stale  # in use: nobody looks at it
    assert shelf.put(first, fine=True) is False
    assert shelf.take()[1] == [first]
