"""ClerkClient and AsyncClerkClient: settings, connections, and the resources on top of them."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, Self, TypeVar

import attrs

from clerk_organizations_api import UNSET, Operation, Unset

from . import _later
from ._answer import Answer, Loads, RawResponse, read, read_raw
from ._attempt import clock
from ._call import Steps, steps
from ._counts import Counts
from ._hooks import HookSet
from ._json import loads_for
from ._request import request_for
from ._settings import (
    DEFAULT_RESPONSE_LIMIT,
    DEFAULT_TIMEOUT,
    Hidden,
    Settings,
    checked_retry,
    checked_timeout,
    hidden,
    must_be,
    settings,
)
from ._settle import Reconciled, settling
from ._transport import AsyncHTTP, SyncHTTP
from ._walk import PageCall
from ._watch import Watch
from .organizations import AsyncOrganizationAPI, OrganizationAPI
from .rate_limit import RateLimit
from .retry import Budget, RetryPolicy

if TYPE_CHECKING:
    import httpx

    from ._limiter import Gates
    from ._stats import Stats
    from .events import Hooks, RequestEvent, ResponseEvent, RetryEvent
    from .telemetry import Telemetry

__all__ = ["AsyncClerkClient", "ClerkClient", "createClerkClient", "create_clerk_client"]

T = TypeVar("T")
Returned = TypeVar("Returned")
"""What hooks return: nothing, or for async clients also something to await."""


class _Client(Generic[Returned]):
    """What both clients share: settings, and how a call becomes steps."""

    _awaits: ClassVar[bool]
    """Whether hooks may be async."""
    _settings: Settings
    _budget: Budget
    _gates: Gates | None
    """What calls pass if there is a rate limit."""
    _hooks: HookSet
    _counts: Counts
    _telemetry: Telemetry | None
    _owns_http: bool
    """Whether closing the client closes the connections."""
    _loads: Loads

    def _watch(
        self,
        on_request: Hooks[RequestEvent, Returned] | None,
        on_response: Hooks[ResponseEvent, Returned] | None,
        on_retry: Hooks[RetryEvent, Returned] | None,
        telemetry: Telemetry | None,
    ) -> None:
        """Take who is to be told of calls; raises ClerkConfigurationError for what cannot be."""
        self._hooks = HookSet().replaced(
            awaits=self._awaits, on_request=on_request, on_response=on_response, on_retry=on_retry
        )
        if telemetry is not None:
            must_be(_later.telemetry.Telemetry, telemetry=telemetry)
        self._counts, self._telemetry = Counts(), telemetry

    def stats(self) -> Stats:
        """What was counted so far: calls, answers, retries, waits, connections. Shared with all that `with_options`
        made of this client; `stats().as_dict()` is for logs and JSON.
        """
        return _later._stats.snapshot(self._counts, self._held())

    def _steps(self, operation: Operation[T], hooks: HookSet) -> Steps:
        def call(operation: Operation[Any], timeout: float | None) -> Steps:
            return self._call(operation, timeout, hooks)

        if isinstance(operation, Reconciled):
            return settling(operation, self._settings, self._budget, clock, call)
        return call(operation, self._settings.timeout)

    def _call(self, operation: Operation[Any], timeout: float | None, hooks: HookSet) -> Steps:
        """The steps of one call within so many seconds."""
        policy, failed, gate = self._settings.retry, None, None
        if isinstance(operation, PageCall):
            policy, failed = operation.policy(policy), operation.pace.failed
        if self._gates is not None:
            gate = self._gates(operation)
        request, watch = request_for(operation, self._settings), Watch(operation, hooks, self._counts)
        call = steps(request, policy, timeout, self._budget, clock, watch, failed, gate)
        return call if gate is None else gate.around(call)

    def with_options(
        self,
        *,
        timeout: float | None | Unset = UNSET,
        retry: RetryPolicy | Unset = UNSET,
        headers: Mapping[str, str] | Unset = UNSET,
        on_request: Hooks[RequestEvent, Returned] | None | Unset = UNSET,
        on_response: Hooks[ResponseEvent, Returned] | None | Unset = UNSET,
        on_retry: Hooks[RetryEvent, Returned] | None | Unset = UNSET,
    ) -> Self:
        """A client with other options and the same connections and `stats()`. Closing it leaves the connections open;
        headers are added; hooks take the place of those for the same event, None for no hook.
        """
        changed = self._settings
        if not isinstance(timeout, Unset):
            changed = attrs.evolve(changed, timeout=checked_timeout(timeout))
        if not isinstance(retry, Unset):
            changed = attrs.evolve(changed, retry=checked_retry(retry))
        if not isinstance(headers, Unset):
            changed = changed.with_headers(headers)
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other._settings, other._owns_http = changed, False
        other._hooks = self._hooks.replaced(
            awaits=self._awaits, on_request=on_request, on_response=on_response, on_retry=on_retry
        )
        if changed.retry is not self._settings.retry:
            other._budget = Budget(changed.retry.budget)
        other._make_resources()
        return other

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(
            f"a {type(self).__name__} holds connections and a secret key, so it is neither copied nor pickled: "
            "make one where it is used, or call with_options()"
        )

    def _make_resources(self) -> None:
        """The groups of methods, on top of this client and no other."""
        raise NotImplementedError

    def _held(self) -> tuple[int, int] | None:
        """Connections that are idle and in use; None if only their owner knows."""
        raise NotImplementedError

    def __repr__(self) -> str:
        settings: Settings | None = getattr(self, "_settings", None)  # None while it is made: tracebacks show it
        return f"{type(self).__name__}({settings and settings.base_url!r})"


def _gates(rate_limit: RateLimit, settings: Settings) -> Gates:
    return _later._limiter.gates(rate_limit, Hidden(settings.headers["authorization"].removeprefix("Bearer ")))


class ClerkClient(_Client[None]):
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
        fast: Whether to use the extra `fast`: orjson, and for async clients connections by aiohttp. Unless given,
            CLERK_ORGANIZATIONS_FAST (0 or 1) says so; else it is used as far as it is installed.
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
        self._gates = None if rate_limit is None else _gates(rate_limit, self._settings)
        self._watch(on_request, on_response, on_retry, telemetry)
        self._http = SyncHTTP(self._settings.base_url, transport, http_client, self._counts.opened)
        self._owns_http = True
        self._loads = loads_for(self._settings.fast)
        self._make_resources()

    def _make_resources(self) -> None:
        self.organizations = OrganizationAPI(self)

    def _held(self) -> tuple[int, int] | None:
        return self._http.held()

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


class AsyncClerkClient(_Client[Awaitable[None] | None]):
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
        self._gates = None if rate_limit is None else _gates(rate_limit, self._settings)
        self._watch(on_request, on_response, on_retry, telemetry)
        self._http = AsyncHTTP(
            self._settings.base_url, transport, http_client, self._settings.fast, self._counts.opened
        )
        self._owns_http = True
        self._loads = loads_for(self._settings.fast)
        self._make_resources()

    def _make_resources(self) -> None:
        self.organizations = AsyncOrganizationAPI(self)

    def _held(self) -> tuple[int, int] | None:
        return self._http.held()

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
