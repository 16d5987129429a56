"""Hooks: what they are told, in which order and where they run, and which are refused."""

import functools
import threading
import types
from typing import Any

import anyio
import anyio.lowlevel
import attrs
import httpx
import pytest

from clerk_organizations import (
    AsyncClerkClient,
    ClerkClient,
    ClerkConfigurationError,
    ClerkConnectionError,
    RetryPolicy,
)
from clerk_organizations._calls.call import call_steps
from clerk_organizations._calls.counters import Counters
from clerk_organizations._calls.hooks import HookSet
from clerk_organizations._calls.observer import CallObserver
from clerk_organizations._calls.steps import Notify, Send
from clerk_organizations._messages.request import build_request
from clerk_organizations._messages.response import Response
from clerk_organizations.events import CallEvent, RequestEvent, ResponseEvent, RetryEvent
from clerk_organizations.retry import Budget, Sleep
from clerk_organizations_api import api
from tests.support.checkpoints import all_free
from tests.support.clients import AT_ONCE, KEY, BothClients
from tests.support.responses import Reply, hang_up
from tests.support.servers import RecordingServer

FINE = Reply({"object": "organization", "id": "org_1"}, headers={"cf-ray": "8f3-FRA"})
EVENTS = ("on_request", "on_response", "on_retry")


def get(clerk: Any, identity: str = "org_private") -> Any:
    return clerk.organizations.get_organization(organization_id=identity)


def listening_to_all(seen: list[CallEvent]) -> dict[str, Any]:
    return dict.fromkeys(EVENTS, seen.append)


def test_the_events_of_a_call_that_is_repeated(world: BothClients, wire: RecordingServer) -> None:
    wire.reply(Reply(status=503, headers={"cf-ray": "8f2-FRA"}), hang_up, FINE)
    seen: list[Any] = []
    world.run(get(world.client(api_url=wire.url, retry=AT_ONCE, **listening_to_all(seen))))
    kinds = [RequestEvent, ResponseEvent, RetryEvent] * 2 + [RequestEvent, ResponseEvent]
    assert [type(event) for event in seen] == kinds
    assert [event.attempt for event in seen] == [1, 1, 1, 2, 2, 2, 3, 3]
    for event in seen:
        assert (event.operation_id, event.method) == ("GetOrganization", "GET")
        assert (event.route, event.path) == ("/organizations/{organization_id}", "/organizations/org_private")
    assert len({event.call_id for event in seen}) == 1
    answers = [event for event in seen if isinstance(event, ResponseEvent)]
    assert [(answer.status, answer.error, answer.clerk_trace_id) for answer in answers] == [
        (503, None, "8f2-FRA"),
        (None, "RemoteProtocolError", None),
        (200, None, "8f3-FRA"),
    ]
    assert all(answer.seconds > 0 for answer in answers)
    retries = [event for event in seen if isinstance(event, RetryEvent)]
    assert [(retry.reason, retry.delay) for retry in retries] == [("unavailable", 0.0), ("lost", 0.0)]
    assert [retry.response for retry in retries] == answers[:2]


def test_the_wait_that_the_server_asks_for_is_told_before_it(world: BothClients, wire: RecordingServer) -> None:
    wire.reply(Reply(status=429, headers={"retry-after": "0.01"}), FINE)
    seen: list[RetryEvent] = []
    world.run(get(world.client(api_url=wire.url, retry=AT_ONCE, on_retry=seen.append)))
    assert [(retry.reason, retry.delay) for retry in seen] == [("rate_limited", 0.01)]


def test_the_steps_of_a_call_with_hooks_are_in_order() -> None:
    operation, policy = api.get_organization(organization_id="org_1"), RetryPolicy()
    clerk = ClerkClient(secret_key=KEY)
    hooks = HookSet().replaced(awaits=False, **listening_to_all([]))
    watch = CallObserver(operation, hooks, Counters())
    generator = call_steps(build_request(operation, clerk._config), policy, 60.0, Budget(1), lambda: 1000.0, watch)
    taken: list[Any] = []
    answers = iter([Response(503, {}, b""), Response(200, {}, b"{}")])
    with pytest.raises(StopIteration):
        step = next(generator)
        while True:
            taken.append(type(step.event if isinstance(step, Notify) else step))
            step = generator.send(next(answers) if isinstance(step, Send) else None)
    attempt = [RequestEvent, Send, ResponseEvent]
    assert taken == [*attempt, RetryEvent, Sleep, *attempt]


