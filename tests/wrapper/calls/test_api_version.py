"""The version of the API: what is sent for each, and the update of an organization that two calls make."""

from collections.abc import Callable
from typing import Any, Literal
from unittest.mock import Mock

import anyio.lowlevel
import pytest

from clerk_organizations import (
    AsyncClerkClient,
    ClerkClient,
    ClerkConfigurationError,
    ClerkConnectionError,
    ClerkTimeoutError,
    NotFoundError,
    OrganizationAPI,
    RateLimit,
    RateLimitError,
    UnprocessableEntityError,
)
from clerk_organizations._calls.call import call_steps
from clerk_organizations._calls.chained import ChainedOperation, chained_steps, for_version
from clerk_organizations._calls.counters import Counters
from clerk_organizations._calls.hooks import HookSet
from clerk_organizations._calls.observer import CallObserver
from clerk_organizations._calls.steps import Steps
from clerk_organizations._config import DEFAULT_CLERK_API_VERSION
from clerk_organizations._messages.request import Request
from clerk_organizations.retry import Budget, RetryPolicy
from clerk_organizations_api import SPEC_VERSION, Operation, api
from tests.support.clients import AT_ONCE, KEY, BothClients, key_of
from tests.support.responses import Reply, hang_up
from tests.support.servers import RecordingServer
from tests.support.stepping import Taken, answer, failure, take_steps

NEWER: Literal["2026-05-12"] = "2026-05-12"
DONE = Reply({"object": "organization", "id": "org_1"})
REFUSED = Reply({"errors": [{"code": "form_param_exceeds_allowed_size", "message": "too large"}]}, 422)
PATCH = ("PATCH", "/v1/organizations/org_1", {"name": "Acme"})
PUT = ("PUT", "/v1/organizations/org_1/metadata", {"public_metadata": {"plan": "pro"}, "private_metadata": None})
METADATA: dict[str, Any] = {"public_metadata": {"plan": "pro"}, "private_metadata": None}

pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated by the API:DeprecationWarning")


@pytest.fixture
def newer(world: BothClients, wire: RecordingServer) -> Any:
    return world.client(api_url=wire.url, clerk_api_version=NEWER)


def sent(wire: RecordingServer) -> list[tuple[str, str, Any]]:
    return [(one.method, one.target, one.json) for one in wire.requests]


def update(clerk: Any, **fields: Any) -> Any:
    return clerk.organizations.update_organization("org_1", **fields)


def test_the_default_is_the_version_of_the_document() -> None:
    assert DEFAULT_CLERK_API_VERSION == SPEC_VERSION


@pytest.mark.parametrize("kind", [ClerkClient, AsyncClerkClient])
@pytest.mark.parametrize("text", ["2026-05-13", "", "v1", None])
def test_another_version_is_refused_with_those_there_are(kind: Any, text: Any) -> None:
    with pytest.raises(ClerkConfigurationError, match=r"must be '2025-11-10' or '2026-05-12'$"):
        kind(secret_key=KEY, clerk_api_version=text)


def test_each_request_names_the_version(world: BothClients, wire: RecordingServer, newer: Any) -> None:
    other = newer.with_options(headers={"Clerk-API-Version": "2027-01-01"})
    for clerk in (newer, newer.with_options(timeout=5), other):
        world.run(clerk.organizations.delete_organization("org_1"))
        world.run(clerk.send(api.delete_organization("org_1")))
        world.run(clerk.send_raw(api.delete_organization("org_1")))
    versions = [one.headers["clerk-api-version"] for one in wire.requests]
    assert versions == [NEWER] * 6 + ["2027-01-01"] * 3


def test_with_the_older_one_metadata_are_fields_of_the_update(
    world: BothClients, wire: RecordingServer, newer: Any
) -> None:
    for clerk in (world.client(api_url=wire.url), newer.with_options(headers={"clerk-api-version": "2025-11-10"})):
        wire.forget()
        world.run(update(clerk, name="Acme", **METADATA))
        assert sent(wire) == [("PATCH", PATCH[1], {"name": "Acme", **METADATA})]


