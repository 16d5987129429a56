"""How a client is set up, what it sends with every request, and when it closes what."""

import re
from typing import Any

import httpx
import pytest

import clerk_organizations
from clerk_organizations import (
    AsyncClerkClient,
    ClerkClient,
    ClerkConfigurationError,
    ClerkTimeoutError,
    Operation,
    RetryPolicy,
    create_clerk_client,
    createClerkClient,
)
from clerk_organizations.models import DeletedObject, Organization
from clerk_organizations_api import SPEC_VERSION, api
from tests.support.clients import KEY, BothClients
from tests.support.document import DOCUMENT
from tests.support.servers import RecordingServer


def test_every_request_says_who_asks_and_for_which_version(
    world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    world.run(clerk.organizations.delete_organization("org_1"))
    sent = {name: value for name, value in wire.last.headers.items() if name not in ("host", "connection")}
    agent = sent.pop("user-agent")
    assert sent == {
        "authorization": f"Bearer {KEY}",
        "clerk-api-version": DOCUMENT["info"]["version"],
        "accept": "application/json",
        "accept-encoding": "gzip, deflate",
    }
    assert re.fullmatch(
        rf"clerk-organizations/{re.escape(clerk_organizations.__version__)} python/3\.\d+\.\d+\S*", agent
    )
    assert SPEC_VERSION == DOCUMENT["info"]["version"] == "2025-11-10"


def test_a_bodiless_post_says_that_it_is_empty(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    world.run(clerk.organizations.revoke_organization_invitation(organization_id="org_1", invitation_id="orginv_1"))
    assert wire.last.headers["content-length"] == "0"


@pytest.mark.parametrize(
    ("suffix", "version", "path"),
    [
        ("", "v1", "/v1"),
        ("/", "v1", "/v1"),
        ("/proxy//api/", "v1", "/proxy/api/v1"),
        ("", "v2beta", "/v2beta"),
    ],
)
def test_the_url_may_have_a_path(
    suffix: str, version: str, path: str, world: BothClients, wire: RecordingServer
) -> None:
    clerk = world.client(api_url=wire.url + suffix, api_version=version)
    world.run(clerk.organizations.delete_organization("org_1"))
    assert wire.last.target == f"{path}/organizations/org_1"


@pytest.mark.parametrize(
    "url",
    [
        "api.clerk.com", "ftp://x", "https://", "https://x?a=b", "https://x?", "https://x#f", "https://u:p@x", "//x",
        "https://x:port", "https://x:0", "https://x y", "https://x\\y", "https://x/\n", "",
        "https://x/a/../b", "https://x/.", "https://x/%2e%2E/b", "https://xn--i\xf1valid.com", "http://exa\x7fmple.com",
        "http://[v1.x]:1", "https://a..b", f"https://{'a' * 64}.com",
    ],
)  # fmt: skip
def test_a_url_that_paths_cannot_be_appended_to_is_refused(url: str, world: BothClients) -> None:
    with pytest.raises(ClerkConfigurationError, match=r"api_url"):
        world.client(api_url=url)


@pytest.mark.parametrize("version", ["", "v1/x", "..?", "v 1", ".", ".."])
def test_a_version_is_one_segment(version: str, world: BothClients) -> None:
    with pytest.raises(ClerkConfigurationError, match="api_version"):
        world.client(api_version=version)


def test_key_and_url_come_from_the_environment(
    world: BothClients, wire: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLERK_SECRET_KEY", "sk_live_env")
    monkeypatch.setenv("CLERK_API_URL", wire.url)
    clerk = world.client(secret_key=None)
    world.run(clerk.organizations.delete_organization("org_1"))
    assert wire.last.headers["authorization"] == "Bearer sk_live_env"
    other = world.client(secret_key="sk_test_mine")
    world.run(other.organizations.delete_organization("org_1"))
    assert wire.last.headers["authorization"] == "Bearer sk_test_mine"


def test_the_default_url_is_clerks(world: BothClients) -> None:
    assert repr(world.client()) == f"{'Async' * world.is_async}ClerkClient('https://api.clerk.com/v1')"


def test_defaults_are_those_of_the_guide(world: BothClients) -> None:
    config = world.client(retry=None)._config
    assert (config.timeout, config.response_limit, config.strict) == (60, 16 * 1024 * 1024, False)
    assert config.retry == RetryPolicy(
        attempts=3, first_delay=0.5, longest_delay=8, longest_retry_after=30, connect_timeout=5, silence_timeout=20,
        budget=20, budget_per_call=0.2,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("way", "url", "said"),
    [
        ("argument", "https://[x", ": Invalid IPv6 URL"),
        ("argument", "https://me:pass-word@[x", ""),
        ("environment", "https://[x", ""),
        ("environment", "https://x:pass-word", ""),
    ],
)
def test_what_is_wrong_with_a_url_is_said_where_it_can_hold_no_secret(
    way: str, url: str, said: str, world: BothClients, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "environment":
        monkeypatch.setenv("CLERK_API_URL", url)
    with pytest.raises(ClerkConfigurationError) as caught:
        world.client(api_url=url if way == "argument" else None)
    assert str(caught.value) == f"{'api_url' if way == 'argument' else 'CLERK_API_URL'} is not a URL{said}"


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:8787",
        "http://example.com",
        "https://[fe80::1%25eth0]",
        "https://x?y",
        "https://x/a b",
        "https://x/../y",
        "https://x/v1",
        "https://[x",
    ],
)
def test_a_wrong_url_is_told_by_what_gave_it(url: str, world: BothClients, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ClerkConfigurationError, match=r"^api_url ") as caught:
        world.client(api_url=url)
    assert "CLERK_API_URL" not in str(caught.value)
    monkeypatch.setenv("CLERK_API_URL", url)
    with pytest.raises(ClerkConfigurationError, match=r"^CLERK_API_URL ") as caught:
        world.client()
    assert "api_url" not in str(caught.value)


@pytest.mark.parametrize(
    "key", [None, "", "sk_ü", "sk_test_a\r\nX: y", "sk test", '"sk_test_x"', "'sk_test_x'", "pk_test_x"]
)
def test_a_key_that_cannot_be_one_is_refused_and_never_shown(key: str | None, world: BothClients) -> None:
    with pytest.raises(ClerkConfigurationError) as caught:
        world.client(secret_key=key)
    assert not key or key not in str(caught.value)


def test_the_key_is_in_no_repr(world: BothClients, wire: RecordingServer) -> None:
    clerk = world.client(secret_key="sk_test_SECRET", api_url=wire.url)
    for shown in (clerk, clerk._config, clerk.organizations):
        assert "SECRET" not in repr(shown)


def test_an_empty_key_is_not_made_good_by_the_environment(world: BothClients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLERK_SECRET_KEY", "sk_live_env")
    with pytest.raises(ClerkConfigurationError, match="no secret key"):
        world.client(secret_key="")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("api_url", httpx.URL("https://x")), ("api_url", 1), ("api_version", 1), ("user_agent", 5), ("retry", 3),
        ("user_agent", " x"), ("user_agent", "x\t"), ("secret_key", 5),
    ],
)  # fmt: skip
def test_an_argument_of_another_type_is_refused_by_name(name: str, value: Any, world: BothClients) -> None:
    with pytest.raises(ClerkConfigurationError, match=re.sub("_", "[-_ ]", name)):
        world.client(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [("retry", None), ("retry", 3), ("timeout", "5"), ("headers", {"x": 1}), ("headers", {1: "x"}), ("headers", "x")],
)
def test_an_option_of_another_type_is_refused_by_name(name: str, value: Any, world: BothClients) -> None:
    with pytest.raises(ClerkConfigurationError, match=name.removesuffix("s")):
        world.client().with_options(**{name: value})


@pytest.mark.parametrize("attempts", [0, -1, 1.5, True, "1", None])
def test_a_number_of_attempts_makes_sense(attempts: Any) -> None:
    with pytest.raises(ClerkConfigurationError, match="attempts must be an int of 1 or more"):
        RetryPolicy(attempts=attempts)


@pytest.mark.parametrize("seconds", [0, -1, True, "5", None, float("nan")])
@pytest.mark.parametrize("name", ["connect_timeout", "silence_timeout"])
def test_the_times_of_a_policy_are_positive_seconds(name: str, seconds: Any) -> None:
    with pytest.raises(ClerkConfigurationError, match=f"{name} must be a positive number of seconds"):
        RetryPolicy(**{name: seconds})


@pytest.mark.parametrize("timeout", [0, -1, True, "5", float("nan")])
def test_a_timeout_is_positive_seconds(timeout: Any, world: BothClients) -> None:
    with pytest.raises(ClerkConfigurationError, match="timeout must be a positive number of seconds or None"):
        world.client(timeout=timeout)


def test_the_user_agent_can_be_ones_own(world: BothClients, wire: RecordingServer) -> None:
    world.run(world.client(api_url=wire.url, user_agent="acme/1").organizations.delete_organization("org_1"))
    assert wire.last.headers["user-agent"] == "acme/1"


def test_options_make_another_client_on_the_same_connections(
    world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    other = clerk.with_options(headers={"X-Tenant": "a", "User-Agent": "acme/2"}, retry=RetryPolicy(attempts=1))
    world.run(other.organizations.delete_organization("org_1"))
    assert wire.last.headers["x-tenant"] == "a"
    assert wire.last.headers["user-agent"] == "acme/2"
    world.close(other)
    world.run(clerk.organizations.delete_organization("org_1"))
    assert "x-tenant" not in wire.last.headers
    assert type(other) is type(clerk)
    wire.reply(wire.silence)
    with pytest.raises(ClerkTimeoutError):
        world.run(other.with_options(timeout=0.05).organizations.delete_organization("org_1"))


@pytest.mark.parametrize(
    "headers", [{"a b": "c"}, {"a": "c\r\nd: e"}, {"ü": "x"}, {"x": "ü"}, {"": "x"}, {"x": "a "}, {"x": "\ta"}]
)
def test_a_header_that_cannot_be_sent_is_refused(headers: dict[str, str], world: BothClients) -> None:
    with pytest.raises(ClerkConfigurationError, match="cannot be sent"):
        world.client().with_options(headers=headers)


@pytest.mark.parametrize("name", ["Content-Type", "content-length", "Transfer-Encoding"])
def test_headers_that_describe_the_body_are_set_by_the_client_alone(name: str, world: BothClients) -> None:
    with pytest.raises(ClerkConfigurationError, match=f"{name}.*describes the body"):
        world.client().with_options(headers={name: "1"})


def test_ones_own_http_client_is_used_as_it_is_and_not_closed(world: BothClients, wire: RecordingServer) -> None:
    kind: Any = httpx.AsyncClient if world.is_async else httpx.Client
    mine = kind(headers={"x-mine": "1"})
    clerk = world.client(api_url=wire.url, http_client=mine)
    world.run(clerk.organizations.delete_organization("org_1"))
    assert wire.last.headers["x-mine"] == "1"
    assert wire.last.headers["authorization"] == f"Bearer {KEY}"
    world.close(clerk)
    assert not mine.is_closed
    world.run(mine.aclose() if world.is_async else mine.close())


def test_a_transport_takes_the_place_of_the_network(world: BothClients) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"object": "organization", "id": request.url.path, "deleted": True})

    clerk = world.client(transport=httpx.MockTransport(answer))
    assert world.run(clerk.organizations.delete_organization("org_1")).id == "/v1/organizations/org_1"


