"""What both clients share: settings, how a call becomes steps, and who is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, Self, TypeVar

import attrs

from clerk_organizations_api import UNSET, Operation, Unset

from . import _later
from ._answer import Loads
from ._call import Steps, steps
from ._counts import Counts
from ._hooks import HookSet
from ._request import request_for
from ._settings import Hidden, Settings, checked_retry, checked_timeout, must_be
from ._settle import Reconciled, settling
from ._transports.exchange import clock
from ._walk import PageCall
from ._watch import Watch
from .rate_limit import RateLimit
from .retry import Budget, RetryPolicy

if TYPE_CHECKING:
    from ._limiter import Gates
    from ._stats import Stats
    from .events import Hooks, RequestEvent, ResponseEvent, RetryEvent
    from .telemetry import Telemetry

T = TypeVar("T")
Returned = TypeVar("Returned")
"""What hooks return: nothing, or for async clients also something to await."""


class CommonClient(Generic[Returned]):
    """A client without its connections."""

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


def gates_for(rate_limit: RateLimit, settings: Settings) -> Gates:
    return _later._limiter.gates(rate_limit, Hidden(settings.headers["authorization"].removeprefix("Bearer ")))
