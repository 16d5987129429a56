"""`.iter` and `.pages`: which requests a walk makes, what it yields, and when it stops."""

from typing import Any

import pytest

from clerk_organizations.models import Organizations
from tests.contract.calls import plain_call
from tests.support.calls import WINDOW
from tests.support.clients import BothClients
from tests.support.document import Described
from tests.support.present import METHODS
from tests.support.responses import Reply
from tests.support.servers import RecordingServer

LISTS = [one for one in METHODS.values() if "offset" in one.names("query")]


def page(numbers: list[int], total: Any) -> Reply:
    return Reply({"data": [{"id": f"org_{number}"} for number in numbers], "total_count": total})


def offsets(wire: RecordingServer) -> list[tuple[str, str]]:
    return [(dict(request.query)["limit"], dict(request.query)["offset"]) for request in wire.requests]


def names(items: list[Any]) -> list[int]:
    return [int(item.id.removeprefix("org_")) for item in items]


@pytest.mark.sample(13)
@pytest.mark.filterwarnings("ignore:.* is deprecated by the API:DeprecationWarning")
@pytest.mark.parametrize("operation", LISTS, ids=lambda one: one.id)
def test_every_list_walks_in_pages_of_500(
    operation: Described, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    call = plain_call(operation.id)
    wire.reply(page(list(range(500)), 501), page([500], 501))
    walked = world.items(operation.method_of(clerk).iter(*call.args, **call.kwargs))
    assert names(walked) == list(range(501))
    assert offsets(wire) == [("500", "0"), ("500", "500")]


def test_filters_go_with_every_request(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(page([1, 2], 3), page([3], 3))
    walk = clerk.organizations.getOrganizationList.iter(query="a b", order_by="+name", limit=2)
    assert names(world.items(walk)) == [1, 2, 3]
    assert [request.target.partition("?")[2] for request in wire.requests] == [
        "query=a+b&order_by=%2Bname&limit=2&offset=0",
        "query=a+b&order_by=%2Bname&limit=2&offset=2",
    ]


def test_limit_is_the_page_size_and_offset_the_first_item(
    world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply(page([7, 8], 10), page([9], 10))
    assert names(world.items(clerk.organizations.get_organization_list.iter(limit=2, offset=7))) == [7, 8, 9]
    assert offsets(wire) == [("2", "7"), ("2", "9")]


def test_pages_are_what_the_call_returns(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(page([1, 2], 3), page([3], 3))
    pages = world.items(clerk.organizations.get_organization_list.pages(limit=2))
    assert [type(found) for found in pages] == [Organizations, Organizations]
    assert [names(found.data) for found in pages] == [[1, 2], [3]]


def test_a_walk_ends_where_the_list_does(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(page([1, 2], 2))
    assert names(world.items(clerk.organizations.get_organization_list.iter(limit=2))) == [1, 2]
    assert len(wire.requests) == 1  # total_count says that there is no other page


def test_an_empty_list_is_one_request(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(page([], 0))
    assert world.items(clerk.organizations.get_organization_list.iter()) == []
    assert len(wire.requests) == 1


def test_an_empty_page_ends_a_walk_whatever_the_total_says(
    world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply(page([1], 99), page([], 99))
    assert names(world.items(clerk.organizations.get_organization_list.iter(limit=1))) == [1]
    assert 2 <= len(wire.requests) <= 1 + WINDOW  # those behind it are asked for meanwhile


@pytest.mark.parametrize("total", [None, True, "3"])
def test_without_a_total_an_empty_page_ends_a_walk(
    total: Any, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply(page([1, 2], total), page([3], total), page([], total))
    assert names(world.items(clerk.organizations.get_organization_list.iter(limit=100))) == [1, 2, 3]
    assert offsets(wire) == [("100", "0"), ("100", "2"), ("100", "3")]


def test_a_server_that_gives_fewer_than_asked_is_walked_whole(
    world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply(page([1, 2], 5), page([3, 4], 5), page([5], 5))
    assert names(world.items(clerk.organizations.get_organization_list.iter(limit=100))) == [1, 2, 3, 4, 5]
    assert offsets(wire) == [("100", "0"), ("100", "2"), ("100", "4")]


def test_items_that_a_shifting_list_repeats_come_once(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(page([1, 2], 5), page([2, 3], 5), page([3, 4], 6))
    assert names(world.items(clerk.organizations.get_organization_list.iter(limit=2))) == [1, 2, 3, 4]


def test_items_without_an_id_all_come(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(Reply({"data": [{"name": "a"}, {"name": "a"}], "total_count": 2}))
    assert len(world.items(clerk.organizations.get_organization_list.iter())) == 2


def test_a_walk_asks_for_nothing_before_it_is_walked(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    clerk.organizations.get_organization_list.iter()
    assert wire.requests == []


def test_a_consumer_that_stops_stops_the_requests(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(page([1, 2], 9))
    assert names(world.items(clerk.organizations.get_organization_list.iter(limit=2), most=2)) == [1, 2]
    assert len(wire.requests) == 1


def test_a_growing_list_is_walked_to_its_new_end(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(page([1, 2], 3), page([3, 4], 5), page([5], 5))
    assert names(world.items(clerk.organizations.get_organization_list.iter(limit=2))) == [1, 2, 3, 4, 5]


def test_wrong_arguments_are_refused_when_the_walk_is_made(
    world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    with pytest.raises(TypeError, match="limit must be an int"):
        clerk.organizations.get_organization_list.iter(limit="2")
    with pytest.raises(ValueError, match="organization_id must not be empty"):
        clerk.organizations.get_organization_domain_list.pages(organization_id="")
    assert wire.requests == []


def test_a_list_method_shows_its_signature(clerk: Any) -> None:
    assert repr(clerk.organizations.get_organization_list).startswith(
        "<get_organization_list(*, include_members_count: 'bool | None"
    )
