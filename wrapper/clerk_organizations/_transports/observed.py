"""Requests for httpx that tell their exchange how far they have come: whether the server may have seen them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any

import httpx

from .._config import is_body_header
from .exchange import Exchange

_READS_BODY_AFTER_HEAD = (httpx.HTTPTransport, httpx.AsyncHTTPTransport)
"""Transports known to ask for the body of a request, even of none, when its head is written."""


class ObservedRequest(httpx.Request):
    """A request that marks its exchange as sent when its body is asked for, in whatever way."""

    def __init__(self, exchange: Exchange, *args: Any, **options: Any) -> None:
        self.was_asked_for = False
        self.tells = True
        """Whether an error that names this request is about it."""
        self._exchange: Exchange | None = None
        super().__init__(*args, **options)
        self._exchange = exchange
        self.stream = _Body(self, self._content)

    def asked_for(self) -> None:
        """The body is about to be sent, for all that is known."""
        if self._exchange is not None:
            if not self.was_asked_for:
                self._exchange.check_time()
            self.was_asked_for = self._exchange.sent = True

    @property
    def content(self) -> bytes:
        self.asked_for()
        return super().content

    def read(self) -> bytes:
        self.asked_for()
        return super().read()

    async def aread(self) -> bytes:
        self.asked_for()
        return await super().aread()


class _Body(httpx.ByteStream):
    """The body of a request, which says so when it is read."""

    def __init__(self, request: ObservedRequest, content: bytes) -> None:
        super().__init__(content)
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        self._request.asked_for()
        return super().__iter__()

    def __aiter__(self) -> AsyncIterator[bytes]:
        self._request.asked_for()
        return super().__aiter__()


def _trace(exchange: Exchange, *, is_async: bool) -> Callable[[str, Mapping[str, Any]], Any]:
    """Notes how far httpcore has come with the request, if it is what sends it: connections come before the head."""
    head_sent = False

    def note(event: str, info: Mapping[str, Any]) -> None:
        nonlocal head_sent
        if event.endswith(".send_request_headers.started") and info["request"].method != b"CONNECT":  # to the proxy
            if not head_sent:
                exchange.check_time()
            head_sent = True
            exchange.sent = exchange.sent or not exchange.request.content
        elif event.endswith(".started") and not head_sent and not exchange.request.content:
            exchange.sent = False

    async def note_async(event: str, info: Mapping[str, Any]) -> None:
        note(event, info)

    return note_async if is_async else note


def observed_request(exchange: Exchange, via: object, *, is_async: bool) -> ObservedRequest:
    """The request for httpx. Of a client's defaults, headers and cookies are added, parameters are not."""
    ours, headers, cookies = exchange.request, exchange.request.headers, None
    if isinstance(via, httpx.Client | httpx.AsyncClient):
        headers, cookies = _merged(via.headers, headers), via.cookies
    request = ObservedRequest(
        exchange,
        ours.method,
        ours.url,
        headers=headers,
        cookies=cookies,
        content=ours.content,
        extensions={"timeout": exchange.timeouts()},
    )
    if not ours.content and type(via) not in _READS_BODY_AFTER_HEAD:
        exchange.sent = True  # as far as can be known: some do not ask for a body that is none
        if isinstance(via, httpx.Client | httpx.AsyncClient):
            # A client puts its request into the errors of its transport, also into those about another request.
            find = getattr(via, "_transport_for_url", None)
            request.tells = find is not None and type(find(request.url)) in _READS_BODY_AFTER_HEAD
    request.extensions["trace"] = _trace(exchange, is_async=is_async)
    return request


def _merged(defaults: httpx.Headers, ours: Mapping[str, str]) -> httpx.Headers:
    """Our headers over the defaults of a client, without defaults that describe a body: it is not theirs."""
    headers = httpx.Headers([pair for pair in defaults.raw if not is_body_header(pair[0].decode("latin-1"))])
    headers.update(ours)
    return headers
