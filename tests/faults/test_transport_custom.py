"""Transports that are not httpx's: a POST without a body is never sent twice, and each response is closed."""

import signal
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, cast

import anyio
import anyio.lowlevel
import httpx
import pytest
import trio

from clerk_organizations import AsyncClerkClient, ClerkConnectionError, ClerkTimeoutError, OutcomeUnknownError
from tests.faults.rows import Row, rows
from tests.support.calls import ask, known
from tests.support.clients import AT_ONCE, KEY, BothClients

Act = Callable[[httpx.Request], httpx.Response]


class Network(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Connects, sends, and fails where it is told to; it never asks for a body that is none."""

    def __init__(self, fails: str, error: Callable[[httpx.Request], Exception]) -> None:
        self.fails, self.error = fails, error
        self.connected = self.sent = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.connected += 1
        if self.fails == "before":
            raise self.error(request)
        self.sent += 1
        raise self.error(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)


def of_ours(kind: type[httpx.RequestError]) -> Callable[[httpx.Request], Exception]:
    return lambda request: kind("made up", request=request)


def of_another(kind: type[httpx.RequestError]) -> Callable[[httpx.Request], Exception]:
    return lambda _: kind("made up", request=httpx.Request("GET", "https://elsewhere.example"))


@rows(
    Row("T130", "its connection fails before a POST without a body",
        "not sent, so it is tried again; OutcomeUnknownError in an http_client, which hides whose error it is",
        ("before", of_ours(httpx.ConnectError), ClerkConnectionError, 3)),
    Row("T131", "it takes too long to connect", "likewise",
        ("before", of_ours(httpx.ConnectTimeout), ClerkTimeoutError, 3)),
    Row("T132", "its connection fails after a POST without a body", "OutcomeUnknownError; never sent twice",
        ("after", of_ours(httpx.ReadError), OutcomeUnknownError, 1)),
    Row("T133", "it hangs up after one", "likewise",
        ("after", of_ours(httpx.RemoteProtocolError), OutcomeUnknownError, 1)),
    Row("T134", "it fails to write one", "likewise", ("after", of_ours(httpx.WriteError), OutcomeUnknownError, 1)),
    Row("T135", "it cannot connect elsewhere after one", "likewise",
        ("after", of_another(httpx.ConnectError), OutcomeUnknownError, 1)),
)  # fmt: skip
@pytest.mark.parametrize("way", ["transport", "http_client"])
def test_a_post_without_a_body(row: Row, way: str, world: BothClients) -> None:
    fails, make, kind, attempts = row.given
    if way == "http_client":  # it puts our request into any error of its transport
        kind, attempts = OutcomeUnknownError, 1
    network = Network(fails, make)
    mine: Any = (httpx.AsyncClient if world.is_async else httpx.Client)(transport=network, trust_env=False)
    clerk = world.client(retry=AT_ONCE, **({"transport": network} if way == "transport" else {"http_client": mine}))
    revoke = clerk.organizations.revoke_organization_invitation
    with pytest.raises(ClerkConnectionError) as caught:
        world.run(revoke(organization_id="org_1", invitation_id="orginv_1"))
    assert type(known(caught.value)) is kind
    assert (network.connected, network.sent) == (attempts, attempts if fails == "after" else 0)
    world.run(mine.aclose() if world.is_async else mine.close())


BODIES: dict[str, Callable[[httpx.Request], bytes]] = {
    "content": lambda request: request.content,
    "read": lambda request: request.read(),
    "stream": lambda request: b"".join(cast(httpx.SyncByteStream, request.stream)),
}


class AsksForBody(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Asks for the body in this way, and then says that it could not connect."""

    def __init__(self, way: str) -> None:
        self.way, self.bodies = way, list[bytes]()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(BODIES[self.way](request))
        raise httpx.ConnectError("made up", request=request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.way == "content":
            return self.handle_request(request)
        chunks = cast(httpx.AsyncByteStream, request.stream)
        self.bodies.append(await request.aread() if self.way == "read" else b"".join([part async for part in chunks]))
        raise httpx.ConnectError("made up", request=request)


@pytest.mark.parametrize("way", BODIES)
def test_a_post_whose_body_was_asked_for_in_any_way_may_have_been_sent(way: str, world: BothClients) -> None:
    transport = AsksForBody(way)
    clerk = world.client(transport=transport, retry=AT_ONCE)
    assert type(ask(world, clerk, "POST")) is OutcomeUnknownError
    assert transport.bodies == [b'{"name":"Acme"}']


NETWORKS = (trio.BrokenResourceError, trio.ClosedResourceError, anyio.BrokenResourceError, anyio.EndOfStream, OSError)


@pytest.mark.parametrize("kind", [*NETWORKS, ValueError])
def test_what_networks_raise_is_a_connection_error_and_all_else_is_left(
    kind: type[Exception], world: BothClients
) -> None:
    clerk = world.client(transport=Network("before", lambda request: kind()))
    with pytest.raises(kind if kind is ValueError else ClerkConnectionError) as caught:
        world.run(clerk.organizations.get_organization(slug="acme"))
    assert isinstance(caught.value.__cause__ or caught.value, kind)


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An organization, or its beginning; counts how often it was closed."""

    def __init__(self) -> None:
        self.when_begun: Callable[[], None] | None = None
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield b'{"id": "org_1"}'

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self.when_begun is not None:
            self.when_begun()
            await anyio.sleep_forever()
        yield b'{"id": "org_1"}'

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        await anyio.lowlevel.checkpoint()
        self.closed += 1


class Unpooled(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers with this body, which only a response that is closed closes."""

    def __init__(self, body: Body) -> None:
        self.body = body

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=self.body)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)


def test_a_response_is_closed_once_it_is_read(world: BothClients) -> None:
    body = Body()
    clerk = world.client(transport=Unpooled(body))
    assert world.run(clerk.organizations.get_organization(slug="acme")).id == "org_1"
    assert body.closed == 1


def test_what_closing_a_response_says_is_dropped_unless_it_is_a_signal_handler(world: BothClients) -> None:
    class Interrupted(Exception):
        pass

    class Fails(Body):
        def close(self) -> None:
            if signalled:
                signal.raise_signal(signal.SIGUSR1)
            raise httpx.CloseError("made up")

        async def aclose(self) -> None:
            self.close()

    def handler(number: int, frame: object) -> None:
        raise Interrupted

    signalled, before = False, signal.signal(signal.SIGUSR1, handler)
    try:
        clerk = world.client(transport=Unpooled(Fails()))
        assert world.run(clerk.organizations.get_organization(slug="acme")).id == "org_1"
        signalled = True
        with pytest.raises(Interrupted):
            world.run(clerk.organizations.get_organization(slug="acme"))
    finally:
        signal.signal(signal.SIGUSR1, before)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_response_is_closed_when_its_call_is_cancelled(backend: str) -> None:
    body = Body()

    async def main() -> bool:
        with anyio.CancelScope() as scope:
            body.when_begun = scope.cancel
            async with AsyncClerkClient(secret_key=KEY, transport=Unpooled(body)) as clerk:
                await clerk.organizations.get_organization(slug="acme")
        return scope.cancelled_caught

    assert anyio.run(main, backend=backend)
    assert body.closed == 1
