"""`make trace`: what OpenTelemetry sees of a program that calls a mock server with faults, printed as a tree.

Each line is a span: what was called, how it ended, how long it took, and when. Below it stand its retries. To send the
same spans elsewhere, give the provider another exporter.
"""

import io
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from clerk_organizations import ClerkClient, NotFoundError, RetryPolicy
from clerk_organizations.telemetry import Telemetry
from clerk_organizations.testing import MockClerk, serve

LATENCY = 0.03
"""Seconds that the server takes for each answer."""
BAR = 22
"""Letters for the time of the whole program."""


def program(clerk: ClerkClient, mock: MockClerk) -> None:
    """Calls that meet a rate limit, a server that is down for a moment, and what is gone; then a walk."""
    acme = clerk.organizations.create_organization(name="Acme", created_by="user_ada")
    mock.fail(429, retry_after=0.2)
    for number in range(3):
        clerk.organizations.create_organization_membership(
            organization_id=acme.id, user_id=("user_alan", "user_barbara", "user_grace")[number], role="org:member"
        )
    mock.fail(503)
    for _ in clerk.organizations.get_organization_membership_list.iter(organization_id=acme.id, limit=1):
        pass
    clerk.organizations.delete_organization(acme.id)
    try:
        clerk.organizations.get_organization(organization_id=acme.id)
    except NotFoundError as error:
        print(f"as expected: {error.code}\n")


def main() -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # the bars are of a character that not every console has
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    mock, tracer = MockClerk(), provider.get_tracer("examples")
    with (
        serve(mock, latency=LATENCY) as url,
        ClerkClient(
            secret_key="sk_test_mock",
            api_url=url,
            retry=RetryPolicy(first_delay=0.1),
            telemetry=Telemetry(tracer_provider=provider),
        ) as clerk,
        tracer.start_as_current_span("the program"),
    ):
        program(clerk, mock)
        stats = clerk.stats()
    for line in tree(exporter.get_finished_spans()):
        print(line)
    print(f"\n{stats.calls} calls, {stats.attempts} attempts, {stats.waits} waits of {stats.wait_seconds:.2f} s in all")


def tree(spans: tuple[ReadableSpan, ...]) -> Iterator[str]:
    """A line for each span, below its parent and in the order of time, and one for each of its events."""
    begin = min(span.start_time or 0 for span in spans)
    whole = max(span.end_time or 0 for span in spans) - begin
    below: dict[int | None, list[ReadableSpan]] = {}
    for span in sorted(spans, key=lambda span: span.start_time or 0):
        below.setdefault(span.parent.span_id if span.parent else None, []).append(span)

    def lines(parent: int | None, depth: int) -> Iterator[str]:
        for span in below.get(parent, []):
            start, end = (span.start_time or 0) - begin, (span.end_time or 0) - begin
            first, last = BAR * start // whole, max(BAR * start // whole + 1, BAR * end // whole)
            bar = " " * first + "█" * (last - first)
            name, ended = "  " * depth + span.name, outcome(span.attributes or {})
            yield f"{name:60} {ended:>4} {(end - start) / 1e6:6.0f} ms  {bar}"
            for event in span.events:
                facts: Mapping[str, Any] = event.attributes or {}
                told = f"{outcome(facts)}, again in {facts['clerk.retry.delay']:.2f} s ({facts['clerk.retry.reason']})"
                yield "  " * (depth + 1) + told
            yield from lines(span.context.span_id if span.context else None, depth + 1)

    return lines(None, 0)


def outcome(facts: Mapping[str, Any]) -> str:
    """Status of the last answer, or the error."""
    return str(facts.get("http.response.status_code") or facts.get("error.type") or "")


if __name__ == "__main__":
    main()
