"""What comes where nothing is due, or only part of what is: behind an answer, after it, and before it."""

import asyncio
import threading
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from tests.faults.rows import Row, rows
from tests.support.calls import ask
from tests.support.clients import AFTER_SILENCE
from tests.support.clients import BothClients as World
from tests.support.responses import ACME, Reply, head, raw, whole
from tests.support.servers import RecordingServer as Wire

pytestmark = pytest.mark.sample(1)


@rows(
    Row("T80", "bytes that are no HTTP behind an answer", "the answer is returned", whole(ACME) + b"null"),
    Row("T81", "a body behind a 304", "the status is told", whole(b"null", status="304 Not Modified")),
)
def test_something_wrong_behind_an_answer(world: World, wire: Wire, clerk: Any, row: Row) -> None:
    wire.reply(raw(row.given, close=False), Reply({"name": "Second"}))
    first = ask(world, clerk, "POST")
    assert first.status == 304 if row.id == "T81" else first.name == "Acme"
    assert ask(world, clerk, "POST").name == "Second"
    assert len(wire.requests) == 2


@rows(Row("T82", "an answer that comes after the call", "not taken for the answer to the next call"))
@pytest.mark.parametrize("seen", [True, False], ids=["seen", "unseen"])
def test_an_answer_after_the_call(world: World, wire: Wire, clerk: Any, row: Row, seen: bool) -> None:
    go, said = threading.Event(), threading.Event()

    def twice(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(whole(ACME))
        handler.wfile.flush()
        assert go.wait(5)
        handler.wfile.write(whole(b'{"name": "of another customer"}'))
        handler.wfile.flush()
        said.set()

    async def look() -> None:
        for _ in range(3):
            await asyncio.sleep(0)  # the loop reads what is there

    wire.reply(twice, Reply({"name": "Second"}))
    assert ask(world, clerk).name == "Acme"
    go.set()
    assert said.wait(5)
    if seen and world.is_async:
        world.run(look())
    assert ask(world, clerk, "POST").name == "Second"
    assert [request.method for request in wire.requests] == ["GET", "POST"]


@rows(Row("T83", "an interim answer, then silence, then an answer", "asked again, as without the interim one"))
def test_silence_after_an_interim_answer(world: World, wire: Wire, row: Row) -> None:
    def interim(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head(status="103 Early Hints"))
        handler.wfile.flush()
        wire.silence(handler)

    clerk = world.client(api_url=wire.url, timeout=None, retry=AFTER_SILENCE)
    wire.reply(interim, raw(whole(ACME), close=False))
    assert ask(world, clerk).name == "Acme"
    assert len(wire.requests) == 2


@rows(Row("T84", "a header of 60 kB", "read as any other"))
def test_a_long_header(world: World, wire: Wire, clerk: Any, row: Row) -> None:
    wire.reply(raw(whole(ACME, f"x-long: {'x' * 60_000}"), close=False))
    assert ask(world, clerk).name == "Acme"
    assert len(wire.requests) == 1