def test_with_the_newer_one_metadata_go_by_a_call_of_their_own(
    world: BothClients, wire: RecordingServer, newer: Any
) -> None:
    wire.reply(Reply({"id": "org_0"}), DONE)
    assert world.run(update(newer, name="Acme", **METADATA)).id == "org_1"
    world.run(update(newer, **METADATA))
    world.run(update(newer, name="Acme"))
    world.run(newer.with_options(headers={"clerk-api-version": "2027-01-01"}).organizations.updateOrganization(
        "org_1", public_metadata={}, name=None
    ))  # fmt: skip
    assert sent(wire) == [
        PATCH, PUT, PUT, PATCH, ("PATCH", PATCH[1], {"name": None}), ("PUT", PUT[1], {"public_metadata": {}}),
    ]  # fmt: skip


def test_what_is_sent_by_itself_is_sent_as_it_is(world: BothClients, wire: RecordingServer, newer: Any) -> None:
    for send in (newer.send, newer.send_raw):
        world.run(send(api.update_organization("org_1", name="Acme", **METADATA)))
    assert sent(wire) == [("PATCH", PATCH[1], {"name": "Acme", **METADATA})] * 2


def test_the_answer_of_the_second_call_is_the_raw_one(world: BothClients, wire: RecordingServer, newer: Any) -> None:
    wire.reply(Reply({"id": "org_0"}), DONE)
    operation = OrganizationAPI.update_organization._describe("org_1", name="Acme", **METADATA)
    assert world.run(newer.send_raw(operation)).json == {"object": "organization", "id": "org_1"}


def test_the_first_failure_ends_it(world: BothClients, wire: RecordingServer, newer: Any) -> None:
    wire.reply(Reply({"errors": [{"code": "resource_not_found", "message": "no"}]}, 404), DONE)
    with pytest.raises(NotFoundError) as caught:
        world.run(update(newer, name="Acme", **METADATA))
    assert str(caught.value) == "404 PATCH /organizations/org_1: resource_not_found: no"
    assert sent(wire) == [PATCH]


@pytest.mark.parametrize(("reply", "error"), [(REFUSED, UnprocessableEntityError), (hang_up, ClerkConnectionError)])
def test_when_the_second_call_fails_the_error_says_that_the_first_has_happened(
    world: BothClients, wire: RecordingServer, newer: Any, reply: Any, error: type[Exception]
) -> None:
    wire.reply(DONE, reply)
    with pytest.raises(error) as caught:
        world.run(update(newer, name="Acme", **METADATA))
    assert "PUT /organizations/org_1/metadata: " in str(caught.value).replace(f"{wire.url}/v1", "")
    assert str(caught.value).endswith("; PATCH /organizations/org_1, sent before it, has happened")
    assert (getattr(caught.value, "method", "PUT"), sent(wire)) == ("PUT", [PATCH, PUT])


def test_the_rate_limit_counts_both(world: BothClients, wire: RecordingServer) -> None:
    limit = RateLimit(1, 3600.0, wait=False)
    clerk = world.client(secret_key=key_of(wire), api_url=wire.url, clerk_api_version=NEWER, rate_limit=limit)
    with pytest.raises(RateLimitError, match=r"own rate limit .* PATCH \S+, sent before it, has happened$"):
        world.run(update(clerk, name="Acme", **METADATA))
    assert sent(wire) == [PATCH]


def test_hooks_and_stats_see_two_calls(world: BothClients, wire: RecordingServer) -> None:
    seen: list[Any] = []
    clerk = world.client(api_url=wire.url, clerk_api_version=NEWER, on_request=seen.append)
    world.run(update(clerk, name="Acme", **METADATA))
    assert [event.operation_id for event in seen] == ["UpdateOrganization", "ReplaceOrganizationMetadata"]
    assert len({event.call_id for event in seen}) == 2
    assert {name: one.calls for name, one in clerk.stats().operations.items()} == {
        "ReplaceOrganizationMetadata": 1,
        "UpdateOrganization": 1,
    }


