"""What goes wrong, as exceptions that say what is known."""

import functools
import gzip
import inspect
import re
import socket
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

import clerk_organizations as clerk_package
from clerk_organizations import (
    ClerkAPIError,
    ClerkAPIResponseError,
    ClerkClient,
    ClerkConfigurationError,
    ClerkConnectionError,
    ClerkDecodeError,
    ClerkError,
    ClerkTimeoutError,
    NotFoundError,
    Operation,
    OutcomeUnknownError,
    RateLimitError,
    ServerError,
)
from clerk_organizations._messages.response import retry_after
from clerk_organizations.models import DeletedObject
from clerk_organizations_api import api
from tests.contract.calls import plain_call
from tests.support.clients import AT_ONCE, KEY, BothClients
from tests.support.document import Described
from tests.support.present import METHODS
from tests.support.resources import RESOURCES
from tests.support.responses import Reply, hang_up, hang_up_halfway
from tests.support.servers import RecordingServer

BODY = {
    "errors": [
        {"code": "resource_not_found", "message": "not found", "long_message": "Nobody.", "meta": {"param_name": "x"}},
        {"code": "second", "message": "2"},
    ],
    "meta": {"a": 1},
    "clerk_trace_id": "8f2",
}
CLASSES = {
    400: "BadRequestError", 401: "AuthenticationError", 402: "PaymentRequiredError", 403: "PermissionDeniedError",
    404: "NotFoundError", 409: "ConflictError", 413: "PayloadTooLargeError", 422: "UnprocessableEntityError",
    429: "RateLimitError", 500: "ServerError", 503: "ServerError", 599: "ServerError",
    405: "ClerkAPIResponseError", 418: "ClerkAPIResponseError", 304: "ClerkAPIResponseError",
    600: "ClerkAPIResponseError", 999: "ClerkAPIResponseError",
}  # fmt: skip


def failing(world: BothClients, clerk: Any, name: str = "get_organization", /, **kwargs: Any) -> ClerkError:
    with pytest.raises(ClerkError) as caught:
        world.run(getattr(clerk.organizations, name)(**(kwargs or {"organization_id": "org_1"})))
    return caught.value


