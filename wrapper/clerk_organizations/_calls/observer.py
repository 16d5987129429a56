"""Observation of a call: log, counters, and hooks as steps."""

from __future__ import annotations

import itertools
import logging
from typing import TYPE_CHECKING, Any

from clerk_organizations_api import Operation

from .._messages.response import Response, trace_id
from .counters import Counters
from .hooks import HookSet
from .steps import Notify, TransportFailure

if TYPE_CHECKING:
    from ..events import ResponseEvent
    from ..retry import RetryReason

logger = logging.getLogger("clerk_organizations")

_call_ids = itertools.count(1)


class CallObserver:
    """Observes one call. Methods return a `Notify` step if hooks are registered; otherwise no event is created."""

    __slots__ = ("_attempt", "_counters", "_hooks", "_id", "_operation", "_outcome", "_seconds")

    _outcome: Response | TransportFailure
    _seconds: float

    def __init__(self, operation: Operation[Any], hooks: HookSet, counters: Counters) -> None:
        self._operation, self._hooks, self._counters = operation, hooks, counters
        self._id, self._attempt = next(_call_ids), 0

    def attempt_started(self, held_back: float = 0.0) -> Notify | None:
        """An attempt begins, after the client's own rate limit has held it back for so many seconds."""
        self._attempt += 1
        if held_back > 0:
            self._counters.held_back(self._operation.id, held_back)
        hooks = self._hooks.on_request
        if not hooks:
            return None
        from ..events import RequestEvent  # noqa: PLC0415 - only with hooks or a log: see the cold start

        return Notify("on_request", hooks, RequestEvent(*self._common_fields(), held_back))

    def attempt_finished(self, outcome: Response | TransportFailure, seconds: float) -> Notify | None:
        """It has ended, after so many seconds."""
        self._outcome, self._seconds = outcome, seconds
        self._counters.attempt_finished(self._operation.id, _result(outcome))
        hooks = self._hooks.on_response
        if not hooks and not logger.isEnabledFor(logging.DEBUG):
            return None
        event = self._response()
        logger.debug("%s", event)
        return Notify("on_response", hooks, event) if hooks else None

    def retry_scheduled(self, reason: RetryReason, delay: float) -> Notify | None:
        """Another one follows, after so many seconds."""
        self._counters.retry_scheduled(self._operation.id, reason, delay)
        from ..events import RetryEvent  # noqa: PLC0415 - likewise

        event = RetryEvent(*self._common_fields(), self._response(), reason, delay)
        hooks = self._hooks.on_retry
        logger.info("%s", event)
        return Notify("on_retry", hooks, event) if hooks else None

    def _response(self) -> ResponseEvent:
        from ..events import ResponseEvent  # noqa: PLC0415 - likewise

        result, outcome = _result(self._outcome), self._outcome
        clerk_trace_id = trace_id(outcome) if isinstance(outcome, Response) else None
        status, error = (None, result) if isinstance(result, str) else (result, None)
        return ResponseEvent(*self._common_fields(), status, error, self._seconds, clerk_trace_id)

    def _common_fields(self) -> tuple[int, str, str, str, str, int]:
        operation = self._operation
        return self._id, operation.id, operation.method, operation.route, operation.path, self._attempt


def _result(outcome: Response | TransportFailure) -> int | str:
    """Status of a response, or the name of the error."""
    return outcome.status if isinstance(outcome, Response) else type(outcome.cause).__name__
