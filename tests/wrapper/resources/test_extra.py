"""`extra=`: fields and parameters that the document does not have go along, as they are."""

import inspect
import json
from collections.abc import Callable
from typing import Any

import pytest

from clerk_organizations import AsyncClerkClient
from clerk_organizations.testing import MockClerk
from clerk_organizations_api import api
from tests.contract.calls import plain_call
from tests.support.clients import AT_ONCE, BothClients
from tests.support.document import Described
from tests.support.present import METHODS
from tests.support.resources import definition
from tests.support.responses import Reply
from tests.support.servers import RecordingServer
from tests.wrapper.resources.test_methods import parts
from tests.wrapper.resources.test_walks import page

TAKING = [
    one for one in METHODS.values() if "extra" in inspect.signature(definition(one)).parameters and not one.takes_rows
]
NESTED = {"reassignment_mappings": {"org:old": "org:new"}, "list": [1, None, {"camelCase": True}]}
ORG = {"object": "organization", "id": "org_1"}

METADATA = {"public_metadata": {"plan": "pro"}}

pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated by the API:DeprecationWarning")


def test_what_takes_fields_takes_extra_ones() -> None:
    taking = {one.id for one in TAKING}
    for one in METHODS.values():
        has_fields = bool(one.names("query") or one.body.get("properties"))
        assert (one.id in taking) is (has_fields and not one.takes_rows), one.id


