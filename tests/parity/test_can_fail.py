"""The comparison sees what it should: each test breaks one thing, and finds it in the report."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import attrs
import pytest

from clerk_organizations import AsyncClerkClient
from clerk_organizations_api import encode
from tests.parity import deviations, report
from tests.parity.cases import Case
from tests.parity.comparison import compare
from tests.parity.sdks import NEWEST
from tests.support.seams import arguments, headers, operation, reading

Reported = Callable[..., Mapping[str, str]]


@pytest.fixture
def reported(node: None, listed: list[Case]) -> Reported:
    """The reports of what is unexplained among some cases, by case id."""

    def compared(*ids: str, without: Sequence[str] = ()) -> Mapping[str, str]:
        some = [case for case in listed if case.id in ids]
        assert len(some) == len(ids)
        comparison = compare(NEWEST, some, deviations.load(without))
        return {each.case.id: "\n".join(report.side_by_side(each)) for each in comparison.unexplained}

    return compared


@pytest.mark.slow
def test_without_its_rule_a_difference_is_reported_side_by_side(reported: Reported) -> None:
    case = "getOrganization/organizationId/slash"
    assert reported(case) == {}
    shown = reported(case, without=["ids-escaped"])[case]
    assert f"UNEXPLAINED {case}\n  path\n" in shown
    assert "GET /v1/organizations/a/b " in shown
    assert "  GET /v1/organizations/a%2Fb\n" in shown


def test_swapped_arguments_are_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    def swapped(given: dict[str, Any]) -> None:
        given["organization_id"], given["user_id"] = given["user_id"], given["organization_id"]

    arguments("UpdateOrganizationMembership", swapped)(monkeypatch)
    case = "updateOrganizationMembership/base/absent"
    shown = reported(case)[case]
    assert "TypeScript  /v1/organizations/org_1/memberships/user_1" in shown
    assert "Python      /v1/organizations/user_1/memberships/org_1" in shown


@pytest.mark.slow
@pytest.mark.sample(1)
@pytest.mark.parametrize("name", ["authorization", "clerk-api-version", "user-agent", "accept"])
def test_a_dropped_header_is_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    headers(lambda sent: sent.pop(name, None))(monkeypatch)
    case = "getOrganization/base/absent"
    # Without ours, httpx sends the Accept that node sends: then the rule does not find the difference it is about.
    seen = "rule.accept" if name == "accept" else f"headers.{name}"
    assert f"  {seen}\n" in reported(case)[case]


@pytest.mark.slow
def test_an_id_that_is_not_escaped_is_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encode, "path_id", lambda name, value: value)
    ids = [f"deleteOrganization/organizationId/{kind}" for kind in ("slash", "traversal", "dots", "empty")]
    assert reported(*ids).keys() == set(ids)


@pytest.mark.slow
def test_an_id_that_is_not_escaped_by_one_method_is_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sides do the same then, and it is the rule that misses its difference."""
    operation("DeleteOrganizationMembership", lambda made: attrs.evolve(made, path=unquote(made.path)))(monkeypatch)
    ids = [f"deleteOrganizationMembership/userId/{kind}" for kind in ("hash", "question", "slash")]
    shown = reported(*ids)
    assert shown.keys() == set(ids)
    assert all("  rule.ids-escaped\n" in text for text in shown.values())


@pytest.mark.slow
def test_a_field_of_the_body_that_is_lost_is_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments("CreateOrganizationMembership", lambda given: given.update(role="org:admin"))(monkeypatch)
    case = "createOrganizationMembership/base/absent"
    assert "  body.role\n      TypeScript  org:member\n      Python      org:admin\n" in reported(case)[case]


@pytest.mark.slow
def test_clients_that_differ_from_each_other_are_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    original = AsyncClerkClient.send

    async def otherwise(self: AsyncClerkClient, operation: Any, /) -> Any:
        return await original(self, attrs.evolve(operation, query=(("limit", "1"),)))

    monkeypatch.setattr(AsyncClerkClient, "send", otherwise)
    case = "getOrganizationList/base/absent"
    assert "  async.requests\n" in reported(case)[case]


@pytest.mark.slow
def test_a_field_of_the_answer_that_is_lost_is_caught(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    reading("Organization", source=lambda src: {**src, "members_count": None})(monkeypatch)
    case = "getOrganization/base/absent"
    assert "  result.membersCount\n      TypeScript  3\n      Python      None\n" in reported(case)[case]