def test_a_call_without_an_answer_is_told_as_well(world: BothClients) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    seen: list[Any] = []
    with pytest.raises(ClerkConnectionError):
        world.run(get(world.client(transport=httpx.MockTransport(refuse), **listening_to_all(seen))))
    assert [type(event) for event in seen] == [RequestEvent, ResponseEvent]
    assert (seen[1].status, seen[1].error) == (None, "ConnectError")


def test_each_call_has_its_own_id(world: BothClients, wire: RecordingServer) -> None:
    wire.reply(FINE)
    seen: list[RequestEvent] = []
    clerk = world.client(api_url=wire.url, on_request=seen.append)
    for _ in range(3):
        world.run(get(clerk))
    assert len({event.call_id for event in seen}) == 3


def test_several_hooks_run_in_their_order(world: BothClients, wire: RecordingServer) -> None:
    wire.reply(FINE)
    seen: list[Any] = []
    hooks = [lambda event: seen.append("first"), lambda event: seen.append("second")]
    world.run(get(world.client(api_url=wire.url, on_request=hooks, on_response=tuple(reversed(hooks)))))
    assert seen == ["first", "second", "second", "first"]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_async_hooks_are_awaited_before_the_call_goes_on(backend: str, wire: RecordingServer) -> None:
    wire.reply(Reply(status=503), FINE)
    seen: list[Any] = []

    async def hook(event: CallEvent) -> None:
        await anyio.lowlevel.checkpoint()
        seen.append((type(event).__name__, len(wire.requests)))

    async def main() -> None:
        hooks: Any = {name: [seen.append, hook] for name in EVENTS}
        async with AsyncClerkClient(secret_key=KEY, api_url=wire.url, retry=AT_ONCE, **hooks) as clerk:
            await get(clerk)

    anyio.run(main, backend=backend)
    told = [("RequestEvent", 0), ("ResponseEvent", 1), ("RetryEvent", 1), ("RequestEvent", 1), ("ResponseEvent", 2)]
    assert seen[1::2] == told


def test_hooks_run_in_the_thread_of_the_caller_and_in_those_that_look_ahead(wire: RecordingServer) -> None:
    wire.default = lambda handler: Reply(
        {"data": [{"id": f"org_{handler.path.partition('offset=')[2]}"}], "total_count": 4}
    )(handler)
    seen: set[str] = set()
    hook = lambda event: seen.add(threading.current_thread().name)  # noqa: E731 - shorter than a function
    with ClerkClient(secret_key=KEY, api_url=wire.url, on_request=hook) as clerk:
        assert len(list(clerk.organizations.get_organization_list.iter(limit=1))) == 4
    assert seen == {"MainThread", "clerk-walk"}


async def _coroutine_function(event: CallEvent) -> None:
    """A hook for async clients."""


class _AsyncCallable:
    async def __call__(self, event: CallEvent) -> None:
        """A hook for async clients as well."""


def _generator(event: CallEvent) -> Any:
    yield


async def _async_generator(event: CallEvent) -> Any:
    yield


ASYNC_HOOKS = [_coroutine_function, functools.partial(_coroutine_function), _AsyncCallable()]


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize(
    ("hook", "told"),
    [
        (5, "must be a callable or a list of them, not int"),
        ({print}, "must be a callable or a list of them, not set"),
        ([print, 5], r"\[1\] must be callable, not int"),
        ("print", r"\[0\] must be callable, not str"),
        (_generator, "is a generator"),
        (_async_generator, "is a generator"),
    ],
)
def test_what_is_no_hook_is_refused_by_name(name: str, hook: Any, told: str, world: BothClients) -> None:
    with pytest.raises(ClerkConfigurationError, match=name + r".*" + told):
        world.client(**{name: hook})
    with pytest.raises(ClerkConfigurationError, match=name + r".*" + told):
        world.client().with_options(**{name: hook})


