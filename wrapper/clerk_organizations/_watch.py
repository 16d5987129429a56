"""What is told of a call as it goes on: to the log, to the counters of the client, and to hooks as steps."""

from __future__ import annotations

import itertools
import logging
from typing import TYPE_CHECKING, Any

from clerk_organizations_api import Operation

from . import _later
from ._answer import Answer, trace_id_of
from ._hooks import HookSet, Tell

if TYPE_CHECKING:
    from ._call import Failure
    from ._counts import Counts
    from .events import ResponseEvent
    from .retry import RetryReason

logger = logging.getLogger("clerk_organizations")

_call_ids = itertools.count(1)


class Watch:
    """Sees one call. Each method returns the step that runs the hooks, or None where there are none: then no event is
    made either, so that a call nobody listens to costs no more.
    """

    __slots__ = ("_attempt", "_counts", "_hooks", "_id", "_operation", "_outcome", "_seconds")

    _outcome: Answer | Failure
    _seconds: float

    def __init__(self, operation: Operation[Any], hooks: HookSet, counts: Counts) -> None:
        self._operation, self._hooks, self._counts = operation, hooks, counts
        self._id, self._attempt = next(_call_ids), 0

    def sending(self, held_back: float = 0.0) -> Tell | None:
        """An attempt begins, after the client's own rate limit has held it back for so many seconds."""
        self._attempt += 1
        if held_back > 0:
            self._counts.held_back(self._operation.id, held_back)
        hooks = self._hooks.on_request
        return Tell(hooks, _later.events.RequestEvent(*self._known(), held_back)) if hooks else None

    def ended(self, outcome: Answer | Failure, seconds: float) -> Tell | None:
        """It has ended, after so many seconds."""
        self._outcome, self._seconds = outcome, seconds
        self._counts.ended(self._operation.id, _result(outcome))
        hooks = self._hooks.on_response
        if not hooks and not logger.isEnabledFor(logging.DEBUG):
            return None
        event = self._response()
        logger.debug("%s", event)
        return Tell(hooks, event) if hooks else None

    def again(self, reason: RetryReason, delay: float) -> Tell | None:
        """Another one follows, after so many seconds."""
        self._counts.retried(self._operation.id, reason, delay)
        event = _later.events.RetryEvent(*self._known(), self._response(), reason, delay)
        hooks = self._hooks.on_retry
        logger.info("%s", event)
        return Tell(hooks, event) if hooks else None

    def _response(self) -> ResponseEvent:
        result, answer = _result(self._outcome), self._outcome
        trace_id = trace_id_of(answer) if isinstance(answer, Answer) else None
        status, error = (None, result) if isinstance(result, str) else (result, None)
        return _later.events.ResponseEvent(*self._known(), status, error, self._seconds, trace_id)

    def _known(self) -> tuple[int, str, str, str, str, int]:
        operation = self._operation
        return self._id, operation.id, operation.method, operation.route, operation.path, self._attempt


def _result(outcome: Answer | Failure) -> int | str:
    """Status of an answer, or the name of the error."""
    return outcome.status if isinstance(outcome, Answer) else type(outcome.cause).__name__
