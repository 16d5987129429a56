"""Spans and metrics of calls by OpenTelemetry, for a client that is given a `Telemetry`; the extra `otel` brings it.

    from clerk_organizations.telemetry import Telemetry

    clerk = ClerkClient(telemetry=Telemetry())

A call is one span, whatever its attempts: a retry is an event of the span. Nothing is added to what goes to the API.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import urlencode, urlsplit

from clerk_organizations_api import Operation

from ._calls.hooks import HookSet
from ._messages.response import Response
from ._version import __version__
from .events import CallEvent, RequestEvent, ResponseEvent, RetryEvent

try:
    from opentelemetry import metrics, trace
except ImportError as error:
    raise ImportError(
        "clerk_organizations.telemetry needs OpenTelemetry: pip install 'clerk-organizations[otel]'"
    ) from error

__all__ = ["Telemetry"]

_Attributes: TypeAlias = dict[str, str | int | float]

_NAME = "clerk_organizations"
_DURATION_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
"""Seconds, as the semantic conventions advise."""


class Telemetry:
    """Makes a span of each call and metrics of each attempt, by the stable semantic conventions for HTTP clients.

    Safe to share between clients. Metrics: `http.client.request.duration` for each attempt, waits left out,
    `clerk.client.retries`, and `clerk.client.rate_limit.wait` for each attempt that the client's own rate limit has
    held back.

    Args:
        tracer_provider: The global one unless given.
        meter_provider: Likewise.
        full_urls: Whether `url.full` of a span has ids and the query, which may be private: user ids, email addresses.
            Otherwise it has the path template, as `url.template` and the name of the span have in any case.
    """

    def __init__(
        self,
        *,
        tracer_provider: trace.TracerProvider | None = None,
        meter_provider: metrics.MeterProvider | None = None,
        full_urls: bool = False,
    ) -> None:
        self._full_urls = full_urls
        self._tracer = trace.get_tracer(_NAME, __version__, tracer_provider)
        meter = metrics.get_meter(_NAME, __version__, meter_provider)
        self._duration = meter.create_histogram(
            "http.client.request.duration",
            unit="s",
            description="Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_DURATION_BUCKETS,
        )
        self._retries = meter.create_counter(
            "clerk.client.retries", unit="{retry}", description="Attempts that were followed by another one."
        )
        self._held_back = meter.create_histogram(
            "clerk.client.rate_limit.wait",
            unit="s",
            description="Time that attempts waited for their turn under the client's own rate limit.",
            explicit_bucket_boundaries_advisory=_DURATION_BUCKETS,
        )

    @contextmanager
    def call(self, operation: Operation[Any], url: str, hooks: HookSet) -> Iterator[CallSpan]:
        """The span of a call, current until it ends. A client uses its hooks, and reports the response."""
        address, port = _server(url)
        server: _Attributes = {"server.address": address, "server.port": port}
        full = url + (_full(operation) if self._full_urls else operation.route)
        with self._tracer.start_as_current_span(
            f"{operation.method} {operation.route}",
            kind=trace.SpanKind.CLIENT,
            attributes={**server, **_called(operation), "url.full": full},
            record_exception=False,  # its message has ids in it
            set_status_on_exception=False,
        ) as span:
            call = CallSpan(span, operation.id, server, self._duration, self._retries, self._held_back, hooks)
            try:
                yield call
            except BaseException as error:  # a cancellation as well
                call.failed(type(error).__qualname__)
                raise
            finally:
                call.ended()


class CallSpan:
    """Span of one call. Its own hooks run before those of the client.

    A call of the client may stand for several of the API: the lookups of `reconcile`, an update by PATCH and PUT. Each
    is measured as the operation that it is; the span tells of those that are not its own by events.
    """

    def __init__(
        self,
        span: trace.Span,
        operation_id: str,
        server: _Attributes,
        duration: metrics.Histogram,
        retries: metrics.Counter,
        held_back: metrics.Histogram,
        hooks: HookSet,
    ) -> None:
        self._span, self._operation_id, self._server = span, operation_id, server
        self._duration, self._retries = duration, retries
        self._held_back = held_back
        self._last: ResponseEvent | None = None
        self.hooks = hooks.prepend(on_request=self._requested, on_response=self._responded, on_retry=self._retried)

    def responded(self, response: Response) -> Response:
        """Record the response of the call, which is an error unless it is 2xx; returns it."""
        if not 200 <= response.status < 300:
            self.failed(str(response.status))
        return response

    def failed(self, error_type: str) -> None:
        """Record an error of this type."""
        self._span.set_attribute("error.type", error_type)
        self._span.set_status(trace.StatusCode.ERROR)

    def ended(self) -> None:
        """Record the last attempt."""
        last = self._last
        if last is not None:
            if last.status is not None:
                self._span.set_attribute("http.response.status_code", last.status)
            if last.clerk_trace_id is not None:
                self._span.set_attribute("clerk.trace_id", last.clerk_trace_id)
            if last.attempt > 1:
                self._span.set_attribute("http.request.resend_count", last.attempt - 1)

    def _requested(self, event: RequestEvent) -> None:
        if event.held_back > 0:
            self._held_back.record(event.held_back, {**self._server, **_called(event)})

    def _responded(self, event: ResponseEvent) -> None:
        called, result = _called(event), _result(event)
        if event.operation_id == self._operation_id:
            self._last = event
        else:
            self._span.add_event("request", {**called, **result})
        self._duration.record(event.seconds, {**self._server, **called, **result})

    def _retried(self, event: RetryEvent) -> None:
        called, reason = _called(event), {"clerk.retry.reason": event.reason}
        self._retries.add(1, {**self._server, **called, **reason})
        told = {**reason, **_result(event.response), "clerk.retry.delay": event.delay}
        own = event.operation_id == self._operation_id
        self._span.add_event("retry", {**({} if own else called), **told, "http.request.resend_count": event.attempt})


@lru_cache
def _server(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _full(operation: Operation[Any]) -> str:
    return operation.path + ("?" + urlencode(operation.query) if operation.query else "")


def _called(call: Operation[Any] | CallEvent) -> dict[str, str]:
    """Attributes of an operation, or of the one that an event is of."""
    return {"http.request.method": call.method, "url.template": call.route}


def _result(event: ResponseEvent) -> _Attributes:
    """Attributes for the end of an attempt."""
    if event.status is None:
        return {"error.type": event.error or ""}
    status: _Attributes = {"http.response.status_code": event.status}
    return {**status, "error.type": str(event.status)} if event.status >= 400 else status
