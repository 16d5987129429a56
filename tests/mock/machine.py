"""A mock and its model, side by side: how a call is made and judged, and what happens between calls."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from clerk_organizations.testing import MockClerk, Refusal, Request, Response, SeedError, User
from clerk_organizations.testing.state.table import Table
from tests.mock import machine_inputs as inputs
from tests.mock.conftest import KEY
from tests.mock.invariants import Seen, problems
from tests.mock.machine_inputs import ITEM, NOT_THERE, USER
from tests.mock.model_base import Json, Refused
from tests.mock.model_more import Model
from tests.mock.model_roles import shown
from tests.support.document import OPERATIONS

FORM = {"content-type": "multipart/form-data; boundary=b"}
NONSENSE: list[tuple[str, str, tuple[str, ...], Json, tuple[int, str]]] = [
    ("GET", "/organizations", ("limit", "0"), None, (422, "form_param_value_invalid")),
    ("GET", "/organization_memberships", ("order_by", "colour"), None, (422, "form_param_value_invalid")),
    ("POST", "/organizations", (), {"slug": "x"}, (422, "form_param_missing")),
    ("POST", "/organizations", (), {"name": "x", "slug": "A b"}, (422, "form_param_format_invalid")),
    ("PATCH", "/organizations/acme", (), {"unknown": 1}, (422, "form_param_unknown")),
    ("PATCH", "/organizations/acme", (), [], (400, "request_body_invalid")),
    ("POST", "/organizations/acme/invitations/bulk", (), [], (400, "request_body_invalid")),
    ("PATCH", "/organizations/acme/domains/x", (), {}, (404, "resource_not_found")),
    ("DELETE", "/organizations/acme/domains/x", (), None, (404, "resource_not_found")),
    ("PUT", "/organizations", (), None, (405, "method_not_allowed")),
    ("GET", "/nowhere", (), None, (404, "resource_not_found")),
]


def has(kind: str) -> Callable[[Any], bool]:
    """Whether some organization that is worked on has rows of a kind."""
    return lambda machine: any(row[kind] for row in machine.worked_on)


class Pair(RuleBasedStateMachine):
    """A mock and its model, side by side."""

    calls: ClassVar = Counter[tuple[str | None, int, str]]()
    """Of all machines, by operation, status and the code of the error, empty without one."""
    counts = True
    """Whether calls count: not those that only compare at the end."""

    @initialize(seed=st.integers(0, len(inputs.SEEDS) - 1))
    def start(self, seed: int) -> None:
        self.mock = MockClerk(inputs.SEEDS[seed])
        self._start_over(inputs.SEEDS[seed])

    def _start_over(self, seed: Json) -> None:
        self.seed, self.model, self.seen = seed, Model(seed), Seen()
        self.faults: list[tuple[str | None, bool]] = []
        self.sent = 0

    @invariant()
    def sound(self) -> None:
        assert problems(self.mock.instance, self.seen) == []
        assert len(self.mock.requests) == self.sent
        instance = self.mock.instance
        _sort(instance.organizations)
        _sort(instance.memberships)
        _sort(instance.permissions)
        _sort(instance.roles)
        _sort(instance.role_sets)
        for organization in instance.organizations:
            _sort(organization.memberships)
            _sort(organization.invitations)

    # How a call is made and judged.

    def call(
        self, method: str, path: str, expected: Callable[[], Json], *, body: Json = None, query: Json = ()
    ) -> None:
        """Send a call, and hold its answer against what the model says."""
        pairs = [
            (name, str(value))
            for name, values in dict(query).items()
            for value in (values if isinstance(values, list) else [values])
        ]
        response = self._send(method, path, pairs, body)
        operation_id = self.mock.requests[-1].operation_id
        error, answer = self._foretold(operation_id, expected)
        if error:
            assert response.status >= 400, (error, response.json)
            assert (response.status, response.json["errors"][0]["code"]) == error
        else:
            assert response.status == 200, response.json
            wanted = _public(answer)
            assert _like(response.json, wanted) == wanted

    def _foretold(self, operation_id: str | None, expected: Callable[[], Json]) -> tuple[tuple[int, str] | None, Json]:
        """The error that must come, or the answer."""
        hit = next((fault for fault in self.faults if fault[0] in (None, operation_id)), None)
        if hit:
            self.faults.remove(hit)
        error = answer = None
        if hit is None or hit[1]:
            try:
                answer = expected()
            except Refused as refused:
                error = refused.error
        return ((503, "service_unavailable") if hit else error), answer

    def read(self, path: str, query: Json, listed: Callable[..., Json], *key: str) -> None:
        self.call("GET", path, lambda: listed(self.model, *key, query), query=query)

    def key(self, pick: int) -> str:
        """The id of an organization."""
        rows = self.worked_on
        return str(rows[pick % len(rows)]["id"]) if rows and pick != NOT_THERE else "org_gone"

    def row(self, kind: str, pick: int) -> tuple[str, str]:
        """The ids of an organization and of an invitation or a domain of it."""
        rows = [row for organization in self.worked_on for row in organization[kind]]
        if pick == NOT_THERE or not rows:
            return self.key(0), "nothing_gone"
        row = rows[pick % len(rows)]
        return str(row["organization_id"]), str(row["id"])

    def member(self, pick: int, anybody: str) -> tuple[str, str]:
        """The ids of an organization and of a member of it, or of anybody."""
        rows = [(row["id"], user_id) for row in self.worked_on for user_id in row["_members"]]
        return rows[pick % len(rows)] if rows and pick != NOT_THERE else (self.key(0), anybody)

    @property
    def worked_on(self) -> list[Json]:
        """Few organizations, so that each gets far."""
        return list(self.model.organizations.values())[:3]

    # What is not a call.

    @rule(milliseconds=st.sampled_from([1000, 86_400_000, -1, None, None]))
    def move_the_clock(self, milliseconds: int | None) -> None:
        """On, a little back, or to the very moment when an invitation expires."""
        now = self.model.now
        ends = [row["expires_at"] for row in self.model.organizations.values() for row in row["_invitations"]]
        if milliseconds is None:
            self._advance(min((end - now for end in ends if end > now), default=1))
        elif milliseconds > 0 or now not in ends:  # else going back would open one whose place may have been taken
            self._advance(milliseconds)

    def _advance(self, milliseconds: int) -> None:
        self.mock.clock.advance(milliseconds / 1000)
        self.model.now += milliseconds

    @precondition(has("_invitations"))
    @rule(item=ITEM, user_id=USER)
    def accept_invitation(self, item: int, user_id: str) -> None:
        _, invitation_id = self.row("_invitations", item)
        error = told = None
        try:
            expected = self.model.accept_invitation(invitation_id, user_id)["id"]
        except Refused as refused:
            expected, error = None, refused.error
        try:
            given = self.mock.accept_invitation(invitation_id, user_id).id
        except Refusal as refusal:
            given, told = None, (refusal.status, refusal.code)
        assert (given, told) == (expected, error)

    @rule(
        operation_id=st.none() | st.sampled_from(sorted(OPERATIONS)),
        times=st.integers(1, 2),
        takes_effect=st.booleans(),
    )
    def lose_answers(self, operation_id: str | None, times: int, takes_effect: bool) -> None:
        self.mock.fail(503, times=times, operation_id=operation_id, takes_effect=takes_effect)
        self.faults += [(operation_id, takes_effect)] * times

    @rule(user=st.integers(0, len(inputs.USERS) - 1), name=st.sampled_from(["Zoe", "same", None]), moved=st.booleans())
    def change_user(self, user: int, name: str | None, moved: bool) -> None:
        fields = dict(inputs.USERS[user], first_name=name)
        if moved:
            fields["email_address"] = f"{fields['id']}@moved.example"
        self.mock.add_user(User(**fields))
        self.model.users[fields["id"]] = fields

    @rule(pick=st.integers(0, 11))
    def start_again(self, pick: int) -> None:
        """Rarely, as it throws away what the other steps have built."""
        with pytest.raises(SeedError):
            self.mock.seed({"organizations": [{"name": "A", "created_by": "user_nobody"}]})
        if pick == 0:
            self.mock.reset()
            self._start_over(self.seed)
        elif pick <= len(inputs.SEEDS):
            self.mock.seed(inputs.SEEDS[pick - 1])
            self._start_over(inputs.SEEDS[pick - 1])

    @rule(calls=st.permutations(range(len(NONSENSE))).map(lambda order: order[:4]))
    def send_nonsense(self, calls: list[int]) -> None:
        self.mock.faults.clear()
        self.faults.clear()
        for method, path, query, body, reason in (NONSENSE[number] for number in calls):
            pairs = [(query[0], query[1])] if query else []
            response = self._send(method, path, pairs, body)
            assert (response.status, response.json["errors"][0]["code"]) == reason

    def _send(self, method: str, path: str, pairs: list[tuple[str, str]], body: Json) -> Response:
        headers = {**KEY, **(FORM if isinstance(body, bytes) else {"content-type": "application/json"})}
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        self.sent += 1
        self._advance(self.sent % 2)  # so some calls come at one time, and some do not
        response = self.mock.handle(Request(method, f"/v1{path}", tuple(pairs), headers, content))
        if self.counts:
            code = response.json["errors"][0]["code"] if response.status >= 400 else ""
            self.calls[self.mock.requests[-1].operation_id, response.status, code] += 1
        return response


def _sort(rows: Table[Any]) -> None:
    """Have every order kept, so that the next step must notice when it puts one out of date."""
    for order in rows.orders:
        rows.ordered(order)


def _public(node: Json) -> Json:
    """What the model says, without what is its own."""
    if isinstance(node, list):
        return [_public(item) for item in node]
    if isinstance(node, dict):
        return {name: _public(value) for name, value in (node | dict(shown(node))).items() if not name.startswith("_")}
    return node


def _like(answer: Json, wanted: Json) -> Json:
    """The answer, cut down to the fields that the model speaks of; metadata stays whole."""
    if isinstance(answer, list) and isinstance(wanted, list) and len(answer) == len(wanted):
        return [_like(given, item) for given, item in zip(answer, wanted, strict=True)]
    if isinstance(answer, dict) and isinstance(wanted, dict):
        return {
            name: answer.get(name) if name.endswith("_metadata") else _like(answer.get(name), value)
            for name, value in wanted.items()
        }
    return answer
