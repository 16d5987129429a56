"""A user's own httpx client or transport: what is taken from it, and what it cannot spoil."""

from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from typing import Any, NoReturn

import httpx
import pytest

from clerk_organizations import (
    ClerkAPIResponseError,
    ClerkConfigurationError,
    ClerkConnectionError,
    NotFoundError,
    OutcomeUnknownError,
    ServerError,
)
from tests.support.calls import CALLS
from tests.support.clients import AT_ONCE, KEY
from tests.support.clients import BothClients as World
from tests.support.responses import Reply
from tests.support.servers import RecordingServer as Wire
from tests.wrapper.messages.test_errors import failing

Borrow = Callable[..., Any]


@pytest.fixture
def opened() -> list[Any]:
    """The httpx clients that `borrow` has made."""
    return []


@pytest.fixture
def borrow(world: World, wire: Wire, opened: list[Any]) -> Iterator[Borrow]:
    """A client of the wire on an httpx client with these options."""

    def make(**options: Any) -> Any:
        kind: Any = httpx.AsyncClient if world.is_async else httpx.Client
        opened.append(kind(**options))
        return world.client(api_url=wire.url, http_client=opened[-1])

    yield make
    for mine in opened:
        world.run(mine.aclose() if world.is_async else mine.close())


def hook(world: World, act: Callable[[Any], Any], *, reads: bool = False, closes: bool = False) -> Any:
    """An event hook that does this, blocking or not."""

    def blocking(message: Any) -> None:
        message.read() if reads else message.close() if closes else None
        act(message)

    async def waiting(message: Any) -> None:
        if reads:
            await message.aread()
        if closes:
            await message.aclose()
        act(message)

    return waiting if world.is_async else blocking


def test_its_parameters_do_not_replace_those_of_the_call(world: World, wire: Wire, borrow: Borrow) -> None:
    clerk = borrow(params={"tenant": "a"}, base_url="http://elsewhere.invalid/x")
    wire.reply(
        Reply({"data": [{"id": "org_1"}], "total_count": 2}), Reply({"data": [{"id": "org_2"}], "total_count": 2})
    )
    walked = world.items(clerk.organizations.get_organization_list.iter(limit=1, query="a"))
    assert [item.id for item in walked] == ["org_1", "org_2"]
    assert [request.target.partition("?")[2] for request in wire.requests] == [
        "query=a&limit=1&offset=0",
        "query=a&limit=1&offset=1",
    ]


def test_its_authentication_does_not_replace_the_key(world: World, wire: Wire, borrow: Borrow) -> None:
    clerk = borrow(auth=("user", "password"), headers={"authorization": "Basic x"})
    world.run(clerk.organizations.delete_organization("org_1"))
    assert wire.last.headers["authorization"] == f"Bearer {KEY}"


def test_its_cookies_go_with_every_request(world: World, wire: Wire, borrow: Borrow) -> None:
    clerk = borrow(cookies={"a": "b"})
    wire.reply_json({}, headers={"set-cookie": "c=d; Path=/"})
    for _ in range(2):
        world.run(clerk.organizations.delete_organization("org_1"))
    assert [sorted(request.headers["cookie"].split("; ")) for request in wire.requests] == [["a=b"], ["a=b", "c=d"]]


@pytest.mark.sample(2)
@pytest.mark.parametrize("name", ["content-type", "Content-Length", "transfer-encoding", "content-encoding"])
def test_its_headers_do_not_describe_a_body_that_is_not_theirs(
    name: str, world: World, wire: Wire, borrow: Borrow
) -> None:
    clerk = borrow(headers={name: "7", "x-mine": "1"})
    world.run(clerk.organizations.get_organization(organization_id="org_1"))
    assert name.lower() not in wire.last.headers
    assert wire.last.headers["x-mine"] == "1"
    world.run(clerk.organizations.create_organization(name="Acme"))
    assert wire.last.json == {"name": "Acme"}
    assert wire.last.headers["content-type"] == "application/json"


def test_a_header_of_it_that_cannot_be_sent_is_a_matter_of_configuration(
    world: World, wire: Wire, borrow: Borrow
) -> None:
    error = failing(world, borrow(headers={"x-mine": "a "}), "create_organization", name="Acme")
    assert type(error) is ClerkConfigurationError
    assert "http_client" in str(error)
    assert "x-mine" in str(error)
    assert wire.requests == []


def test_a_client_that_its_owner_closed_says_so(world: World, borrow: Borrow, opened: list[Any]) -> None:
    clerk = borrow()
    (mine,) = opened
    world.run(mine.aclose() if world.is_async else mine.close())
    error = failing(world, clerk)
    assert type(error) is ClerkConfigurationError
    assert "http_client" in str(error)
    assert "closed" in str(error)


def raising(error: Exception) -> Callable[[Any], NoReturn]:
    def act(message: Any) -> NoReturn:
        raise error

    return act


FOREIGN = [ValueError("mine"), httpx.CookieConflict("mine"), UnicodeError("mine"), AssertionError("mine")]


