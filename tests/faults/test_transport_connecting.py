"""Ways to the server: hosts that are not there, certificates, redirects, proxies; and where the key may go."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from clerk_organizations import (
    AsyncClerkClient,
    ClerkAPIResponseError,
    ClerkClient,
    ClerkConfigurationError,
    ClerkConnectionError,
    ClerkDecodeError,
    ClerkTimeoutError,
    RetryPolicy,
    ServerError,
)
from clerk_organizations.models import Organization
from tests.faults.rows import Row, rows
from tests.support import sockets
from tests.support.calls import CALLS, Seen, ask, ask_all, attempts
from tests.support.clients import AT_ONCE, KEY
from tests.support.clients import BothClients as World
from tests.support.responses import ACME, Reply, raw, whole
from tests.support.servers import CA, HOST, listening, proxying, server_context
from tests.support.servers import ProxyServer as Proxy
from tests.support.servers import RecordingServer as Wire

pytestmark = pytest.mark.sample(1)

TRIED = "tried 3 times, a POST as well, then ClerkConnectionError"


def tries(world: World, clerk: Any, caplog: Any, *methods: str) -> Seen:
    """What comes of each call, and after how many attempts; for calls that no server sees."""
    seen: Seen = {}
    for method in methods:
        with attempts(caplog) as lines:
            result = ask(world, clerk, method)
        seen[method] = (type(result), len(lines))
    return seen


@rows(
    Row("T42", "connection refused", TRIED, sockets.closed),
    Row("T43", "a host that DNS does not know", TRIED, lambda: HOST),
)
def test_nobody_there(world: World, caplog: Any, row: Row) -> None:
    clerk = world.client(api_url=f"http://{row.given()}", allow_insecure_http=True, retry=AT_ONCE)
    assert tries(world, clerk, caplog, "GET", "PATCH", "POST") == dict.fromkeys(
        ("GET", "PATCH", "POST"), (ClerkConnectionError, 3)
    )


@pytest.fixture
def secure() -> Iterator[Wire]:
    with listening(server_context()) as wire:
        yield wire


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CA))


@rows(
    Row("T44", "a certificate of a CA that is not trusted", "ClerkConnectionError at once: never tried again", "https"),
    Row("T45", "a server that speaks no TLS", "ClerkConnectionError at once: never tried again", "http"),
)
def test_tls_fails(world: World, wire: Wire, secure: Wire, caplog: Any, row: Row) -> None:
    server = secure if row.given == "https" else wire
    clerk = world.client(api_url=server.url.replace("http:", "https:"), retry=AT_ONCE)
    assert tries(world, clerk, caplog, "GET", "POST") == dict.fromkeys(("GET", "POST"), (ClerkConnectionError, 1))
    assert secure.requests == wire.requests == []


@rows(Row("T46", "a certificate for another host", "ClerkConnectionError at once: never tried again"))
@pytest.mark.usefixtures("trusted")
def test_another_hosts_certificate(world: World, secure: Wire, caplog: Any, row: Row) -> None:
    clerk = world.client(api_url=secure.url.replace("127.0.0.1", "localhost"), retry=AT_ONCE)
    found = tries(world, clerk, caplog, "GET")
    assert secure.requests == []
    assert found["GET"] == (ClerkConnectionError, 1)


@rows(Row("T47", "a private CA in SSL_CERT_FILE", "trusted"))
@pytest.mark.usefixtures("trusted")
def test_a_private_ca(world: World, secure: Wire, row: Row) -> None:
    clerk = world.client(api_url=secure.url)
    secure.reply(raw(whole(ACME), close=False))
    assert ask(world, clerk).name == "Acme"
    assert ask(world, clerk, "POST").name == "Acme"
    assert len(secure.requests) == 2


@rows(Row("T48", "cut off in the TLS handshake, then well", "tried again, a POST as well: nothing was sent"))
@pytest.mark.usefixtures("trusted")
def test_cut_off_in_the_handshake(world: World, caplog: Any, row: Row) -> None:
    context = server_context()

    def act(connection: Any, seen: sockets.Accepted) -> None:
        if seen.count % 2:
            sockets.hang_up(connection, seen)
        else:
            with context.wrap_socket(connection, server_side=True) as secured:
                request = secured.recv(65536)
                while request.startswith(b"POST") and not request.endswith(b"}"):
                    request += secured.recv(65536)
                secured.sendall(whole(ACME, "connection: close"))

    with sockets.accepting(act) as server:
        clerk = world.client(api_url=f"https://{server.address}", retry=AT_ONCE)
        assert tries(world, clerk, caplog, "GET", "POST") == dict.fromkeys(("GET", "POST"), (Organization, 2))


@rows(
    Row("T49", "http:// to another host", "ClerkConfigurationError unless allow_insecure_http", f"http://{HOST}"),
    Row("T50", "http:// to a host that only looks local", "ClerkConfigurationError", "http://127.0.0.1.example.com"),
)
def test_the_key_does_not_go_unencrypted(row: Row) -> None:
    for kind in (ClerkClient, AsyncClerkClient):
        with pytest.raises(ClerkConfigurationError, match="allow_insecure_http") as caught:
            kind(secret_key=KEY, api_url=row.given)
        assert KEY not in str(caught.value)
        kind(secret_key=KEY, api_url=row.given, allow_insecure_http=True)


NOT_FOLLOWED = "ClerkAPIResponseError, once: neither key nor body leaves"


@rows(
    Row("T51", "a redirect on the same host", NOT_FOLLOWED, (302, "{self}/elsewhere")),
    Row("T52", "a redirect to another host", NOT_FOLLOWED, (307, "{other}/v1/organizations")),
    Row("T53", "a redirect that loops", NOT_FOLLOWED, (308, "")),
)
def test_redirects(world: World, wire: Wire, clerk: Any, row: Row) -> None:
    status, target = row.given
    with listening() as other:
        wire.reply(Reply(status=status, headers={"location": target.format(self=wire.url, other=other.url)}))
        assert ask_all(world, clerk, wire) == dict.fromkeys(CALLS, (ClerkAPIResponseError, 1))
        assert ask(world, clerk).status == status
        assert other.requests == []


@rows(Row("T54", "a redirect from https to http", NOT_FOLLOWED))
@pytest.mark.usefixtures("trusted")
def test_a_redirect_to_http(world: World, wire: Wire, secure: Wire, row: Row) -> None:
    clerk = world.client(api_url=secure.url, retry=AT_ONCE)
    secure.reply(Reply(status=307, headers={"location": f"{wire.url}/v1/organizations"}))
    assert ask_all(world, clerk, secure, "GET", "POST") == dict.fromkeys(("GET", "POST"), (ClerkAPIResponseError, 1))
    assert wire.requests == []


@rows(Row("T55", "a redirect, and an http_client that follows redirects", NOT_FOLLOWED))
def test_a_client_that_follows_redirects(world: World, wire: Wire, row: Row) -> None:
    kind: Any = httpx.AsyncClient if world.is_async else httpx.Client
    theirs = kind(follow_redirects=True)
    clerk = world.client(api_url=wire.url, http_client=theirs)
    with listening() as other:
        wire.reply(Reply(status=307, headers={"location": other.url}))
        assert ask_all(world, clerk, wire, "GET", "POST") == dict.fromkeys(("GET", "POST"), (ClerkAPIResponseError, 1))
        assert other.requests == []
    world.run(theirs.aclose()) if world.is_async else theirs.close()


@pytest.fixture
def proxy(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy to the wire, which the environment names."""
    with proxying(wire.url) as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        yield proxy


