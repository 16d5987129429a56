"""Many threads at one mock, after the same slugs, users, places and last admins: what may happen once, happens once."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPConnection
from typing import Any

import pytest

from clerk_organizations.testing import Fault, MockClerk, Refusal, Request, serve
from tests.mock.conftest import KEY
from tests.mock.invariants import problems
from tests.support import tiers
from tests.support.threads import at_once

THREADS = 64
CALLS = tiers.examples(8, 32)
"""Of each thread: 2,048 in all."""
CROWD = [f"user_{number}" for number in range(40)]
SEED = {
    "users": [{"id": user_id, "email_address": f"{user_id}@example.com"} for user_id in CROWD],
    "organizations": [
        {"name": "Club", "created_by": "user_0"},
        {"name": "Full", "created_by": "user_0", "max_allowed_memberships": 12},
        {"name": "Admins", "members": dict.fromkeys(CROWD, "org:admin")},
        {
            "name": "Guests",
            "max_allowed_memberships": 20,
            "invitations": [{"email_address": f"{n}@new.example", "role": "org:member"} for n in range(20)],
        },
    ],
}
CLUB, FULL, ADMINS, GUESTS = (f"org_2mock{number:022d}" for number in range(1, 5))
Send = Callable[[str, str, Any], tuple[int, str]]
"""Sends a call; gives the status and the trace of the answer."""


class Crowd:
    """The threads, and what they were told."""

    def __init__(self, mock: MockClerk, send: Send) -> None:
        self.mock, self.send = mock, send
        self.told: list[tuple[str, int, str]] = []
        self.accepted: list[str] = []
        self.failed: list[BaseException] = []
        self._start = threading.Barrier(THREADS)

    def run(self) -> None:
        threads = [threading.Thread(target=self._work, args=(number,)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _work(self, number: int) -> None:
        chance = random.Random(number)
        self._start.wait()
        try:
            for _ in range(CALLS):
                method, path, body = _call(chance)
                goal = f"{method} {path} {body and (body.get('slug') or body.get('user_id'))}"
                self.told.append((goal, *self.send(method, path, body)))
                self._accept(chance)
        except BaseException as error:  # else a thread would end without a word
            self.failed.append(error)

    def _accept(self, chance: random.Random) -> None:
        """Beside the calls, from any thread: also while a served mock is at work in its own."""
        invitation_id = f"orginv_2mock{chance.randint(1, 20):022d}"
        with suppress(Refusal):
            self.mock.accept_invitation(invitation_id, chance.choice(CROWD))
            self.accepted.append(invitation_id)


def _call(chance: random.Random) -> tuple[str, str, Any]:
    user_id = chance.choice(CROWD)
    number = chance.randint(1, 30)
    invitation = {"email_address": f"{number}@other.example", "role": "org:member"}
    return chance.choice(
        [
            ("POST", "/organizations", {"name": "Race", "slug": f"race-{number}", "created_by": user_id}),
            ("POST", "/organizations", {"name": "Same"}),
            ("POST", f"/organizations/{CLUB}/memberships", {"user_id": user_id, "role": "org:member"}),
            ("POST", f"/organizations/{FULL}/memberships", {"user_id": user_id, "role": "org:admin"}),
            ("POST", f"/organizations/{FULL}/invitations", invitation),
            ("POST", f"/organizations/{GUESTS}/invitations", invitation),
            ("DELETE", f"/organizations/{ADMINS}/memberships/{user_id}", None),
            ("PATCH", f"/organizations/{ADMINS}/memberships/{user_id}", {"role": "org:member"}),
            ("POST", f"/organizations/{CLUB}/domains", {"name": f"{number}.example"}),
            ("GET", "/organizations?order_by=members_count&limit=50", None),
            ("GET", "/organization_memberships?order_by=email_address", None),
        ]
    )


def judge(crowd: Crowd) -> None:
    """What must be true after any race."""
    instance, journal = crowd.mock.instance, crowd.mock.requests
    assert crowd.failed == []
    assert len(crowd.told) == THREADS * CALLS
    assert [told for told in crowd.told if told[1] >= 500] == []
    assert problems(instance) == []

    assert len(journal) == len(crowd.told)
    traces = {exchange.response.headers["cf-ray"] for exchange in journal}
    assert traces == {trace for _, _, trace in crowd.told}
    assert len(traces) == len(journal)

    won = Counter(goal for goal, status, _ in crowd.told if status == 200)
    once = [goal for goal in won if "slug race" in goal or goal.startswith(f"POST /organizations/{CLUB}/memberships")]
    assert {goal: won[goal] for goal in once if won[goal] > 1} == {}
    assert len(set(crowd.accepted)) == len(crowd.accepted)
    members = {key: instance.organization(key).memberships for key in (CLUB, FULL, ADMINS, GUESTS)}
    assert len(instance.organizations) == 4 + sum(
        n for goal, n in won.items() if goal.startswith("POST /organizations ")
    )
    assert len(members[CLUB]) == 1 + sum(won[goal] for goal in once if CLUB in goal)
    assert len(members[GUESTS]) == len(crowd.accepted)
    full = instance.organization(FULL)
    assert len(full.memberships) + full.pending_invitations(instance.now()) == 12  # the last place is taken too
    assert instance.elevated_members(instance.organization(ADMINS)) >= 1
    if tiers.EVERY_EXAMPLE:
        assert instance.elevated_members(instance.organization(ADMINS)) == 1  # so many tried that only the last is left


@pytest.fixture
def often() -> Iterator[None]:
    """Threads take turns in the midst of things, so that whatever is not guarded breaks, and not once in a while."""
    chance = random.Random(0)

    def take_turns(*_: object) -> None:
        if chance.random() < 0.02:
            time.sleep(0)

    threading.setprofile(take_turns)
    yield
    threading.setprofile(None)


@pytest.mark.usefixtures("often")
def test_in_process() -> None:
    mock = MockClerk(SEED)

    def send(method: str, path: str, body: Any) -> tuple[int, str]:
        headers = [(b"authorization", KEY["authorization"].encode()), (b"content-type", b"application/json")]
        content = b"" if body is None else json.dumps(body).encode()
        response = mock.handle(Request.from_wire(method, f"/v1{path}".encode(), headers, content))
        return response.status, response.headers["cf-ray"]

    crowd = Crowd(mock, send)
    crowd.run()
    judge(crowd)


@pytest.mark.slow
def test_over_a_socket() -> None:
    mock = MockClerk(SEED)
    local = threading.local()
    with serve(mock) as url, ExitStack() as stack:

        def send(method: str, path: str, body: Any) -> tuple[int, str]:
            if not hasattr(local, "connection"):  # one for each thread
                local.connection = HTTPConnection(url.removeprefix("http://"), timeout=60)
                stack.callback(local.connection.close)
            content = None if body is None else json.dumps(body).encode()
            local.connection.request(method, f"/v1{path}", content, {**KEY, "content-type": "application/json"})
            with local.connection.getresponse() as response:
                response.read()
                return response.status, response.headers["cf-ray"]

        crowd = Crowd(mock, send)
        crowd.run()
    judge(crowd)


def test_each_fault_is_hit_as_often_as_it_says() -> None:
    mock, hit = MockClerk(), list[object]()
    mock.faults.add(Fault(status=503, times=4000))
    at_once(4, lambda: hit.extend(mock.faults.next(None) for _ in range(1500)))
    assert len([one for one in hit if one is not None]) == 4000
    assert list(mock.faults) == []
