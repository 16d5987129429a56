"""The mock as an httpx transport, for sync and async clients."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import httpx

from .openapi.messages import Request, Response

Handle: TypeAlias = Callable[[Request], Response]


class MockTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Transport for `httpx.Client` and `httpx.AsyncClient`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return _outgoing(self._handle(_incoming(request)))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return _outgoing(self._handle(_incoming(request)))


def _incoming(request: httpx.Request) -> Request:
    return Request.from_wire(request.method, request.url.raw_path, request.headers.raw, request.content)


def _outgoing(response: Response) -> httpx.Response:
    """A response with an unread stream, as from a socket."""
    return httpx.Response(
        response.status,
        headers=dict(response.headers),
        stream=httpx.ByteStream(response.body),
        extensions={"http_version": b"HTTP/1.1"},
    )
