"""Transports by httpx: the user's transport or client, and our own, through a proxy or where httpx is asked for."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Self, TypeVar

import anyio
import httpx

from .._validation import check_type
from ..errors import ClerkConfigurationError
from .exchange import Exchange
from .interrupts import closing_quietly
from .observed import ObservedRequest, observed_request
from .origin import ssl_context
from .registry import close_on_loop_shutdown

Stream = TypeVar("Stream", httpx.SyncByteStream, httpx.AsyncByteStream)

_SENDABLE = re.compile(rb"(?:[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff\t]*[\x21-\x7e\x80-\xff])?)?")

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
"""Errors that are raised before anything of their request is sent."""

_MAX_CONNECTIONS = 100
_KEEPALIVE_EXPIRY = 15.0
"""Limits of our own connections by httpx: those of the connection pool."""

_CLOSE_TIMEOUT = 5.0
"""Seconds that closing a response may take, whatever the deadline: it frees the connection."""


class CustomTransport:
    """Transport for blocking calls: an httpx transport or an httpx client."""

    _owns_client = False

    def __init__(self, transport: httpx.BaseTransport | None, client: httpx.Client | None) -> None:
        _check(transport, httpx.BaseTransport, client, httpx.Client)
        self._transport, self._client = transport, client

    @classmethod
    def own(cls, proxy: str | None, *, as_client: bool) -> Self:
        """A transport of our own, or with `as_client` a client, which logs and instruments see as well.

        Raises what httpx raises for a proxy that cannot be used.
        """
        if not as_client:
            return cls(httpx.HTTPTransport(**_own_options(proxy)), None)
        client = httpx.Client(**_own_options(proxy), cookies=_no_cookies())
        client.headers.clear()  # ours are all that is sent
        made = cls(None, client)
        made._owns_client = True
        return made

    def check(self) -> None:
        """Raise ClerkConfigurationError if nothing can be sent."""
        _check_usable(self._client)

    def counts(self) -> None:
        """Unknown: httpx keeps the connections."""

    def send(self, exchange: Exchange) -> None:
        """Send the request, and feed the response to the exchange."""
        request = observed_request(exchange, self._transport if self._client is None else self._client, is_async=False)
        try:
            response = self._dispatch(request)
        except httpx.HTTPError as error:
            _understand(error, request, exchange)
            raise
        try:
            if not _read_by_hook(response, exchange):
                for chunk in _raw_stream(response, httpx.SyncByteStream):
                    exchange.feed(chunk)
        finally:
            with closing_quietly():  # what came is known by now, and must not be lost
                response.close()

    def _dispatch(self, request: httpx.Request) -> httpx.Response:
        if self._client is not None:
            return self._client.send(request, stream=True, auth=None, follow_redirects=False)
        assert self._transport is not None
        response = self._transport.handle_request(request)
        response.request = request
        return response

    def close(self) -> None:
        """Close the transport; a client is closed by its owner."""
        if self._transport is not None:
            self._transport.close()
        elif self._owns_client and self._client is not None:
            self._client.close()


class AsyncCustomTransport:
    """Transport for async calls: an httpx transport or an httpx client."""

    _keeper: AsyncGenerator[None] | None = None

    def __init__(self, transport: httpx.AsyncBaseTransport | None, client: httpx.AsyncClient | None) -> None:
        _check(transport, httpx.AsyncBaseTransport, client, httpx.AsyncClient)
        self._transport, self._client = transport, client

    @classmethod
    def own(cls, proxy: str | None, *, as_client: bool) -> Self:
        """As that of `CustomTransport`, for the running event loop: it is closed when that shuts down."""
        opened: httpx.AsyncHTTPTransport | httpx.AsyncClient
        if as_client:
            opened = httpx.AsyncClient(**_own_options(proxy), cookies=_no_cookies())
            opened.headers.clear()  # ours are all that is sent
            made = cls(None, opened)
        else:
            opened = httpx.AsyncHTTPTransport(**_own_options(proxy))
            made = cls(opened, None)
        made._keeper = close_on_loop_shutdown(opened.aclose)
        return made

    def check(self) -> None:
        """As that of `CustomTransport`."""
        _check_usable(self._client)

    def counts(self) -> None:
        """Unknown: httpx keeps the connections."""

    async def send(self, exchange: Exchange) -> None:
        """As that of `CustomTransport`."""
        request = observed_request(exchange, self._transport if self._client is None else self._client, is_async=True)
        try:
            response = await self._dispatch(request)
        except httpx.HTTPError as error:
            _understand(error, request, exchange)
            raise
        try:
            if not _read_by_hook(response, exchange):
                async for chunk in _raw_stream(response, httpx.AsyncByteStream):
                    exchange.feed(chunk)
        finally:
            # An error here must not take the place of what came, nor of a cancellation.
            with anyio.move_on_after(_CLOSE_TIMEOUT, shield=True), closing_quietly():
                await response.aclose()

    async def _dispatch(self, request: httpx.Request) -> httpx.Response:
        if self._client is not None:
            return await self._client.send(request, stream=True, auth=None, follow_redirects=False)
        assert self._transport is not None
        response = await self._transport.handle_async_request(request)
        response.request = request
        return response

    async def aclose(self) -> None:
        """As `close` of `CustomTransport`."""
        if self._keeper is not None:
            await self._keeper.aclose()
            return
        if self._transport is not None:
            await self._transport.aclose()


def _own_options(proxy: str | None) -> dict[str, Any]:
    """Options of httpx for transports and clients of our own: the environment was read before."""
    context = ssl_context()
    limits = httpx.Limits(
        max_connections=_MAX_CONNECTIONS,
        max_keepalive_connections=_MAX_CONNECTIONS,
        keepalive_expiry=_KEEPALIVE_EXPIRY,
    )
    options: dict[str, Any] = {"verify": context, "trust_env": False, "limits": limits}
    if proxy:
        options["proxy"] = httpx.Proxy(proxy, ssl_context=context if proxy.startswith("https:") else None)
    return options


def _no_cookies() -> CookieJar:
    """A jar that takes none: answers to one call do not change the next."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


