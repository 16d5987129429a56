"""The names of the methods, and what help(), inspect and test doubles see of them."""

import importlib
import inspect
import typing
from collections.abc import Callable
from typing import Any
from unittest.mock import MagicMock, Mock, create_autospec, patch

import pytest

import clerk_organizations
from clerk_organizations import AsyncClerkClient, ClerkClient, RetryPolicy
from clerk_organizations.organizations import OrganizationAPI
from tests.contract.calls import plain_call
from tests.support.clients import KEY, BothClients
from tests.support.document import Described
from tests.support.present import METHODS
from tests.support.resources import ASYNC_RESOURCES, RESOURCES, definition, names
from tests.support.servers import RecordingServer

ALL = list(METHODS.values())
IDS = [f"{one.resource}.{one.python}" for one in ALL]
WALKING = {one.id for one in ALL if "offset" in one.names("query")}


def test_no_two_are_the_same() -> None:
    found = [(one.resource, name) for one in ALL for name in (one.python, one.typescript) if name]
    assert len(set(found)) == len(found)
    assert all(METHODS[id].python.endswith("_list") for id in WALKING)


@pytest.mark.parametrize("resources", [RESOURCES, ASYNC_RESOURCES])
def test_both_clients_have_these_methods_and_no_others(resources: dict[str, type]) -> None:
    for name, resource in resources.items():
        own = [one for one in ALL if one.resource == name]
        assert set(names(resource)) == {name for one in own for name in (one.python, one.typescript) if name}
    assert {one.resource for one in ALL} <= resources.keys()


@pytest.mark.sample(30)
@pytest.mark.parametrize("operation", [one for one in ALL if one.typescript], ids=lambda one: one.id)
def test_the_alias_is_the_method(operation: Described, world: BothClients) -> None:
    resource = getattr(world.client(), operation.resource)
    assert getattr(resource, operation.typescript) is getattr(resource, operation.python)


def test_a_resource_is_made_once_and_anew_for_other_options(world: BothClients) -> None:
    clerk = world.client()
    for name in RESOURCES:
        resource, other = getattr(clerk, name), clerk.with_options(timeout=1)
        assert getattr(clerk, name) is resource
        assert getattr(other, name)._client is other
        assert resource._client is clerk