def test_transport_and_http_client_exclude_each_other() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200))
    with httpx.Client() as mine, pytest.raises(ClerkConfigurationError, match="not both"):
        ClerkClient(secret_key=KEY, transport=transport, http_client=mine)


def test_a_closed_client_says_so_and_closes_again_in_peace(
    world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    world.run(clerk.organizations.delete_organization("org_1"))
    other = clerk.with_options(timeout=1)
    world.close(clerk)
    world.close(clerk)
    for closed in (clerk, other):
        with pytest.raises(ClerkConfigurationError, match="the client is closed"):
            world.run(closed.organizations.delete_organization("org_1"))
    assert len(wire.requests) == 1


def test_clients_are_context_managers(wire: RecordingServer) -> None:
    with ClerkClient(secret_key=KEY, api_url=wire.url) as clerk:
        clerk.organizations.delete_organization("org_1")
    with pytest.raises(ClerkConfigurationError):
        clerk.organizations.delete_organization("org_1")


def test_async_clients_are_context_managers(world: BothClients, wire: RecordingServer) -> None:
    async def use() -> AsyncClerkClient:
        async with AsyncClerkClient(secret_key=KEY, api_url=wire.url) as clerk:
            await clerk.organizations.delete_organization("org_1")
            return clerk

    if world.is_async:
        clerk = world.run(use())
        with pytest.raises(ClerkConfigurationError):
            world.run(clerk.organizations.delete_organization("org_1"))


def test_a_client_is_made_as_in_typescript(wire: RecordingServer) -> None:
    assert createClerkClient is create_clerk_client
    with createClerkClient(secret_key=KEY, api_url=wire.url, user_agent="a/1", timeout=3) as clerk:
        assert type(clerk) is ClerkClient
        clerk.organizations.deleteOrganization("org_1")
    assert wire.last.headers["user-agent"] == "a/1"


def test_any_operation_can_be_sent(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json({"id": "org_1", "name": "Acme"})
    organization = world.run(clerk.send(api.get_organization(organization_id="org_1")))
    assert (type(organization), organization.name) == (Organization, "Acme")
    own = Operation(
        id="Ping", method="POST", route="/pings/{id}", path="/pings/1", parse=DeletedObject.from_dict,
        query=(("a", "ü"),), json={"b": None},
    )  # fmt: skip
    world.run(clerk.send(own))
    assert (wire.last.method, wire.last.target, wire.last.json) == ("POST", "/v1/pings/1?a=%C3%BC", {"b": None})


def test_send_raw_gives_what_is_around_the_model(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    wire.reply_json({"id": "org_1", "new": 1}, status=201, headers={"CF-Ray": "8f2-FRA", "X-Other": "y"})
    raw = world.run(clerk.send_raw(api.get_organization(organization_id="org_1")))
    assert (raw.status, raw.clerk_trace_id, raw.json) == (201, "8f2-FRA", {"id": "org_1", "new": 1})
    assert raw.headers["x-other"] == raw.headers["X-OTHER"] == "y"
    assert (raw.model.id, raw.model.extras) == ("org_1", {"new": 1})


def test_redirects_are_not_followed_even_if_ones_own_client_would(world: BothClients, wire: RecordingServer) -> None:
    kind: Any = httpx.AsyncClient if world.is_async else httpx.Client
    mine = kind(follow_redirects=True)
    clerk = world.client(api_url=wire.url, http_client=mine)
    wire.reply_json({}, status=302, headers={"location": f"{wire.url}/elsewhere"})
    with pytest.raises(clerk_organizations.ClerkAPIResponseError, match="redirects are not followed"):
        world.run(clerk.organizations.delete_organization("org_1"))
    assert len(wire.requests) == 1
    world.run(mine.aclose() if world.is_async else mine.close())


@pytest.mark.parametrize("kind", [ClerkClient, AsyncClerkClient])
def test_a_wrong_option_is_told_by_the_name_of_the_client(kind: Any) -> None:
    with pytest.raises(TypeError, match=rf"^{kind.__name__}.__init__\(\) got an unexpected keyword argument 'key'"):
        kind(key=KEY)
    with pytest.raises(TypeError, match=rf"^{kind.__name__}.with_options\(\) takes 1 positional"):
        kind(secret_key=KEY).with_options(5)


def test_a_client_of_ones_own_begins_with_what_it_mixes_in() -> None:
    class Mixed:
        def __init__(self, **options: Any) -> None:
            super().__init__(**{"secret_key": KEY, **options})

    class Own(Mixed, ClerkClient):
        pass

    assert Own(api_url="https://x.example")
