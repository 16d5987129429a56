"""Tools that mock, record or watch httpx: each row of the table in docs/guide/testing.md, with the real tool."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_socket
import requests
import requests_mock
import responses
import respx
import sentry_sdk
import vcr
from httpx import Response
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pytest_httpx import HTTPXMock

from clerk_organizations import AsyncClerkClient, ClerkClient, ClerkConnectionError, RetryPolicy
from clerk_organizations.models import Organization
from clerk_organizations.testing import MockClerk, serve

NOWHERE = "http://127.0.0.1:9"  # nothing listens there: what reaches it fails
ROUTE = f"{NOWHERE}/v1/organizations/org_1"
FINE = {"object": "organization", "id": "org_1"}
VARIABLE = "CLERK_ORGANIZATIONS_HTTPX"

both_ways = pytest.mark.parametrize("use_httpx", [False, True], ids=["own", "httpx"])


def get(url: str = NOWHERE, identity: str = "org_1", **options: Any) -> Organization:
    with ClerkClient(secret_key="sk_test_tools", api_url=url, **options) as clerk:
        return clerk.organizations.get_organization(organization_id=identity)


async def get_async() -> Organization:
    async with AsyncClerkClient(secret_key="sk_test_tools", api_url=NOWHERE) as clerk:
        return await clerk.organizations.get_organization(organization_id="org_1")


def test_pytest_httpx(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(url=ROUTE, json=FINE)
    assert get().id == "org_1"


@pytest.mark.anyio
async def test_pytest_httpx_async(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(url=ROUTE, json=FINE)
    assert (await get_async()).id == "org_1"


def test_respx_by_its_fixture(respx_mock: respx.MockRouter) -> None:
    respx_mock.get(ROUTE).mock(Response(200, json=FINE))
    assert get().id == "org_1"


@respx.mock
def test_respx_by_its_decorator() -> None:
    respx.get(ROUTE).mock(Response(200, json=FINE))
    assert get().id == "org_1"


@pytest.mark.anyio
async def test_respx_by_its_context_async() -> None:
    async with respx.mock(using="httpx") as router:
        router.get(ROUTE).mock(Response(200, json=FINE))
        assert (await get_async()).id == "org_1"


@respx.mock
def test_own_connections_pass_it_by_where_the_environment_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "0")
    with pytest.raises(ClerkConnectionError):
        get(retry=RetryPolicy(attempts=1))


def test_vcr(tmp_path: Path, mock: MockClerk, acme: Organization) -> None:
    """What was recorded is played when the server is gone."""
    cassette = str(tmp_path / "acme.yaml")
    with serve(mock) as url, vcr.use_cassette(cassette), ClerkClient(secret_key=mock.secret_key, api_url=url) as clerk:
        clerk.organizations.get_organization(organization_id=acme.id)
    with vcr.use_cassette(cassette, record_mode="none"):
        assert get(url, acme.id) == acme


@pytest.mark.vcr
def test_pytest_recording_by_its_mark() -> None:
    assert os.environ[VARIABLE] == "1"


@both_ways
@pytest.mark.parametrize("patching", [responses.RequestsMock, requests_mock.Mocker])
def test_mocks_of_requests_see_nothing(
    patching: Callable[[], Any], use_httpx: bool, mock: MockClerk, acme: Organization
) -> None:
    with patching():
        with pytest.raises((requests.ConnectionError, requests_mock.NoMockAddress)):
            requests.get(NOWHERE, timeout=1)
        url = os.environ["CLERK_API_URL"]
        with ClerkClient(secret_key=mock.secret_key, api_url=url, use_httpx=use_httpx) as clerk:
            assert clerk.organizations.get_organization(organization_id=acme.id).id == acme.id


@both_ways
def test_pytest_socket_refuses(use_httpx: bool, socket_disabled: None) -> None:
    with pytest.raises(pytest_socket.SocketBlockedError):
        get(use_httpx=use_httpx)


def test_opentelemetry_of_httpx_in_a_test_without_a_word(mock: MockClerk, acme: Organization) -> None:
    tracers = TracerProvider()
    HTTPXClientInstrumentor().instrument(tracer_provider=tracers)
    try:
        with ClerkClient() as clerk:
            clerk.organizations.get_organization(organization_id=acme.id)
            assert clerk.stats().connections is None
    finally:
        HTTPXClientInstrumentor().uninstrument()


@both_ways
def test_opentelemetry_of_httpx(use_httpx: bool, mock: MockClerk, acme: Organization) -> None:
    """A span for each attempt, and none of our own connections."""
    spans, tracers = InMemorySpanExporter(), TracerProvider()
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    mock.fail(503, operation_id="GetOrganization")
    HTTPXClientInstrumentor().instrument(tracer_provider=tracers)
    try:
        with ClerkClient(use_httpx=use_httpx) as clerk:
            clerk.organizations.get_organization(organization_id=acme.id)
    finally:
        HTTPXClientInstrumentor().uninstrument()
    assert len(spans.get_finished_spans()) == (2 if use_httpx else 0)


@both_ways
def test_sentry(use_httpx: bool, mock: MockClerk, acme: Organization) -> None:
    seen: list[Any] = []

    def kept(event: Any, _: Any) -> None:
        seen.append(event)

    sentry_sdk.init(dsn="http://key@127.0.0.1/1", traces_sample_rate=1.0, before_send_transaction=kept)
    with sentry_sdk.start_transaction(name="mine"), ClerkClient(use_httpx=use_httpx) as clerk:
        clerk.organizations.get_organization(organization_id=acme.id)
    sentry_sdk.init()
    kinds = [span["op"] for event in seen for span in event["spans"]]
    assert ("http.client" in kinds) is use_httpx
