"""Spans and metrics, as OpenTelemetry's own SDK gets them: one span for a call, whatever becomes of it."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import anyio
import httpx
import pytest
from opentelemetry import trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from clerk_organizations import (
    AsyncClerkClient,
    ClerkClient,
    ClerkConfigurationError,
    ClerkConnectionError,
    NotFoundError,
    RateLimit,
)
from clerk_organizations.events import RetryEvent
from clerk_organizations.telemetry import Telemetry
from tests.support.clients import AT_ONCE, KEY, BothClients, key_of
from tests.support.responses import FINE, GONE, Reply, hang_up
from tests.support.servers import RecordingServer

ROUTE = "/organizations/{organization_id}"


class Seen:
    """What was exported."""

    def __init__(self) -> None:
        self._exporter, self._reader = InMemorySpanExporter(), InMemoryMetricReader()
        self.tracers, self._meters = TracerProvider(), MeterProvider([self._reader])
        self.tracers.add_span_processor(SimpleSpanProcessor(self._exporter))

    def telemetry(self, **options: Any) -> Telemetry:
        return Telemetry(tracer_provider=self.tracers, meter_provider=self._meters, **options)

    @property
    def spans(self) -> tuple[ReadableSpan, ...]:
        return self._exporter.get_finished_spans()

    @property
    def span(self) -> ReadableSpan:
        (span,) = self.spans
        return span

    def points(self, name: str) -> list[Any]:
        """The points of a metric."""
        found = self._reader.get_metrics_data()
        scopes = [scope for resource in found.resource_metrics for scope in resource.scope_metrics] if found else []
        metrics = [metric for scope in scopes for metric in scope.metrics if metric.name == name]
        return [point for metric in metrics for point in metric.data.data_points]

    def close(self) -> None:
        self.tracers.shutdown()
        self._meters.shutdown()


@pytest.fixture
def seen() -> Iterator[Seen]:
    found = Seen()
    yield found
    found.close()


def get(clerk: Any, identity: str = "org_private") -> Any:
    return clerk.organizations.get_organization(organization_id=identity)


def test_a_call_is_a_span_by_the_conventions(world: BothClients, wire: RecordingServer, seen: Seen) -> None:
    wire.reply(Reply({"object": "organization", "id": "org_1"}, headers={"cf-ray": "8f2-FRA"}))
    clerk = world.client(api_url=wire.url, telemetry=seen.telemetry())
    world.run(get(clerk))
    span = seen.span
    port = int(wire.url.rpartition(":")[2])
    assert (span.name, span.kind) == (f"GET {ROUTE}", trace.SpanKind.CLIENT)
    assert span.attributes == {
        "http.request.method": "GET",
        "http.response.status_code": 200,
        "server.address": "127.0.0.1",
        "server.port": port,
        "url.full": f"{wire.url}/v1{ROUTE}",
        "url.template": ROUTE,
        "clerk.trace_id": "8f2-FRA",
    }
    assert span.status.status_code is trace.StatusCode.UNSET
    assert span.events == ()
    scope = span.instrumentation_scope
    assert scope is not None and scope.name == "clerk_organizations"
    assert "org_private" not in span.to_json() and KEY not in span.to_json()
    assert not {"traceparent", "tracestate", "baggage"} & wire.last.headers.keys()


def test_full_urls_are_there_if_asked_for(world: BothClients, wire: RecordingServer, seen: Seen) -> None:
    wire.reply_json({"data": [], "total_count": 0})
    clerk = world.client(api_url=wire.url, telemetry=seen.telemetry(full_urls=True))
    world.run(clerk.organizations.get_organization_domain_list(organization_id="org_1", verified=True))
    assert (seen.span.attributes or {})["url.full"] == f"{wire.url}/v1/organizations/org_1/domains?verified=true"
    assert seen.span.name == "GET /organizations/{organization_id}/domains"


def test_the_port_of_a_scheme_is_known(world: BothClients, seen: Seen) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json={}))
    world.run(get(world.client(transport=transport, telemetry=seen.telemetry())))
    attributes = seen.span.attributes or {}
    assert (attributes["server.address"], attributes["server.port"]) == ("api.clerk.com", 443)


def test_retries_are_events_of_the_span_and_counted(world: BothClients, wire: RecordingServer, seen: Seen) -> None:
    wire.reply(Reply(status=503), hang_up, FINE)
    world.run(get(world.client(api_url=wire.url, retry=AT_ONCE, telemetry=seen.telemetry())))
    span = seen.span
    attributes = span.attributes or {}
    assert (attributes["http.request.resend_count"], attributes["http.response.status_code"]) == (2, 200)
    assert "error.type" not in attributes and span.status.status_code is trace.StatusCode.UNSET
    assert [(event.name, event.attributes) for event in span.events] == [
        (
            "retry",
            {
                "http.request.resend_count": 1,
                "http.response.status_code": 503,
                "error.type": "503",
                "clerk.retry.reason": "unavailable",
                "clerk.retry.delay": 0.0,
            },
        ),
        (
            "retry",
            {
                "http.request.resend_count": 2,
                "error.type": "RemoteProtocolError",
                "clerk.retry.reason": "lost",
                "clerk.retry.delay": 0.0,
            },
        ),
    ]
    retries = {point.attributes["clerk.retry.reason"]: point.value for point in seen.points("clerk.client.retries")}
    assert retries == {"unavailable": 1, "lost": 1}


def test_the_duration_of_each_attempt_is_measured(world: BothClients, wire: RecordingServer, seen: Seen) -> None:
    wire.reply(Reply(status=503), hang_up, FINE)
    world.run(get(world.client(api_url=wire.url, retry=AT_ONCE, telemetry=seen.telemetry())))
    points = seen.points("http.client.request.duration")
    known = {
        "http.request.method": "GET",
        "server.address": "127.0.0.1",
        "server.port": int(wire.url.rpartition(":")[2]),
        "url.template": ROUTE,
    }
    outcomes = [{key: value for key, value in point.attributes.items() if key not in known} for point in points]
    assert sorted(outcomes, key=str) == [
        {"error.type": "RemoteProtocolError"},
        {"http.response.status_code": 200},
        {"http.response.status_code": 503, "error.type": "503"},
    ]
    assert all(known.items() <= point.attributes.items() and point.count == 1 and point.sum > 0 for point in points)
    bounds = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
    assert {tuple(point.explicit_bounds) for point in points} == {bounds}


def test_waits_under_the_rate_limit_are_measured(world: BothClients, wire: RecordingServer, seen: Seen) -> None:
    wire.reply(FINE, FINE)
    clerk = world.client(
        secret_key=key_of(wire), api_url=wire.url, rate_limit=RateLimit(1, 0.02), telemetry=seen.telemetry()
    )
    for _ in range(2):
        world.run(get(clerk))
    (point,) = seen.points("clerk.client.rate_limit.wait")
    assert (point.count, point.attributes["url.template"]) == (1, ROUTE)
    assert point.sum == clerk.stats().held_back_seconds


@pytest.mark.parametrize(
    ("act", "kind", "error_type", "status"),
    [
        (GONE, NotFoundError, "404", 404),
        (hang_up, ClerkConnectionError, "ClerkConnectionError", None),
    ],
)
def test_an_error_is_one_of_the_span(
    act: Any,
    kind: type[Exception],
    error_type: str,
    status: int | None,
    world: BothClients,
    wire: RecordingServer,
    seen: Seen,
) -> None:
    wire.reply(act)
    with pytest.raises(kind):
        world.run(get(world.client(api_url=wire.url, telemetry=seen.telemetry())))
    attributes = seen.span.attributes or {}
    assert attributes["error.type"] == error_type
    assert attributes.get("http.response.status_code") == status
    assert seen.span.status.status_code is trace.StatusCode.ERROR
    assert "org_private" not in seen.span.to_json()


def test_a_delete_that_has_happened_is_no_error_though_the_last_answer_was(
    world: BothClients, wire: RecordingServer, seen: Seen
) -> None:
    wire.reply(hang_up, GONE)
    clerk = world.client(api_url=wire.url, retry=AT_ONCE, telemetry=seen.telemetry())
    world.run(clerk.organizations.delete_organization("org_1"))
    assert seen.span.status.status_code is trace.StatusCode.UNSET
    assert (seen.span.attributes or {})["http.response.status_code"] == 404


def test_the_span_is_current_for_hooks_and_for_what_sends(world: BothClients, seen: Seen) -> None:
    current: list[Any] = []

    def note(event: object) -> None:
        current.append(trace.get_current_span().get_span_context().span_id)

    def answer(request: httpx.Request) -> httpx.Response:
        with seen.tracers.get_tracer("nested").start_as_current_span("inner"):
            return httpx.Response(200, json={})

    clerk = world.client(
        transport=httpx.MockTransport(answer), telemetry=seen.telemetry(), on_request=note, on_response=note
    )
    with seen.tracers.get_tracer("mine").start_as_current_span("outer"):
        world.run(get(clerk))
    spans = {span.name: span for span in seen.spans}
    call, inner, outer = spans[f"GET {ROUTE}"], spans["inner"], spans["outer"]
    assert call.context is not None and outer.context is not None
    assert current == [call.context.span_id] * 2
    assert inner.parent is not None and inner.parent.span_id == call.context.span_id
    assert call.parent is not None and call.parent.span_id == outer.context.span_id
    assert not trace.get_current_span().get_span_context().is_valid


def test_a_hook_that_raises_ends_the_span(world: BothClients, wire: RecordingServer, seen: Seen) -> None:
    class Mine(BaseException):
        pass

    def hook(event: RetryEvent) -> None:
        raise Mine

    wire.reply(Reply(status=503))
    with pytest.raises(Mine):
        world.run(get(world.client(api_url=wire.url, retry=AT_ONCE, telemetry=seen.telemetry(), on_retry=hook)))
    assert str((seen.span.attributes or {})["error.type"]).endswith(".Mine")
    assert [event.name for event in seen.span.events] == ["retry"]
    assert not trace.get_current_span().get_span_context().is_valid


METADATA = "/organizations/{organization_id}/metadata"


def durations(seen: Seen) -> list[tuple[Any, ...]]:
    """Method, route and outcome of all that was measured."""
    names = ("http.request.method", "url.template", "http.response.status_code", "error.type")
    return [
        tuple(point.attributes.get(name) for name in names) for point in seen.points("http.client.request.duration")
    ]


@pytest.mark.filterwarnings("ignore:.* is deprecated by the API:DeprecationWarning")
@pytest.mark.parametrize("failing", ["the first", "the second", "none"])
def test_two_calls_in_a_row_are_one_span_and_measured_apart(
    world: BothClients, wire: RecordingServer, seen: Seen, failing: str
) -> None:
    gone = {"the first": [GONE], "the second": [FINE, GONE], "none": [FINE]}[failing]
    wire.reply(*gone)
    clerk = world.client(api_url=wire.url, clerk_api_version="2026-05-12", telemetry=seen.telemetry())
    with pytest.raises(NotFoundError) if failing != "none" else nullcontext():
        world.run(clerk.organizations.update_organization("org_1", name="Acme", public_metadata={}))
    first, second = [("PATCH", ROUTE, 200, None)], [("PUT", METADATA, 200, None)]
    expected: dict[str, list[tuple[Any, ...]]] = {
        "the first": [("PATCH", ROUTE, 404, "404")],
        "the second": [*first, ("PUT", METADATA, 404, "404")],
        "none": [*first, *second],
    }
    assert durations(seen) == expected[failing]
    assert (seen.span.name, [event.name for event in seen.span.events]) == (f"PUT {METADATA}", ["request"])
    told = seen.span.events[0].attributes or {}
    assert (told["http.request.method"], told["url.template"]) == ("PATCH", ROUTE)
    status = (seen.span.attributes or {}).get("http.response.status_code")
    assert status == {"the first": None, "the second": 404, "none": 200}[failing]


def test_lookups_of_a_reconciled_create_are_measured_apart(
    world: BothClients, wire: RecordingServer, seen: Seen
) -> None:
    wire.reply(hang_up, GONE, FINE)
    clerk = world.client(api_url=wire.url, retry=AT_ONCE, telemetry=seen.telemetry())
    world.run(clerk.organizations.create_organization(name="Acme", slug="acme", reconcile=True))
    lookups = [one.method for one in wire.requests if one.method != "POST"]
    assert lookups
    assert {(method, route) for method, route, *_ in durations(seen)} == {("POST", "/organizations"), ("GET", ROUTE)}
    told = [event for event in seen.span.events if event.name == "request"]
    assert [(event.attributes or {})["http.request.method"] for event in told] == lookups


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_call_that_is_cancelled_ends_its_span(backend: str, wire: RecordingServer, seen: Seen) -> None:
    asked = wire.stay_silent()

    async def main() -> None:
        telemetry = seen.telemetry()
        async with (
            AsyncClerkClient(secret_key=KEY, api_url=wire.url, telemetry=telemetry) as clerk,
            anyio.create_task_group() as group,
        ):
            group.start_soon(get, clerk)
            await anyio.to_thread.run_sync(asked.wait)
            group.cancel_scope.cancel()

    anyio.run(main, backend=backend)
    assert (seen.span.attributes or {})["error.type"] == {"asyncio": "CancelledError", "trio": "Cancelled"}[backend]
    assert seen.span.end_time is not None


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_calls_at_once_have_a_span_each_below_their_own(backend: str, wire: RecordingServer, seen: Seen) -> None:
    wire.reply(FINE)
    tracer = seen.tracers.get_tracer("mine")

    async def call(clerk: AsyncClerkClient, number: int) -> None:
        with tracer.start_as_current_span(f"outer {number}"):
            await get(clerk)

    async def main() -> None:
        async with (
            AsyncClerkClient(secret_key=KEY, api_url=wire.url, telemetry=seen.telemetry()) as clerk,
            anyio.create_task_group() as group,
        ):
            for number in range(20):
                group.start_soon(call, clerk, number)

    anyio.run(main, backend=backend)
    _each_below_another(seen, "outer")


def test_threads_have_a_span_each_below_their_own(wire: RecordingServer, seen: Seen) -> None:
    wire.reply(FINE)
    tracer = seen.tracers.get_tracer("mine")

    def call(number: int) -> None:
        with tracer.start_as_current_span(f"outer {number}"):
            get(clerk)

    with ClerkClient(secret_key=KEY, api_url=wire.url, telemetry=seen.telemetry()) as clerk:
        threads = [threading.Thread(target=call, args=(number,)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    _each_below_another(seen, "outer")


def _each_below_another(seen: Seen, name: str) -> None:
    outer = {span.context.span_id for span in seen.spans if span.name.startswith(name) and span.context}
    parents = [span.parent.span_id for span in seen.spans if span.name == f"GET {ROUTE}" and span.parent]
    assert len(parents) == 20 and set(parents) == outer


def test_pages_that_a_walk_fetches_ahead_are_below_the_span_of_the_walker(
    world: BothClients, wire: RecordingServer, seen: Seen
) -> None:
    wire.default = lambda handler: Reply(
        {"data": [{"id": f"org_{handler.path.partition('offset=')[2]}"}], "total_count": 6}
    )(handler)
    clerk = world.client(api_url=wire.url, telemetry=seen.telemetry())
    with seen.tracers.get_tracer("mine").start_as_current_span("outer") as outer:
        assert len(world.items(clerk.organizations.get_organization_list.iter(limit=1))) == 6
    calls = [span for span in seen.spans if span.name == "GET /organizations"]
    assert len(calls) == 6
    assert {span.parent and span.parent.span_id for span in calls} == {outer.get_span_context().span_id}


def test_what_is_no_telemetry_is_refused_by_name(world: BothClients) -> None:
    with pytest.raises(ClerkConfigurationError, match=r"telemetry must be of type .*Telemetry, not bool"):
        world.client(telemetry=True)


def test_without_it_nothing_of_opentelemetry_is_imported(wire: RecordingServer) -> None:
    wire.reply(FINE)
    program = (
        "import sys; from clerk_organizations import ClerkClient\n"
        "with ClerkClient(secret_key='sk_test_x', api_url=sys.argv[1], on_request=lambda event: None) as clerk:\n"
        "    clerk.organizations.get_organization(organization_id='org_1')\n"
        "print([name for name in sys.modules if 'telemetry' in name])"
    )
    done = subprocess.run([sys.executable, "-c", program, wire.url], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_without_the_extra_it_says_what_to_install() -> None:
    program = "import sys; sys.modules['opentelemetry'] = None\nimport clerk_organizations.telemetry"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    said = "ImportError: clerk_organizations.telemetry needs OpenTelemetry: pip install 'clerk-organizations[otel]'"
    assert done.stderr.strip().splitlines()[-1] == said
