"""What people read in their editor: pyright's language server on methods that are lines of a table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.typing.language_server import LanguageServer, language_server

# `|` is where the editor's cursor is.
PLACES = {
    "plain": "clerk.organizations.update_organ|ization",
    "by hand": "clerk.organizations.create_organ|ization",
    "list": "clerk.organizations.get_organization_|list",
    "alias": "clerk.organizations.updateOrgan|ization",
    "async": "later.organizations.update_organ|ization",
    "call plain": "clerk.organizations.update_organization(|)",
    "call list": "clerk.organizations.get_organization_list(|)",
    "call iter": "clerk.organizations.get_organization_list.iter(|)",
    "call alias": "clerk.organizations.updateOrganization(|)",
    "call async": "later.organizations.update_organization(|)",
    "keywords": 'clerk.organizations.update_organization("org_1", admin|)',
    "members": "clerk.organizations.|",
    "values": "clerk.organizations.get_organization_list(order_by='|')",
    "values of a field": "if invitation.status == '|': pass",
    "values in a match": "match subscription.status:\n    case '|': pass",
    "values to replace": "invitation.replace(status='|')",
}
FIELDS = ("values of a field", "values in a match", "values to replace")
HEAD = """\
import os

from clerk_organizations import AsyncClerkClient, ClerkClient

from clerk_organizations.models import BillingSubscription, OrganizationInvitation

clerk, later = ClerkClient(), AsyncClerkClient()
invitation = OrganizationInvitation.from_dict({})
subscription = BillingSubscription.from_dict({})
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    with language_server(tmp_path_factory.mktemp("editor")) as server:
        yield server


@pytest.fixture
def at(server: LanguageServer, request: pytest.FixtureRequest) -> dict[str, Any]:
    """The place that the test is about, in a file of its own."""
    line = PLACES[request.param]
    name = Path(request.param.replace(" ", "_")).with_suffix(".py").name
    uri = server.open(name, f"{HEAD}{line.replace('|', '')}\n")
    return {
        "textDocument": {"uri": uri},
        "position": {
            "line": HEAD.count("\n") + line[: line.index("|")].count("\n"),
            "character": len(line.partition("|")[0].rpartition("\n")[2]),
        },
    }


def plain(markdown: str) -> str:
    """Without what Markdown escapes."""
    return markdown.replace("\\", "").replace("&nbsp;", " ")


@pytest.mark.sample(1)
@pytest.mark.parametrize("at", ["plain", "alias", "async"], indirect=True)
def test_hover_over_a_method(at: dict[str, Any], server: LanguageServer) -> None:
    shown = plain(server.hover(at))
    assert "organization_id: str" in shown
    assert "admin_delete_enabled: bool | Unset | None = UNSET" in shown
    assert "Organization" in shown.partition("->")[2]
    assert "Change fields of an organization." in shown
    assert "admin_delete_enabled: Whether its admins may delete it." in shown
    assert "Raises: BadRequestError, AuthenticationError" in shown


@pytest.mark.parametrize("at", ["async"], indirect=True)
def test_hover_over_an_async_method(at: dict[str, Any], server: LanguageServer) -> None:
    assert "CoroutineType[Any, Any, Organization]" in plain(server.hover(at)).replace("Coroutine[", "CoroutineType[")


@pytest.mark.parametrize("at", ["by hand"], indirect=True)
def test_hover_over_a_method_with_a_shape_of_its_own(at: dict[str, Any], server: LanguageServer) -> None:
    shown = plain(server.hover(at))
    assert "reconcile: bool = False" in shown
    assert "reconcile: When the outcome is unknown" in shown


@pytest.mark.parametrize("at", ["list"], indirect=True)
def test_hover_over_a_list_method(at: dict[str, Any], server: LanguageServer) -> None:
    shown = plain(server.hover(at))
    assert "SyncList[" in shown
    assert "include_members_count: bool | Unset | None = UNSET" in shown
    assert "Organizations]" in shown


@pytest.mark.parametrize(
    ("at", "returns"),
    [
        ("call plain", "-> Organization"),
        ("call alias", "-> Organization"),
        ("call async", "Organization]"),
    ],
    indirect=["at"],
)
def test_signature_help_of_a_method(at: dict[str, Any], returns: str, server: LanguageServer) -> None:
    shown = server.signature(at)
    assert shown["label"].startswith("(organization_id: str, *, name: str | Unset | None = UNSET")
    assert shown["label"].endswith(returns)
    assert "Change fields of an organization." in plain(shown["documentation"])
    assert "admin_delete_enabled: bool | Unset | None = UNSET" in shown["parameters"]
    assert shown["parameters"]["organization_id: str"] == "organization_id: Id of the organization, `org_…`."


@pytest.mark.parametrize(
    ("at", "returns"), [("call list", "-> Organizations"), ("call iter", "-> Iterator[Organization]")], indirect=["at"]
)
def test_signature_help_of_a_list(at: dict[str, Any], returns: str, server: LanguageServer) -> None:
    shown = server.signature(at)
    assert shown["label"].startswith("(*, include_members_count: bool | Unset | None = UNSET")
    assert shown["label"].endswith(returns)
    assert "limit: int | Unset | None = UNSET" in shown["parameters"]


@pytest.mark.parametrize("at", ["keywords"], indirect=True)
def test_completion_of_keywords(at: dict[str, Any], server: LanguageServer) -> None:
    assert "admin_delete_enabled=" in server.completion(at)


@pytest.mark.parametrize("at", ["members"], indirect=True)
def test_completion_of_methods(at: dict[str, Any], server: LanguageServer) -> None:
    assert {"get_organization_membership_list", "getOrganizationMembershipList"} <= server.completion(at).keys()


@pytest.mark.parametrize("at", ["values"], indirect=True)
def test_completion_of_values(at: dict[str, Any], server: LanguageServer) -> None:
    assert {"name", "created_at", "members_count"} <= {label.strip("'\"") for label in server.completion(at)}


@pytest.mark.parametrize("at", FIELDS, indirect=True)
def test_completion_of_the_known_values_of_a_field(at: dict[str, Any], server: LanguageServer) -> None:
    """Though the field may hold others: it is annotated as the alias or a str."""
    expected = {"active", "past_due"} if "match" in at["textDocument"]["uri"] else {"pending", "accepted"}
    assert expected <= {label.strip("'\"") for label in server.completion(at)}
