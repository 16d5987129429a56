"""No id reaches another resource: bad ones are refused before anything is sent, all others are one path segment."""

from typing import Any
from urllib.parse import unquote

import pytest

from tests.support.clients import BothClients
from tests.support.document import OPERATIONS
from tests.support.present import METHODS
from tests.support.servers import RecordingServer
from tests.wrapper.resources.derived import Case
from tests.wrapper.resources.test_methods import CASES

PLACES = [
    (case, name)
    for case in CASES
    for name in sorted({"slug"}.union(*(operation.names("path") for operation in METHODS.values())))
    if name in OPERATIONS[case.operation].names("path") or (name == "slug" and "slug" in case.kwargs)
    if (name in case.kwargs or case.args) and not (name == "slug" and case.method != "get_organization")
]
IDS = [f"{case.resource}.{case.method}-{name}" for case, name in PLACES]
REFUSED = [
    "",
    ".",
    "..",
    "%2e",
    "%2E%2e",
    ".%2e",
    "%252e%252e",
    "a\0b",
    "a\nb",
    "\x7f",
    "a%00b",
    "%0d%0a",
    "\x85",
    "\ud800",
]
ESCAPED = [
    "../users/user_1",
    "a/b",
    "a?b=c",
    "a#b",
    "a b",
    "100%",
    "a%2Fb",
    "é☃",
    "a\\b",
    ";a=b",
    "a:b@c",
    "...",
    "~",
    "+",
]


def test_every_path_parameter_of_the_document_is_tried() -> None:
    tried = {(case.operation, name) for case, name in PLACES}
    wanted = {(operation.id, name) for operation in METHODS.values() for name in operation.names("path")}
    assert wanted <= tried
    assert ("GetOrganization", "slug") in tried


def call(clerk: Any, case: Case, name: str, value: Any) -> Any:
    """Make the call of a case with another id."""
    method = case.of(clerk)
    args, kwargs = list(case.args), dict(case.kwargs)
    if name in kwargs:
        kwargs[name] = value
    else:
        args[0] = value  # what TypeScript takes first is the id of the organization
    return method(*args, **kwargs)


@pytest.mark.sample(40)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("case", "name"), PLACES, ids=[f"{case.resource}.{case.method}-{name}" for case, name in PLACES]
)
def test_an_id_that_could_address_something_else_is_refused(
    case: Case, name: str, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    for value in REFUSED:
        with pytest.raises(ValueError, match=rf"^{name} (must not|is not)"):
            world.run(call(clerk, case, name, value))
    assert wire.requests == []


def test_a_slug_to_look_for_is_refused_likewise(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    for value in REFUSED:
        with pytest.raises(ValueError, match=r"^slug (must not|is not)"):
            world.run(clerk.organizations.create_organization(name="Acme", slug=value, reconcile=True))
    assert wire.requests == []


@pytest.mark.sample(10)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("case", "name"), PLACES, ids=[f"{case.resource}.{case.method}-{name}" for case, name in PLACES]
)
def test_any_other_id_is_one_segment(
    case: Case, name: str, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply_json({"data": [], "total_count": 0})
    plain = f"/v1{case.path}".split("/")
    for value in ESCAPED:
        world.run(call(clerk, case, name, value))
        sent = [unquote(segment) for segment in wire.last.path.split("/")]
        assert len(sent) == len(plain)
        assert [segment for segment in sent if segment not in plain] == [value]


def test_a_colon_goes_out_as_it_is(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    """Keys of role sets have one, and every SDK of Clerk's sends it so."""
    world.run(clerk.role_sets.get_role_set("role_set:default"))
    assert wire.last.target == "/v1/role_sets/role_set:default"


def test_a_role_set_is_reconciled_by_its_key_alone(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    roles = {"roles": ["org:admin"], "default_role_key": "org:admin", "creator_role_key": "org:admin"}
    with pytest.raises(TypeError, match="reconcile needs a key"):
        world.run(clerk.role_sets.create_role_set(name="Finance", **roles, reconcile=True))
    assert wire.requests == []
