"""The mock as a plain ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from ..mock import MockClerk
from ..openapi.messages import Request, Response
from ..openapi.operation import MAX_BODY
from .control import PREFIX, control

if TYPE_CHECKING:
    import asyncio

Scope: TypeAlias = MutableMapping[str, Any]
Event: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Event]]
Send: TypeAlias = Callable[[Event], Awaitable[None]]

MAX_LATENCY = 60.0


class App:
    """`MockClerk` for any ASGI server or framework on asyncio, with its control calls under /__mock__/.

    Args:
        latency: Seconds to wait before each answer, at most 60.
        allowed_hosts: Names beside those of loopback by which control calls may come.
    """

    def __init__(self, mock: MockClerk, *, latency: float = 0.0, allowed_hosts: Sequence[str] = ()) -> None:
        if not 0 <= latency <= MAX_LATENCY:
            raise ValueError(f"latency must be 0 to {MAX_LATENCY:.0f} seconds, not {latency!r}")
        if isinstance(allowed_hosts, str):
            raise TypeError("allowed_hosts must be a list of names, not a str")
        self._mock, self._allowed = mock, tuple(allowed_hosts)
        self._latency = latency
        self._waiting: set[asyncio.Event] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            body = await _body(receive)
            if body is not None:
                await self._respond(scope, body, send)
        else:
            raise NotImplementedError(f"the mock speaks HTTP, not {scope['type']}")

    async def _respond(self, scope: Scope, body: bytes, send: Send) -> None:
        path = scope.get("raw_path") or quote(scope["path"]).encode()
        target = path + b"?" + scope.get("query_string", b"")
        response = await self._answer(Request.from_wire(scope["method"], target, scope["headers"], body))
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": response.body})

    async def _answer(self, request: Request) -> Response:
        if f"{request.path}/".startswith(PREFIX):
            return control(self._mock, request, self._allowed)
        if self._latency:
            await self._wait()
        return self._mock.handle(request)

    async def _wait(self) -> None:
        import asyncio  # noqa: PLC0415 - loaded already, where it runs

        hurried = asyncio.Event()  # one for each: two event loops may use the same application
        self._waiting.add(hurried)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(hurried.wait(), self._latency)
        finally:
            self._waiting.discard(hurried)

    def hurry(self) -> None:
        """Answer at once what waits for its latency, as the server stops; called in the event loop."""
        for each in self._waiting:
            each.set()


async def _body(receive: Receive) -> bytes | None:
    """The whole body, or None when the client went away; of one that is too large, just enough to say so."""
    chunks: list[bytes] = []
    size = 0
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            return None
        chunk = event.get("body", b"")
        if size <= MAX_BODY:
            chunks.append(chunk)
            size += len(chunk)
        if not event.get("more_body", False):
            return b"".join(chunks)


async def _live(receive: Receive, send: Send) -> None:
    """Acknowledge lifespan events: there is nothing to start or stop."""
    while True:
        event = await receive()
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return
