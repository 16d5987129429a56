"""Creates with `reconcile=True` that may have happened: in the end there is one resource, never two."""

import itertools
import traceback
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from clerk_organizations import ClerkAPIResponseError, ClerkError, OutcomeUnknownError, RetryPolicy, ServerError
from clerk_organizations.testing import MockClerk
from tests.faults.rows import Row, rows
from tests.support.calls import known
from tests.support.clients import AT_ONCE, PACKAGE, BothClients
from tests.support.scripted import KINDS, UNANSWERED, Kind, ScriptedMock
from tests.support.servers import RecordingServer


@pytest.fixture(params=list(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


@pytest.fixture
def shaky(wire: RecordingServer) -> ScriptedMock:
    return ScriptedMock(wire)


Ask = Callable[..., Any]


@pytest.fixture
def ask(world: BothClients, wire: RecordingServer, shaky: ScriptedMock, kind: Kind) -> Ask:
    """Make one through the server, with options of a client: the model, or the error, which must be one of ours."""

    def ask(*, retry: RetryPolicy = AT_ONCE, timeout: float | None = 60.0, **other: Any) -> Any:
        clerk = world.client(api_url=wire.url, retry=retry, timeout=timeout, secret_key=shaky.mock.secret_key)
        try:
            return world.run(kind.create(clerk, shaky.mock, **other))
        except Exception as error:
            return known(error)

    return ask


def elsewhere(kind: Kind, mock: MockClerk, **other: Any) -> Any:
    """Make one without the server between."""
    with mock.client() as clerk:
        return kind.create(clerk, mock, **other)


def unsettled(error: Any) -> str:
    """The message of an error that leaves the outcome open, as without reconciling."""
    assert isinstance(error, OutcomeUnknownError) or (isinstance(error, ServerError) and error.outcome_unknown), error
    return str(error)


LOOKS = {
    "shows at once": [],
    "shows late": ["hidden"],
    "shows after the repeat": ["hidden"] * AT_ONCE.attempts,
    "never shows": ["hidden"] * 99,
    "looking fails": ["cut"] * 99,
    "looking is answered 503": ["503"] * 99,
}


def foretold(first: str, second: str, look: str) -> tuple[bool, int]:
    """Whether there is a resource in hand in the end, and how many creates were sent for it; the third is answered."""
    done = False
    for sent, act in enumerate((first, second, "ok"), start=1):
        if act == "ok" and not done:
            return True, sent
        done = done or "done" in act
        if look.startswith("looking"):
            return False, sent
        if done and (look in ("shows at once", "shows late") or (look == "shows after the repeat" and sent > 1)):
            return True, sent
        if act == "ok":
            return False, sent  # refused, as there is one, and nothing to see
    raise AssertionError("the third is answered")


@pytest.mark.sample(4)
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("first", UNANSWERED)
def test_every_course_ends_with_one_resource(
    first: str, look: str, kind: Kind, ask: Ask, wire: RecordingServer, shaky: ScriptedMock
) -> None:
    for second in ("ok", *UNANSWERED):
        shaky.mock.reset()
        wire.requests.clear()
        shaky.creates.clear()
        shaky.looks.clear()
        shaky.creates += (first, second)
        shaky.looks += LOOKS[look]
        result, ids = ask(), kind.ids(shaky.mock)
        returned, sent = foretold(first, second, look)
        course = (first, second, look, result)
        assert len(ids) <= 1, course
        assert shaky.sent("POST") == sent, course
        assert shaky.sent("GET") <= AT_ONCE.attempts**2, course
        if returned:
            assert [getattr(result, "id", None)] == ids, course
        else:
            assert "reconciling: " in unsettled(result), course


@pytest.mark.sample(8)
@rows(
    Row("C01", "done, and the answer cut off", "looked for and returned; sent once", ("done and cut", 1)),
    Row("C02", "cut off before it was done", "not there: sent again", ("cut", 2)),
    Row("C03", "done, and answered 503", "looked for and returned; sent once", ("done and 503", 1)),
    Row("C04", "not done, and answered 503", "not there: sent again", ("503", 2)),
)
def test_it_is_settled(row: Row, kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    act, sent = row.given
    shaky.creates.append(act)
    result = ask()
    assert [result.id] == kind.ids(shaky.mock)
    assert result.to_dict() == elsewhere_seen(kind, shaky.mock)
    assert shaky.sent("POST") == sent


def elsewhere_seen(kind: Kind, mock: MockClerk) -> Any:
    """The one there is, as the last answer that had it."""
    (made,) = kind.ids(mock)
    for exchange in reversed(mock.requests):
        body = exchange.response.json
        for row in body.get("data", [body]):
            if row.get("id") == made:
                return row
    raise AssertionError("no answer had it")


@pytest.mark.sample(4)
@rows(Row("C05", "done and cut off, and shows only at the third look", "looked for again; sent once"))
def test_it_is_looked_for_more_than_once(row: Row, kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    shaky.creates.append("done and cut")
    shaky.looks += ("hidden", "hidden")
    assert [ask().id] == kind.ids(shaky.mock)
    assert (shaky.sent("POST"), shaky.sent("GET")) == (1, 3)


@pytest.mark.sample(4)
@rows(Row("C06", "done and cut off, and shows only when the repeat was refused", "looked for again, and returned"))
def test_a_repeat_that_is_refused_looks_again(row: Row, kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    shaky.creates.append("done and cut")
    shaky.looks += ["hidden"] * 3
    assert [ask().id] == kind.ids(shaky.mock)
    refusal = [
        one.response for one in shaky.mock.requests if one.response.status >= 400 and b"errors" in one.response.body
    ]
    assert refusal[-1].json["errors"][0]["code"] == kind.taken
    assert shaky.sent("POST") == 2


@pytest.mark.sample(3)
@rows(Row("C07", "done and cut off, and never shows: the repeat is refused", "OutcomeUnknownError, as nobody knows"))
def test_what_never_shows_stays_unknown(row: Row, kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    shaky.creates.append("done and cut")
    shaky.looks += ["hidden"] * 99
    error = ask()
    assert type(error) is OutcomeUnknownError
    assert isinstance(error.__cause__, httpx.HTTPError)
    tried = f"reconciling: looked: not there (3 times), sent again: {_status(kind)} {kind.taken}, "
    assert str(error).endswith(f"{tried}looked: not there (3 times)")


def _status(kind: Kind) -> int:
    return 400 if kind.method in ("create_organization_membership", "create_organization_invitation") else 422


@pytest.mark.sample(4)
@rows(
    Row("C08", "looking is cut off, or fails in another way", "the error as without reconciling; sent once"),
)
@pytest.mark.parametrize("act", ["cut", "503"])
def test_looking_fails(row: Row, act: str, kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    shaky.creates.append("503")
    shaky.looks += [act] * 3
    error = ask()
    assert type(error) is ServerError
    assert (error.status, error.code) == (503, "service_unavailable")
    assert "reconciling: looking failed: " in str(error)
    assert (shaky.sent("POST"), shaky.sent("GET")) == (1, 3)


@pytest.mark.sample(4)
@rows(Row("C09", "every create is cut off", "sent 3 times, looked for 3 times each, then OutcomeUnknownError"))
def test_it_ends(row: Row, kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    shaky.creates += ["cut"] * 99
    assert "sent again: OutcomeUnknownError" in unsettled(ask())
    assert (shaky.sent("POST"), shaky.sent("GET")) == (3, 9)
    assert kind.ids(shaky.mock) == []


@pytest.mark.sample(4)
@rows(
    Row("C10", "cut off, and one was there before the call", "refused as without the fault: never taken for its own"),
    Row("C11", "cut off, and the same one was made an hour before", "refused as without the fault"),
)
def test_what_was_there_before_is_not_returned(row: Row, kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    elsewhere(kind, shaky.mock, **(kind.other if row.id == "C10" else {}))
    shaky.mock.clock.advance(60 * 60)
    shaky.creates.append("cut")
    error = ask()
    assert isinstance(error, ClerkAPIResponseError)
    assert error.code == kind.taken
    assert (shaky.sent("POST"), len(kind.ids(shaky.mock))) == (2, 1)


@pytest.mark.sample(4)
@rows(Row("C12", "cut off, and somebody else makes one at this moment", "OutcomeUnknownError that says what differs"))
def test_what_is_not_as_asked_for_is_not_returned(row: Row, kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    shaky.creates.append("cut")
    shaky.on_create = lambda: elsewhere(kind, shaky.mock, **kind.other)
    message = unsettled(ask())
    (made,), (field,) = kind.ids(shaky.mock), kind.other
    assert message.endswith(f"reconciling: looked: {made} is there and new, and has not what was sent for {field}")
    assert shaky.sent("POST") == 1


@pytest.mark.sample(4)
@rows(Row("C13", "the first answer is that there is one already", "that error, after one request"))
def test_a_first_refusal_stays(row: Row, kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    elsewhere(kind, shaky.mock)
    error = ask()
    assert isinstance(error, ClerkAPIResponseError)
    assert error.code == kind.taken
    assert (shaky.sent("POST"), shaky.sent("GET")) == (1, 0)


@pytest.mark.sample(4)
@rows(Row("C14", "nothing is wrong", "one request"))
def test_no_look_without_a_doubt(row: Row, kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    assert [ask().id] == kind.ids(shaky.mock)
    assert (shaky.sent("POST"), shaky.sent("GET")) == (1, 0)


@pytest.mark.sample(4)
@rows(Row("C15", "the answer to the look has no Date", "OutcomeUnknownError: no telling what is new"))
@pytest.mark.parametrize("date", [None, "yesterday"])
def test_without_a_clock_there_is_no_telling(
    row: Row, date: str | None, kind: Kind, ask: Ask, shaky: ScriptedMock
) -> None:
    shaky.creates.append("done and cut")
    shaky.headers = {"date": date}
    assert unsettled(ask()).endswith("reconciling: looked: no telling what was made when")
    assert shaky.sent("POST") == 1


@pytest.mark.sample(4)
@rows(Row("C16", "503 and Retry-After, longer than we wait", "ServerError at once, with .retry_after"))
def test_retry_after_is_kept(row: Row, kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    shaky.creates.append("503")
    shaky.headers = {"retry-after": "31"}
    error = ask()
    assert type(error) is ServerError
    assert error.retry_after == 31
    assert str(error).endswith("reconciling: looked no more: Retry-After is too long")
    assert shaky.sent("GET") == 0


@pytest.mark.sample(3)
def test_one_attempt_means_a_look_and_no_repeat(kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    once = RetryPolicy(attempts=1, first_delay=0.0)
    shaky.creates += ("done and cut", "cut")
    assert [ask(retry=once).id] == kind.ids(shaky.mock)
    shaky.mock.reset()
    assert unsettled(ask(retry=once)).endswith("reconciling: looked: not there")
    assert (shaky.sent("POST"), shaky.sent("GET")) == (2, 2)


@pytest.mark.sample(3)
def test_looks_and_repeats_come_from_the_budget(kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    shaky.creates += ["cut"] * 9
    message = unsettled(ask(retry=RetryPolicy(first_delay=0.0, budget=2, budget_per_call=0)))
    assert message.endswith("looked: not there (2 times), looked no more: no budget for retries left")
    message = unsettled(ask(retry=RetryPolicy(first_delay=0.0, budget=3, budget_per_call=0)))
    assert message.endswith("looked: not there (3 times), not sent again: no time or no budget for retries left")
    assert shaky.sent("POST") == 2


@pytest.mark.sample(3)
def test_errors_do_not_show_what_was_sent(kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    for acts, looks in itertools.product((["cut"] * 9, ["done and 503"]), (["hidden"] * 99, ["503"] * 9)):
        shaky.mock.reset()
        shaky.creates.extend(acts)
        shaky.looks.extend(looks)
        error = ask()
        assert isinstance(error, ClerkError)
        shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
        frames = [part for part in shown.split("  File ") if PACKAGE in part.partition(",")[0]]
        ours = [frame for frame in frames if "\n    kwargs = " not in frame]  # that one holds what the caller gave
        assert type(error).__name__ in shown  # there may be no frame of ours at all
        assert not any("classified" in part for part in (*ours, str(error)))


@pytest.mark.parametrize("kind", [KINDS["invitation"]])
@pytest.mark.parametrize("status", ["accepted", "revoked"])
@rows(
    Row(
        "C17",
        "an invitation is cut off, and accepted or revoked meanwhile",
        "returned as it is; nobody is invited twice",
    )
)
def test_an_invitation_that_has_been_dealt_with(
    row: Row, status: str, kind: Kind, ask: Ask, shaky: ScriptedMock
) -> None:
    def deal() -> None:
        (made,) = shaky.mock.instance.invitations
        if status == "accepted":
            shaky.mock.add_user("new")
            shaky.mock.accept_invitation(made.id, "user_new")
        else:
            with shaky.mock.client() as clerk:
                organization = shaky.mock.instance.by_slug["acme"].id
                clerk.organizations.revoke_organization_invitation(organization_id=organization, invitation_id=made.id)

    shaky.creates.append("done and cut")
    shaky.on_create = deal
    result = ask()
    assert (result.status, [result.id]) == (status, kind.ids(shaky.mock))
    assert shaky.sent("POST") == 1


@pytest.mark.parametrize("kind", [KINDS["invitation"]])
def test_an_old_invitation_is_not_in_the_way_of_a_new_one(kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    old = elsewhere(kind, shaky.mock, expires_in_days=1)
    shaky.mock.clock.advance(2 * 24 * 60 * 60)
    shaky.creates += ("cut", "done and cut")
    result = ask()
    assert kind.ids(shaky.mock) == [old.id, result.id]
    assert (shaky.sent("POST"), shaky.sent("GET")) == (2, 4)  # until the first is known not to be there: 3


@pytest.mark.sample(1)
@pytest.mark.parametrize("kind", [KINDS["domain"]])
def test_a_list_longer_than_a_look_is_no_proof(kind: Kind, ask: Ask, shaky: ScriptedMock) -> None:
    organizations = [{"name": "Acme", "slug": "acme", "created_by": "user_ada"}]
    shaky.mock.seed({"organizations": organizations, "settings": {"domains_per_organization": 0}})
    for number in range(501):
        elsewhere(kind, shaky.mock, name=f"d{number}.example")
    shaky.creates.append("cut")
    assert unsettled(ask()).endswith("looked: not among the first, and there are more than one look shows")
    assert shaky.sent("POST") == 1
