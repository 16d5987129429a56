"""NO_PROXY, entry by entry; that it is honoured on the way to a server is in tests/faults."""

import pytest

from clerk_organizations._transports.origin import Origin

PROXY = "http://proxy.invalid:3128"

DIRECT = [
    ("https://api.example.com", "api.example.com"),
    ("https://api.example.com", "example.com"),
    ("https://api.example.com", ".example.com"),
    ("https://api.example.com", "*.example.com"),
    ("https://example.com", ".example.com"),
    ("https://api.example.com.", "example.com"),
    ("https://API.example.com", "Api.EXAMPLE.com"),
    ("https://api.example.com", "*"),
    ("https://api.example.com", "a.invalid,*"),
    ("https://api.example.com", " a.invalid , api.example.com "),
    ("https://api.example.com", "a.invalid api.example.com"),
    ("https://api.example.com", ",,api.example.com,"),
    ("https://api.example.com", "api.example.com:443"),
    ("https://api.example.com:8443", "example.com:8443"),
    ("https://api.example.com:8443", "api.example.com"),
    ("https://10.1.2.3", "10.0.0.0/8"),
    ("https://10.1.2.3", "10.255.255.255/8"),  # with bits of a host
    ("https://10.1.2.3", "10.0.0.0/255.0.0.0"),
    ("https://10.1.2.3", "10.1.2.3"),
    ("https://10.1.2.3:8443", "10.1.2.3:8443"),
    ("https://10.1.2.3", "a.invalid, 192.168.0.0/16, 10.0.0.0/8"),
    ("https://[fd00::1]", "fd00::/8"),
    ("https://[fd00::1]", "[fd00::]/8"),
    ("https://[fd00::1]", "fd00:0:0::1"),
    ("https://[fd00::1]", "[fd00::1]"),
    ("https://[fd00::1]:8443", "[fd00::1]:8443"),
    ("https://bücher.example", "xn--bcher-kva.example"),
    ("https://xn--bcher-kva.example", "bücher.example"),
    ("https://bücher.example", "bücher.example"),
    ("https://BÜCHER.example", "Bücher.EXAMPLE"),
    ("https://Xn--Bcher-Kva.example", "BÜCHER.example"),
    ("https://bücher.example.", "bücher.example"),
    ("https://bücher.example", "xn--bcher-kva.example."),
    ("https://xn--bcher-kva.example", "bücher.example."),
    ("https://bücher。example", "bücher。example。"),
    ("https://api.bücher.example", ".bücher.example"),
    ("https://api.xn--bcher-kva.example", "*.bücher.example"),
    ("https://bücher.example:8443", "bücher.example:8443"),
    ("http://127.0.0.1", ""),  # this machine itself
]
BY_PROXY = [
    ("https://api.example.com", ""),
    ("https://api.example.com", " , "),
    ("https://api.example.com", "."),
    ("https://notexample.com", "example.com"),
    ("https://example.com.invalid", "example.com"),
    ("https://api.example.com", "api.example.com:80"),
    ("https://api.example.com:8443", "api.example.com:443"),
    ("https://11.1.2.3", "10.0.0.0/8"),
    ("https://10.1.2.3", "10.1.2.3:80"),
    ("https://110.1.2.3", "10.1.2.3"),
    ("https://10.1.2.3", "fd00::/8"),
    ("https://[fe80::1]", "fd00::/8"),
    ("https://[fd00::1]", "10.0.0.0/8"),
    ("https://[fd00::1]:8443", "[fd00::1]:443"),
    ("https://10.1.2.3", "10.0.0.0/99"),
    ("https://bucher.example", "bücher.example"),
    ("https://bücher.example", "bücher.example:80"),
    ("https://bücher.example", "bü..cher.example, ü\u202e.example, \u00fc" + 64 * "x"),  # no names of hosts
    ("https://api.example.com", "10.0.0.0/8"),  # names are not looked up for it
]


@pytest.mark.parametrize("variable", ["NO_PROXY", "no_proxy"])
@pytest.mark.parametrize(
    ("url", "value", "expected"),
    [(*case, None) for case in DIRECT] + [(*case, PROXY) for case in BY_PROXY],
)
def test_each_entry(url: str, value: str, expected: str | None, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", PROXY)
    monkeypatch.setenv(variable, value)
    assert Origin(url).proxy() == expected


def test_the_lower_case_variable_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("no_proxy", "10.0.0.0/8")
    assert Origin("https://api.example.com").proxy() == PROXY
    assert Origin("https://10.1.2.3").proxy() is None
