"""What a served mock does not do: obey web pages, take all memory, or forget more after a reset."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from clerk_organizations.testing import App, MockClerk, SeedError, serve
from clerk_organizations.testing.seed import parse
from clerk_organizations.testing.state import journal
from tests.mock.conftest import KEY, made


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[MockClerk, str]]:
    mock = MockClerk()
    with serve(mock, allowed_hosts=["mock", "fd00::7"]) as url:
        yield mock, url


def control(url: str, method: str, name: str, **headers: str) -> httpx.Response:
    return httpx.request(method, f"{url}/__mock__/{name}", headers=headers, content=b"", trust_env=False)


@pytest.mark.sample(4)
@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "evil.example:8787"},
        {"host": "localhost.evil.example"},
        {"host": "127.0.0.1.evil.example"},
        {"host": "localhost@evil.example"},
        {"host": "evil.example@localhost"},
        {"host": "192.0.2.1"},
        {"host": ""},
        {"origin": "https://evil.example"},
        {"origin": "https://localhost.evil.example:8787"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "file://"},
        {"host": "mock:1", "origin": "https://evil.example"},
    ],
)
@pytest.mark.parametrize(("method", "name"), [("GET", "requests"), ("GET", ""), ("POST", "reset")])
def test_a_web_page_is_refused(method: str, name: str, headers: dict[str, str], shared: tuple[MockClerk, str]) -> None:
    mock, url = shared
    before = mock.instance
    response = control(url, method, name, **headers)
    assert response.status_code == 403
    assert response.json().keys() == {"error"}
    assert "--allow-host" in response.json()["error"]
    assert "allowed_hosts=" in response.json()["error"]
    assert mock.instance is before


@pytest.mark.sample(4)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "localhost"},
        {"host": "LOCALHOST:1"},
        {"host": "127.9.9.9:1"},
        {"host": "[::1]:8787"},
        {"host": "mock:8787"},
        {"host": "Mock"},
        {"host": "[fd00::7]"},
        {"origin": "http://localhost:3000"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "https://mock"},
    ],
)
def test_loopback_and_what_is_allowed_works(headers: dict[str, str], shared: tuple[MockClerk, str]) -> None:
    for method, name in (("GET", "requests"), ("POST", "reset")):
        assert control(shared[1], method, name, **headers).status_code == 200


def test_the_api_itself_answers_by_any_name(shared: tuple[MockClerk, str]) -> None:
    """It needs a key, which a page of another site cannot send without being asked first."""
    headers = {**KEY, "host": "api.clerk.internal", "origin": "https://app.example"}
    assert made(httpx.get(f"{shared[1]}/v1/organizations", headers=headers, trust_env=False))["data"] == []


@pytest.mark.parametrize("latency", [-0.1, 60.1, float("inf"), float("nan")])
def test_a_latency_that_never_ends_is_refused(latency: float) -> None:
    with pytest.raises(ValueError, match="latency must be 0 to 60 seconds"):
        App(MockClerk(), latency=latency)


def test_allowed_hosts_are_a_list() -> None:
    with pytest.raises(TypeError, match="allowed_hosts must be a list"):
        App(MockClerk(), allowed_hosts="mock")


LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("organizations: [{name: A, crowd: 100000000}]", "organizations[0].crowd: 100,000,000 made-up members are too"),
        (
            "organizations: [{name: A, crowd: 99999}, {name: B, crowd: 2}]",
            "organizations[1].crowd: 100,001 made-up members are too many: use at most 100,000",
        ),
        ("organizations: [{name: A, crowd: 1.0e+30}]", "organizations[0].crowd: 1e+30 is greater than the maximum"),
        (f"settings: {{organization_quota: 0x{'f' * 5000}}}", "a number has more than 1024 bits: write a smaller one"),
        ("settings: {organization_quota: 999999999999999}", "settings.organization_quota: 999999999999999 is greater"),
        ("users: [{name: ada, created_at: 999999999999999}]", "users[0].created_at: 999999999999999 is greater than"),
        ("organizations: [{name: A, max_allowed_memberships: 999999999999999}]", "organizations[0].max_allowed_memb"),
        ("organizations: [{name: A, invitations: [{email_address: a@b.c, role: r, expires_in_days: 366}]}]", "366 is"),
        ("clock: 999999999999999", "clock: 999999999999999 is no time between the years 1970 and 9000"),
        (LAUGHS, "values, aliases included: use a smaller one"),
        ("a: &a [*a]", "values, aliases included: use a smaller one"),
        ("a: &a {b: *a}", "values, aliases included: use a smaller one"),
    ],
    ids=lambda given: given[:40],
)
def test_a_small_seed_does_not_take_all_memory(text: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clerk_organizations.testing.seed._MOST_VALUES", 10_000)
    made_up = list[Any]()
    monkeypatch.setattr("clerk_organizations.testing.seed._add_organization", lambda *_: made_up.append(_))
    mock = MockClerk()
    with pytest.raises(SeedError) as caught:
        mock.seed(parse(text))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert made_up == []


def test_text_is_counted_by_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clerk_organizations.testing.seed._MOST_VALUES", 100)
    with pytest.raises(SeedError, match="more than 100 values"):
        MockClerk({"users": ["x" * 6400]})


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"times": 1_000_001}, "times must be at most 1,000,000"),
        ({"retry_after": 10**300}, "retry_after must have at most 256 characters"),
        ({"code": "x" * 257}, "code must have at most 256 characters"),
    ],
)
def test_a_fault_has_bounds(fault: dict[str, Any], says: str) -> None:
    mock = MockClerk()
    with pytest.raises(ValueError, match=says):
        mock.fail(503, **fault)
    assert list(mock.faults) == []


def test_faults_that_wait_are_bounded() -> None:
    mock = MockClerk()
    for _ in range(1000):
        mock.fail(503)
    with pytest.raises(ValueError, match=r"1,000 faults are waiting, which is the most: clear them"):
        mock.fail(503)
    assert len(list(mock.faults)) == 1000


@pytest.mark.parametrize("query", ["limit=501", "limit=0", "offset=-1", f"offset={10**30}", f"limit={10**30}"])
def test_pages_have_bounds(query: str, clerk: httpx.Client) -> None:
    assert clerk.get(f"/organizations?{query}").status_code in (400, 422)


@pytest.mark.parametrize("start_over", ["reset", "seed", "clear_requests"])
def test_the_journal_keeps_as_many_afterwards(
    start_over: str, monkeypatch: pytest.MonkeyPatch, mock: MockClerk, clerk: httpx.Client
) -> None:
    monkeypatch.setattr(journal, "MAX_BYTES", 2000)

    def kept() -> int:
        for _ in range(20):
            clerk.get("/organizations/nobody")
        return len(mock.requests)

    before = kept()
    assert 1 < before < 20
    for _ in range(3):
        getattr(mock, start_over)()
        assert kept() == before