@pytest.mark.sample(17)
@pytest.mark.parametrize(("status", "name"), CLASSES.items())
def test_each_status_has_its_class(
    status: int, name: str, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply_json(BODY if status != 304 else None, status=status)
    error: Any = failing(world, clerk)
    assert type(error) is getattr(clerk_package, name)
    assert isinstance(error, ClerkAPIResponseError)
    assert (error.status, error.method, error.path) == (status, "GET", "/organizations/org_1")


def test_an_error_carries_all_that_the_api_said(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json(BODY, status=404, headers={"cf-ray": "other", "retry-after": "3"})
    error: Any = failing(world, clerk)
    assert str(error) == ("404 GET /organizations/org_1: resource_not_found (x): Nobody.; second: 2 (trace 8f2)")
    first, second = error.errors
    assert (first.code, first.message, first.long_message) == ("resource_not_found", "not found", "Nobody.")
    assert first.meta == {"param_name": "x"}
    assert (second.code, second.message, second.long_message, second.meta) == ("second", "2", "", {})
    assert (error.code, error.clerk_trace_id, error.retry_after) == ("resource_not_found", "8f2", 3.0)


def test_an_error_says_what_is_wrong_with_each_parameter(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    entries = [
        {
            "code": "form_param_invalid",
            "message": "is bad",
            "long_message": f"{name} is bad.",
            "meta": {"param_name": name},
        }
        for name in ("name", "slug", "role", "key")
    ]
    wire.reply_json({"errors": entries}, status=422)
    said = ", ".join(f"form_param_invalid ({name}): {name} is bad." for name in ("name", "slug", "role"))
    assert str(failing(world, clerk)).endswith(f": {said.replace(', ', '; ')} (and 1 more)")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({}, "Unprocessable Content"),
        ({"code": None, "message": [], "meta": {"param_name": {}}}, "Unprocessable Content"),
        ({"message": "Not\nso \x1b[31mred", "meta": {"param_name": "a\r"}}, r" (a\r): Not\nso \x1b[31mred"),
    ],
)
def test_what_an_error_says_is_one_line_and_never_nothing(
    entry: dict[str, Any], said: str, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply_json({"errors": [entry]}, status=422)
    assert str(failing(world, clerk)) == f"422 GET /organizations/org_1: {said}"


def test_the_path_is_shown_as_it_was_sent(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json({}, status=422)
    error: Any = failing(world, clerk, organization_id="a/b")
    assert "GET /organizations/a%2Fb: Unprocessable" in str(error)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Bad Gateway</html>", b"", b"null", b"[]", b"{", b'{"errors": {}}', b'{"errors": null}', b"\xff\xfe",
        b'{"errors": [1, null, "x"]}', b'{"errors": [{"code": null, "message": 7, "meta": 3}]}', b'"text"', b"[" * 9999,
    ],
)  # fmt: skip
def test_a_body_that_is_not_clerks_still_gives_the_error(
    body: bytes, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply(Reply(status=502, body=body, headers={"content-type": "text/html", "cf-ray": "8f2-FRA"}))
    error: Any = failing(world, clerk)
    assert isinstance(error, ServerError)
    assert (error.status, error.clerk_trace_id, error.code) == (502, "8f2-FRA", "")
    assert str(error).startswith("502 GET /organizations/org_1: ")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3.0), ("0", 0.0), ("1.5", 1.5), ("-1", None), ("nan", None), ("inf", None), ("soon", None), ("", None),
        ("Wed, 21 Oct 2026 07:28:30 GMT", 30.0), ("Wed, 21 Oct 2026 07:27:00 GMT", 0.0), ("1e999", None),
        ("Mon, 1 Jan 99999999999999999999 00:00:00 GMT", None),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date_by_the_servers_clock(
    header: str, seconds: float | None, world: BothClients
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(429, headers={"retry-after": header, "date": "Wed, 21 Oct 2026 07:28:00 GMT"})

    error: Any = failing(world, world.client(transport=httpx.MockTransport(answer)))
    assert isinstance(error, RateLimitError)
    assert error.retry_after == seconds


@pytest.mark.parametrize("header", ["1_0", "\u0665", "+3", "1e3", "0x1", "3 3"])
def test_retry_after_is_written_in_ascii_digits(header: str) -> None:
    assert retry_after({"retry-after": header}) is None


DATES = [
    f"Mon, {day} Jan {year} {hour}:00:00 {zone}"
    for day in ("1", "9" * 20)
    for year in ("2026", "0", "9" * 20, "9" * 5000)
    for hour in ("00", "99", "9" * 20)
    for zone in ("GMT", "+9999", "-" + "9" * 20)
][1:]


@pytest.mark.parametrize("senseless", ["retry-after", "date"])
def test_a_senseless_date_does_not_hide_the_error(senseless: str, world: BothClients) -> None:
    dates = iter(DATES)

    def answer(request: httpx.Request) -> httpx.Response:
        headers = {"retry-after": "Wed, 21 Oct 2026 07:28:30 GMT", "date": "Wed, 21 Oct 2026 07:28:00 GMT"}
        return httpx.Response(429, headers={**headers, senseless: next(dates)})

    clerk = world.client(transport=httpx.MockTransport(answer))
    for _ in DATES:
        error: Any = failing(world, clerk)
        assert type(error) is RateLimitError
        assert error.retry_after in (None, 0.0) or senseless == "date"


def test_a_304_is_no_redirect(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json(None, status=304)
    assert str(failing(world, clerk)) == "304 GET /organizations/org_1: Not Modified"


@pytest.mark.parametrize("status", [300, 301, 399, 400, 500])
def test_only_a_3xx_with_a_place_is_a_redirect(status: int, world: BothClients) -> None:
    answer = httpx.Response(status, headers={"location": "https://elsewhere.example"})
    error = failing(world, world.client(transport=httpx.MockTransport(lambda request: answer)))
    assert ("redirects are not followed (to 'https://elsewhere.example')" in str(error)) is (status < 400)


def test_entries_of_an_error_can_be_kept_in_a_set() -> None:
    entries = [ClerkAPIError("a", "b", "c", {"param_name": name}) for name in "xxy"]
    assert len(set(entries)) == 2


@pytest.mark.parametrize("status", [500, 503])
def test_an_answered_5xx_knows_whether_a_post_may_have_happened(
    status: int, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply_json(BODY, status=status)
    read: Any = failing(world, clerk)
    made: Any = failing(world, clerk, "create_organization", name="Acme")
    assert (read.outcome_unknown, made.outcome_unknown) == (False, True)


@pytest.mark.parametrize("act", [hang_up, hang_up_halfway])
def test_no_whole_answer(act: Any, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(act)
    error = failing(world, clerk)
    assert type(error) is ClerkConnectionError
    assert isinstance(error.__cause__, httpx.HTTPError)
    assert str(error).startswith(f"GET {wire.url}/v1/organizations/org_1: no whole answer came (")
    post = failing(world, clerk, "create_organization", name="Acme")
    assert type(post) is OutcomeUnknownError
    assert "may or may not have happened" in str(post)


def test_nobody_listens(world: BothClients) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))  # and does not listen
        clerk = world.client(api_url=f"http://127.0.0.1:{reserved.getsockname()[1]}")
        for name, kwargs in (("get_organization", {"slug": "a"}), ("create_organization", {"name": "Acme"})):
            error = failing(world, clerk, name, **kwargs)
            assert type(error) is ClerkConnectionError  # a POST that never left is no mystery
            assert "no connection" in str(error)


POSTS = {one.id: one for one in METHODS.values() if one.method == "POST"}


@pytest.mark.parametrize("operation", POSTS.values(), ids=POSTS)
def test_an_unknown_outcome_says_how_to_look(operation: Described, wire: RecordingServer) -> None:
    wire.reply(hang_up)
    with ClerkClient(secret_key=KEY, api_url=wire.url) as clerk:
        call = plain_call(operation.id)
        with pytest.raises(OutcomeUnknownError) as caught:
            operation.method_of(clerk)(*call.args, **call.kwargs)
        said = str(caught.value)
        if "x-idempotency-key" in operation.raw:
            assert said.endswith("repeat it with the same idempotency key, which makes it happen once")
            return
        look = re.search(r"look before repeating, with (?:\w+\(.*?\) or )?(\w+)\((.*)\)$", said)
        assert look is not None, said
        found = [one for name in RESOURCES if (one := getattr(getattr(clerk, name), look[1], None)) is not None]
        wanted = set(re.findall(r"(\w+)=", look[2]))
        assert [method for method in found if wanted <= inspect.signature(method).parameters.keys()]


def test_of_what_no_method_makes_nothing_is_known(wire: RecordingServer) -> None:
    wire.reply(hang_up)
    operation = Operation(id="X", method="POST", route="/x", path="/x", parse=DeletedObject.from_dict)
    with ClerkClient(secret_key=KEY, api_url=wire.url) as clerk, pytest.raises(OutcomeUnknownError) as caught:
        clerk.send(operation)
    assert str(caught.value).endswith(": look before repeating")


def test_an_error_of_connecting_is_short_and_counts_the_attempts(world: BothClients) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))  # and does not listen
        clerk = world.client(api_url=f"http://127.0.0.1:{reserved.getsockname()[1]}", retry=AT_ONCE)
        error = failing(world, clerk)
    assert " no connection in 3 attempts (ConnectError: " in str(error)
    shown = traceback.format_exception(error)
    assert not [part for part in shown if "_transports" in part or "_calls" in part]
    assert [name for name in ("ConnectError", "ConnectionRefusedError") if name in "".join(shown)]
    assert len("".join(shown).splitlines()) < 40


CALLS: list[Callable[[BothClients, Any], object]] = [
    lambda world, clerk: world.run(clerk.organizations.get_organization(slug="x")),
    lambda world, clerk: world.run(clerk.organizations.get_organization_list()),
    lambda world, clerk: world.run(clerk.organizations.create_organization_invitation_bulk("org_1", [])),
    lambda world, clerk: world.run(clerk.send(api.get_organization("org_1"))),
    lambda world, clerk: world.items(clerk.organizations.get_organization_list.iter()),
    lambda world, clerk: world.items(clerk.organizations.get_organization_list.pages()),
    lambda world, clerk: world.items(
        clerk.organizations.create_organization_invitation_bulk.chunked(
            "org_1", [{"email_address": "a@b.example", "role": "org:member"}]
        )
    ),
    lambda world, clerk: world.run(clerk.warm_up()),
    lambda world, clerk: clerk.with_options(timeout=-1),
    lambda world, clerk: clerk.with_options(headers={"x": "\n"}),
    lambda world, clerk: type(clerk)(secret_key="pk_test_x"),
    lambda world, clerk: type(clerk)(secret_key=KEY, timeout=-1),
    lambda world, clerk: type(clerk)(secret_key=KEY, on_retry=5),
    lambda world, clerk: type(clerk)(secret_key=KEY, transport=5),
    lambda world, clerk: type(clerk)(secret_key=KEY, rate_limit=5),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_traceback_ends_at_the_line_of_the_caller(
    call: Callable[[BothClients, Any], object], world: BothClients
) -> None:
    clerk = world.client(secret_key=KEY)
    world.close(clerk)
    with pytest.raises(ClerkConfigurationError) as caught:
        call(world, clerk)
    ours = [entry for entry in caught.traceback if "wrapper/clerk_organizations" in Path(entry.path).as_posix()]
    assert ours == []


def test_what_others_raise_keeps_its_traceback(world: BothClients, wire: RecordingServer) -> None:
    def hook(event: object) -> None:
        raise ClerkConfigurationError("of the user's own")

    with pytest.raises(ClerkConfigurationError) as caught:
        world.run(world.client(api_url=wire.url, on_request=hook).organizations.get_organization(slug="acme"))
    assert caught.traceback[-1].frame.code.name == "hook"


def test_time_runs_out(world: BothClients, wire: RecordingServer) -> None:
    clerk = world.client(api_url=wire.url, timeout=0.05)
    wire.reply(wire.silence)
    error = failing(world, clerk)
    assert type(error) is ClerkTimeoutError
    assert isinstance(error.__cause__, httpx.TimeoutException)
    assert type(failing(world, clerk, "create_organization", name="Acme")) is OutcomeUnknownError


@pytest.mark.parametrize(
    ("body", "message", "path"),
    [
        (b"", r"the body is empty", None),
        (b"<html>", r"not JSON \(text/html\)", None),
        (b"[]", r"\$: expected an object, got an array", "$"),
        (b'"x"', r"\$: expected an object, got a string", "$"),
        (b'{"public_metadata": []}', r"\$\.public_metadata: expected an object, got an array", "$.public_metadata"),
    ],
)
def test_an_answer_that_cannot_be_read_says_where(
    body: bytes, message: str, path: str | None, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply(Reply(body=body, headers={"content-type": "text/html"}))
    with pytest.raises(ClerkDecodeError, match=message) as caught:
        world.run(clerk.organizations.create_organization(name="Acme"))
    assert (caught.value.status, caught.value.json_path) == (200, path)
    assert "the server accepted the call" in str(caught.value)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"total_count": 1}, "$"),
        ({"data": None, "total_count": 1}, "$"),
        ({"data": {}, "total_count": 1}, "$.data"),
        ({"data": [{}, {"organization": 3}], "total_count": 1}, "$.data[1].organization"),
        ({"data": [None], "total_count": 1}, "$.data[0]"),
    ],
)
def test_a_page_that_is_none_says_where(
    body: Any, path: str, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply_json(body)
    with pytest.raises(ClerkDecodeError) as caught:
        world.run(clerk.organizations.get_organization_membership_list(organization_id="org_1"))
    assert caught.value.json_path == path


@pytest.mark.parametrize("kind", [ClerkAPIResponseError, ClerkDecodeError])
def test_an_error_made_of_a_message_alone_says_nothing_else(
    kind: type[ClerkAPIResponseError | ClerkDecodeError],
) -> None:
    for error in (kind("gone"), kind(message="gone")):
        assert (str(error), error.status, error.args) == ("gone", 0, ("gone",))


def test_errors_can_be_made_by_hand_for_tests_of_ones_own() -> None:
    error = NotFoundError("404", status=404, method="GET", path="/organizations/x")
    assert (error.errors, error.code, error.retry_after) == ([], "", None)


def test_no_httpx_exception_reaches_the_caller(world: BothClients) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.UnsupportedProtocol("never")

    error = failing(world, world.client(transport=httpx.MockTransport(fail)))
    assert type(error) is ClerkConnectionError
    assert isinstance(error.__cause__, httpx.UnsupportedProtocol)


GZIP = {"content-encoding": "gzip"}


def test_gzip_is_decoded(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(Reply(body=gzip.compress(b'{"id": "org_1"}'), headers=GZIP))
    assert world.run(clerk.organizations.get_organization(organization_id="org_1")).id == "org_1"


@pytest.mark.parametrize(
    "body", [b"no gzip", gzip.compress(b'{"id": "org_1"}')[:12] + b"x" * 40], ids=["no gzip", "broken gzip"]
)
def test_an_answer_that_cannot_be_decompressed_keeps_its_status(
    body: bytes, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    for status, kind in ((503, ServerError), (404, ClerkAPIResponseError), (302, ClerkAPIResponseError)):
        wire.reply(Reply(status=status, body=body, headers={**GZIP, "cf-ray": "8f2"}))
        error: Any = failing(world, clerk, "create_organization", name="Acme")
        assert (type(error), error.status, error.clerk_trace_id) == (kind, status, "8f2")
    wire.reply(Reply(body=body, headers=GZIP))
    error = failing(world, clerk, "create_organization", name="Acme")
    assert (type(error), error.status, error.json_path) == (ClerkDecodeError, 200, None)
    assert "the server accepted the call" in str(error)
    assert isinstance(error.__cause__, httpx.DecodingError)


def test_an_error_whose_body_breaks_off_is_that_error(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply(functools.partial(hang_up_halfway, status=503))
    assert type(failing(world, clerk)) is ServerError
    made: Any = failing(world, clerk, "create_organization", name="Acme")
    assert type(made) is ServerError
    assert made.outcome_unknown


def test_a_message_that_cannot_be_built_was_never_sent(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    broken = Operation(id="X", method="POST", route="/x", path="/\x7f", parse=DeletedObject.from_dict)
    with pytest.raises(ClerkConnectionError, match="no connection") as caught:
        world.run(clerk.send(broken))
    assert type(caught.value) is ClerkConnectionError
    assert isinstance(caught.value.__cause__, httpx.InvalidURL)
