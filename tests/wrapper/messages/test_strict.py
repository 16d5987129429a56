"""`strict=True`: an answer that breaks the document is an error that names every place, however it came."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from clerk_organizations import ClerkConfigurationError, ClerkDecodeError, RetryPolicy
from clerk_organizations.testing import MockClerk
from clerk_organizations_api import Operation, api, models
from tests.contract.calls import plain_call
from tests.faults.rows import Row, rows
from tests.support.clients import BothClients
from tests.support.document import Described
from tests.support.present import METHODS
from tests.support.responses import Reply
from tests.support.servers import RecordingServer

BROKEN = {**METHODS["GetOrganization"].answer, "name": None, "created_at": "now"}
PLACES = ["$.name", "$.created_at"]


@pytest.fixture
def strict(world: BothClients, wire: RecordingServer) -> Any:
    return world.client(api_url=wire.url, strict=True)


@pytest.mark.sample(30)
@pytest.mark.filterwarnings("ignore:.* is deprecated by the API:DeprecationWarning")
@pytest.mark.parametrize("operation", METHODS.values(), ids=METHODS)
def test_an_answer_as_documented_passes(
    operation: Described, world: BothClients, wire: RecordingServer, strict: Any
) -> None:
    wire.reply(Reply(operation.answer, status=operation.success[0]))
    call = plain_call(operation.id)
    model = world.run(operation.method_of(strict)(*call.args, **call.kwargs))
    assert model.to_dict() == operation.answer


@rows(
    Row("I82", "with `strict=True`: answer whose fields are not what the document says", "ClerkDecodeError: each path"),
)
def test_a_breach_is_an_error(row: Row, world: BothClients, wire: RecordingServer, strict: Any) -> None:
    wire.reply(Reply(BROKEN), Reply(BROKEN), Reply(BROKEN))
    get = api.get_organization("org_1")
    calls: list[Callable[[], Any]] = [
        lambda: strict.organizations.get_organization(organization_id="org_1"),
        lambda: strict.send(get),
        lambda: strict.send_raw(get),
    ]
    for call in calls:
        with pytest.raises(ClerkDecodeError) as caught:
            world.run(call())
        assert (caught.value.json_path, caught.value.json_paths, caught.value.status) == ("$.name", PLACES, 200)
        assert str(caught.value) == (
            "200 GET /organizations/org_1: $.name: expected a string, got null; $.created_at: expected an integer, got "
            "a string; the server accepted the call, only its answer breaks the document"
        )


def test_without_it_the_answer_is_read_as_it_is(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(Reply(BROKEN), Reply(BROKEN), Reply(BROKEN))
    assert world.run(clerk.organizations.get_organization(organization_id="org_1")).name is None
    tests = clerk.with_options(strict=True)
    with pytest.raises(ClerkDecodeError):
        world.run(tests.organizations.get_organization(organization_id="org_1"))
    assert world.run(tests.with_options(strict=False).send(api.get_organization("org_1"))).created_at == "now"


@rows(Row("I83", "with `strict=True`: a broken page in a walk", "ClerkDecodeError when its turn comes"))
def test_a_walk_ends_at_a_broken_page(row: Row, world: BothClients, wire: RecordingServer, strict: Any) -> None:
    one = METHODS["GetOrganization"].answer
    pages = [{"data": [{**one, "id": f"org_{number}"}], "total_count": 3} for number in range(2)] + [
        {"data": [BROKEN], "total_count": 3}
    ]

    def page_at(handler: Any) -> None:
        offset = int(handler.path.rpartition("offset=")[2])
        Reply(pages[offset])(handler)

    wire.reply(*[page_at] * 6)
    walk = strict.organizations.get_organization_list.iter(limit=1)
    with pytest.raises(ClerkDecodeError) as caught:
        world.items(walk)
    assert caught.value.json_paths == ["$.data[0].name", "$.data[0].created_at"]
    with pytest.raises(ClerkDecodeError):
        wire.reply(Reply(pages[2]))
        world.items(strict.organizations.get_organization_list.pages(limit=1, offset=2))


@rows(Row("I84", "with `strict=True`: a repeated DELETE finds nothing", "deleted: what was not sent has no breach"))
def test_what_was_deleted_before_is_no_breach(row: Row, world: BothClients, wire: RecordingServer) -> None:
    gone = {"errors": [{"code": "resource_not_found", "message": "not found"}]}
    wire.reply(Reply(status=503), Reply(gone, status=404))
    clerk = world.client(api_url=wire.url, strict=True, retry=RetryPolicy(first_delay=0.0))
    assert world.run(clerk.organizations.delete_organization("org_1")).deleted is True


@rows(Row("I85", "with `strict=True`: what `reconcile=True` finds breaks the document", "found, then ClerkDecodeError"))
def test_what_reconciling_finds_is_checked(row: Row, world: BothClients, wire: RecordingServer) -> None:
    mock = MockClerk()
    with mock.client() as inside:
        made = inside.organizations.create_organization(name="Acme", slug="acme").to_dict()
    found = {**made, "admin_delete_enabled": None, "created_at": 4_000_000_000_000}
    wire.reply(Reply(status=503), Reply(found))
    clerk = world.client(api_url=wire.url, strict=True, retry=RetryPolicy(first_delay=0.0))
    with pytest.raises(ClerkDecodeError, match="the server accepted the call") as caught:
        world.run(clerk.organizations.create_organization(name="Acme", slug="acme", reconcile=True))
    assert caught.value.json_paths == ["$.admin_delete_enabled"]
    assert [request.method for request in wire.requests] == ["POST", "GET"]


def test_many_breaches_are_all_in_the_error_and_ten_in_its_message(
    world: BothClients, wire: RecordingServer, strict: Any
) -> None:
    wire.reply(Reply({"data": [{**BROKEN, "name": "SECRET"}] * 12, "total_count": 12}))
    with pytest.raises(ClerkDecodeError, match=r"; and 2 more; the server") as caught:
        world.run(strict.organizations.get_organization_list())
    assert caught.value.json_paths == [f"$.data[{number}].created_at" for number in range(12)]
    assert "SECRET" not in str(caught.value)


def test_how_an_operation_of_your_own_is_read_is_up_to_you(
    world: BothClients, wire: RecordingServer, strict: Any
) -> None:
    wire.reply(Reply(BROKEN), Reply(BROKEN))
    own: Operation[Any] = Operation("GetOrganization", "GET", "/o", "/o", json.dumps)
    assert json.loads(world.run(strict.send(own))) == BROKEN
    known = Operation("GetOrganization", "GET", "/o", "/o", models.Organization.from_dict)
    with pytest.raises(ClerkDecodeError):
        world.run(strict.send(known))


def test_it_is_a_bool(world: BothClients, clerk: Any) -> None:
    makes: list[Callable[[], Any]] = [lambda: world.client(strict="yes"), lambda: clerk.with_options(strict=1)]
    for make in makes:
        with pytest.raises(ClerkConfigurationError, match="strict must be of type bool"):
            make()
