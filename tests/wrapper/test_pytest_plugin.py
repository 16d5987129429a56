"""The pytest plugin: which tests send by httpx, for how long, and that it costs the others nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.programs import QUICK

CONFTEST = """
import httpx, pytest

@pytest.fixture
def httpx_mock(monkeypatch):  # what pytest-httpx patches
    answer = lambda self, request: httpx.Response(200, json={"id": "org_1", "name": "of the fixture"})
    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", answer)

@pytest.fixture
def through_another(httpx_mock): ...
@pytest.fixture
def respx_mock(httpx_mock): ...
@pytest.fixture
def vcr_cassette(httpx_mock): ...
@pytest.fixture(autouse=True)
def vcr(): ...  # as pytest-recording has it

def pytest_configure(config):
    config.addinivalue_line("markers", "respx: of respx")
    config.addinivalue_line("markers", "vcr: of pytest-recording and pytest-vcr")
"""
TESTS = """
import os
import unittest
from unittest import mock
import httpx
import pytest
from clerk_organizations import ClerkClient

clerk = ClerkClient(secret_key="sk_test_x")  # before any test

def name():
    return clerk.organizations.get_organization(organization_id="org_1").name

def variable():
    return os.environ.get("CLERK_ORGANIZATIONS_HTTPX")

@pytest.fixture
def during_setup_and_teardown():
    assert variable() == "1"
    yield
    assert variable() == "1"

def test_others(): assert variable() == "auto"
@pytest.mark.parametrize("of", ["httpx_mock", "through_another", "respx_mock", "vcr_cassette"])
def test_fixtures(of, request):
    assert variable() == "auto"
    request.getfixturevalue(of)  # too late to be known, and seen by what it patches
    assert name() == "of the fixture"
def test_httpx_mock(httpx_mock): assert name() == "of the fixture"
def test_through_another(through_another): assert name() == "of the fixture"
def test_respx_mock(respx_mock): assert name() == "of the fixture"
@pytest.mark.usefixtures("vcr_cassette")
def test_vcr_cassette(): assert name() == "of the fixture"
@pytest.mark.vcr
def test_a_mark(during_setup_and_teardown): assert variable() == "1"
@pytest.mark.respx(base_url="https://x")
def test_another_mark(): assert variable() == "1"
def test_what_a_test_patches_itself():
    answer = httpx.Response(200, json={"name": "mine"})
    with mock.patch("httpx.HTTPTransport.handle_request", return_value=answer):
        assert name() == "mine"
class Unittest(unittest.TestCase):
    def test_others(self): assert variable() == "auto"
class TestMore:
    pytestmark = pytest.mark.vcr
    def test_a_mark_of_a_class(self): assert variable() == "1"
def test_others_again(): assert variable() == "auto"
"""
SAID = """
import os

def test_what_is_said_stays(httpx_mock): assert os.environ["CLERK_ORGANIZATIONS_HTTPX"] == "0"
"""
UNUSED = """
import sys

def test_nothing_is_loaded():
    found = sorted(name for name in sys.modules if name.startswith(("clerk_organizations", "httpx")))
    assert found == ["clerk_organizations", "clerk_organizations._version", "clerk_organizations.pytest_plugin"]
"""


def run(folder: Path, tests: str, conftest: str = CONFTEST, **environment: str) -> str:
    """The last line of a run of pytest, or all that it says if a test fails."""
    (folder / "conftest.py").write_text(conftest)
    (folder / "test_it.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-q", *QUICK, "-c", os.devnull, "--rootdir", "."]
    inherited = {name: value for name, value in os.environ.items() if name != "CLERK_ORGANIZATIONS_HTTPX"}
    done = subprocess.run(
        [*command, "test_it.py"], cwd=folder, env={**inherited, **environment},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.stdout if done.returncode else done.stdout.splitlines()[-1]


def test_which_tests_send_by_httpx(tmp_path: Path) -> None:
    assert run(tmp_path, TESTS).startswith("15 passed")


@pytest.mark.slow
def test_what_the_environment_says_stays(tmp_path: Path) -> None:
    assert run(tmp_path, SAID, CLERK_ORGANIZATIONS_HTTPX="0").startswith("1 passed")


@pytest.mark.slow
def test_nothing_is_loaded_for_others(tmp_path: Path) -> None:
    assert run(tmp_path, UNUSED, conftest="").startswith("1 passed")