@pytest.mark.parametrize("hook", ASYNC_HOOKS)
def test_async_hooks_are_for_async_clients(hook: Any) -> None:
    for hooks, name in ((hook, "on_retry"), ([print, hook], r"on_retry\[1\]")):
        with pytest.raises(ClerkConfigurationError, match=f"{name} is async.*use AsyncClerkClient"):
            ClerkClient(secret_key=KEY, on_retry=hooks)
    AsyncClerkClient(secret_key=KEY, on_retry=hook)


class Awaitable:
    """A result that is awaited, and no coroutine."""

    def __await__(self) -> Any:
        yield


async def _async_of_two(what: str, event: Any) -> None:
    raise AssertionError("it must not run")


@pytest.mark.parametrize(
    "hook", [functools.partial(_AsyncCallable()), functools.partial(functools.partial(_async_of_two, "x"))]
)
def test_a_partial_of_what_is_async_is_async(hook: Any) -> None:
    test_async_hooks_are_for_async_clients(hook)


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize("hook", [lambda event: _async_of_two("x", event), lambda event: Awaitable()])
@pytest.mark.filterwarnings("error")
def test_a_hook_that_only_its_result_shows_to_be_async_is_refused_when_it_is_called(
    name: str, hook: Any, wire: RecordingServer
) -> None:
    wire.reply(Reply(status=503), FINE)
    with ClerkClient(secret_key=KEY, api_url=wire.url, retry=AT_ONCE) as clerk:
        with pytest.raises(ClerkConfigurationError, match=f"{name} .*lambda.* is async.*use AsyncClerkClient"):
            get(clerk.with_options(**{name: hook}))
        assert all_free(clerk)
        assert get(clerk).id == "org_1"


def _of_a_generator(event: CallEvent) -> Any:
    return _generator(event)


def _of_an_async_generator(event: CallEvent) -> Any:
    return _async_generator(event)


@pytest.mark.parametrize("hook", [_of_a_generator, _of_an_async_generator])
def test_a_hook_that_returns_a_generator_is_refused_when_it_is_called(
    hook: Any, world: BothClients, wire: RecordingServer
) -> None:
    with pytest.raises(ClerkConfigurationError, match=f"on_response .*{hook.__name__}.* is a generator"):
        world.run(world.client(api_url=wire.url, on_response=hook).organizations.get_organization(slug="a"))


def test_a_generator_that_is_a_coroutine_is_awaited(world: BothClients, wire: RecordingServer) -> None:
    seen: list[Any] = []

    @types.coroutine
    def hook(event: CallEvent) -> Any:
        seen.append(event)
        yield from ()

    clerk = world.client(api_url=wire.url, on_request=hook)
    if world.is_async:
        world.run(clerk.organizations.get_organization(slug="a"))
    else:
        with pytest.raises(ClerkConfigurationError, match="is async"):
            clerk.organizations.get_organization(slug="a")
    assert len(seen) == world.is_async


def test_options_put_hooks_in_place_of_others(world: BothClients, wire: RecordingServer) -> None:
    wire.reply(FINE)
    ours: list[Any] = []
    theirs: list[Any] = []
    clerk = world.client(api_url=wire.url, on_request=ours.append, on_response=ours.append)
    for other, told in (
        (clerk.with_options(on_request=theirs.append), [1, 1]),
        (clerk.with_options(on_request=None, on_response=[]), [0, 0]),
        (clerk.with_options(timeout=5), [2, 0]),
        (clerk, [2, 0]),
    ):
        ours.clear()
        theirs.clear()
        world.run(get(other))
        assert [len(ours), len(theirs)] == told


def test_events_are_immutable_and_show_no_ids(world: BothClients, wire: RecordingServer) -> None:
    wire.reply(Reply(status=503), FINE)
    seen: list[Any] = []
    world.run(get(world.client(api_url=wire.url, retry=AT_ONCE, **listening_to_all(seen))))
    for event in seen:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            event.attempt = 7
        assert "org_private" not in f"{event} {event!r}"
    assert str(seen[0]) == "GET /organizations/{organization_id}: attempt 1"
    assert str(seen[2]).startswith("GET /organizations/{organization_id}: 503; attempt 1, ")
    assert str(seen[2]).endswith(" ms, trace None; again in 0.00 s")
