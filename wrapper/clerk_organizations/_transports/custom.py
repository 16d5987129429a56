"""What the user gives to send through: an httpx transport, or an httpx client."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from typing import TypeVar

import anyio
import httpx

from ._attempt import Attempt
from ._settings import describes_body, must_be
from ._streams import has_more
from .errors import ClerkConfigurationError

Pieces = TypeVar("Pieces", httpx.SyncByteStream, httpx.AsyncByteStream)

_SENDABLE = re.compile(rb"(?:[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff\t]*[\x21-\x7e\x80-\xff])?)?")

_SENDS_CONTENT_LAST = (httpx.HTTPTransport, httpx.AsyncHTTPTransport)
"""Transports of which it is known that they ask for the body of a request when its headers are written."""

_CLOSING = 5.0
"""Seconds that closing an answer may take, whatever the deadline: it frees the connection."""


class Guest:
    """A transport or a client for blocking calls."""

    def __init__(self, transport: httpx.BaseTransport | None, client: httpx.Client | None) -> None:
        _check(transport, httpx.BaseTransport, client, httpx.Client)
        self._transport, self._client = transport, client

    def check(self) -> None:
        """Raises ClerkConfigurationError if nothing can be sent through it."""
        _check_usable(self._client)

    def held(self) -> None:
        """Only their owner knows."""

    def exchange(self, attempt: Attempt) -> None:
        """Send the request, and tell the attempt what comes."""
        request = _request(attempt, self._transport if self._client is None else self._client)
        try:
            response = self._sent(request)
        except httpx.HTTPStatusError as error:
            _note_carried(error, request, attempt)
            raise
        try:
            if not _was_read(response, attempt):
                for chunk in _pieces(response, httpx.SyncByteStream):
                    attempt.take(chunk)
                if has_more(response.stream):
                    response.extensions["network_stream"].close()
        finally:
            with suppress(Exception):  # what came is known by now, and must not be lost
                response.close()

    def _sent(self, request: httpx.Request) -> httpx.Response:
        if self._client is not None:
            return self._client.send(request, stream=True, auth=None, follow_redirects=False)
        assert self._transport is not None
        response = self._transport.handle_request(request)
        response.request = request
        return response

    def close(self) -> None:
        """Close the transport; a client is its owner's to close."""
        if self._transport is not None:
            self._transport.close()


class AsyncGuest:
    """A transport or a client for async calls."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None, client: httpx.AsyncClient | None) -> None:
        _check(transport, httpx.AsyncBaseTransport, client, httpx.AsyncClient)
        self._transport, self._client = transport, client

    def check(self) -> None:
        """As that of `Guest`."""
        _check_usable(self._client)

    def held(self) -> None:
        """Only their owner knows."""

    async def exchange(self, attempt: Attempt) -> None:
        """As that of `Guest`."""
        request = _request(attempt, self._transport if self._client is None else self._client)
        try:
            response = await self._sent(request)
        except httpx.HTTPStatusError as error:
            _note_carried(error, request, attempt)
            raise
        try:
            if not _was_read(response, attempt):
                async for chunk in _pieces(response, httpx.AsyncByteStream):
                    attempt.take(chunk)
                if has_more(response.stream):
                    await response.extensions["network_stream"].aclose()
        finally:
            # An error here must not take the place of what came, nor of a cancellation.
            with anyio.move_on_after(_CLOSING, shield=True), suppress(Exception):
                await response.aclose()

    async def _sent(self, request: httpx.Request) -> httpx.Response:
        if self._client is not None:
            return await self._client.send(request, stream=True, auth=None, follow_redirects=False)
        assert self._transport is not None
        response = await self._transport.handle_async_request(request)
        response.request = request
        return response

    async def aclose(self) -> None:
        """As `close` of `Guest`."""
        if self._transport is not None:
            await self._transport.aclose()


class _Content(httpx.ByteStream):
    """The body of a request. Until it is asked for, a request that has one cannot have happened."""

    def __init__(self, attempt: Attempt, content: bytes) -> None:
        super().__init__(content)
        self._attempt = attempt

    def __iter__(self) -> Iterator[bytes]:
        self._attempt.sent = True
        return super().__iter__()

    def __aiter__(self) -> AsyncIterator[bytes]:
        self._attempt.sent = True
        return super().__aiter__()


def _check(transport: object, transport_kind: type, http_client: object, client_kind: type) -> None:
    if transport is not None and http_client is not None:
        raise ClerkConfigurationError("pass transport or http_client, not both")
    if transport is not None:
        must_be(transport_kind, transport=transport)
    else:
        must_be(client_kind, http_client=http_client)


def _check_usable(client: httpx.Client | httpx.AsyncClient | None) -> None:
    if client is None:
        return
    if client.is_closed:
        raise ClerkConfigurationError("the http_client was closed by its owner")
    for name, value in client.headers.raw:
        if not _SENDABLE.fullmatch(value):
            raise ClerkConfigurationError(f"the header {name.decode('latin-1')!r} of the http_client cannot be sent")


def _request(attempt: Attempt, via: object) -> httpx.Request:
    """Ours in all that matters: of a client's defaults, headers and cookies are added, parameters are not."""
    ours, headers, cookies = attempt.request, attempt.request.headers, None
    if isinstance(via, httpx.Client | httpx.AsyncClient):
        headers, cookies = _merged(via.headers, headers), via.cookies
    request = httpx.Request(
        ours.method,
        ours.url,
        headers=headers,
        cookies=cookies,
        content=ours.content,
        extensions={"timeout": attempt.timeouts()},
    )
    if ours.content is not None and type(via) in _SENDS_CONTENT_LAST:
        request.stream = _Content(attempt, ours.content)
    else:
        attempt.sent = True  # for all we know
    return request


def _merged(defaults: httpx.Headers, ours: Mapping[str, str]) -> httpx.Headers:
    """Ours over the defaults of a client, of which those that describe a body are left out: it is not theirs."""
    headers = httpx.Headers([pair for pair in defaults.raw if not describes_body(pair[0].decode("latin-1"))])
    headers.update(ours)
    return headers


def _note_carried(error: httpx.HTTPStatusError, request: httpx.Request, attempt: Attempt) -> None:
    """A hook of the user's client made an error of an answer to our request: it came all the same."""
    if error.request is request:
        _was_read(error.response, attempt)


def _was_read(response: httpx.Response, attempt: Attempt) -> bool:
    """Tell of status and headers; and of the body, if a hook of the user's client has read it before us."""
    try:
        content = response.content
    except httpx.ResponseNotRead:
        attempt.began(response.status_code, response.headers)
        return False
    attempt.whole(response.status_code, response.headers, content)
    return True


def _pieces(response: httpx.Response, kind: type[Pieces]) -> Pieces:
    """The body as it comes. httpx's `iter_raw` closes at the end, and what is closed may be in use by another call."""
    if response.is_closed:  # by a hook of the user's client
        raise httpx.StreamClosed
    if not isinstance(response.stream, kind):
        raise TypeError(f"the transport answered with a {type(response.stream).__name__}")
    return response.stream