def test_only_the_call_that_failed_is_repeated(world: BothClients, wire: RecordingServer) -> None:
    busy = Reply(status=503)
    wire.reply(DONE, busy, busy, DONE)
    clerk = world.client(api_url=wire.url, clerk_api_version=NEWER, retry=AT_ONCE)
    assert world.run(update(clerk, name="Acme", **METADATA)).id == "org_1"
    assert sent(wire) == [PATCH, PUT, PUT, PUT]


def test_a_hook_that_fails_between_them_ends_it_unchanged(world: BothClients, wire: RecordingServer) -> None:
    wire.reply(DONE)
    hook = Mock(side_effect=LookupError("mine"))
    clerk = world.client(api_url=wire.url, clerk_api_version=NEWER, on_response=hook)
    with pytest.raises(LookupError, match="mine"):
        world.run(update(clerk, name="Acme", **METADATA))
    assert sent(wire) == [PATCH]


def test_a_client_closed_between_them_says_that_the_first_has_happened(wire: RecordingServer) -> None:
    wire.reply(DONE)
    clerk = ClerkClient(secret_key=KEY, api_url=wire.url, clerk_api_version=NEWER, on_response=lambda _: clerk.close())
    with pytest.raises(ClerkConfigurationError, match=r"PATCH /organizations/org_1, sent before it, has happened$"):
        update(clerk, name="Acme", **METADATA)
    assert sent(wire) == [PATCH]


@pytest.mark.parametrize("library", ["asyncio", "trio"])
def test_a_task_cancelled_between_them_sends_the_first_alone(wire: RecordingServer, library: str) -> None:
    wire.reply(DONE)

    async def main() -> None:
        async def cancel(_: Any) -> None:
            scope.cancel()
            await anyio.lowlevel.checkpoint()

        async with AsyncClerkClient(
            secret_key=KEY, api_url=wire.url, clerk_api_version=NEWER, on_response=cancel
        ) as clerk:
            with anyio.CancelScope() as scope:
                await update(clerk, name="Acme", **METADATA)
            assert scope.cancelled_caught
            assert clerk.stats().calls == 1

    anyio.run(main, backend=library)
    assert sent(wire) == [PATCH]


def test_a_change_after_the_call_does_not_reach_it(wire: RecordingServer) -> None:
    world = BothClients(is_async=True)
    clerk, metadata = world.client(api_url=wire.url, clerk_api_version=NEWER), {"plan": "pro"}
    coroutine = update(clerk, name="Acme", public_metadata=metadata)
    metadata["plan"] = "free"
    world.run(coroutine)
    world.tear_down()
    assert wire.last.json == {"public_metadata": {"plan": "pro"}}


@pytest.mark.parametrize(("timeout", "left"), [(60.0, [60.0, 50.0]), (None, [None, None])])
def test_both_share_one_deadline(timeout: float | None, left: list[float | None]) -> None:
    taken = _chained(timeout, answer(200), answer(200))
    assert [step.time_left for step in taken.sends] == left
    assert taken.result.status == 200


def test_the_second_call_has_what_the_first_has_left() -> None:
    taken = _chained(15.0, answer(200), failure(sent=True, timed_out=True))
    assert [step.time_left for step in taken.sends] == [15.0, 5.0]
    assert isinstance(taken.result, ClerkTimeoutError)
    assert str(taken.result).endswith("has happened")


def _chained(timeout: float | None, *outcomes: Any) -> Taken:
    """What comes of both calls, when each takes ten seconds and none is repeated."""
    described = OrganizationAPI.update_organization._describe("org_1", name="Acme", **METADATA)
    operation = for_version(described, NEWER)
    assert isinstance(operation, ChainedOperation)
    policy = RetryPolicy(attempts=1)

    def taken(clock: Callable[[], float]) -> Steps:
        def call(one: Operation[Any], left: float | None) -> Steps:
            request = Request(one.method, f"http://127.0.0.1/v1{one.path}", {}, None, one.route, 1000)
            observer = CallObserver(one, HookSet(), Counters())
            return call_steps(request, policy, left, Budget(policy.budget), clock, observer)

        return chained_steps(operation, timeout, clock, call)

    return take_steps(taken, outcomes, 10.0)
