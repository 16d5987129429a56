"""Random calls of all operations, each answered as a simple model says, with the state sound after every step.

MACHINE_OPERATIONS says how many calls at least; they are the same in every run.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from tests.mock import machine_inputs as inputs
from tests.mock import model_lists as lists
from tests.mock.machine import has
from tests.mock.machine_inputs import ITEM, ORGANIZATION, ROLE, USER
from tests.mock.machine_reasons import REASONS
from tests.mock.machine_roles import RoleRules
from tests.mock.model_base import Json
from tests.support.document import OPERATIONS
from tests.support.present import HANDLED, IN_TYPESCRIPT
from tests.support.tiers import examples

WANTED = int(os.environ.get("MACHINE_OPERATIONS", examples(150, 4000)))
ENOUGH = 10_000
"""Calls after which no more are made, whatever is yet to be seen."""
STEPS = 50
RESOURCES = ("organizations", "organization_permissions", "organization_roles", "role_sets")
"""Those with rules in the machine."""
PNG = b"\x89PNG\r\n\x1a\n...."


class Machine(RoleRules):
    """A rule for each operation."""

    # Organizations.

    @precondition(lambda self: len(self.model.organizations) < 8)  # else some runs would do little else
    @rule(body=inputs.NEW_ORGANIZATION)
    def create_organization(self, body: Json) -> None:
        self.call("POST", "/organizations", lambda: self.model.create_organization(body), body=body)

    @rule(organization=ORGANIZATION, body=inputs.CHANGED_ORGANIZATION)
    def update_organization(self, organization: int, body: Json) -> None:
        key = self.key(organization)
        self.call("PATCH", f"/organizations/{key}", lambda: self.model.update_organization(key, body), body=body)

    @rule(organization=ORGANIZATION, body=inputs.MERGE)
    def merge_organization_metadata(self, organization: int, body: Json) -> None:
        key = self.key(organization)
        path = f"/organizations/{key}/metadata"
        self.call("PATCH", path, lambda: self.model.merge_organization_metadata(key, body), body=body)

    @rule(organization=ORGANIZATION, body=inputs.REPLACEMENT)
    def replace_organization_metadata(self, organization: int, body: Json) -> None:
        key = self.key(organization)
        path = f"/organizations/{key}/metadata"
        self.call("PUT", path, lambda: self.model.replace_organization_metadata(key, body), body=body)

    @rule(organization=ORGANIZATION, by_slug=st.booleans(), query=st.fixed_dictionaries({}, optional=inputs.ASKED))
    def get_organization(self, organization: int, by_slug: bool, query: Json) -> None:
        key = self.key(organization)
        name = self.model.organizations[key]["slug"] if by_slug and key != "org_gone" else key
        self.read(f"/organizations/{name}", query, lists.get_organization, name)

    @rule(organization=ORGANIZATION, sure=st.sampled_from([0, 1, 2]))
    def delete_organization(self, organization: int, sure: int) -> None:
        key = self.key(organization) if sure == 0 else "org_gone"
        self.call("DELETE", f"/organizations/{key}", lambda: self.model.delete_organization(key))

    @rule(organization=ORGANIZATION, uploader=inputs.ACTOR)
    def upload_logo(self, organization: int, uploader: str | None) -> None:
        key, fields = self.key(organization), {"file": PNG}
        if uploader is not None:
            fields["uploader_user_id"] = uploader.encode()
        parts = [
            b'--b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (name.encode(), value)
            for name, value in fields.items()
        ]
        path, body = f"/organizations/{key}/logo", b"".join(parts) + b"--b--\r\n"
        self.call("PUT", path, lambda: self.model.upload_logo(key, uploader), body=body)

    @precondition(has("has_image"))
    @rule(organization=ORGANIZATION)
    def delete_logo(self, organization: int) -> None:
        key = self.key(organization)
        self.call("DELETE", f"/organizations/{key}/logo", lambda: self.model.delete_logo(key))

    @rule(query=inputs.ORGANIZATIONS_QUERY, picks=inputs.ORGANIZATION_FILTER)
    def list_organizations(self, query: Json, picks: dict[int, str]) -> None:
        wanted = {"organization_id": [f"{sign}{self.key(pick)}" for pick, sign in picks.items()]} if picks else {}
        self.read("/organizations", query | wanted, lists.organizations)

    # Memberships.

    @rule(organization=ORGANIZATION, body=inputs.NEW_MEMBERSHIP)
    def create_membership(self, organization: int, body: Json) -> None:
        key = self.key(organization)
        path = f"/organizations/{key}/memberships"
        self.call("POST", path, lambda: self.model.create_membership(key, body), body=body)

    @precondition(has("_members"))
    @rule(item=ITEM, anybody=USER, role=ROLE)
    def update_membership(self, item: int, anybody: str, role: str) -> None:
        key, user_id = self.member(item, anybody)
        path = f"/organizations/{key}/memberships/{user_id}"
        self.call("PATCH", path, lambda: self.model.update_membership(key, user_id, role), body={"role": role})

    @precondition(has("_members"))
    @rule(item=ITEM, anybody=USER, body=inputs.MERGE)
    def merge_membership_metadata(self, item: int, anybody: str, body: Json) -> None:
        key, user_id = self.member(item, anybody)
        path = f"/organizations/{key}/memberships/{user_id}/metadata"
        self.call("PATCH", path, lambda: self.model.merge_membership_metadata(key, user_id, body), body=body)

    @precondition(has("_members"))
    @rule(item=ITEM, anybody=USER)
    def delete_membership(self, item: int, anybody: str) -> None:
        key, user_id = self.member(item, anybody)
        path = f"/organizations/{key}/memberships/{user_id}"
        self.call("DELETE", path, lambda: self.model.delete_membership(key, user_id))

    @rule(organization=ORGANIZATION, query=inputs.MEMBERSHIPS_QUERY)
    def list_memberships(self, organization: int, query: Json) -> None:
        key = self.key(organization)
        self.read(f"/organizations/{key}/memberships", query, lists.memberships, key)

    @rule(query=inputs.ALL_MEMBERSHIPS_QUERY)
    def list_all_memberships(self, query: Json) -> None:
        self.read("/organization_memberships", query, lists.all_memberships)

    # Invitations.

    @rule(organization=ORGANIZATION, row=inputs.INVITATION)
    def create_invitation(self, organization: int, row: Json) -> None:
        key = self.key(organization)
        path = f"/organizations/{key}/invitations"
        self.call("POST", path, lambda: self.model.create_invitations(key, [row])[0], body=row)

    @rule(organization=ORGANIZATION, rows=inputs.INVITATIONS)
    def create_invitations(self, organization: int, rows: list[Json]) -> None:
        key = self.key(organization)

        def made() -> Json:
            return {"data": self.model.create_invitations(key, rows), "total_count": len(rows)}

        self.call("POST", f"/organizations/{key}/invitations/bulk", made, body=rows)

    @precondition(has("_invitations"))
    @rule(item=ITEM)
    def get_invitation(self, item: int) -> None:
        key, invitation_id = self.row("_invitations", item)
        path = f"/organizations/{key}/invitations/{invitation_id}"
        self.call("GET", path, lambda: self.model.get_invitation(key, invitation_id))

    @precondition(has("_invitations"))
    @rule(item=ITEM, actor=inputs.ACTOR)
    def revoke_invitation(self, item: int, actor: str | None) -> None:
        key, invitation_id = self.row("_invitations", item)
        path = f"/organizations/{key}/invitations/{invitation_id}/revoke"
        body = {} if actor is None else {"requesting_user_id": actor}
        self.call("POST", path, lambda: self.model.revoke_invitation(key, invitation_id, actor), body=body)

    @rule(organization=ORGANIZATION, query=inputs.INVITATIONS_QUERY)
    def list_invitations(self, organization: int, query: Json) -> None:
        key = self.key(organization)
        self.read(f"/organizations/{key}/invitations", query, lists.invitations, key)

    # Domains.

    @rule(organization=ORGANIZATION, name=inputs.DOMAIN_NAME, more=inputs.CHANGED_DOMAIN)
    def create_domain(self, organization: int, name: str, more: Json) -> None:
        key, body = self.key(organization), {"name": name, **more}
        self.call("POST", f"/organizations/{key}/domains", lambda: self.model.create_domain(key, body), body=body)

    @precondition(has("_domains"))
    @rule(item=ITEM, body=inputs.CHANGED_DOMAIN)
    def update_domain(self, item: int, body: Json) -> None:
        key, domain_id = self.row("_domains", item)
        path = f"/organizations/{key}/domains/{domain_id}"
        self.call("PATCH", path, lambda: self.model.update_domain(key, domain_id, body), body=body)

    @precondition(has("_domains"))
    @rule(item=ITEM)
    def delete_domain(self, item: int) -> None:
        key, domain_id = self.row("_domains", item)
        path = f"/organizations/{key}/domains/{domain_id}"
        self.call("DELETE", path, lambda: self.model.delete_domain(key, domain_id))

    @rule(organization=ORGANIZATION, query=inputs.DOMAINS_QUERY)
    def list_domains(self, organization: int, query: Json) -> None:
        key = self.key(organization)
        self.read(f"/organizations/{key}/domains", query, lists.domains, key)

    def teardown(self) -> None:
        """Compare all there is at the end, in every list."""
        if hasattr(self, "mock"):
            self.counts = False
            self.mock.faults.clear()
            self.faults.clear()
            self.list_organizations({"limit": 500}, {})
            self.list_all_memberships({"limit": 500})
            self.list_all_of_each({"limit": 500})
            for key in self.model.organizations:
                for name, listed in (("memberships", lists.memberships), ("invitations", lists.invitations)):
                    self.read(f"/organizations/{key}/{name}", {"limit": 500}, listed, key)
                self.read(f"/organizations/{key}/domains", {"limit": 500}, lists.domains, key)


def test_the_mock_answers_as_the_model_says() -> None:
    _run_until(lambda: not _operations() - {name for name, _, _ in Machine.calls}, WANTED)


@pytest.mark.slow
def test_every_operation_is_answered_and_refused_for_each_reason() -> None:
    _run_until(lambda: not _yet_to_be_seen(), WANTED)
    assert not _yet_to_be_seen()


def _run_until(seen: Callable[[], bool], wanted: int) -> None:
    """Many short runs, each from a seed of its own: within one, Hypothesis mostly varies what it had before."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]  # long runs of many steps are the point
    plan = settings(
        max_examples=examples(2, 6), stateful_step_count=STEPS, deadline=None, database=None, suppress_health_check=slow
    )
    Machine.calls.clear()
    for number in count():
        calls = Machine.calls.total()
        if calls >= ENOUGH or (calls >= wanted and seen()):
            break
        run_state_machine_as_test(seed(number)(Machine), settings=plan)


def _operations() -> set[str]:
    """Those that the machine has rules for."""
    return {name for name in IN_TYPESCRIPT & HANDLED.keys() if OPERATIONS[name].resource in RESOURCES}


def _yet_to_be_seen() -> set[tuple[str, int, str]]:
    """Answers and refusals of operations that the runs have not come to."""
    answers = {(name, 200, "") for name in _operations()}
    refusals = {(name, *reason) for name, reasons in REASONS.items() for reason in reasons}
    return (answers | refusals) - Machine.calls.keys()
