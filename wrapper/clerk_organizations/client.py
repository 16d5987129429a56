"""ClerkClient and AsyncClerkClient: the resources, and how a call is sent, blocking and async."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from clerk_organizations_api import Operation

from ._base import BaseClient
from ._lazy import LazyModule
from ._messages.response import RawResponse, Response, parse_raw, parse_response
from ._resources.attribute import attribute
from ._secrets import drop_own_frames, leave
from ._transports.driver import AsyncDriver, Driver
from .errors import ClerkError

if TYPE_CHECKING:
    import httpx

    import clerk_organizations as package
else:  # as in _base.py
    httpx, package = LazyModule("httpx"), LazyModule("clerk_organizations")

__all__ = ["AsyncClerkClient", "ClerkClient", "createClerkClient", "create_clerk_client"]

T = TypeVar("T")


class ClerkClient(BaseClient[Driver, "httpx.BaseTransport", "httpx.Client", None]):
    """Client for code that blocks. Safe to share between threads; close it, or use it as a context manager.

    Args:
        secret_key: Secret key of the instance (`sk_…`); the environment variable CLERK_SECRET_KEY unless given.
        api_url: Scheme, host and perhaps a path; else CLERK_API_URL, else https://api.clerk.com.
        api_version: Path segment between the URL and the paths.
        clerk_api_version: Version of the API. From 2026-05-12 on, an organization is updated without its metadata:
            `update_organization` with metadata makes two calls then.
        timeout: Seconds for one call, retries and waits included; None for no limit.
        retry: When a call is made again.
        rate_limit: A limit to keep to; none unless given. See `RateLimit`.
        transport: An httpx transport to send through, such as that of the mock server.
        http_client: Your own httpx.Client: used as it is, with no redirects followed, and never closed here.
        user_agent: Sent in place of this client's own User-Agent.
        max_response_bytes: What an answer may have, before decoding and after; a larger one is an error.
        allow_insecure_http: Whether api_url may be http:// and not of this machine, so that the key goes unencrypted.
            Unless given, CLERK_ORGANIZATIONS_ALLOW_INSECURE_HTTP (0 or 1) decides; else it may not.
        fast: Whether to read JSON by orjson, of the extra `fast`. Unless given, CLERK_ORGANIZATIONS_FAST (0 or 1)
            decides; else it is used where it is installed.
        strict: Whether an answer that breaks the document is a ClerkDecodeError, which names every place: a required
            field that is not there, a null or a value of another type. Unless asked for, such an answer is read as
            it is. Fields and values of enums that are new are no breach.
        use_httpx: Whether an httpx client sends, in place of this client's own connections, so that what mocks or
            observes httpx sees the calls. Unless given, CLERK_ORGANIZATIONS_HTTPX decides at each call: 0, 1, or auto,
            which is 1 while something has patched httpx.
        on_request: Called with a `RequestEvent` before each attempt; one callable or several. What a hook raises ends
            the call, as it is.
        on_response: Called with a `ResponseEvent` after each attempt, with an answer or without one.
        on_retry: Called with a `RetryEvent` before the wait for another attempt.
        telemetry: Makes spans and metrics by OpenTelemetry: a `clerk_organizations.telemetry.Telemetry`.

    Errors:
        ClerkConfigurationError: the key is missing or malformed, an argument makes no sense, or `fast` is not there.
    """

    _awaits_hooks = False
    organizations: package.OrganizationAPI = attribute("OrganizationAPI")
    """Organizations, memberships, invitations and domains."""
    organization_roles: package.OrganizationRoleAPI = attribute("OrganizationRoleAPI")
    """Roles that members can have."""
    organization_permissions: package.OrganizationPermissionAPI = attribute("OrganizationPermissionAPI")
    """Permissions that roles consist of."""
    role_sets: package.RoleSetAPI = attribute("RoleSetAPI")
    """Sets of roles, one of which applies in each organization."""
    instance: package.InstanceAPI = attribute("InstanceAPI")
    """Settings for the organizations of the instance."""
    billing: package.BillingAPI = attribute("BillingAPI")
    """What organizations are subscribed to."""
    users: package.UserAPI = attribute("UserAPI")
    """Memberships and invitations of a user."""

    def _make_driver(self, transport: httpx.BaseTransport | None, http_client: httpx.Client | None) -> Driver:
        config = self._config
        return Driver(config.base_url, transport, http_client, config.use_httpx, self._counters.connection_opened)

    def send(self, operation: Operation[T], /) -> T:
        """Make the call that a generated operation describes, and return its model."""
        try:
            return self._fetch(operation)()
        except BaseException as error:
            leave(error)
            del operation  # of this frame
            raise

    def _fetch(self, operation: Operation[T], /) -> Callable[[], T]:
        """Make the call; its model is read when the result is called, which raises as `send` does."""
        operation = self._for_version(operation)
        response = self._response(operation)
        return partial(parse_response, operation, response, self._loads, self._config.strict)

    def send_raw(self, operation: Operation[T], /) -> RawResponse[T]:
        """As `send`, with status, headers, trace id and decoded JSON beside the model."""
        try:
            operation = self._for_version(operation)
            return parse_raw(operation, self._response(operation), self._loads, self._config.strict)
        except BaseException as error:
            leave(error)
            del operation  # of this frame
            raise

    def _response(self, operation: Operation[T]) -> Response:
        if self._telemetry is None:
            return self._driver.run(self._steps(operation, self._hooks))
        with self._telemetry.call(operation, self._config.base_url, self._hooks) as call:
            return call.responded(self._driver.run(self._steps(operation, call.hooks)))

    def warm_up(self) -> None:
        """Make the first call as fast as later ones: import what calls need, read certificates and the environment.
        Opens no connection and sends nothing. Safe to repeat; errors are those that the first call would raise.
        """
        try:
            self._driver.warm_up(self._load)
        except ClerkError as error:
            drop_own_frames(error)
            raise

    def close(self) -> None:
        """Close the connections. Safe to repeat; calls made afterwards raise ClerkConfigurationError."""
        if self._owns_driver:
            self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClerkClient(
    BaseClient[AsyncDriver, "httpx.AsyncBaseTransport", "httpx.AsyncClient", Awaitable[None] | None]
):
    """Client for asyncio and trio. Safe to share between tasks of one event loop; close it, or use `async with`.

    Arguments and errors are those of `ClerkClient`, with an httpx.AsyncBaseTransport or httpx.AsyncClient. Hooks may be
    async: what they return is awaited.
    """

    _awaits_hooks = True
    organizations: package.AsyncOrganizationAPI = attribute("AsyncOrganizationAPI")
    """Organizations, memberships, invitations and domains."""
    organization_roles: package.AsyncOrganizationRoleAPI = attribute("AsyncOrganizationRoleAPI")
    """Roles that members can have."""
    organization_permissions: package.AsyncOrganizationPermissionAPI = attribute("AsyncOrganizationPermissionAPI")
    """Permissions that roles consist of."""
    role_sets: package.AsyncRoleSetAPI = attribute("AsyncRoleSetAPI")
    """Sets of roles, one of which applies in each organization."""
    instance: package.AsyncInstanceAPI = attribute("AsyncInstanceAPI")
    """Settings for the organizations of the instance."""
    billing: package.AsyncBillingAPI = attribute("AsyncBillingAPI")
    """What organizations are subscribed to."""
    users: package.AsyncUserAPI = attribute("AsyncUserAPI")
    """Memberships and invitations of a user."""

    def _make_driver(
        self, transport: httpx.AsyncBaseTransport | None, http_client: httpx.AsyncClient | None
    ) -> AsyncDriver:
        config = self._config
        return AsyncDriver(config.base_url, transport, http_client, config.use_httpx, self._counters.connection_opened)

    async def send(self, operation: Operation[T], /) -> T:
        """Make the call that a generated operation describes, and return its model.

        The operation is read when the coroutine runs: until then, leave what it was described with as it is.
        """
        try:
            return (await self._fetch(operation))()
        except BaseException as error:
            leave(error)
            del operation  # of this frame
            raise

    async def _fetch(self, operation: Operation[T], /) -> Callable[[], T]:
        """As that of `ClerkClient`."""
        operation = self._for_version(operation)
        response = await self._response(operation)
        return partial(parse_response, operation, response, self._loads, self._config.strict)

    async def send_raw(self, operation: Operation[T], /) -> RawResponse[T]:
        """As `send`, with status, headers, trace id and decoded JSON beside the model."""
        try:
            operation = self._for_version(operation)
            return parse_raw(operation, await self._response(operation), self._loads, self._config.strict)
        except BaseException as error:
            leave(error)
            del operation  # of this frame
            raise

    async def _response(self, operation: Operation[T]) -> Response:
        if self._telemetry is None:
            return await self._driver.run(self._steps(operation, self._hooks))
        with self._telemetry.call(operation, self._config.base_url, self._hooks) as call:
            return call.responded(await self._driver.run(self._steps(operation, call.hooks)))

    async def warm_up(self) -> None:
        """As that of `ClerkClient`, in a thread: other tasks of the event loop go on meanwhile."""
        try:
            await self._driver.warm_up(self._load)
        except ClerkError as error:
            drop_own_frames(error)
            raise

    async def aclose(self) -> None:
        """Close the connections. Safe to repeat; calls made afterwards raise ClerkConfigurationError."""
        if self._owns_driver:
            await self._driver.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


create_clerk_client = ClerkClient
"""Makes a `ClerkClient`, under the name of the TypeScript SDK."""
createClerkClient = create_clerk_client