def test_the_alias_makes_the_call(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    world.run(clerk.organizations.deleteOrganization("org_1"))
    assert (wire.last.method, wire.last.path) == ("DELETE", "/v1/organizations/org_1")


@pytest.mark.sample(30)
@pytest.mark.parametrize("operation", ALL, ids=IDS)
def test_a_bound_method_shows_what_it_takes_and_returns(operation: Described, world: BothClients) -> None:
    bound = operation.method_of(world.client())
    described = inspect.signature(definition(operation))
    signature = inspect.signature(bound)
    assert list(signature.parameters) == list(described.parameters)[1:]
    assert f"Operation[{signature.return_annotation}]" == described.return_annotation
    assert bound.__name__ == operation.python
    assert bound.__doc__ == definition(operation).__doc__
    assert inspect.iscoroutinefunction(bound) == world.is_async


@pytest.mark.parametrize("operation", ALL, ids=IDS)
def test_the_docstring_describes_every_argument(operation: Described) -> None:
    bound = definition(operation)
    arguments = list(inspect.signature(bound).parameters)[1:]
    if len(arguments) > 1:
        assert all(f"\n    {argument}: " in inspect.cleandoc(bound.__doc__) for argument in arguments)
    assert "\nRaises: " in inspect.cleandoc(bound.__doc__)
    assert len(bound.__doc__.splitlines()[0]) < 100


def test_lists_alone_walk(world: BothClients) -> None:
    clerk = world.client()
    assert {one.id for one in ALL if hasattr(one.method_of(clerk), "iter")} == WALKING
    assert {one.id for one in ALL if hasattr(one.method_of(clerk), "pages")} == WALKING


def test_test_doubles_know_the_methods(world: BothClients) -> None:
    double = create_autospec(world.client().organizations, instance=True)
    world.run(double.delete_organization("org_1"))
    double.delete_organization.assert_called_once_with("org_1")
    with pytest.raises(TypeError):
        world.run(double.delete_organization(nobody="org_1"))
    assert create_autospec(OrganizationAPI, instance=True).get_organization(slug="acme")


@pytest.mark.sample(4)
@pytest.mark.parametrize("read", [False, True], ids=["as imported", "once read"])
@pytest.mark.parametrize("attribute", RESOURCES)
def test_test_doubles_by_spec_know_what_is_awaited(attribute: str, read: bool, world: BothClients) -> None:
    """From Python 3.13 on, they look at a class without asking its attributes; `read` methods know what they wrap."""
    resource = getattr(world.client(), attribute)
    cls = type(resource)
    calls = {one.python: plain_call(one.id) for one in ALL if one.resource == attribute}
    for name in calls:
        assert not read or inspect.signature(getattr(cls, name))
        assert inspect.iscoroutinefunction(inspect.unwrap(inspect.getattr_static(cls, name))) == world.is_async
        assert inspect.iscoroutinefunction(getattr(cls, name)) == world.is_async
    for double in (
        Mock(spec=cls), MagicMock(spec=cls), MagicMock(spec_set=cls), MagicMock(spec=resource),
        create_autospec(cls, instance=True), create_autospec(resource),
    ):  # fmt: skip
        for name, call in calls.items():
            made = getattr(double, name)(*call.args, **call.kwargs)
            assert inspect.isawaitable(made) == world.is_async
            world.run(made)


def test_test_doubles_of_a_client_have_its_resources_and_check_arguments(world: BothClients) -> None:
    for double in (
        create_autospec(type(world.client()), instance=True),
        create_autospec(type(world.client()))(secret_key=KEY),
    ):
        world.run(double.organizations.get_organization(slug="acme"))
        double.organizations.get_organization.assert_called_once_with(slug="acme")
        with pytest.raises(TypeError):
            world.run(double.role_sets.get_role_set(nobody="x"))
        for walk in (walks := double.users.get_organization_membership_list).iter, walks.pages:
            assert walk(user_id="user_1")
            with pytest.raises(TypeError):
                walk(nobody="user_1")
        bulk = double.organizations.create_organization_invitation_bulk.chunked
        assert bulk("org_1", [])
        with pytest.raises(TypeError):
            bulk(nobody="org_1")


def test_walks_show_the_arguments_of_their_call(world: BothClients) -> None:
    for id in sorted(WALKING):
        call = getattr(getattr(world.client(), METHODS[id].resource), METHODS[id].python)
        for walk in (call.iter, call.pages):
            assert inspect.signature(walk).parameters == inspect.signature(call).parameters
            typing.get_type_hints(walk)


@pytest.mark.parametrize("attribute", RESOURCES)
def test_methods_tell_their_types_at_run_time(attribute: str, world: BothClients) -> None:
    resource = getattr(world.client(), attribute)
    for name in (one.python for one in ALL if one.resource == attribute):
        bound, in_class = (typing.get_type_hints(getattr(where, name)) for where in (resource, type(resource)))
        for one in inspect.signature(getattr(resource, name)).parameters:
            assert bound[one] == in_class[one]


@pytest.mark.parametrize("name", ["get_organization_list", "get_organization", "getOrganization"])
@pytest.mark.parametrize("autospec", [None, True])
def test_a_method_can_be_replaced_in_its_class(world: BothClients, name: str, autospec: bool | None) -> None:
    clerk = world.client()
    with patch.object(type(clerk.organizations), name, autospec=autospec) as double:
        double.return_value = "a double"
        assert world.run(getattr(clerk.organizations, name)()) == "a double"
    assert getattr(clerk.organizations, name) is not double


PUBLIC = ("errors", "events", "models", "pagination", "rate_limit", "retry", "telemetry", "testing")
MODULES = [importlib.import_module(f"clerk_organizations.{name}") for name in PUBLIC]
CLASSES = {
    one
    for module in (clerk_organizations, *MODULES)
    for name in dir(module)
    if inspect.isclass(one := getattr(module, name)) and not name.startswith("_")
}
OURS = sorted((one for one in CLASSES if one.__module__.startswith("clerk_organizations")), key=repr)


@pytest.mark.sample(40)
@pytest.mark.parametrize("found", OURS, ids=lambda found: found.__name__)
def test_annotations_can_be_read_at_run_time(found: type) -> None:
    """As injection of dependencies and other libraries do."""
    typing.get_type_hints(found)
    for each in vars(found).values():
        if inspect.isfunction(each):
            typing.get_type_hints(each)


def test_what_a_client_takes_is_what_it_says() -> None:
    hints = typing.get_type_hints(ClerkClient.__init__)
    assert hints["retry"] == RetryPolicy | None
    assert "RequestEvent" in repr(hints["on_request"])
    assert typing.get_type_hints(ClerkClient)["organizations"] is OrganizationAPI


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda clerk: clerk.get_organization("org_1"),
            r"get_organization\(\) .* By name it takes organization_id",
        ),
        (lambda clerk: clerk.get_organization_list("acme"), r"get_organization_list\(\) takes .* By name it takes "),
        (lambda clerk: clerk.delete_organization(organizationId="org_1"), "Did you mean 'organization_id'"),
        (lambda clerk: clerk.delete_organization(nonsense="org_1"), "It takes organization_id"),
        (lambda clerk: clerk.get_organization_list.iter(nonsense="org_1"), r"get_organization_list\(\) .* It takes "),
        (lambda clerk: clerk.create_organization(), r"create_organization\(\) missing 1 required .*'name'$"),
    ],
)
def test_a_call_that_does_not_fit_names_the_method_and_what_fits(
    world: BothClients, call: Callable[[Any], Any], said: str
) -> None:
    with pytest.raises(TypeError, match=said):
        world.run(call(world.client().organizations))


