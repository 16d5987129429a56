"""Domains in the mock: names that belong to one organization, verified unless said otherwise."""

from typing import Any

import httpx
import pytest

from clerk_organizations.testing import Clock
from tests.mock.conftest import made, refused


@pytest.fixture
def path(acme: str) -> str:
    return f"/organizations/{acme}/domains"


def add(clerk: httpx.Client, path: str, name: str, mode: str = "manual_invitation", **more: object) -> dict[str, Any]:
    return made(clerk.post(path, json={"name": name, "enrollment_mode": mode, **more}))


def test_verified_is_the_default(clerk: httpx.Client, clock: Clock, path: str) -> None:
    created = [
        add(clerk, path, "a.example"),
        add(clerk, path, "b.example", verified=True),
        add(clerk, path, "c.example", verified=None),
    ]
    for verification in [domain["verification"] for domain in created]:
        assert (verification["status"], verification["verified_at"]) == ("verified", clock.now())
    plain = add(clerk, path, "d.example", verified=False)
    assert (plain["verification"]["status"], plain["verification"]["verified_at"]) == ("unverified", None)
    assert plain["affiliation_verification"] == plain["verification"]
    assert plain["ownership_verification"] is None


def test_a_name_belongs_to_one(clerk: httpx.Client, path: str) -> None:
    assert add(clerk, path, "Acme.Example")["name"] == "acme.example"
    body = {"name": "acme.example", "enrollment_mode": "manual_invitation"}
    assert refused(clerk.post(path, json=body)) == (422, "organization_domain_already_exists_same_organization")
    other = made(clerk.post("/organizations", json={"name": "Other"}))["id"]
    elsewhere = clerk.post(f"/organizations/{other}/domains", json=body)
    assert refused(elsewhere) == (422, "organization_domain_already_exists")


@pytest.mark.parametrize("name", ["", "acme", "a b.example", "-a.example", "a..example", "https://a.example"])
def test_a_name_is_a_domain(clerk: httpx.Client, path: str, name: str) -> None:
    body = {"name": name, "enrollment_mode": "manual_invitation"}
    assert refused(clerk.post(path, json=body)) == (422, "form_param_format_invalid")


def test_a_domain_needs_a_name_and_takes_nothing_unknown(clerk: httpx.Client, path: str) -> None:
    assert refused(clerk.post(path, json={"enrollment_mode": "manual_invitation"})) == (422, "form_param_missing")
    unknown = clerk.post(path, json={"name": "a.example", "colour": "red"})
    assert refused(unknown) == (422, "form_param_unknown")
    assert unknown.json()["errors"][0]["meta"] == {"param_name": "colour"}


def test_an_update_changes_what_it_names(clerk: httpx.Client, clock: Clock, path: str) -> None:
    created = add(clerk, path, "a.example", verified=False)
    one = f"{path}/{created['id']}"
    clock.advance(0.005)
    changed = made(clerk.patch(one, json={"enrollment_mode": "enterprise_sso"}))
    assert (changed["enrollment_mode"], changed["verification"]) == ("enterprise_sso", created["verification"])
    assert made(clerk.patch(one, json={"verified": True}))["verification"]["verified_at"] == clock.now()
    same = made(clerk.patch(one, json={"verified": None, "enrollment_mode": None}))
    assert (same["enrollment_mode"], same["verification"]["status"]) == ("enterprise_sso", "verified")


def test_a_new_name_has_no_effect(clerk: httpx.Client, path: str) -> None:
    """The TypeScript client sends one; the API has no such property."""
    created = add(clerk, path, "a.example")
    assert made(clerk.patch(f"{path}/{created['id']}", json={"name": "b.example"}))["name"] == "a.example"


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({}, ["c", "b", "a"]),
        ({"verified": "true"}, ["b", "a"]),
        ({"verified": "false"}, ["c"]),
        ({"enrollment_mode": "manual_invitation"}, ["a"]),
        ({"enrollment_mode": "-manual_invitation"}, ["c", "b"]),
        ({"enrollment_mode": "-manual_invitation", "verified": "true"}, ["b"]),
        ({"limit": 1, "offset": 1}, ["b"]),
    ],
)
def test_the_list_is_filtered(clerk: httpx.Client, path: str, params: dict[str, str], found: list[str]) -> None:
    add(clerk, path, "a.example")
    add(clerk, path, "b.example", "automatic_invitation")
    add(clerk, path, "c.example", "automatic_suggestion", verified=False)
    page = made(clerk.get(path, params=params))
    assert [item["name"][0] for item in page["data"]] == found
