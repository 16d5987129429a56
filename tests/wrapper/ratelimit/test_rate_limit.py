"""Clients that keep to a limit: what they share, what they raise, what they give back."""

import asyncio
import gc
import inspect
import sys
import threading
import time
import weakref
from contextlib import nullcontext
from typing import Any

import anyio
import pytest
import trio

from clerk_organizations import (
    AsyncClerkClient,
    ClerkAPIResponseError,
    ClerkClient,
    ClerkConfigurationError,
    ClerkTimeoutError,
    RateLimit,
    RateLimitError,
    RetryPolicy,
    ServerError,
    create_clerk_client,
)
from clerk_organizations._calls.throttle import Throttle
from clerk_organizations._ratelimit.limiter import limiter_for
from clerk_organizations._secrets import SecretStr
from clerk_organizations.testing import MockClerk, serve
from clerk_organizations_api.api.organizations import list_organizations
from tests.faults.rows import Row, rows
from tests.support.clients import PACKAGE, BothClients
from tests.wrapper.ratelimit.test_bucket import fullest

HOUR = 3600
INVITATION = {"organization_id": "org_1", "email_address": "a@example.com", "role": "org:member"}


@pytest.fixture
def mock() -> MockClerk:
    return MockClerk()


def calls(mock: MockClerk) -> int:
    return len(mock.requests)


def a_call(world: BothClients, clerk: Any) -> Any:
    return world.run(clerk.organizations.get_organization_list())


# As the server sees it.


@pytest.mark.sample(1)
@pytest.mark.parametrize("how", ["threads", "asyncio", "trio"])
def test_64_at_once_never_exceed_the_limit_and_use_all_of_it(how: str, key: str) -> None:
    limit, each, mock = RateLimit(80, 0.8), 5, MockClerk()
    with serve(mock) as url:
        if how == "threads":
            with ClerkClient(secret_key=key, api_url=url, rate_limit=limit) as clerk:
                in_threads(clerk, each)
        elif how == "asyncio":
            asyncio.run(in_tasks_of_asyncio(AsyncClerkClient(secret_key=key, api_url=url, rate_limit=limit), each))
        else:
            trio.run(in_tasks_of_trio, AsyncClerkClient(secret_key=key, api_url=url, rate_limit=limit), each)
    times = [exchange.at / 1000 for exchange in mock.requests]
    assert len(times) == 64 * each
    assert fullest(times, 0.8) == 80