def test_a_method_can_be_called_through_its_class(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json({"id": "org_1"})
    assert world.run(type(clerk.organizations).get_organization(clerk.organizations, slug="acme")).id == "org_1"


def test_a_method_can_be_overridden(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    class Mine(type(clerk.organizations)):  # type: ignore[misc]  # a base known at run time
        calls = 0

        def delete_organization(self, organization_id: str) -> Any:
            self.calls += 1
            return super().delete_organization(organization_id)

        def get_organization(self, **kwargs: Any) -> Any:
            self.calls += 1
            return type(clerk.organizations).get_organization(self, **kwargs)

    organizations = Mine(clerk)
    for _ in range(2):
        world.run(organizations.delete_organization("org_1"))
        world.run(organizations.get_organization(slug="acme"))
    assert organizations.calls == 4
    assert [request.method for request in wire.requests] == ["DELETE", "GET"] * 2


def test_a_method_of_the_class_needs_its_owner() -> None:
    method: Any = OrganizationAPI.get_organization
    with pytest.raises(TypeError, match="owner"):
        method()


def test_a_method_of_the_class_takes_its_owner_and_then_the_arguments(
    world: BothClients, wire: RecordingServer
) -> None:
    organizations = world.client(api_url=wire.url).organizations
    world.run(type(organizations).delete_organization(organizations, "org_1"))
    assert (wire.last.method, wire.last.path) == ("DELETE", "/v1/organizations/org_1")


def test_a_wrong_argument_is_refused_before_anything_is_awaited() -> None:
    clerk = AsyncClerkClient(secret_key=KEY)
    with pytest.raises(ValueError, match="organization_id must not be empty"):
        clerk.organizations.delete_organization("")  # type: ignore[unused-coroutine]
    with pytest.raises(TypeError, match="limit must be an int"):
        clerk.organizations.get_organization_list(limit="1")  # type: ignore[unused-coroutine, arg-type]


def test_a_star_import_gives_the_public_names_and_no_others() -> None:
    names: dict[str, Any] = {}
    exec("from clerk_organizations import *", names)
    del names["__builtins__"]
    assert names.keys() == set(clerk_organizations.__all__)
    assert {"ClerkClient", "AsyncClerkClient", "NotFoundError", "UNSET", "models"} <= names.keys()
    assert not {"Any", "TYPE_CHECKING", "import_module", "annotations"} & names.keys()
    assert names.keys() == {*clerk_organizations._MODULES, *clerk_organizations._SUBMODULES, "__version__"}


def test_every_public_name_of_the_package_is_there() -> None:
    for name in dir(clerk_organizations):
        assert getattr(clerk_organizations, name) is not None or name.startswith("__")
    with pytest.raises(AttributeError, match="no attribute 'Clerk'"):
        _ = importlib.import_module("clerk_organizations").Clerk
