"""ClerkClient and AsyncClerkClient: settings, connections, and the resources on top of them."""

from __future__ import annotations

from collections.abc import Awaitable
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from clerk_organizations_api import Operation

from ._answer import Answer, RawResponse, read, read_raw
from ._common import CommonClient, gates_for
from ._json import loads_for
from ._settings import (
    DEFAULT_RESPONSE_LIMIT,
    DEFAULT_TIMEOUT,
    hidden,
    settings,
)
from ._transports.driver import AsyncDriver, Driver
from .organizations import AsyncOrganizationAPI, OrganizationAPI
from .rate_limit import RateLimit
from .retry import Budget, RetryPolicy

if TYPE_CHECKING:
    import httpx

    from .events import Hooks, RequestEvent, ResponseEvent, RetryEvent
    from .telemetry import Telemetry

__all__ = ["AsyncClerkClient", "ClerkClient", "createClerkClient", "create_clerk_client"]

T = TypeVar("T")


class ClerkClient(CommonClient[None]):
    """Client for code that blocks. Safe to share between threads; close it, or use it as a context manager.

    Args:
        secret_key: Secret key of the instance (`sk_…`); the environment variable CLERK_SECRET_KEY unless given.
        api_url: Scheme, host and perhaps a path; else CLERK_API_URL, else https://api.clerk.com.
        api_version: Path segment between the URL and the paths.
        timeout: Seconds for one call, retries and waits included; None for no limit.
        retry: When a call is made again.
        rate_limit: A limit to keep to; none unless given. See `RateLimit`.
        transport: An httpx transport to send through, such as that of the mock server.
        http_client: Your own httpx.Client: used as it is, with no redirects followed, and never closed here.
        user_agent: Sent in place of this client's own User-Agent.
        max_response_bytes: What an answer may have, before decoding and after; a larger one is an error.
        allow_insecure_http: Whether api_url may be http:// and not of this machine, so that the key goes unencrypted.
        fast: Whether to use the extra `fast`, which is orjson. Unless given, CLERK_ORGANIZATIONS_FAST (0 or 1) says so;
            else it is used if it is installed.
        on_request: Called with a `RequestEvent` before each attempt; one callable or several. What a hook raises ends
            the call, as it is.
        on_response: Called with a `ResponseEvent` after each attempt, with an answer or without one.
        on_retry: Called with a `RetryEvent` before the wait for another attempt.
        telemetry: Makes spans and metrics by OpenTelemetry: a `clerk_organizations.telemetry.Telemetry`.

    Errors:
        ClerkConfigurationError: the key is missing or malformed, an argument makes no sense, or `fast` is not there.
    """

    _awaits = False
    organizations: OrganizationAPI
    """Organizations, memberships, invitations and domains."""

    def __init__(
        self,
        *,
        secret_key: str | None = None,
        api_url: str | None = None,
        api_version: str = "v1",
        timeout: float | None = DEFAULT_TIMEOUT,
        retry: RetryPolicy | None = None,
        rate_limit: RateLimit | None = None,
        transport: httpx.BaseTransport | None = None,
        http_client: httpx.Client | None = None,
        user_agent: str | None = None,
        max_response_bytes: int = DEFAULT_RESPONSE_LIMIT,
        allow_insecure_http: bool = False,
        fast: bool | None = None,
        on_request: Hooks[RequestEvent, None] | None = None,
        on_response: Hooks[ResponseEvent, None] | None = None,
        on_retry: Hooks[RetryEvent, None] | None = None,
        telemetry: Telemetry | None = None,
    ) -> None:
        secret_key = hidden(secret_key)
        self._settings = settings(
            secret_key=secret_key, api_url=api_url, api_version=api_version,
            timeout=timeout, retry=retry, user_agent=user_agent,
            max_response_bytes=max_response_bytes, allow_insecure_http=allow_insecure_http, fast=fast,
        )  # fmt: skip
        self._budget = Budget(self._settings.retry.budget)
        self._gates = None if rate_limit is None else gates_for(rate_limit, self._settings)
        self._watch(on_request, on_response, on_retry, telemetry)
        self._http = Driver(self._settings.base_url, transport, http_client, self._counts.opened)
        self._owns_http = True
        self._loads = loads_for(self._settings.fast)
        self._make_resources()

    def _make_resources(self) -> None:
        self.organizations = OrganizationAPI(self)

    def _held(self) -> tuple[int, int] | None:
        return self._http.counts()

    def send(self, operation: Operation[T], /) -> T:
        """Make the call that a generated operation describes, and return its model."""
        return read(operation, self._answer(operation), self._loads)

    def send_raw(self, operation: Operation[T], /) -> RawResponse[T]:
        """As `send`, with status, headers, trace id and decoded JSON beside the model."""
        return read_raw(operation, self._answer(operation), self._loads)

    def _answer(self, operation: Operation[T]) -> Answer:
        if self._telemetry is None:
            return self._http.run(self._steps(operation, self._hooks))
        with self._telemetry.call(operation, self._settings.base_url, self._hooks) as call:
            return call.answered(self._http.run(self._steps(operation, call.hooks)))

    def close(self) -> None:
        """Close the connections. Safe to repeat; calls made afterwards raise ClerkConfigurationError."""
        if self._owns_http:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClerkClient(CommonClient[Awaitable[None] | None]):
    """Client for asyncio and trio. Safe to share between tasks of one event loop; close it, or use `async with`.

    Arguments and errors are those of `ClerkClient`, with an httpx.AsyncBaseTransport or httpx.AsyncClient. Hooks may be
    async: what they return is awaited.
    """

    _awaits = True
    organizations: AsyncOrganizationAPI
    """Organizations, memberships, invitations and domains."""

    def __init__(
        self,
        *,
        secret_key: str | None = None,
        api_url: str | None = None,
        api_version: str = "v1",
        timeout: float | None = DEFAULT_TIMEOUT,
        retry: RetryPolicy | None = None,
        rate_limit: RateLimit | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        http_client: httpx.AsyncClient | None = None,
        user_agent: str | None = None,
        max_response_bytes: int = DEFAULT_RESPONSE_LIMIT,
        allow_insecure_http: bool = False,
        fast: bool | None = None,
        on_request: Hooks[RequestEvent, Awaitable[None] | None] | None = None,
        on_response: Hooks[ResponseEvent, Awaitable[None] | None] | None = None,
        on_retry: Hooks[RetryEvent, Awaitable[None] | None] | None = None,
        telemetry: Telemetry | None = None,
    ) -> None:
        secret_key = hidden(secret_key)
        self._settings = settings(
            secret_key=secret_key, api_url=api_url, api_version=api_version,
            timeout=timeout, retry=retry, user_agent=user_agent,
            max_response_bytes=max_response_bytes, allow_insecure_http=allow_insecure_http, fast=fast,
        )  # fmt: skip
        self._budget = Budget(self._settings.retry.budget)
        self._gates = None if rate_limit is None else gates_for(rate_limit, self._settings)
        self._watch(on_request, on_response, on_retry, telemetry)
        self._http = AsyncDriver(self._settings.base_url, transport, http_client, self._counts.opened)
        self._owns_http = True
        self._loads = loads_for(self._settings.fast)
        self._make_resources()

    def _make_resources(self) -> None:
        self.organizations = AsyncOrganizationAPI(self)

    def _held(self) -> tuple[int, int] | None:
        return self._http.counts()

    async def send(self, operation: Operation[T], /) -> T:
        """Make the call that a generated operation describes, and return its model.

        The operation is read when the coroutine runs: until then, leave what it was described with as it is.
        """
        return read(operation, await self._answer(operation), self._loads)

    async def send_raw(self, operation: Operation[T], /) -> RawResponse[T]:
        """As `send`, with status, headers, trace id and decoded JSON beside the model."""
        return read_raw(operation, await self._answer(operation), self._loads)

    async def _answer(self, operation: Operation[T]) -> Answer:
        if self._telemetry is None:
            return await self._http.run(self._steps(operation, self._hooks))
        with self._telemetry.call(operation, self._settings.base_url, self._hooks) as call:
            return call.answered(await self._http.run(self._steps(operation, call.hooks)))

    async def aclose(self) -> None:
        """Close the connections. Safe to repeat; calls made afterwards raise ClerkConfigurationError."""
        if self._owns_http:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def create_clerk_client(
    *,
    secret_key: str | None = None,
    api_url: str | None = None,
    api_version: str = "v1",
    timeout: float | None = DEFAULT_TIMEOUT,
    retry: RetryPolicy | None = None,
    rate_limit: RateLimit | None = None,
    transport: httpx.BaseTransport | None = None,
    http_client: httpx.Client | None = None,
    user_agent: str | None = None,
    max_response_bytes: int = DEFAULT_RESPONSE_LIMIT,
    allow_insecure_http: bool = False,
    fast: bool | None = None,
    on_request: Hooks[RequestEvent, None] | None = None,
    on_response: Hooks[ResponseEvent, None] | None = None,
    on_retry: Hooks[RetryEvent, None] | None = None,
    telemetry: Telemetry | None = None,
) -> ClerkClient:
    """A `ClerkClient`, made the way the TypeScript SDK makes one; see its arguments."""
    secret_key = hidden(secret_key)
    return ClerkClient(
        secret_key=secret_key, api_url=api_url, api_version=api_version, timeout=timeout, retry=retry,
        rate_limit=rate_limit, transport=transport, http_client=http_client, user_agent=user_agent,
        max_response_bytes=max_response_bytes, allow_insecure_http=allow_insecure_http, fast=fast,
        on_request=on_request, on_response=on_response, on_retry=on_retry, telemetry=telemetry,
    )  # fmt: skip


createClerkClient = create_clerk_client
