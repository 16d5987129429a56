"""What both clients are: options, state shared by `with_options`, and the steps of a call."""

from __future__ import annotations

import functools
import re
from abc import abstractmethod
from collections.abc import Mapping
from importlib import import_module
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, Self, TypeVar

import attrs

from clerk_organizations_api import UNSET, Operation, Unset

from ._calls.call import call_steps
from ._calls.chained import ChainedOperation, chained_steps, for_version
from ._calls.counters import Counters
from ._calls.hooks import HookSet
from ._calls.observer import CallObserver
from ._calls.paging import PageOperation
from ._calls.reconcile import ReconcilableOperation, reconcile_steps
from ._calls.steps import Steps
from ._clock import clock
from ._config import (
    DEFAULT_CLERK_API_VERSION,
    DEFAULT_RESPONSE_LIMIT,
    DEFAULT_TIMEOUT,
    ClerkAPIVersion,
    Config,
    load_config,
    validate_retry,
    validate_timeout,
)
from ._lazy import LazyModule
from ._messages.json import loads_for
from ._messages.request import build_request
from ._resources.attribute import load_resources, without_resources
from ._secrets import SecretStr, as_secret, drop_own_frames
from ._transports.driver import AsyncDriver, Driver
from ._validation import check_type
from .errors import ClerkError
from .rate_limit import RateLimit
from .retry import Budget, RetryPolicy

if TYPE_CHECKING:
    from . import events, telemetry
    from ._calls import stats as call_stats
    from ._calls.throttle import ThrottleFactory
else:  # for those who read annotations at run time, such as dependency injection
    call_stats = LazyModule("clerk_organizations._calls.stats")
    events, telemetry = LazyModule("clerk_organizations.events"), LazyModule("clerk_organizations.telemetry")

_BEARER = re.compile("(?i)^bearer +")

T = TypeVar("T")
TransportT = TypeVar("TransportT")
HTTPClientT = TypeVar("HTTPClientT")
HookResult = TypeVar("HookResult")
"""Result of hooks: None, or for async clients also an awaitable."""
DriverT = TypeVar("DriverT", Driver, AsyncDriver)


def _copy_of(function: FunctionType, qualname: str) -> FunctionType:
    """The same function under another name, without a frame more, which would hold the arguments."""
    copy = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
    functools.update_wrapper(copy, function)
    del copy.__dict__["__wrapped__"]  # it is no wrapper
    copy.__kwdefaults__, copy.__qualname__ = function.__kwdefaults__, qualname
    return copy


