"""Requests for httpx: what they tell their exchange as its body is asked for and as httpcore goes on."""

import asyncio
from collections.abc import Callable

import httpcore
import httpx
import pytest

from clerk_organizations import RetryPolicy
from clerk_organizations._calls.steps import Send
from clerk_organizations._messages.request import Request
from clerk_organizations._transports.exceptions import DeadlineExceeded
from clerk_organizations._transports.exchange import Exchange
from clerk_organizations._transports.observed import observed_request

URL = "http://127.0.0.1/v1/x"
HEAD = "http11.send_request_headers.started"


class Observed:
    """An exchange, and its request for a transport of httpx."""

    def __init__(self, content: bytes | None, time_left: float, *, is_async: bool) -> None:
        self._is_async = is_async
        self.exchange = Exchange(Send(Request("POST", URL, {}, content, "/x", 1000), time_left, RetryPolicy()))
        via = httpx.AsyncHTTPTransport() if is_async else httpx.HTTPTransport()
        self.request = observed_request(self.exchange, via, is_async=is_async)

    def tell(self, event: str, method: str = "POST") -> None:
        """Tell of the progress, as httpcore does."""
        said = self.request.extensions["trace"](event, {"request": httpcore.Request(method, URL)})
        if self._is_async:
            asyncio.run(said)


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def observe(request: pytest.FixtureRequest) -> Callable[..., Observed]:
    return lambda content, time_left=60.0: Observed(content, time_left, is_async=request.param)


def test_nothing_is_begun_once_the_time_is_over(observe: Callable[..., Observed]) -> None:
    late = observe(b"{}", 0.0)
    for begin in (late.request.read, lambda: late.request.content, lambda: late.tell(HEAD)):
        with pytest.raises(DeadlineExceeded):
            begin()
    assert not late.exchange.sent and not late.request.was_asked_for


def test_what_has_begun_is_not_ended_by_asking_again(observe: Callable[..., Observed]) -> None:
    begun = observe(b"{}")
    begun.tell(HEAD)
    assert begun.request.read() == b"{}"
    begun.exchange.deadline = 0.0
    begun.tell(HEAD)
    assert begun.request.content == b"{}"
    assert begun.exchange.sent


@pytest.mark.parametrize("content", [None, b"{}"])
def test_a_head_is_a_request_where_there_is_no_body(content: bytes | None, observe: Callable[..., Observed]) -> None:
    post = observe(content)
    post.tell("connection.connect_tcp.started")
    post.tell(HEAD, "CONNECT")
    assert not post.exchange.sent
    post.tell(HEAD)
    assert post.exchange.sent is (content is None)
    post.request.asked_for()
    post.tell("http11.receive_response_headers.started")
    assert post.exchange.sent
