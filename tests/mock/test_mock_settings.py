"""Organization settings of the instance in the mock: what a change of each does."""

from typing import Any

import httpx
import pytest

from clerk_organizations.testing import MockClerk
from tests.mock.conftest import made, refused

PATH = "/instance/organization_settings"


def change(clerk: httpx.Client, **fields: object) -> dict[str, Any]:
    return made(clerk.patch(PATH, json=fields))


def test_settings_are_read_and_changed(clerk: httpx.Client) -> None:
    """ "GetInstanceOrganizationSettings", "UpdateInstanceOrganizationSettings"."""
    before = made(clerk.get(PATH))
    assert (before["enabled"], before["creator_role"], before["domains_default_role"]) == (
        True, "org:admin", "org:member",
    )  # fmt: skip
    changed = change(clerk, max_allowed_memberships=7, admin_delete_enabled=False, slug_disabled=True)
    different = {"max_allowed_memberships": 7, "admin_delete_enabled": False, "slug_disabled": True}
    assert changed == before | different == made(clerk.get(PATH))


@pytest.mark.parametrize("body", [{}, {"enabled": None, "max_allowed_memberships": None, "creator_role_id": None}])
def test_what_is_not_given_or_null_stays(clerk: httpx.Client, body: dict[str, None]) -> None:
    before = made(clerk.get(PATH))
    assert made(clerk.patch(PATH, json=body)) == before


def test_a_patch_without_a_body_changes_nothing(clerk: httpx.Client) -> None:
    assert made(clerk.patch(PATH, headers={"content-type": "application/json"})) == made(clerk.get(PATH))


def test_settings_can_be_reached_while_organizations_are_off(clerk: httpx.Client) -> None:
    assert change(clerk, enabled=False)["enabled"] is False
    assert refused(clerk.get("/organizations")) == (403, "organization_not_enabled_in_instance")
    assert made(clerk.get(PATH))["enabled"] is False
    change(clerk, enabled=True)
    made(clerk.get("/organizations"))


def test_new_organizations_get_what_is_set_and_others_keep_theirs(clerk: httpx.Client, acme: str) -> None:
    change(clerk, max_allowed_memberships=3, admin_delete_enabled=False)
    new, old = made(clerk.post("/organizations", json={"name": "New"})), made(clerk.get(f"/organizations/{acme}"))
    assert (new["max_allowed_memberships"], new["admin_delete_enabled"]) == (3, False)
    assert (old["max_allowed_memberships"], old["admin_delete_enabled"]) == (0, True)


def test_slugs_and_domains_can_be_turned_off(clerk: httpx.Client, acme: str) -> None:
    change(clerk, slug_disabled=True, domains_enabled=False)
    slug = clerk.post("/organizations", json={"name": "A", "slug": "a"})
    assert refused(slug) == (403, "organization_slugs_disabled")
    for path in (f"/organizations/{acme}/domains", "/organization_domains"):
        assert refused(clerk.get(path)) == (403, "organization_domains_not_enabled")


def test_the_automatic_ways_to_enroll_can_be_chosen(clerk: httpx.Client, acme: str) -> None:
    chosen = change(clerk, domains_enrollment_modes=["automatic_suggestion"])
    assert chosen["domains_enrollment_modes"] == ["manual_invitation", "automatic_suggestion"]
    path = f"/organizations/{acme}/domains"
    body = {"name": "a.example", "enrollment_mode": "automatic_invitation"}
    assert refused(clerk.post(path, json=body)) == (403, "organization_domain_enrollment_mode_not_enabled")
    made(clerk.post(path, json={**body, "enrollment_mode": "automatic_suggestion"}))
    made(clerk.post(path, json={"name": "b.example", "enrollment_mode": "enterprise_sso"}))
    assert change(clerk, domains_enrollment_modes=[])["domains_enrollment_modes"] == ["manual_invitation"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"max_allowed_memberships": -1}, "form_param_value_invalid"),
        ({"max_allowed_memberships": 9}, "form_param_value_too_large"),
        ({"max_allowed_memberships": 0}, "form_param_value_too_large"),  # no limit is more than any
        ({"domains_enrollment_modes": ["manual_invitation"]}, "form_param_value_invalid"),
        ({"enabled": "yes"}, "form_param_type_invalid"),
        ({"max_allowed_domains": 3}, "form_param_unknown"),
    ],
)
def test_what_cannot_be_set_changes_nothing(
    clerk: httpx.Client, mock: MockClerk, body: dict[str, object], code: str
) -> None:
    mock.instance.settings.max_allowed_memberships = 5
    before = made(clerk.get(PATH))
    assert refused(clerk.patch(PATH, json={"slug_disabled": True, **body})) == (422, code)
    assert made(clerk.get(PATH)) == before