@pytest.fixture
def behind(world: World, proxy: Proxy) -> Any:
    """A client of the host that only the proxy knows."""
    return world.client(api_url=f"http://{HOST}", allow_insecure_http=True, retry=AT_ONCE)


@rows(Row("T56", "HTTP_PROXY", "calls go through it"))
def test_a_proxy(world: World, wire: Wire, proxy: Proxy, behind: Any, row: Row) -> None:
    wire.reply(raw(whole(ACME), close=False))
    assert ask(world, behind).name == "Acme"
    assert ask(world, behind, "POST").name == "Acme"
    assert proxy.seen == [f"GET http://{HOST}/v1/organizations/org_1", f"POST http://{HOST}/v1/organizations"]
    assert [(request.method, request.headers["host"]) for request in wire.requests] == [("GET", HOST), ("POST", HOST)]


@rows(Row("T57", "HTTPS_PROXY", "calls go through a tunnel that the proxy cannot look into"))
@pytest.mark.usefixtures("trusted")
def test_a_tunnel(world: World, secure: Wire, monkeypatch: pytest.MonkeyPatch, row: Row) -> None:
    with proxying(secure.url) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        clerk = world.client(api_url=f"https://{HOST}", retry=AT_ONCE)
        secure.reply(raw(whole(ACME), close=False))
        assert ask(world, clerk).name == "Acme"
        assert ask(world, clerk, "POST").name == "Acme"
        assert (proxy.seen, len(secure.requests)) == ([f"CONNECT {HOST}:443"], 2)
        world.close(clerk)


@rows(
    Row("T58", "NO_PROXY with the host", "honoured: calls go directly", HOST),
    Row("T59", "NO_PROXY with host and port", "honoured: calls go directly", f"{HOST}:80"),
    Row("T60", "NO_PROXY with a domain", "honoured: calls go directly", "elsewhere.example,.clerk.invalid"),
    Row("T143", "NO_PROXY with * among others", "honoured: calls go directly", "elsewhere.example, *"),
    Row("T173", "NO_PROXY with the host in capitals and a dot behind", "the same host", f"{HOST.upper()}."),
)
def test_no_proxy(
    world: World, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, caplog: Any, behind: Any, row: Row
) -> None:
    monkeypatch.setenv("NO_PROXY", row.given)
    assert tries(world, behind, caplog, "GET") == {"GET": (ClerkConnectionError, 3)}  # nobody knows the host
    assert proxy.seen == []


