"""Limits of single resources: so many changes of each organization, and of each membership."""

import gc
from collections.abc import Iterator
from functools import partial

import pytest
import redis as redis_library

from benchmarks.fleet.redis_server import RedisServer
from clerk_organizations import ClerkClient, RateLimit
from clerk_organizations._ratelimit.limiter import ResourceWindows, limiter_for
from clerk_organizations._ratelimit.sliding_window import SlidingWindow
from clerk_organizations._secrets import SecretStr
from clerk_organizations.errors import RateLimitError
from clerk_organizations.rate_limit import RESOURCES, Quota
from clerk_organizations.testing import MockClerk
from tests.support.clients import BothClients
from tests.support.document import OPERATIONS

TEAM = {"name": "A", "created_by": "user_ada", "members": {"user_grace": "org:member"}}


@pytest.fixture
def limited() -> MockClerk:
    return MockClerk({"organizations": [TEAM, {**TEAM, "name": "B"}]}, rate_limits=True)


@pytest.fixture
def clerk(limited: MockClerk, key: str) -> Iterator[ClerkClient]:
    limit = RateLimit.for_key(wait=False)
    with ClerkClient(secret_key=key, transport=limited.transport, rate_limit=limit) as clerk:
        yield clerk


def test_the_operations_of_a_limit_lead_to_its_resource() -> None:
    for limit in RESOURCES:
        known = [OPERATIONS[name] for name in limit.operations if name in OPERATIONS]
        assert len(known) >= 2
        for operation in known:
            assert operation.route.split("/")[limit.depth].startswith("{")
            assert operation.method in ("PATCH", "PUT")


def test_an_organization_takes_ten_changes_and_others_as_many(clerk: ClerkClient, limited: MockClerk) -> None:
    first, second = (organization.id for organization in limited.instance.organizations)
    for number in range(5):
        clerk.organizations.update_organization(first, name=f"A{number}")
        clerk.organizations.update_organization_metadata(first, public_metadata={"n": number})
    for change in (
        partial(clerk.organizations.update_organization, first, name="x"),
        partial(clerk.organizations.update_organization_metadata, first, public_metadata={}),
    ):
        with pytest.raises(RateLimitError, match="not sent: the client's own rate limit"):
            change()
    clerk.organizations.update_organization(second, name="x")
    clerk.organizations.get_organization(organization_id=first)
    assert [exchange.response.status for exchange in limited.requests] == [200] * 12


def test_a_membership_takes_ten_changes_and_others_as_many(clerk: ClerkClient, limited: MockClerk) -> None:
    (organization, _) = limited.instance.organizations
    change = partial(clerk.organizations.update_organization_membership_metadata, organization_id=organization.id)
    for number in range(10):
        change(user_id="user_grace", public_metadata={"n": number})
    with pytest.raises(RateLimitError, match="not sent"):
        clerk.organizations.update_organization_membership(
            organization_id=organization.id, user_id="user_grace", role="org:admin"
        )
    change(user_id="user_ada", public_metadata={})
    clerk.organizations.update_organization(organization.id, name="x")
    assert {exchange.response.status for exchange in limited.requests} == {200}


def test_both_clients_wait_for_each_organization_alone(world: BothClients, limited: MockClerk, key: str) -> None:
    """A replacement of metadata counts with the rest, and the eleventh change is refused before it is sent."""
    first, second = (organization.id for organization in limited.instance.organizations)
    limit = RateLimit.for_key(wait=False)
    clerk = world.client(secret_key=key, transport=limited.transport, rate_limit=limit)
    for _ in range(10):
        world.run(clerk.organizations.replace_organization_metadata(first, public_metadata={}))
    with pytest.raises(RateLimitError, match="not sent"):
        world.run(clerk.organizations.update_organization(first, name="x"))
    world.run(clerk.organizations.replace_organization_metadata(second, public_metadata={}))
    assert [exchange.response.status for exchange in limited.requests] == [200] * 11


def test_a_limit_of_ones_own_says_nothing_of_resources(limited: MockClerk, key: str) -> None:
    limit = RateLimit(100, 10.0, wait=False)
    (organization, _) = limited.instance.organizations
    with ClerkClient(secret_key=key, transport=limited.transport, rate_limit=limit) as clerk:
        for _ in range(10):
            clerk.organizations.update_organization(organization.id, name="x")
        with pytest.raises(RateLimitError, match=r"429 PATCH .*too_many_requests"):
            clerk.with_options(timeout=1).organizations.update_organization(organization.id, name="x")


def test_windows_of_resources_go_once_their_slots_are_free() -> None:
    now = 0.0
    windows = ResourceWindows(lambda name, quota: SlidingWindow(quota, lambda: now))
    window = windows.get("organization a", Quota(1, 1.0))
    assert window.acquire(1) == 0
    window.release(1)
    del window
    gc.collect()
    assert windows.get("organization a", Quota(1, 1.0)).acquire(2) > 0
    windows.get("organization a", Quota(1, 1.0)).cancel(2)
    assert not windows.idle()
    now = 2.0
    assert windows.idle()
    held = windows.get("organization a", Quota(1, 1.0))
    assert windows.idle()  # but a call has it, and may take a slot yet
    assert windows.get("organization a", Quota(1, 1.0)) is held


def test_many_processes_leave_each_one_change(key: str) -> None:
    limiter = limiter_for(RateLimit.for_key(processes=50), SecretStr(key))
    own, everything = limiter.slots("UpdateOrganization", "/organizations/org_1")
    assert (own.quota, everything.quota) == (Quota(1, 10.0), Quota(2, 10.0))


def test_redis_shares_the_limit_of_a_resource_and_is_not_told_which(
    limited: MockClerk, redis: RedisServer, key: str
) -> None:
    first, second = (organization.id for organization in limited.instance.organizations)
    limits = [RateLimit.for_key(redis=redis.url, wait=False, processes=number) for number in (1, 2)]  # two limiters
    one, other = (ClerkClient(secret_key=key, transport=limited.transport, rate_limit=limit) for limit in limits)
    with one, other:
        for clerk in (one, other) * 5:
            clerk.organizations.update_organization(first, name="x")
        with pytest.raises(RateLimitError, match="not sent"):
            one.organizations.update_organization(first, name="x")
        other.organizations.update_organization(second, name="x")
    with redis_library.Redis.from_url(redis.url) as client:
        assert first not in str(client.keys("*"))
