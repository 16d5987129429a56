"""Steps of a call, which a driver executes, and the results that it sends back."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import attrs

from .._messages.request import Request
from .._messages.response import Response
from ..errors import ClerkConfigurationError
from ..retry import RetryPolicy, Sleep

if TYPE_CHECKING:
    from ..events import CallEvent


IS_ASYNC = "is async, and a ClerkClient awaits nothing: use AsyncClerkClient"
IS_GENERATOR = "is a generator, so that calling it does nothing: remove its yield"


@attrs.define(frozen=True, slots=True)
class Send:
    """Send the request once, within these seconds."""

    request: Request
    time_left: float | None
    policy: RetryPolicy


@attrs.define(frozen=True, slots=True)
class Block:
    """Run this function, which may block for a moment; its result are seconds, or None if its time was over first."""

    run: Callable[[], float]
    time_left: float | None


class Notify(NamedTuple):
    """Run these hooks with this event. An exception of a hook ends the call, unchanged."""

    name: str
    """Argument of the client that the hooks come from."""
    hooks: tuple[Callable[[Any], Any], ...]
    event: CallEvent

    def run(self) -> None:
        """In the caller's thread. Raises ClerkConfigurationError for a hook that was to be awaited, which only its
        result tells of some."""
        for hook in self.hooks:
            result = self._result(hook)
            if inspect.isawaitable(result):
                if inspect.iscoroutine(result):
                    result.close()  # else Python warns that it was never awaited
                raise ClerkConfigurationError(f"{self.name} ({hook!r:.80}) {IS_ASYNC}")

    async def run_async(self) -> None:
        """In the caller's task."""
        for hook in self.hooks:
            result = self._result(hook)
            if inspect.isawaitable(result):
                await result

    def _result(self, hook: Callable[[Any], Any]) -> Any:
        result = hook(self.event)
        if inspect.isasyncgen(result) or (inspect.isgenerator(result) and not inspect.isawaitable(result)):
            raise ClerkConfigurationError(f"{self.name} ({hook!r:.80}) {IS_GENERATOR}")
        return result


@attrs.define(frozen=True, slots=True)
class TransportFailure:
    """The end of an attempt without a whole response."""

    cause: Exception
    sent: bool
    """Whether the server may have seen the request."""
    timed_out: bool
    can_pass: bool = True
    """Whether another attempt may succeed."""


StepResult: TypeAlias = Response | TransportFailure | float | None
"""For Send the response or the failure, for Block its seconds or None, for Sleep and Notify None."""

Step: TypeAlias = Send | Block | Sleep | Notify

Steps: TypeAlias = Generator[Step, StepResult, Response]
"""One call: yields steps, is sent their results, and returns the response."""


class Returned(Exception):
    """The call is over, with this response. Not StopIteration, which a hook or a transport may raise as well."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def next_step(steps: Steps, result: StepResult | Exception) -> Step:
    """The next step of a call after this result, or after this exception; raises Returned at the end of the call."""
    try:
        return steps.throw(result) if isinstance(result, Exception) else steps.send(result)
    except StopIteration as done:
        response: Response = done.value
    raise Returned(response)
