"""The same mock in process and behind a socket, sync and async."""

import threading
from collections.abc import Iterator, MutableMapping
from typing import Any

import anyio
import httpx
import pytest

from clerk_organizations.testing import App, MockClerk, serve
from tests.mock.conftest import KEY, URL, judge, made, refused


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[MockClerk, str]]:
    """A mock and the URL it is served at."""
    mock = MockClerk()
    with serve(mock) as url:
        yield mock, url
    for exchange in mock.requests:
        judge(exchange)


def test_over_a_socket(served: tuple[MockClerk, str]) -> None:
    mock, url = served
    with httpx.Client(base_url=f"{url}/v1", headers=KEY, trust_env=False) as clerk:
        created = made(clerk.post("/organizations", json={"name": "Socket"}))
        assert made(clerk.get(f"/organizations/{created['id']}")) == created
        logo = {"file": b"GIF89a" + bytes(range(256)) * 400}
        assert made(clerk.put(f"/organizations/{created['id']}/logo", files=logo))["has_image"]
        assert refused(clerk.delete(f"/organizations/{created['id']}%2Flogo")) == (404, "resource_not_found")
        bare = clerk.post("/organizations", headers={"content-type": "application/json"})
        assert refused(bare) == (422, "form_param_missing")
        assert "transfer-encoding" not in bare.headers
    assert mock.requests[-1].request.path == "/v1/organizations"


async def _work(clerk: httpx.AsyncClient) -> None:
    created = made(await clerk.post("/organizations", json={"name": "Async"}))

    async def add(user_id: str) -> None:
        path = f"/organizations/{created['id']}/memberships"
        made(await clerk.post(path, json={"user_id": user_id, "role": "org:member"}))

    async with anyio.create_task_group() as group:
        for user_id in ("user_ada", "user_grace", "user_ken"):
            group.start_soon(add, user_id)
    params = {"include_members_count": "true"}
    assert made(await clerk.get(f"/organizations/{created['id']}", params=params))["members_count"] == 3


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_async_in_process(mock: MockClerk) -> None:
    async with httpx.AsyncClient(base_url=URL, headers=KEY, transport=mock.transport) as clerk:
        await _work(clerk)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_async_over_a_socket(served: tuple[MockClerk, str]) -> None:
    async with httpx.AsyncClient(base_url=f"{served[1]}/v1", headers=KEY, trust_env=False) as clerk:
        await _work(clerk)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_as_an_asgi_application(mock: MockClerk) -> None:
    transport = httpx.ASGITransport(App(mock))
    async with httpx.AsyncClient(base_url=URL, headers=KEY, transport=transport) as clerk:
        await _work(clerk)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_client_that_goes_away_changes_nothing(mock: MockClerk) -> None:
    events: list[dict[str, Any]] = [
        {"type": "http.disconnect"},
        {"type": "http.request", "body": b"{", "more_body": True},
    ]

    async def receive() -> MutableMapping[str, Any]:
        return events.pop()

    async def send(event: object) -> None:
        raise AssertionError(event)

    scope = {"type": "http", "method": "POST", "path": "/v1/organizations", "query_string": b"", "headers": []}
    await App(mock)(scope, receive, send)
    assert mock.requests == []
    with pytest.raises(NotImplementedError):
        await App(mock)({"type": "websocket"}, receive, send)


def test_an_answer_arrives_unread(mock: MockClerk) -> None:
    """Code that streams finds what it would find behind a socket."""
    request = httpx.Request("GET", f"{URL}/organizations", headers=KEY)
    response = mock.transport.handle_request(request)
    assert not response.is_stream_consumed
    assert b"".join(response.iter_raw()) == b'{"data":[],"total_count":0}'


def test_threads_do_not_get_in_each_others_way(mock: MockClerk) -> None:
    def work() -> None:
        with httpx.Client(base_url=URL, headers=KEY, transport=mock.transport) as clerk:
            for _ in range(20):
                made(clerk.post("/organizations", json={"name": "Same"}))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    slugs = {organization.slug for organization in mock.instance.organizations}
    assert len(slugs) == len(mock.requests) == 80


def test_a_stopped_server_is_gone(mock: MockClerk) -> None:
    with serve(mock) as url, httpx.Client(trust_env=False) as client:
        assert client.get(f"{url}/v1/organizations", headers=KEY).status_code == 200
    with httpx.Client(trust_env=False) as client, pytest.raises(httpx.ConnectError):
        client.get(f"{url}/v1/organizations")


def test_the_block_may_fail(mock: MockClerk) -> None:
    before = threading.enumerate()
    with pytest.raises(RuntimeError, match="mine"), serve(mock):
        raise RuntimeError("mine")
    assert threading.enumerate() == before
