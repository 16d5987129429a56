"""The mock as a plain ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias
from urllib.parse import quote

from .backend import MockBackend
from .messages import Request

Scope: TypeAlias = MutableMapping[str, Any]
Event: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Event]]
Send: TypeAlias = Callable[[Event], Awaitable[None]]


class App:
    """`MockBackend` for any ASGI server or framework."""

    def __init__(self, backend: MockBackend) -> None:
        self._backend = backend

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
        response = self._backend.handle(Request.from_wire(scope["method"], target, scope["headers"], body))
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": response.body})


async def _body(receive: Receive) -> bytes | None:
    """The whole body, or None when the client went away."""
    chunks: list[bytes] = []
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            return None
        chunks.append(event.get("body", b""))
        if not event.get("more_body", False):
            return b"".join(chunks)


async def _live(receive: Receive, send: Send) -> None:
    """Nothing to start and nothing to stop, said politely."""
    while True:
        event = await receive()
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return