@pytest.mark.sample(4)
@pytest.mark.parametrize("when", ["request", "response"])
@pytest.mark.parametrize("error", FOREIGN, ids=lambda error: type(error).__name__)
def test_what_a_hook_raises_comes_out_as_it_is(error: Exception, when: str, world: World, borrow: Borrow) -> None:
    clerk = borrow(event_hooks={when: [hook(world, raising(error))]})
    for method in ("GET", "POST"):
        with pytest.raises(type(error)) as caught:
            world.run(CALLS[method](clerk))
        assert caught.value is error


def test_a_stream_that_a_hook_finds_closed_is_a_failure(world: World, borrow: Borrow) -> None:
    clerk = borrow(event_hooks={"response": [hook(world, raising(httpx.StreamClosed()))]})
    assert type(failing(world, clerk)) is ClerkConnectionError
    assert type(failing(world, clerk, "create_organization", name="Acme")) is OutcomeUnknownError


def test_what_a_transport_raises_comes_out_as_it_is(world: World) -> None:
    error = ValueError("mine")
    clerk = world.client(transport=httpx.MockTransport(raising(error)), retry=AT_ONCE)
    with pytest.raises(ValueError, match="mine") as caught:
        world.run(CALLS["GET"](clerk))
    assert caught.value is error


def test_a_hook_that_closes_the_answer_leaves_its_status(world: World, wire: Wire, borrow: Borrow) -> None:
    clerk = borrow(event_hooks={"response": [hook(world, lambda message: None, closes=True)]})
    wire.reply_json({"errors": []}, status=503)
    assert type(failing(world, clerk)) is ServerError
    wire.reply_json({})
    assert type(failing(world, clerk)) is ClerkConnectionError
    assert type(failing(world, clerk, "create_organization", name="Acme")) is OutcomeUnknownError


@pytest.mark.sample(2)
@pytest.mark.parametrize("reads", [True, False])
def test_a_hook_that_raises_for_the_status_changes_nothing(
    reads: bool, world: World, wire: Wire, borrow: Borrow
) -> None:
    raising_hook = hook(world, lambda response: response.raise_for_status(), reads=reads)
    clerk = borrow(event_hooks={"response": [raising_hook]})
    body = {"errors": [{"code": "gone", "message": "no"}], "clerk_trace_id": "8f2"}
    wire.reply_json(body, status=404, headers={"cf-ray": "8f2"})
    error: Any = failing(world, clerk)
    # unread, nothing says that it is Clerk who misses something
    assert type(error) is (NotFoundError if reads else ClerkAPIResponseError)
    assert (error.clerk_trace_id, error.code) == ("8f2", "gone" if reads else "")
    wire.reply_json(body, status=503)
    assert type(failing(world, clerk, "create_organization", name="Acme")) is ServerError


def test_an_error_of_another_answer_is_not_taken_for_this_one(world: World, borrow: Borrow) -> None:
    request = httpx.Request("GET", "http://elsewhere.invalid")
    other = httpx.Response(404, request=request)
    clerk = borrow(
        event_hooks={"request": [hook(world, raising(httpx.HTTPStatusError("x", request=request, response=other)))]}
    )
    assert type(failing(world, clerk)) is ClerkConnectionError


def test_without_one_cookies_are_neither_kept_nor_sent(world: World, wire: Wire, clerk: Any) -> None:
    wire.reply_json({}, headers={"set-cookie": "session=1; Path=/"})
    for _ in range(2):
        world.run(clerk.organizations.delete_organization("org_1"))
    assert [request.headers.get("cookie") for request in wire.requests] == [None, None]


class Both(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that knows whether it was closed."""

    closed = False

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def test_a_transport_is_closed_even_if_no_call_was_made(world: World) -> None:
    transport = Both()
    world.close(world.client(transport=transport))
    assert transport.closed


@pytest.mark.parametrize("name", ["transport", "http_client"])
def test_what_belongs_to_the_other_client_is_refused(name: str, world: World) -> None:
    class Blocking(httpx.BaseTransport):
        pass

    class Waiting(httpx.AsyncBaseTransport):
        pass

    wrong: Any
    if name == "transport":
        wrong = Blocking() if world.is_async else Waiting()
    else:
        wrong = httpx.Client() if world.is_async else httpx.AsyncClient()
    with pytest.raises(ClerkConfigurationError, match=rf"{name} must be of type httpx\."):
        world.client(**{name: wrong})
    with pytest.raises(ClerkConfigurationError, match=name):
        world.client(**{name: CookieJar()})


PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.mark.parametrize(
    ("name", "value", "scheme"),
    [
        ("HTTP_PROXY", "http://[bad:x", "http"),
        ("HTTPS_PROXY", "foo://x", "https"),
        ("ALL_PROXY", "socks5://127.0.0.1:1", "http"),
        ("SSL_CERT_FILE", "/nonexistent", "https"),
    ],
)
def test_an_environment_that_cannot_work_is_named(
    name: str, value: str, scheme: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in (*PROXIES, "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(other, raising=False)
        monkeypatch.delenv(other.lower(), raising=False)
    monkeypatch.setenv(name, value)
    error = failing(world, world.client(api_url=f"{scheme}://api.clerk.invalid", allow_insecure_http=True))
    assert type(error) is ClerkConfigurationError
    assert name in str(error)
    assert error.__cause__ is not None
