"""What arguments mean: absent, null and value; Python types refused here; the little conveniences."""

import inspect
import io
import re
import warnings
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest

from clerk_organizations import UNSET
from clerk_organizations_api import api
from tests.support.clients import BothClients
from tests.support.servers import RecordingServer


def test_what_is_not_given_is_not_sent(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    world.run(clerk.organizations.create_organization(name="Acme", slug=UNSET))
    assert wire.last.json == {"name": "Acme"}


def test_none_is_null_in_a_body_and_nothing_in_a_query(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    world.run(clerk.organizations.create_organization(name="Acme", slug=None, public_metadata=None))
    assert wire.last.json == {"name": "Acme", "slug": None, "public_metadata": None}
    wire.reply_json({"data": [], "total_count": 0})
    world.run(clerk.organizations.get_organization_list(query=None, limit=None, user_id=None))
    assert wire.last.target == "/v1/organizations"


def test_false_zero_and_empty_are_sent(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    world.run(clerk.organizations.update_organization("org_1", name="", admin_delete_enabled=False))
    assert wire.last.json == {"name": "", "admin_delete_enabled": False}
    wire.reply_json({"data": [], "total_count": 0})
    world.run(clerk.organizations.get_organization_list(query="", limit=0, include_members_count=False, user_id=[]))
    assert sorted(wire.last.query) == [("include_members_count", "false"), ("limit", "0"), ("query", "")]


def test_the_server_judges_an_update_without_fields_and_an_empty_bulk(
    world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    world.run(clerk.organizations.update_organization("org_1"))
    assert wire.last.body == b"{}"
    wire.reply_json({"data": [], "total_count": 0})
    world.run(clerk.organizations.create_organization_invitation_bulk("org_1", []))
    assert wire.last.body == b"[]"


def test_a_revoke_without_a_user_has_no_body(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    world.run(clerk.organizations.revoke_organization_invitation(organization_id="org_1", invitation_id="orginv_1"))
    assert wire.last.body == b""
    assert wire.last.headers["content-type"] == "application/json"  # or the API answers 415


@pytest.mark.parametrize("limits", [501, -1, 10**9])
def test_the_server_judges_ranges(limits: int, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json({"data": [], "total_count": 0})
    world.run(clerk.organizations.get_organization_list(limit=limits, offset=limits))
    assert wire.last.query == [("limit", str(limits)), ("offset", str(limits))]


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("get_organization_list", {"limit": True}, "limit must be an int, not True"),
    ("get_organization_list", {"limit": 10.0}, r"limit must be an int, not 10\.0"),
    ("get_organization_list", {"limit": "10"}, "limit must be an int, not '10'"),
    ("get_organization_list", {"include_members_count": "yes"}, "include_members_count must be True or False"),
    ("get_organization_list", {"include_members_count": 1}, "include_members_count must be True or False"),
    ("get_organization_list", {"query": 7}, "query must be a str, not 7"),
    ("get_organization_list", {"user_id": [1]}, r"user_id\[0\] must be a str, not 1"),
    ("get_organization_list", {"user_id": 1}, "user_id must be a list, not 1"),
    ("get_organization_list", {"user_id": {"user_1": 1}}, "user_id must be a list"),
    ("create_organization", {"name": None}, "name must be a str, not None"),
    ("create_organization", {"name": b"Acme"}, "name must be a str"),
    ("create_organization", {"name": "A", "public_metadata": "{}"}, r"public_metadata must be a dict, not str\Z"),
    ("create_organization", {"name": "A", "public_metadata": [("a", 1)]}, "public_metadata must be a dict"),
    ("create_organization", {"name": "A", "created_at": 1_700_000_000}, "created_at must be an aware datetime"),
    ("get_organization_membership_list", {"organization_id": "org_1", "created_at_after": "2026-01-01"}, "an int of"),
    ("get_organization_membership_list", {"organization_id": 1}, "organization_id must be a str"),
    ("update_organization_logo", {"file": 7}, "file must be bytes, a path or a file"),
    ("update_organization_logo", {"file": io.StringIO("x")}, "file must be bytes, a path or a file"),
    ("create_organization_invitation_bulk", {"rows": "rows"}, "rows must be a list"),
    ("create_organization_invitation_bulk", {"rows": [None]}, r"rows\[0\] must be a dict"),
    ("create_organization_invitation_bulk", {"rows": [{"role": "x"}]}, r"rows\[0\] lacks the key 'email_address'"),
    (
        "create_organization_invitation_bulk",
        {"rows": [{"email_address": "a@b.c", "role": "x", "inviterUserId": "user_1"}]},
        r"rows\[0\] has an unknown key 'inviterUserId'; known are ",
    ),
    (
        "create_organization_invitation_bulk",
        {"rows": [{"email_address": "a@b.c", "role": "x"}, {"email_address": 1, "role": "x"}]},
        r"rows\[1\]\.email_address must be a str",
    ),
    ("create_organization", {"name": "A", "reconcile": True}, "reconcile needs a slug"),
    ("create_organization", {"name": "A", "slug": None, "reconcile": True}, "reconcile needs a slug"),
    (
        "create_organization",
        {"name": "A", "slug": "a", "created_at": "2026-01-01T00:00:00Z", "reconcile": True},
        "reconcile goes without created_at",
    ),
    ("create_organization", {"name": "A", "slug": "a", "reconcile": 1}, "reconcile must be True or False"),
    (
        "create_organization_membership",
        {"organization_id": "org_1", "user_id": "user_1", "role": "r", "reconcile": None},
        "reconcile must be True or False",
    ),
    (
        "create_organization_invitation",
        {"organization_id": "org_1", "email_address": "a@b.c", "role": "r", "reconcile": "no"},
        "reconcile must be True or False",
    ),
    (
        "create_organization_domain",
        {"organization_id": "org_1", "name": "a.b", "enrollment_mode": "manual_invitation", "reconcile": 0},
        "reconcile must be True or False",
    ),
    ("create_organization_invitation_bulk", {"rows": [], "reconcile": True}, "unexpected keyword argument"),
    ("get_organization", {}, "exactly one of organization_id and slug"),
    ("get_organization", {"organization_id": "org_1", "slug": "acme"}, "exactly one of organization_id and slug"),
    ("get_organization", {"organization_id": None}, "organization_id must be a str"),
    ("delete_organization", {"nobody": 1}, "unexpected keyword argument 'nobody'"),
]


@pytest.mark.sample(30)
@pytest.mark.parametrize(("name", "kwargs", "message"), WRONG)
def test_a_wrong_python_type_is_refused_by_name(
    name: str, kwargs: dict[str, Any], message: str, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    method = getattr(clerk.organizations, name)
    first = next(iter(inspect.signature(method).parameters.values()))
    positional = first.kind is first.POSITIONAL_OR_KEYWORD
    with pytest.raises(TypeError, match=message):
        world.run(method(*["org_1"] * positional, **kwargs))
    assert wire.requests == []


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("create_organization", {"name": "A", "private_metadata": "SECRET"}),
        ("create_organization", {"name": {"private_metadata": "SECRET"}}),
        ("create_organization_invitation_bulk", {"rows": {"private_metadata": "SECRET"}}),
        ("create_organization_invitation_bulk", {"rows": ["SECRET"]}),
        (
            "create_organization_invitation_bulk",
            {"rows": [{"email_address": "a@b.c", "role": "x", "private_metadata": "SECRET"}]},
        ),
    ],
)
def test_a_refusal_does_not_show_what_may_be_private(name: str, kwargs: dict[str, Any], clerk: Any) -> None:
    method = getattr(clerk.organizations, name)
    with pytest.raises(TypeError, match=r"must be .*, not \w+$") as caught:
        method(*["org_1"] * (name != "create_organization"), **kwargs)
    assert "SECRET" not in str(caught.value)


def test_a_description_does_not_show_its_body() -> None:
    described = api.create_organization(name="x", private_metadata={"a": "SECRET"})
    assert "SECRET" not in repr(described)
    assert "files" not in repr(api.upload_organization_logo("org_1", file=b"SECRET"))


@pytest.mark.parametrize(
    ("metadata", "error", "message"),
    [
        ({"a": [{"b": {1, 2}}]}, TypeError, r"public_metadata\.a\[0\]\.b cannot be sent as JSON"),
        ({"a": float("nan")}, ValueError, r"public_metadata\.a cannot be sent as JSON"),
        ({"a": datetime(2026, 1, 1)}, TypeError, r"public_metadata\.a cannot be sent as JSON"),
    ],
)
def test_metadata_that_json_cannot_say_is_refused_by_path(
    metadata: dict[str, Any],
    error: type[Exception],
    message: str,
    world: BothClients,
    wire: RecordingServer,
    clerk: Any,
) -> None:
    with pytest.raises(error, match=message):
        world.run(clerk.organizations.update_organization_metadata("org_1", public_metadata=metadata))
    assert wire.requests == []


@pytest.mark.parametrize("where", ["", ".a", ".a[0]"])
def test_keys_of_metadata_are_texts(where: str, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    """json makes texts of some others, which no longer tell 1 from "1"."""
    for key in (1, None, 1.5, True, (1,), b"x"):
        inner = {key: 1, "1": 2}
        metadata: Any = {"": inner, ".a": {"a": inner}, ".a[0]": {"a": [inner]}}[where]
        with pytest.raises(TypeError, match=rf"^public_metadata{re.escape(where)}.*(key|keys)"):
            world.run(clerk.organizations.update_organization_metadata("org_1", public_metadata=metadata))
    assert wire.requests == []


def test_a_cycle_in_metadata_is_refused(world: BothClients, clerk: Any) -> None:
    metadata: dict[str, Any] = {}
    metadata["me"] = metadata
    with pytest.raises(ValueError, match="cannot be sent as JSON"):
        world.run(clerk.organizations.update_organization_metadata("org_1", public_metadata=metadata))


def test_times_are_milliseconds_or_aware(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json({"data": [], "total_count": 0})
    berlin = timezone(timedelta(hours=2))
    when = datetime(2026, 5, 1, 12, 0, 0, 123456, tzinfo=berlin)
    find = clerk.organizations.get_organization_membership_list
    world.run(find(organization_id="org_1", created_at_after=when))
    assert wire.last.query == [("created_at_after", "1777629600123")]
    with pytest.raises(ValueError, match="created_at_after must be an aware datetime"):
        world.run(find(organization_id="org_1", created_at_after=datetime(2026, 5, 1)))
    with pytest.raises(ValueError, match="created_at must be an aware datetime"):
        world.run(clerk.organizations.create_organization(name="A", created_at=datetime(2026, 5, 1)))
    assert datetime.fromtimestamp(1777629600.123, UTC) == when.replace(microsecond=123000)


@pytest.mark.parametrize(
    ("when", "sent"),
    [
        (datetime(1880, 1, 1, tzinfo=timezone(timedelta(minutes=53, seconds=28))), "1879-12-31T23:06:32+00:00"),
        (datetime(1880, 1, 1, tzinfo=timezone(timedelta(microseconds=1))), "1879-12-31T23:59:59.999999+00:00"),
        (datetime(2026, 1, 1, tzinfo=timezone(timedelta(minutes=-90))), "2026-01-01T00:00:00-01:30"),
    ],
)
def test_an_aware_datetime_goes_out_as_rfc_3339(
    when: datetime, sent: str, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    world.run(clerk.organizations.create_organization(name="A", created_at=when))
    assert wire.last.json["created_at"] == sent


def test_a_single_value_stands_for_itself_not_for_its_letters(
    world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply_json({"data": [], "total_count": 0})
    world.run(clerk.organizations.get_organization_list(user_id="user_1"))
    assert wire.last.query == [("user_id", "user_1")]


def test_values_of_enum_classes_are_sent_as_their_text(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    class Role(StrEnum):
        ADMIN = "org:admin"

    world.run(
        clerk.organizations.create_organization_membership(organization_id="org_1", user_id="user_1", role=Role.ADMIN)
    )
    assert wire.last.json == {"user_id": "user_1", "role": "org:admin"}


@pytest.mark.parametrize(("verified", "sent"), [(UNSET, True), (False, False), (True, True), (None, None)])
def test_a_new_domain_is_verified_unless_told_otherwise(
    verified: Any, sent: Any, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    domain = {"name": "a.example", "enrollment_mode": "manual_invitation"}
    world.run(clerk.organizations.create_organization_domain(organization_id="org_1", **domain, verified=verified))
    assert wire.last.json == {**domain, "verified": sent}


def test_replacing_metadata_by_update_warns_at_the_callers_line(
    world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    with pytest.warns(DeprecationWarning, match="public_metadata of update_organization is deprecated") as caught:
        world.run(clerk.organizations.update_organization("org_1", public_metadata={}))
    assert wire.last.json == {"public_metadata": {}}
    assert caught[0].filename == __file__  # where it is called, not where it is awaited
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        world.run(clerk.organizations.update_organization("org_1", name="Acme"))


@pytest.mark.parametrize(("given", "warns"), [
    (0, False), (99_999_999, False), (100_000_000, True), (1_767_225_600, True), (99_999_999_999, True),
    (100_000_000_000, False), (1_767_225_600_000, False), (-1_767_225_600, False),
])  # fmt: skip
def test_seconds_in_place_of_milliseconds_warn(
    given: int, warns: bool, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply_json({"data": [], "total_count": 0})
    find = clerk.organizations.get_organization_membership_list
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        world.run(find(organization_id="org_1", created_at_after=given))
    told = [(one.category, str(one.message), one.filename) for one in caught]
    said = f"created_at_after is in milliseconds: {given} looks like seconds, which take a factor of 1000"
    assert told == ([(UserWarning, said, __file__)] if warns else [])
    assert wire.last.query == [("created_at_after", str(given))]