def _check(transport: object, transport_kind: type, http_client: object, client_kind: type) -> None:
    if transport is not None and http_client is not None:
        raise ClerkConfigurationError("pass transport or http_client, not both")
    if transport is not None:
        check_type(transport_kind, transport=transport)
    else:
        check_type(client_kind, http_client=http_client)


def _check_usable(client: httpx.Client | httpx.AsyncClient | None) -> None:
    if client is None:
        return
    if client.is_closed:
        raise ClerkConfigurationError("the http_client was closed by its owner")
    for name, value in client.headers.raw:
        if not _SENDABLE.fullmatch(value):
            raise ClerkConfigurationError(f"the header {name.decode('latin-1')!r} of the http_client cannot be sent")


def _understand(error: httpx.HTTPError, request: ObservedRequest, exchange: Exchange) -> None:
    """Note what an error tells of our request: a hook or a transport may have called something else over httpx.

    A hook of the user's client may have raised for the status of the response, which is then known.
    """
    if error._request is not request:
        return
    if isinstance(error, httpx.HTTPStatusError):
        _read_by_hook(error.response, exchange)
    elif isinstance(error, _NOT_SENT) and request.tells and not request.was_asked_for:
        exchange.sent = False


def _read_by_hook(response: httpx.Response, exchange: Exchange) -> bool:
    """Take status and headers, and the body if a hook of the user's client has read it; returns whether it has."""
    try:
        content = response.content
    except httpx.ResponseNotRead:
        exchange.response_started(response.status_code, response.headers)
        return False
    exchange.complete(response.status_code, response.headers, content)
    return True


def _raw_stream(response: httpx.Response, kind: type[Stream]) -> Stream:
    """The raw body. Not by `iter_raw`, which closes at the end: a closed connection may be in use by another call."""
    if response.is_closed:  # by a hook of the user's client
        raise httpx.StreamClosed
    if not isinstance(response.stream, kind):
        raise TypeError(f"the transport answered with a {type(response.stream).__name__}")
    return response.stream