class BaseClient(Generic[DriverT, TransportT, HTTPClientT, HookResult]):
    """A client but for its calls: options, state shared by `with_options`, and the steps of a call.

    Generic in the driver, the kinds of httpx transport and client that it takes, and the result of its hooks.
    """

    _awaits_hooks: ClassVar[bool]
    _driver: DriverT

    def __init_subclass__(cls) -> None:
        """A wrong argument is a TypeError with the name of the class that the caller knows."""
        super().__init_subclass__()
        if BaseClient in cls.__bases__:
            for name in ("__init__", "with_options"):
                setattr(cls, name, _copy_of(getattr(BaseClient, name), f"{cls.__qualname__}.{name}"))

    def __init__(
        self,
        *,
        secret_key: str | None = None,
        api_url: str | None = None,
        api_version: str = "v1",
        clerk_api_version: ClerkAPIVersion = DEFAULT_CLERK_API_VERSION,
        timeout: float | None = DEFAULT_TIMEOUT,
        retry: RetryPolicy | None = None,
        rate_limit: RateLimit | None = None,
        transport: TransportT | None = None,
        http_client: HTTPClientT | None = None,
        user_agent: str | None = None,
        max_response_bytes: int = DEFAULT_RESPONSE_LIMIT,
        allow_insecure_http: bool | None = None,
        fast: bool | None = None,
        strict: bool = False,
        use_httpx: bool | None = None,
        on_request: events.Hooks[events.RequestEvent, HookResult] | None = None,
        on_response: events.Hooks[events.ResponseEvent, HookResult] | None = None,
        on_retry: events.Hooks[events.RetryEvent, HookResult] | None = None,
        telemetry: telemetry.Telemetry | None = None,
    ) -> None:
        secret_key = as_secret(secret_key)
        try:
            self._config = load_config(
                secret_key=secret_key, api_url=api_url, api_version=api_version,
                clerk_api_version=clerk_api_version, timeout=timeout, retry=retry, user_agent=user_agent,
                max_response_bytes=max_response_bytes, allow_insecure_http=allow_insecure_http, fast=fast,
                strict=strict,
                use_httpx=use_httpx,
            )  # fmt: skip
            self._loads = loads_for(self._config.fast)
            self._budget = Budget(self._config.retry.budget)
            self._rate_limit = rate_limit
            self._throttle = None if rate_limit is None else _throttle_factory(rate_limit, self._config)
            self._hooks = HookSet().replaced(
                awaits=self._awaits_hooks, on_request=on_request, on_response=on_response, on_retry=on_retry
            )
            if telemetry is not None:
                from .telemetry import Telemetry  # noqa: PLC0415 - imports opentelemetry, which only it needs

                check_type(Telemetry, telemetry=telemetry)
            self._telemetry = telemetry
            self._counters = Counters()
            self._driver = self._make_driver(transport, http_client)
            self._owns_driver = True
        except ClerkError as error:
            drop_own_frames(error)
            raise

    @abstractmethod
    def _make_driver(self, transport: TransportT | None, http_client: HTTPClientT | None) -> DriverT:
        """What executes the steps of the calls."""

    def with_options(
        self,
        *,
        timeout: float | None | Unset = UNSET,
        retry: RetryPolicy | Unset = UNSET,
        headers: Mapping[str, str] | Unset = UNSET,
        strict: bool | Unset = UNSET,
        on_request: events.Hooks[events.RequestEvent, HookResult] | None | Unset = UNSET,
        on_response: events.Hooks[events.ResponseEvent, HookResult] | None | Unset = UNSET,
        on_retry: events.Hooks[events.RetryEvent, HookResult] | None | Unset = UNSET,
    ) -> Self:
        """A client with other options and the same connections, `stats()` and retries in hand. Closing it leaves the
        connections open; headers are added, and with another Authorization it keeps to the rate limit of that key;
        hooks replace those for the same event, None for no hook.
        """
        try:
            config = self._config
            if not isinstance(timeout, Unset):
                config = attrs.evolve(config, timeout=validate_timeout(timeout))
            if not isinstance(retry, Unset):
                config = attrs.evolve(config, retry=validate_retry(retry))
            if not isinstance(headers, Unset):
                config = config.with_headers(headers)
            if not isinstance(strict, Unset):
                check_type(bool, strict=strict)
                config = attrs.evolve(config, strict=strict)
            other = object.__new__(type(self))
            other.__dict__.update(without_resources(self.__dict__))
            other._config, other._owns_driver = config, False
            other._hooks = self._hooks.replaced(
                awaits=self._awaits_hooks, on_request=on_request, on_response=on_response, on_retry=on_retry
            )
            if config.retry is not self._config.retry:
                other._budget = self._budget.sized(config.retry.budget)
            if (
                self._rate_limit is not None
                and config.headers["authorization"] != self._config.headers["authorization"]
            ):
                other._throttle = _throttle_factory(self._rate_limit, config)
            return other
        except ClerkError as error:
            drop_own_frames(error)
            raise

    def stats(self) -> call_stats.Stats:
        """What was counted so far: calls, answers, retries, waits, connections. Shared with all that `with_options`
        made of this client; `stats().as_dict()` is for logs and JSON.
        """
        from ._calls.stats import snapshot  # noqa: PLC0415 - few programs read them

        return snapshot(self._counters, self._driver.counts())

    def _steps(self, operation: Operation[T], hooks: HookSet) -> Steps:
        def call(operation: Operation[Any], timeout: float | None) -> Steps:
            return self._call_steps(operation, timeout, hooks)

        if isinstance(operation, ReconcilableOperation):
            return reconcile_steps(operation, self._config, self._budget, clock, call)
        if isinstance(operation, ChainedOperation):
            return chained_steps(operation, self._config.timeout, clock, call)
        return call(operation, self._config.timeout)

    def _for_version(self, operation: Operation[T]) -> Operation[T]:
        """What is sent in the version of the API that this client speaks."""
        return for_version(operation, self._config.headers["clerk-api-version"])

    def _call_steps(self, operation: Operation[Any], timeout: float | None, hooks: HookSet) -> Steps:
        """The steps of one call within so many seconds."""
        policy, failed = self._config.retry, None
        if isinstance(operation, PageOperation):
            policy, failed = operation.policy(policy), operation.window.failed
        throttle = None if self._throttle is None else self._throttle(operation)
        request, observer = build_request(operation, self._config), CallObserver(operation, hooks, self._counters)
        steps = call_steps(request, policy, timeout, self._budget, clock, observer, failed, throttle)
        return steps if throttle is None else throttle.wrap(steps)

    def _load(self) -> None:
        """Import what calls need."""
        self._loads(b"0")  # perhaps orjson
        load_resources(type(self))
        import_module("._transports.failures", __package__)  # what a call that fails needs

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(
            f"a {type(self).__name__} holds connections and a secret key, so it is neither copied nor pickled: "
            "make one where it is used, or call with_options()"
        )

    def __repr__(self) -> str:
        config: Config | None = getattr(self, "_config", None)  # None during construction: tracebacks show it
        return f"{type(self).__name__}({config and config.base_url!r})"


def _throttle_factory(rate_limit: RateLimit, config: Config) -> ThrottleFactory:
    from ._calls.throttle import throttle_factory  # noqa: PLC0415 - few clients have a rate limit

    return throttle_factory(rate_limit, SecretStr(_BEARER.sub("", config.headers["authorization"])))