@rows(
    Row("T174", "NO_PROXY in Unicode for a host in punycode", "the same host", ("xn--bcher-kva", "bücher")),
    Row("T175", "NO_PROXY in punycode for a host in Unicode", "the same host", ("bücher", "xn--bcher-kva")),
)
def test_no_proxy_in_another_spelling(
    world: World, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, caplog: Any, row: Row
) -> None:
    host, named = row.given
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", f"{named}.invalid")
    clerk = world.client(api_url=f"http://{host}.invalid", allow_insecure_http=True, retry=AT_ONCE)
    assert tries(world, clerk, caplog, "GET") == {"GET": (ClerkConnectionError, 3)}
    assert proxy.seen == []


@rows(Row("T61", "HTTP_PROXY and a server on this machine", "called directly: the key does not leave the machine"))
def test_loopback_needs_no_proxy(world: World, wire: Wire, proxy: Proxy, row: Row) -> None:
    wire.reply(raw(whole(ACME), close=False))
    for host in ("127.0.0.1", "localhost"):
        assert ask(world, world.client(api_url=wire.url.replace("127.0.0.1", host))).name == "Acme"
    assert (proxy.seen, len(wire.requests)) == ([], 2)


HTML = b"<html>the proxy says no</html>"


@rows(
    Row("T142", "a proxy that answers 407 with HTML", "ClerkAPIResponseError, once", (407, ClerkAPIResponseError, 1)),
    Row("T62", "a proxy that answers 200 with HTML", "ClerkDecodeError, once", (200, ClerkDecodeError, 1)),
    Row("T63", "a proxy that answers 502 with HTML", "ServerError; a GET is tried 3 times", (502, ServerError, 3)),
)
def test_a_proxy_that_answers_itself(world: World, wire: Wire, proxy: Proxy, behind: Any, row: Row) -> None:
    status, kind, requests = row.given
    proxy.act = Reply(status=status, body=HTML, headers={"content-type": "text/html"})
    for method, expected in (("GET", requests), ("POST", 1)):
        proxy.seen.clear()
        error = ask(world, behind, method)
        assert (type(error), error.status, len(proxy.seen)) == (kind, status, expected)
    assert wire.requests == []


@rows(
    Row(
        "T64",
        "a proxy that refuses the tunnel: 407, 403 …",
        "ClerkConnectionError at once: never tried again",
        ([407, 403, 400, 404, 501], 1),
    ),
    Row("T141", "a proxy that cannot open the tunnel now: 429, 502, 503, 504", TRIED, ([429, 502, 503, 504], 3)),
)
@pytest.mark.parametrize("use_httpx", [False, True])
def test_a_refused_tunnel(world: World, wire: Wire, proxy: Proxy, caplog: Any, row: Row, use_httpx: bool) -> None:
    statuses, attempts = row.given
    for status in statuses:
        clerk = world.client(api_url=f"https://{HOST}", retry=AT_ONCE, use_httpx=use_httpx)
        proxy.seen.clear()
        proxy.act = Reply(status=status, body=HTML, headers={"content-type": "text/html"})
        expected = dict.fromkeys(("GET", "POST"), (ClerkConnectionError, attempts))
        assert tries(world, clerk, caplog, "GET", "POST") == expected
        assert proxy.seen == [f"CONNECT {HOST}:443"] * attempts * 2
        assert str(status) in str(ask(world, clerk, "POST"))


@rows(Row("T65", "a proxy that never opens the tunnel", "ClerkTimeoutError, for a POST as well: nothing was sent"))
def test_no_tunnel(world: World, wire: Wire, proxy: Proxy, caplog: Any, row: Row) -> None:
    policy = RetryPolicy(silence_timeout=0.1, first_delay=0.0)
    clerk = world.client(api_url=f"https://{HOST}", retry=policy)
    proxy.act = wire.silence
    assert tries(world, clerk, caplog, "GET", "POST") == dict.fromkeys(("GET", "POST"), (ClerkTimeoutError, 3))
    assert proxy.seen == [f"CONNECT {HOST}:443"] * 6


@rows(Row("T66", "a proxy that is not there", TRIED))
def test_no_proxy_there(world: World, monkeypatch: pytest.MonkeyPatch, caplog: Any, row: Row) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://{sockets.closed()}")
    clerk = world.client(api_url=f"https://{HOST}", retry=AT_ONCE)
    assert tries(world, clerk, caplog, "GET", "POST") == dict.fromkeys(("GET", "POST"), (ClerkConnectionError, 3))
