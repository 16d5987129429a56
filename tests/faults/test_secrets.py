"""Where a secret could get out: everything that a program shows, logs, stores or reports is searched for it."""

import json
import logging
import pickle
import socket
import traceback
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import httpcore
import httpx
import pytest

from clerk_organizations import AsyncClerkClient, ClerkClient, ClerkError, RetryPolicy, create_clerk_client
from clerk_organizations._calls.steps import Send
from clerk_organizations._messages.request import Request
from clerk_organizations._messages.response import Response
from clerk_organizations._transports.exchange import Exchange
from clerk_organizations.testing import MockClerk, serve
from tests.faults.rows import Row, rows
from tests.support.clients import AT_ONCE, PACKAGE, BothClients
from tests.support.responses import FINE, Reply, hang_up, hang_up_halfway, raw, reset
from tests.support.servers import RecordingServer

pytestmark = pytest.mark.sample(1)

KEY = "sk_test_" + "Zq7" * 8
"""Nowhere else in the program."""
PRIVATE = "Wm4" * 8
PRIVATE_METADATA = {"card": PRIVATE, PRIVATE: 1}


def get(clerk: Any) -> Any:
    return clerk.organizations.get_organization(organization_id="org_1")


def told(error: BaseException) -> str:
    """All that an error and those it came from say, with the locals of every frame, as reporting tools show them."""
    whole = traceback.TracebackException.from_exception(error, capture_locals=True)
    parts = ["".join(whole.format())]
    seen: set[int] = set()
    upcoming: list[BaseException | None] = [error]
    while upcoming:
        found = upcoming.pop()
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        alone = traceback.TracebackException.from_exception(found, capture_locals=True, compact=True)
        parts += [repr(found), str(found), repr(vars(found)), *alone.format(chain=False)]
        upcoming += [found.__cause__, found.__context__]
        upcoming += found.exceptions if isinstance(found, BaseExceptionGroup) else ()
    return "\n".join(parts)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """Everything that is logged, by whomever, with the arguments of each record."""
    caplog.set_level(logging.NOTSET)  # of the root logger; set again by its name, it would not be put back
    for name in ("httpx", "httpcore", "clerk_organizations", "clerk_organizations.transport", "asyncio"):
        caplog.set_level(1, name)
    yield lambda: "\n".join(f"{record.getMessage()} {record.__dict__!r}" for record in caplog.records)


def outcome(world: BothClients, call: Callable[[], Any], kind: type[Exception] = ClerkError) -> str:
    """What the error of a call tells."""
    try:
        world.run(call())
    except kind as error:
        return told(error)
    raise AssertionError("the call succeeded")


FAILURES = [
    Row("S01", "the connection is lost before the answer", "no hit", hang_up),
    Row("S02", "the connection is reset", "no hit", reset()),
    Row("S03", "the answer breaks off", "no hit", hang_up_halfway),
    Row("S04", "the answer is garbage", "no hit", raw(b"sdfsdf\r\n\r\n")),
    Row("S05", "the answer cannot be decoded", "no hit", Reply(body=b"abc", headers={"content-encoding": "gzip"})),
    Row("S06", "the answer is not JSON", "no hit", Reply(body=b"<html>")),
    Row("S07", "the answer is of another type", "no hit", Reply([])),
    Row("S08", "the API answers 401", "no hit", Reply({"errors": [{"code": "c"}]}, status=401)),
    Row("S09", "the answer does not come in time", "no hit", None),
]  # fmt: skip


@rows(*FAILURES)
def test_the_key_is_in_no_error_and_no_log(
    row: Row, world: BothClients, wire: RecordingServer, logged: Callable[[], str]
) -> None:
    wire.reply(row.given or wire.silence)
    clerk = world.client(secret_key=KEY, api_url=wire.url, timeout=5 if row.given else 0.2, retry=AT_ONCE)
    calls: list[Callable[[], Any]] = [
        lambda: get(clerk),
        lambda: clerk.organizations.create_organization(name="x", private_metadata=PRIVATE_METADATA),
        lambda: clerk.organizations.update_organization_logo("org_1", file=bytes(300_000)),
    ]
    for call in calls:
        assert KEY not in outcome(world, call)
    assert wire.last.headers["authorization"] == f"Bearer {KEY}"
    assert "/organizations" in logged()
    assert KEY not in logged()
    assert PRIVATE not in logged()