def in_threads(clerk: ClerkClient, each: int) -> None:
    def work() -> None:
        for _ in range(each):
            clerk.organizations.get_organization_list()

    threads = [threading.Thread(target=work) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


async def in_tasks(clerk: AsyncClerkClient, each: int) -> None:
    for _ in range(each):
        await clerk.organizations.get_organization_list()


async def in_tasks_of_asyncio(clerk: AsyncClerkClient, each: int) -> None:
    async with clerk, asyncio.TaskGroup() as group:
        for _ in range(64):
            group.create_task(in_tasks(clerk, each))


async def in_tasks_of_trio(clerk: AsyncClerkClient, each: int) -> None:
    async with clerk, trio.open_nursery() as nursery:
        for _ in range(64):
            nursery.start_soon(in_tasks, clerk, each)


def test_pages_that_are_fetched_ahead_take_slots_as_well(world: BothClients, key: str) -> None:
    seed = {"organizations": [{"name": f"Org {number}", "created_by": "user_ada"} for number in range(12)]}
    mock = MockClerk(seed)
    clerk = world.client(secret_key=key, transport=mock.transport, rate_limit=RateLimit(3, 0.3))
    assert len(world.items(clerk.organizations.get_organization_list.iter(limit=2))) == 12
    assert fullest([exchange.at / 1000 for exchange in mock.requests], 0.3) <= 3


# What is shared.


def test_clients_of_one_key_share_the_limit_and_others_do_not(world: BothClients, mock: MockClerk, key: str) -> None:
    one, same, other = (
        world.client(secret_key=secret, transport=mock.transport, rate_limit=RateLimit(2, HOUR, wait=False))
        for secret in (key, key, key + "x")
    )
    a_call(world, one)
    a_call(world, same.with_options(timeout=5))
    for clerk in (one, same, one.with_options(timeout=5)):
        with pytest.raises(RateLimitError):
            a_call(world, clerk)
    a_call(world, other)
    assert calls(mock) == 3


def test_the_limit_lasts_for_as_long_as_a_client_has_it(mock: MockClerk, key: str) -> None:
    with create_clerk_client(
        secret_key=key, transport=mock.transport, rate_limit=RateLimit(1, HOUR, wait=False)
    ) as clerk:
        clerk.organizations.get_organization_list()
        with pytest.raises(RateLimitError):
            clerk.organizations.get_organization_list()


@pytest.mark.slow
@rows(Row("R139", "a client for each job, under one rate limit", "the limit holds over all of them"))
def test_a_client_for_each_job_keeps_to_one_limit(row: Row, mock: MockClerk, key: str) -> None:
    limit = RateLimit(5, HOUR, wait=False)
    for number in range(8):
        with ClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as clerk:
            refused = pytest.raises(RateLimitError) if number >= 5 else nullcontext()
            with refused:
                clerk.organizations.get_organization_list()
        del clerk
        gc.collect()
    assert calls(mock) == 5


@pytest.mark.parametrize("header", ["Authorization", "authorization"])
def test_another_authorization_keeps_to_the_limit_of_its_own_key(
    world: BothClients, mock: MockClerk, key: str, header: str
) -> None:
    limit = RateLimit(2, HOUR, wait=False)
    clerk = world.client(secret_key=key, transport=mock.transport, rate_limit=limit)
    other = clerk.with_options(headers={header: f"bearer {key}x"})
    direct = world.client(secret_key=f"{key}x", transport=mock.transport, rate_limit=limit)
    for made in (other, direct, clerk, clerk):
        a_call(world, made)
    for refused in (other, direct, clerk):
        with pytest.raises(RateLimitError):
            a_call(world, refused)


@rows(Row("R133", "pages ahead of a walk under a rate limit", "they leave slots to the page in turn"))
def test_pages_ahead_take_no_slot_of_the_page_in_turn(row: Row, world: BothClients, key: str) -> None:
    seed = {"organizations": [{"name": f"Org {number}", "created_by": "user_ada"} for number in range(24)]}
    mock = MockClerk(seed)
    limit = RateLimit(6, HOUR, wait=False)
    clerk = world.client(secret_key=key, transport=mock.transport, rate_limit=limit)
    # Without waiting, six pages are all there is: page by page they are read, and so they are ahead.
    assert len(world.items(clerk.organizations.get_organization_list.iter(limit=4))) == 24
    assert calls(mock) == 6


def test_a_slot_that_comes_after_the_time_is_given_back(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    limit, mock = RateLimit(1, HOUR), MockClerk()
    with ClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as clerk:
        (window,) = limiter_for(limit, SecretStr(key)).slots("")
        acquire = window.acquire

        def slow(*args: Any) -> float:
            seconds = acquire(*args)
            threading.Event().wait(0.05)
            return seconds

        monkeypatch.setattr(window, "acquire", slow)
        with pytest.raises(ClerkTimeoutError, match="not sent: its time was over"):
            clerk.with_options(timeout=0.02).organizations.get_organization_list()
        clerk.organizations.get_organization_list()
    assert calls(mock) == 1


@pytest.mark.slow
@rows(Row("R138", "a call that waits for a slot gives up", "those behind it come as much earlier"))
def test_a_slot_is_not_idle_behind_one_that_gave_up(row: Row, key: str) -> None:
    async def run() -> list[str]:
        limit, order = RateLimit(1, 1.0), list[str]()
        async with AsyncClerkClient(secret_key=key, transport=MockClerk().transport, rate_limit=limit) as clerk:

            async def call(name: str) -> None:
                await clerk.with_options(timeout=2.5).organizations.get_organization_list()
                order.append(name)

            await call("first")
            waiting = [asyncio.create_task(call(str(number))) for number in range(2)]
            await anyio.wait_all_tasks_blocked()
            last = asyncio.create_task(clerk.with_options(timeout=3.5).organizations.get_organization_list())
            await anyio.wait_all_tasks_blocked()
            waiting[0].cancel()
            await waiting[1]
            another = asyncio.create_task(call("another"))  # behind the last: it would not fit if the slot were idle
            await last
            await another
            return order

    assert asyncio.run(run()) == ["first", "1", "another"]


@pytest.mark.parametrize("calls_made", [30])
def test_the_retries_in_hand_are_shared_by_all_of_with_options(
    world: BothClients, mock: MockClerk, calls_made: int
) -> None:
    policy = RetryPolicy(first_delay=0.0, budget=20.0)
    clerk = world.client(transport=mock.transport, retry=policy)
    mock.fail(503, times=1000)
    for number in range(calls_made):
        with pytest.raises(ServerError):
            a_call(world, clerk.with_options(retry=RetryPolicy(first_delay=0.0, budget=10.0 if number % 2 else 20.0)))
    assert calls(mock) == calls_made + 20


@pytest.mark.parametrize("seconds", [float("inf"), float("nan"), 1e10, -1.0])
@pytest.mark.parametrize(
    "name", ["first_delay", "longest_delay", "longest_retry_after", "connect_timeout", "silence_timeout", "timeout"]
)
def test_seconds_that_no_clock_takes_are_refused(name: str, seconds: float) -> None:
    options: dict[str, Any] = {name: seconds}
    with pytest.raises(ClerkConfigurationError, match=f"{name} must be a .*not {seconds}"):
        ClerkClient(secret_key="sk_test_x", **options) if name == "timeout" else RetryPolicy(**options)


def test_the_password_of_redis_is_not_in_frames() -> None:
    with pytest.raises(ClerkConfigurationError) as caught:
        RateLimit(1, 0, redis="redis://ann:hunter2@localhost")
    frames = [frame for frame in inspect.getinnerframes(caught.tb) if PACKAGE in frame.filename]
    assert frames and "hunter2" not in "".join(repr(frame.frame.f_locals) for frame in frames)


def test_a_limiter_without_clients_goes_once_its_slots_are_free(mock: MockClerk, key: str) -> None:
    limit = RateLimit(5, 0.001)
    with ClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as clerk:
        clerk.organizations.get_organization_list()
    del clerk
    left, deadline, number = weakref.ref(limiter_for(limit, SecretStr(key))), time.monotonic() + 20, 0
    while left() is not None and time.monotonic() < deadline:
        number += 1
        limiter_for(limit, SecretStr(f"{key}another{number}"))
        gc.collect()
    assert left() is None


@pytest.mark.sample(1)
@pytest.mark.parametrize(("kind", "most"), [("sk_live_", 1000), ("sk_test_", 100)])
def test_the_documented_limits_are_those_of_the_kind_of_key(mock: MockClerk, key: str, kind: str, most: int) -> None:
    secret = key.replace("sk_test_", kind)
    with ClerkClient(secret_key=secret, transport=mock.transport, rate_limit=RateLimit.for_key(wait=False)) as clerk:
        for _ in range(most):
            clerk.organizations.get_organization_list()
        with pytest.raises(RateLimitError, match=rf"not sent: .*\({most:,} requests in 10 s\)"):
            clerk.organizations.get_organization_list()
    assert calls(mock) == most


def test_processes_without_redis_each_keep_to_their_part(mock: MockClerk, key: str) -> None:
    limit = RateLimit(10, HOUR, wait=False, processes=4)
    with ClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as clerk:
        for _ in range(2):
            clerk.organizations.get_organization_list()
        with pytest.raises(RateLimitError):
            clerk.organizations.get_organization_list()
    with pytest.raises(ClerkConfigurationError, match="60 processes cannot each have a part of 50 requests"):
        ClerkClient(secret_key=key, rate_limit=RateLimit.for_key(processes=60))


# What is raised.


def test_who_does_not_wait_is_told_when_to_come_back(world: BothClients, mock: MockClerk, key: str) -> None:
    clerk = world.client(secret_key=key, transport=mock.transport, rate_limit=RateLimit(1, 60, wait=False))
    a_call(world, clerk)
    with pytest.raises(RateLimitError, match="429 GET /organizations: not sent: the client's own rate limit") as caught:
        a_call(world, clerk)
    error = caught.value
    assert (error.status, error.method, error.path) == (429, "GET", "/organizations")
    assert error.retry_after is not None and 59 < error.retry_after < 60.1
    assert calls(mock) == 1


def test_a_wait_beyond_the_deadline_is_refused_at_once(world: BothClients, mock: MockClerk, key: str) -> None:
    clerk = world.client(secret_key=key, transport=mock.transport, rate_limit=RateLimit(1, HOUR), timeout=50)
    a_call(world, clerk)
    with pytest.raises(ClerkTimeoutError, match=r"not sent: .* no slot free for 3603\.\d\d s, .* longer timeout"):
        a_call(world, clerk)
    assert calls(mock) == 1


def test_each_attempt_takes_a_slot_and_one_without_is_not_made(world: BothClients, mock: MockClerk, key: str) -> None:
    clerk = world.client(
        secret_key=key, transport=mock.transport, rate_limit=RateLimit(3, HOUR),
        retry=RetryPolicy(attempts=9, first_delay=0),
    )  # fmt: skip
    mock.fail(503, times=9)
    with pytest.raises(ServerError):  # the outcome of the third attempt: there is no slot for a fourth
        a_call(world, clerk)
    assert calls(mock) == 3


# What a 429 teaches.


def test_a_429_pauses_all_clients_of_the_key(world: BothClients, mock: MockClerk, key: str) -> None:
    limit = RateLimit(100, 60, wait=False)
    one, other = (world.client(secret_key=key, transport=mock.transport, rate_limit=limit) for _ in range(2))
    mock.fail(429, retry_after=20)
    with pytest.raises(RateLimitError, match="too_many_requests"):
        a_call(world, one)
    with pytest.raises(RateLimitError, match="not sent") as caught:
        a_call(world, other)
    assert caught.value.retry_after is not None and 19 < caught.value.retry_after <= 20
    assert calls(mock) == 1


def test_a_429_to_an_invitation_that_lasts_longer_than_a_window_pauses_invitations_alone(
    world: BothClients, mock: MockClerk, key: str
) -> None:
    clerk = world.client(secret_key=key, transport=mock.transport, rate_limit=RateLimit.for_key(wait=False))
    mock.fail(429, retry_after=1800)
    for said in ("too_many_requests", "not sent"):
        with pytest.raises(RateLimitError, match=said):
            world.run(clerk.organizations.create_organization_invitation(**INVITATION))
    a_call(world, clerk)


# What is given back.


def test_an_invitation_without_a_slot_for_all_requests_gives_its_own_back(
    world: BothClients, mock: MockClerk, key: str
) -> None:
    limit = RateLimit(1, 0.5, {"CreateOrganizationInvitation": (1, HOUR)}, wait=False)
    clerk = world.client(secret_key=key, transport=mock.transport, rate_limit=limit)
    a_call(world, clerk)
    with pytest.raises(RateLimitError, match=r"not sent: .*\(1 requests in 0.5 s\)"):
        world.run(clerk.organizations.create_organization_invitation(**INVITATION))
    waiting = world.client(
        secret_key=key, transport=mock.transport,
        rate_limit=RateLimit(1, 0.5, {"CreateOrganizationInvitation": (1, HOUR)}),
    )  # fmt: skip
    with pytest.raises(ClerkAPIResponseError, match=r"^4\d\d POST"):  # it was sent: there is no such organization
        world.run(waiting.organizations.create_organization_invitation(**INVITATION))
    with pytest.raises(ClerkTimeoutError, match=r"not sent: .*\(1 requests in 3600 s\)"):
        world.run(waiting.organizations.create_organization_invitation(**INVITATION))
    assert calls(mock) == 2


@pytest.mark.parametrize("library", ["asyncio", "trio"])
def test_who_is_cancelled_while_waiting_gives_up_its_place(library: str, mock: MockClerk, key: str) -> None:
    limit = RateLimit(1, 0.5)

    async def cancelled_and_another() -> None:
        async with AsyncClerkClient(secret_key=key, transport=mock.transport, rate_limit=limit) as clerk:
            await clerk.organizations.get_organization_list()
            with anyio.CancelScope() as scope:
                async with anyio.create_task_group() as group:
                    for _ in range(100):  # with these before it the other would wait for nearly a minute
                        group.start_soon(clerk.organizations.get_organization_list)
                    await anyio.wait_all_tasks_blocked()
                    scope.cancel()
            await clerk.with_options(timeout=2).organizations.get_organization_list()

    run: Any = asyncio.run if library == "asyncio" else trio.run
    run(cancelled_and_another) if library == "trio" else run(cancelled_and_another())
    assert calls(mock) == 2


def test_closing_ends_the_calls_of_threads_that_wait(mock: MockClerk, key: str) -> None:
    waits, ended = threading.Event(), list[BaseException]()
    clerk = ClerkClient(secret_key=key, transport=mock.transport, rate_limit=RateLimit(1, HOUR), timeout=None)
    clerk.organizations.get_organization_list()
    wait = clerk._driver._registry.closed.wait

    def begin(seconds: float) -> bool:
        waits.set()
        return wait(seconds)

    clerk._driver._registry.closed.wait = begin  # type: ignore[method-assign]  # to see it begin

    def work() -> None:
        try:
            clerk.organizations.get_organization_list()
        except ClerkConfigurationError as error:
            ended.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    waits.wait()
    clerk.close()
    thread.join()
    assert [str(error) for error in ended] == ["the client is closed"]


def test_closing_ends_the_calls_of_tasks_that_wait(mock: MockClerk, key: str) -> None:
    async def run() -> None:
        clerk = AsyncClerkClient(secret_key=key, transport=mock.transport, rate_limit=RateLimit(1, HOUR), timeout=None)
        await clerk.organizations.get_organization_list()
        waiting = asyncio.ensure_future(clerk.organizations.get_organization_list())
        await anyio.wait_all_tasks_blocked()
        await clerk.aclose()
        with pytest.raises(ClerkConfigurationError, match="the client is closed"):
            await asyncio.wait_for(waiting, 20)

    asyncio.run(run())
    assert calls(mock) == 1


# What makes no sense.


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((0, 10), "rate limit: requests must be an int of 1 or more, not 0"),
        ((-1, 10), "rate limit: requests must be an int of 1 or more, not -1"),
        ((True, 10), "requests must be an int"),
        ((1.5, 10), "requests must be an int"),
        ((1, 0), "rate limit: seconds must be a positive number of seconds, not 0"),
        ((1, 1e10), "seconds, not 10000000000.0; at most"),
        ((1, float("inf")), "seconds must be a positive number"),
        ((1, float("nan")), "seconds must be a positive number"),
        ((1, 1, {"GetOrganisation": (1, 1)}), "no operation 'GetOrganisation'.* such as 'GetOrganization'"),
        ((1, 1, {7: (1, 1)}), "there is no operation 7"),
        ((1, 1, {"GetOrganization": 5}), r"GetOrganization must be \(requests, seconds\), not 5"),
        ((1, 1, {"GetOrganization": (0, 5)}), "rate limit of GetOrganization: requests must be"),
        ((1, 1, ["GetOrganization"]), "must map operation ids"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(arguments: Any, said: str) -> None:
    with pytest.raises(ClerkConfigurationError, match=said):
        RateLimit(*arguments)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"redis": "localhost:6379"}, "must be a URL such as redis://"),
        ({"redis": "http://:hunter2@localhost"}, "must be a URL such as redis://"),
        ({"redis": "redis://:hunter2@localhost:99999"}, "must be a URL such as redis://"),
        ({"redis": "redis://"}, "must be a URL such as redis://"),
        ({"redis": 6379}, "must be a URL such as redis://"),
        ({"wait": 1}, "wait of a rate limit must be True or False, not 1"),
        ({"processes": 0}, "processes of a rate limit must be an int of 1 or more, not 0"),
    ],
)
def test_options_that_make_no_sense_are_refused(options: Any, said: str) -> None:
    with pytest.raises(ClerkConfigurationError, match=said) as caught:
        RateLimit.for_key(**options)
    assert "hunter2" not in str(caught.value)


