"""The comparison sees what it should: each test breaks one thing, and finds it in the report."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
import pytest

from clerk_organizations import AsyncClerkClient, OrganizationAPI
from clerk_organizations._config import load_config
from clerk_organizations._messages.response import parse_response
from clerk_organizations_api import api, encode
from tests.parity import deviations, report
from tests.parity.cases import Case
from tests.parity.comparison import compare

Reported = Callable[..., Mapping[str, str]]


@pytest.fixture
def reported(node: None, listed: list[Case]) -> Reported:
    """The reports of what is unexplained among some cases, by case id."""

    def compared(*ids: str, without: Sequence[str] = ()) -> Mapping[str, str]:
        some = [case for case in listed if case.id in ids]
        assert len(some) == len(ids)
        comparison = compare(some, deviations.load(without))
        return {each.case.id: "\n".join(report.side_by_side(each)) for each in comparison.unexplained}

    return compared


def test_without_its_rule_a_difference_is_reported_side_by_side(reported: Reported) -> None:
    case = "getOrganization/organizationId/slash"
    assert reported(case) == {}
    shown = reported(case, without=["ids-escaped"])[case]
    assert f"UNEXPLAINED {case}\n  path\n" in shown
    assert "GET /v1/organizations/a/b " in shown
    assert "  GET /v1/organizations/a%2Fb\n" in shown


def test_swapped_arguments_are_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    original = api.update_organization_membership

    def swapped(*, organization_id: str, user_id: str, role: str) -> Any:
        return original(organization_id=user_id, user_id=organization_id, role=role)

    monkeypatch.setattr(OrganizationAPI.update_organization_membership, "_describe", swapped)
    case = "updateOrganizationMembership/base/absent"
    shown = reported(case)[case]
    assert "TypeScript  /v1/organizations/org_1/memberships/user_1" in shown
    assert "Python      /v1/organizations/user_1/memberships/org_1" in shown


@pytest.mark.parametrize("name", ["authorization", "clerk-api-version", "user-agent", "accept"])
def test_a_dropped_header_is_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def without_it(**options: Any) -> Any:
        made = load_config(**options)
        return attrs.evolve(made, headers={key: value for key, value in made.headers.items() if key != name})

    monkeypatch.setattr("clerk_organizations.client.settings", without_it)
    case = "getOrganization/base/absent"
    # Without ours, httpx sends the Accept that node sends: then the rule does not find the difference it is about.
    seen = "rule.accept" if name == "accept" else f"headers.{name}"
    assert f"  {seen}\n" in reported(case)[case]


def test_an_id_that_is_not_escaped_is_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encode, "path_id", lambda name, value: value)
    ids = [f"deleteOrganization/organizationId/{kind}" for kind in ("slash", "traversal", "dots", "empty")]
    assert reported(*ids).keys() == set(ids)


def test_an_id_that_is_not_escaped_by_one_method_is_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sides do the same then, and it is the rule that misses its difference."""
    original = api.delete_organization_membership

    def unescaped(*, organization_id: str, user_id: str) -> Any:
        operation = original(organization_id=organization_id, user_id="user_1")
        return attrs.evolve(operation, path=operation.path.replace("user_1", user_id))

    monkeypatch.setattr(OrganizationAPI.delete_organization_membership, "_describe", unescaped)
    ids = [f"deleteOrganizationMembership/userId/{kind}" for kind in ("traversal", "question", "slash")]
    shown = reported(*ids)
    assert shown.keys() == set(ids)
    assert all("  rule.ids-escaped\n" in text for text in shown.values())


def test_a_field_of_the_body_that_is_lost_is_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    original = api.create_organization_membership
    monkeypatch.setattr(
        api,
        "create_organization_membership",
        lambda **fields: original(**{**fields, "role": "org:admin"}),
    )
    case = "createOrganizationMembership/base/absent"
    assert "  body.role\n      TypeScript  org:member\n      Python      org:admin\n" in reported(case)[case]


def test_clients_that_differ_from_each_other_are_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    original = AsyncClerkClient.send

    async def otherwise(self: AsyncClerkClient, operation: Any, /) -> Any:
        return await original(self, attrs.evolve(operation, query=(("limit", "1"),)))

    monkeypatch.setattr(AsyncClerkClient, "send", otherwise)
    case = "getOrganizationList/base/absent"
    assert "  async.requests\n" in reported(case)[case]


def test_a_field_of_the_answer_that_is_lost_is_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "clerk_organizations.client.read", lambda *args: parse_response(*args).replace(members_count=None)
    )
    case = "getOrganization/base/absent"
    assert "  result.membersCount\n      TypeScript  3\n      Python      None\n" in reported(case)[case]