@rows(Row("S10", "time runs out while the request is written", "no hit"))
def test_the_key_is_in_no_error_of_writing(row: Row, world: BothClients, logged: Callable[[], str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as reads_nothing:
        url = f"http://127.0.0.1:{reads_nothing.getsockname()[1]}"
        clerk = world.client(secret_key=KEY, api_url=url, timeout=0.2, retry=AT_ONCE)
        shown = outcome(world, lambda: clerk.organizations.update_organization_logo("org_1", file=bytes(15_000_000)))
    assert "WriteTimeout" in shown or world.is_async  # a scope of ours ends the async one
    assert KEY not in shown
    assert KEY not in logged()


@rows(Row("S13", "one's own transport fails, the headers in its hands", "no hit"))
@pytest.mark.parametrize(("raised", "kind"), [(httpx.ReadError, ClerkError), (ValueError, ValueError)])
def test_the_key_is_in_no_frame_of_ones_own_transport(
    row: Row, world: BothClients, logged: Callable[[], str], raised: type[Exception], kind: type[Exception]
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        copied = dict(request.headers)
        raise raised(f"made up, with {len(copied)} headers in the frame")

    clerk = world.client(secret_key=KEY, transport=httpx.MockTransport(answer), retry=AT_ONCE)
    shown = outcome(world, lambda: get(clerk), kind)
    assert "in answer" in shown
    assert KEY not in shown
    assert KEY not in logged()


@rows(Row("S11", "nothing listens", "no hit"))
def test_the_key_is_in_no_error_of_connecting(row: Row, world: BothClients, logged: Callable[[], str]) -> None:
    clerk = world.client(secret_key=KEY, api_url="http://127.0.0.1:9", retry=AT_ONCE)
    assert KEY not in outcome(world, lambda: get(clerk))
    assert KEY not in logged()


@pytest.mark.parametrize("library", ["asyncio", "trio"])
@rows(Row("S12", "a call is cancelled", "no hit in the cancellation"))
def test_the_key_is_in_no_cancellation(row: Row, library: str, wire: RecordingServer) -> None:
    wire.reply(wire.silence)
    shown: list[str] = []

    async def main() -> None:
        async with AsyncClerkClient(secret_key=KEY, api_url=wire.url) as clerk:
            with anyio.move_on_after(0.1):
                try:
                    await get(clerk)
                except BaseException as error:
                    shown.append(told(error))
                    raise

    anyio.run(main, backend=library)
    assert len(shown) == 1 and PACKAGE in shown[0]  # frames of ours were under way
    assert KEY not in shown[0]


@rows(
    Row("S20", "a client cannot be made: the URL is wrong", "no hit", {"api_url": "nonsense"}),
    Row("S21", "a client cannot be made: transport and http_client", "no hit", {"transport": 1, "http_client": 2}),
    Row("S22", "a client cannot be made: the policy is none", "no hit", {"retry": 3}),
    Row("S23", "a client cannot be made: the user agent is wrong", "no hit", {"user_agent": "\n"}),
    Row("S24", "a client cannot be made: the key itself is malformed", "no hit", {"secret_key": KEY + "\n"}),
    Row("S25", "a client cannot be made: the key is bytes", "no hit", {"secret_key": KEY.encode()}),
    Row("S26", "a client cannot be made: the key is publishable", "no hit", {"secret_key": KEY.replace("sk", "pk")}),
)
def test_the_key_is_in_no_error_of_construction(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    # The frames are left out, and would show nothing if they were not
    monkeypatch.setattr("clerk_organizations._base.drop_own_frames", lambda error: None)
    arguments = {"secret_key": KEY, **row.given}
    for make in (ClerkClient, AsyncClerkClient, create_clerk_client):
        try:
            make(**arguments)
        except ClerkError as error:
            assert error.__traceback__ is not None
            shown = told(error.with_traceback(error.__traceback__.tb_next))  # without the frame of this test
            assert "secret_key" in shown
            assert KEY[8:] not in shown
        else:
            raise AssertionError("made")


@rows(Row("S27", "a malformed key comes from the environment", "no hit"))
def test_the_key_of_the_environment_is_in_no_error(
    row: Row, world: BothClients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLERK_SECRET_KEY", KEY + " ")
    with pytest.raises(ClerkError) as caught:
        world.client(secret_key=None)
    assert KEY not in told(caught.value)


def everything(clerk: Any) -> list[Any]:
    """A client and what can be reached from it by name."""
    organizations = clerk.organizations
    parts = [clerk, clerk.with_options(headers={"x": "y"}), organizations, organizations.get_organization]
    return [*parts, organizations.get_organization_list, clerk._config, clerk._driver, vars(clerk)]


@rows(Row("S30", "repr, str, format and pickle of a client and its parts", "no hit; no pickle"))
def test_the_key_is_in_nothing_that_a_client_shows(row: Row, world: BothClients) -> None:
    for thing in everything(world.client(secret_key=KEY)):
        assert KEY not in f"{thing!r} {thing} {thing!s:>5}"
        with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
            pickle.dumps(thing)


@rows(Row("S31", "errors are pickled", "no hit"))
def test_the_key_is_in_no_pickle(row: Row, world: BothClients, wire: RecordingServer) -> None:
    wire.reply(Reply({"errors": [{"code": "c"}]}, status=422), hang_up)
    clerk = world.client(secret_key=KEY, api_url=wire.url)
    for _ in range(2):
        with pytest.raises(ClerkError) as caught:
            world.run(get(clerk))
        assert KEY.encode() not in pickle.dumps(caught.value)


@rows(Row("S32", "deprecated parameters, clients that are never closed: warnings", "no hit"))
def test_the_key_is_in_no_warning(row: Row, world: BothClients, wire: RecordingServer) -> None:
    wire.reply_json({"data": [], "total_count": 0})
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        clerk = world.client(secret_key=KEY, api_url=wire.url)
        world.run(clerk.organizations.get_organization_list(include_members_count=True, query="x"))
    assert KEY not in " ".join(f"{warning.message!r} {warning!r}" for warning in seen)


@rows(Row("S33", "the journal of the mock, in process and over HTTP", "no hit; that there was a key is told"))
def test_the_key_is_in_no_journal(row: Row, world: BothClients) -> None:
    mock = MockClerk()
    with serve(mock) as url:
        clerk = world.client(secret_key=KEY, api_url=url)
        made = world.run(clerk.organizations.create_organization(name="x"))
        world.run(clerk.organizations.get_organization(organization_id=made.id))
        with urllib.request.urlopen(f"{url}/__mock__/requests") as response:
            kept = response.read().decode()
    assert len(mock.requests) == 2 and len(json.loads(kept)) > 0
    assert '"authorization"' in kept.lower()
    assert KEY not in kept
    assert KEY not in repr(mock.requests)
    assert KEY.encode() not in pickle.dumps(mock.requests)


@rows(Row("S40", "private metadata in the repr, str and pages of models", "no hit"))
def test_private_metadata_is_in_no_repr(
    row: Row, world: BothClients, wire: RecordingServer, logged: Callable[[], str]
) -> None:
    organization = {"object": "organization", "id": "org_1", "private_metadata": PRIVATE_METADATA}
    member = {"id": "m", "organization": organization, "private_metadata": PRIVATE_METADATA}
    wire.reply(Reply(organization), Reply({"data": [organization], "total_count": 1}), Reply(member))
    clerk = world.client(secret_key=KEY, api_url=wire.url)
    api = clerk.organizations
    one, page = world.run(get(clerk)), world.run(api.get_organization_list())
    of_member = world.run(api.delete_organization_membership(organization_id="org_1", user_id="user_1"))
    for model in (one, page, of_member):
        assert PRIVATE not in f"{model!r} {model} {vars(model) if hasattr(model, '__dict__') else ''}"
    assert one.private_metadata == PRIVATE_METADATA
    assert PRIVATE not in logged()


@rows(
    Row("S41", "private metadata that JSON cannot say", "no hit in the error", {"a": {PRIVATE}}),
    Row("S42", "private metadata with a value of another type", "no hit in the error", {"a": PRIVATE.encode()}),
    Row("S43", "private metadata that is no dict", "no hit in the error", PRIVATE),
)
def test_private_metadata_is_in_no_message_of_a_refusal(
    row: Row, world: BothClients, clerk: Any, wire: RecordingServer
) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        world.run(clerk.organizations.create_organization(name="x", private_metadata=row.given))
    assert PRIVATE not in f"{caught.value!r} {caught.value}"
    assert wire.requests == []


@rows(
    Row("S44", "an answer with private metadata that is not a page", "no hit in the error", b'{"data": {"%s": 1}}'),
    Row("S45", "an answer with private metadata that breaks off", "no hit in the error", b'{"private_metadata": "%s'),
    Row("S46", "an answer with private metadata in an array", "no hit in the error", b'["%s"]'),
)
def test_private_metadata_is_in_no_message_of_an_answer(
    row: Row, world: BothClients, clerk: Any, wire: RecordingServer, logged: Callable[[], str]
) -> None:
    wire.reply(Reply(body=row.given % PRIVATE.encode()))
    with pytest.raises(ClerkError) as caught:
        world.run(clerk.organizations.get_organization_list())
    assert PRIVATE not in f"{caught.value!r} {caught.value}"
    assert PRIVATE not in logged()
    assert len(wire.requests) == 1


@rows(Row("S47", "the ids of a path, in our log and in httpx's", "no hit in ours"))
def test_ids_are_in_no_log(
    row: Row, world: BothClients, wire: RecordingServer, clerk: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wire.reply(Reply(status=503), FINE)
    world.run(clerk.organizations.get_organization(organization_id=PRIVATE))
    lines = [record.getMessage() for record in caplog.records]
    assert any("/organizations/{organization_id}" in line for line in lines)
    assert PRIVATE not in " ".join(lines)


BODY = b'{"private_metadata": {"card": "%s"}, "id": "org_1", ' % PRIVATE.encode()


@rows(
    *(Row(f"S5{index}", f"private metadata is sent, and {row.fault}", "no hit in any frame", row.given)
      for index, row in enumerate(FAILURES)),
    Row("S70", "private metadata comes, and the body breaks off", "no hit in any frame",
        raw(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n" + BODY)),
    Row("S71", "private metadata comes, and the JSON ends early", "no hit in any frame", Reply(body=BODY)),
    Row("S72", "private metadata comes, and a field is of another type", "no hit in any frame",
        Reply(body=BODY + b'"public_metadata": 7}')),
    Row("S73", "private metadata comes in an array", "no hit in any frame", Reply(body=b"[%s1:2}]" % BODY)),
    Row("S74", "private metadata comes, not in UTF-8", "no hit in any frame", Reply(body=BODY + b'"a": "\xff"}')),
    Row("S75", "private metadata comes with 422", "no hit in any frame", Reply(body=BODY + b'"a": 1}', status=422)),
)  # fmt: skip
def test_private_metadata_is_in_no_frame_of_ours(
    row: Row, world: BothClients, wire: RecordingServer, logged: Callable[[], str]
) -> None:
    wire.reply(row.given or wire.silence)
    clerk = world.client(secret_key=KEY, api_url=wire.url, timeout=5 if row.given else 0.2, retry=AT_ONCE)
    api = clerk.organizations
    calls: list[Callable[[], Any]] = [
        lambda: api.create_organization(name="x", private_metadata=PRIVATE_METADATA),
        lambda: api.create_organization(name="x", slug="x", private_metadata=PRIVATE_METADATA, reconcile=True),
        lambda: api.update_organization_metadata("org_1", private_metadata=PRIVATE_METADATA),
        api.get_organization_list,
    ]
    for call in calls:
        shown = outcome(world, call)
        assert PRIVATE not in shown
        assert KEY not in shown
    assert PRIVATE not in logged()


@rows(
    Row("S76", "arguments with private metadata that JSON cannot say", "no hit in any frame", {"a": {PRIVATE}}),
    Row("S77", "arguments with private metadata that is no dict", "no hit in any frame", PRIVATE),
)
def test_private_metadata_is_in_no_frame_of_a_refusal(row: Row, world: BothClients, wire: RecordingServer) -> None:
    api: Any = world.client(secret_key=KEY, api_url=wire.url).organizations
    given: Any = row.given
    calls: list[Callable[[], Any]] = [
        lambda: api.create_organization(name="x", private_metadata=given),
        lambda: api.create_organization_invitation(
            organization_id="org_1", email_address="a@b.example", role="r", private_metadata=given),
        lambda: api.update_organization_metadata("org_1", private_metadata=given),
        lambda: api.get_organization_list(query={PRIVATE}),
        lambda: api.get_organization_list.iter(query={PRIVATE}),
        lambda: api.get_organization_list.pages(query={PRIVATE}),
    ]  # fmt: skip
    for call in calls:
        try:
            world.run(call())
        except (TypeError, ValueError) as error:
            found, frames = told(error), traceback.extract_tb(error.__traceback__)
            own = error.__traceback__
            while own is not None and PACKAGE not in own.tb_frame.f_code.co_filename:
                own = own.tb_next
            assert own is not None and frames
            found = told(error.with_traceback(own))  # without the frames of this test
            assert PRIVATE not in found
        else:
            raise AssertionError("accepted")


@rows(Row("S78", "control characters in cf-ray", "as escapes"))
def test_a_control_character_in_a_trace_id_is_escaped(row: Row, world: BothClients, logged: Callable[[], str]) -> None:
    answers = iter([httpx.Response(422, headers=[(b"cf-ray", b"a\x1b[31mb")]), httpx.Response(200, json={})])
    handler = httpx.MockTransport(lambda request: next(answers))
    clerk = world.client(secret_key=KEY, transport=handler, retry=AT_ONCE)
    with pytest.raises(ClerkError) as caught:
        world.run(get(clerk))
    assert "(trace a\\x1b[31mb)" in str(caught.value)
    for text in (str(caught.value), str(getattr(caught.value, "clerk_trace_id", "")), logged()):
        assert "\x1b" not in text


def test_a_failed_attempt_leaves_nothing_in_its_frames() -> None:
    """Also while the call waits for the next one, long before its error leaves a method."""

    def fails(secret: str) -> None:
        raise httpcore.ReadError(len(secret))

    request = Request("GET", "https://x/v1/x", {}, None, "/x", 10)
    exchange = Exchange(Send(request, None, RetryPolicy()))
    try:
        fails(PRIVATE)
    except httpcore.ReadError as error:
        assert error.__traceback__ is not None and error.__traceback__.tb_next is not None
        frame = error.__traceback__.tb_next.tb_frame
        assert PRIVATE in frame.f_locals.values()
        exchange.failed(error, closed=False)
        assert frame.f_locals == {}


def test_the_repr_of_a_response_has_no_content_and_no_url() -> None:
    """Nor the error of a body that cannot be decoded, which may have parts of it."""
    response = Response(200, {"a": "b"}, PRIVATE.encode(), broken=ValueError(PRIVATE), url=f"https://x/{PRIVATE}")
    assert repr(response) == "Response(status=200, headers={'a': 'b'}, assumed=False)"