def test_a_client_takes_nothing_else_for_a_limit(key: str) -> None:
    with pytest.raises(ClerkConfigurationError, match=r"rate_limit must be of type .*RateLimit, not int"):
        ClerkClient(secret_key=key, rate_limit=5)  # type: ignore[arg-type]  # that is the point


def test_without_the_redis_library_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ClerkConfigurationError, match=r"pip install 'clerk-organizations\[redis\]'"):
        RateLimit.for_key(redis="redis://localhost")


def test_a_limit_is_a_value_that_shows_no_password() -> None:
    limit = RateLimit(5, 1, {"GetOrganization": (1, 1)}, redis="redis://ann:hunter2@localhost:1/0")
    assert limit == RateLimit(5, 1, {"GetOrganization": (1, 1.0)}, redis="redis://ann:hunter2@localhost:1/0")
    assert "hunter2" not in repr(limit) and "redis://localhost:1/0" in repr(limit)
    with pytest.raises(AttributeError):
        limit.wait = False  # type: ignore[misc]  # that is the point


@pytest.mark.parametrize(("left", "refused"), [(0.5, False), (0.0, True), (-0.5, True)])
def test_a_slot_that_comes_at_the_deadline_is_none(
    left: float, refused: bool, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clerk_organizations._calls.throttle.clock", lambda: 100.0)
    throttle = Throttle(limiter_for(RateLimit(1, HOUR), SecretStr(key)), True, list_organizations())
    with pytest.raises(StopIteration) as done:
        next(throttle.acquire(100.0 + left))
    assert isinstance(done.value.value, ClerkTimeoutError) is refused
    throttle.cancel()