@pytest.mark.sample(30)
@pytest.mark.parametrize("operation", TAKING, ids=lambda one: one.id)
def test_every_method_sends_it(operation: Described, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    call = plain_call(operation.id)
    wire.reply_json(operation.answer)
    world.run(operation.method_of(clerk)(*call.args, **call.kwargs, extra={"new_field": "x"}))
    if "file" in call.kwargs:
        assert dict(parts(wire.last))["new_field"] == b"x"
    elif operation.body:
        assert wire.last.json["new_field"] == "x"
    else:
        assert wire.last.query == [("new_field", "x")]


def test_a_body_has_it_untouched(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json(ORG)
    world.run(clerk.organizations.updateOrganization("org_1", name="Acme", extra=NESTED))
    assert wire.last.json == {"name": "Acme", **NESTED}


def test_a_query_has_texts_numbers_and_names_that_repeat(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json({"data": [], "total_count": 0})
    extra = {"filter_by": ["a", "b"], "created_at_before": 5, "deep": True}
    world.run(clerk.organizations.get_organization_list(query="x", extra=extra))
    assert wire.last.query == [
        ("query", "x"), ("filter_by", "a"), ("filter_by", "b"), ("created_at_before", "5"), ("deep", "true"),
    ]  # fmt: skip


def test_a_walk_has_it_in_every_request(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(page([1, 2], 3), page([3], 3))
    assert len(world.items(clerk.organizations.get_organization_list.iter(limit=2, extra={"slug": "x"}))) == 3
    assert [dict(one.query)["slug"] for one in wire.requests] == ["x", "x"]


def test_each_row_has_its_own(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json({"data": [], "total_count": 0})
    rows = [{"email_address": "a@x.example", "role": "org:member", "extra": {"note": [1]}}]
    rows.append({"email_address": "b@x.example", "role": "org:member"})
    world.run(clerk.organizations.create_organization_invitation_bulk("org_1", rows))
    assert wire.last.json == [
        {"email_address": "a@x.example", "role": "org:member", "note": [1]},
        {"email_address": "b@x.example", "role": "org:member"},
    ]


def test_a_create_that_is_reconciled_has_it_again(world: BothClients) -> None:
    mock = MockClerk()
    mock.fail(500, operation_id="CreateOrganization")
    create = world.client(transport=mock.transport, retry=AT_ONCE).organizations.create_organization
    assert world.run(create(name="Acme", slug="acme", reconcile=True, extra={"new_field": 1})).slug == "acme"
    created = [one.request for one in mock.requests if one.request.method == "POST"]
    assert [json.loads(one.body) for one in created] == [{"name": "Acme", "slug": "acme", "new_field": 1}] * 2
    assert {one.request.query for one in mock.requests} == {()}


def test_a_replacement_of_metadata_has_it(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json(ORG)
    world.run(clerk.organizations.replace_organization_metadata("org_1", public_metadata=None, extra={"new_field": 1}))
    assert (wire.last.method, wire.last.json) == ("PUT", {"public_metadata": None, "new_field": 1})


@pytest.mark.parametrize("version", ["2025-11-10", "2026-05-12"])
def test_an_update_with_metadata_has_it_where_the_other_fields_go(
    version: str, world: BothClients, wire: RecordingServer
) -> None:
    clerk = world.client(api_url=wire.url, clerk_api_version=version)
    wire.reply(Reply(ORG))
    world.run(clerk.organizations.update_organization("org_1", **METADATA, extra={"new_field": 1}))
    found = [(one.method, one.json) for one in wire.requests]
    if version == "2025-11-10":
        assert found == [("PATCH", {**METADATA, "new_field": 1})]
    else:
        assert found == [("PATCH", {"new_field": 1}), ("PUT", METADATA)]


def test_a_change_after_the_call_does_not_reach_it(wire: RecordingServer) -> None:
    world, extra = BothClients(is_async=True), {"mappings": {"a": "b"}}
    clerk: AsyncClerkClient = world.client(api_url=wire.url)
    wire.reply_json(ORG)
    coroutine = clerk.organizations.update_organization("org_1", extra=extra)
    extra["mappings"]["a"] = "c"
    world.run(coroutine)
    world.tear_down()
    assert wire.last.json == {"mappings": {"a": "b"}}


UPDATE = api.update_organization
REFUSED: list[tuple[Callable[..., Any], Any, str]] = [
    (UPDATE, None, r"^extra must be a dict, not NoneType$"),
    (UPDATE, "name=x", r"^extra must be a dict, not str$"),
    (UPDATE, [("a", 1)], r"^extra must be a dict, not list$"),
    (UPDATE, {1: 2}, r"^extra must have keys of type str, not 1 \(int\)$"),
    (UPDATE, {"name": "x"}, r"^extra has 'name', which update_organization takes itself: pass it as name$"),
    (UPDATE, {"organization_id": "x"}, r"^extra has 'organization_id', .* pass it as organization_id$"),
    (api.get_organization, {"deep": {"a": 1}}, r"^extra\.deep must be a text, a number, True or False, not dict$"),
    (api.get_organization, {"deep": [None]}, r"^extra\.deep must be a text, a number, True or False, not NoneType$"),
]


@pytest.mark.parametrize(("function", "extra", "said"), REFUSED)
def test_what_is_no_extra_field_is_refused(function: Callable[..., Any], extra: Any, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        function("org_1", extra=extra)


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (5, r"^rows\[0\]\.extra must be a dict, not int$"),
        ({"role": "x"}, r"^rows\[0\]\.extra has 'role', .*pass it as role$"),
    ],
)
def test_what_is_no_extra_field_of_a_row_is_refused(extra: Any, said: str) -> None:
    row: Any = {"email_address": "a@x.example", "role": "org:member", "extra": extra}
    with pytest.raises(TypeError, match=said):
        api.create_organization_invitation_bulk("org_1", [row])


def test_the_slug_of_an_organization_has_its_argument(clerk: Any, wire: RecordingServer) -> None:
    with pytest.raises(TypeError, match="extra has 'slug', which get_organization takes itself"):
        clerk.organizations.get_organization(organization_id="org_1", extra={"slug": "acme"})
    assert wire.requests == []


@pytest.mark.parametrize(("value", "error"), [(object(), TypeError), (float("nan"), ValueError)])
def test_it_must_be_json(value: object, error: type[Exception], clerk: Any, wire: RecordingServer) -> None:
    with pytest.raises(error, match=r"^mappings\.a cannot be sent as JSON: "):
        clerk.organizations.update_organization("org_1", extra={"mappings": {"a": value}})
    assert wire.requests == []
