"""Fixtures of all tests that call: both clients, and a recording server."""

import gc
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import none

from tests.support import tiers
from tests.support.clients import BothClients
from tests.support.servers import Listener, RecordingServer

_NOT_FOR_TESTS = (
    # what make was given, which a make that a test starts would take for its own
    "MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "MAKELEVEL",
    "VERSION", "INDEX_URL", "UPLOAD_URL", "DIST", "PROOFS", "ARGS", "OLD", "NEW", "PORT", "SEED", "QUICK", "VENV",
    "UV_PUBLISH_USERNAME", "UV_PUBLISH_PASSWORD", "UV_PUBLISH_TOKEN", "UV_PUBLISH_URL", "UV_PUBLISH_INDEX",
    # the repository whose hook started the tests, which git would take for the one it is called in
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
    # options for this run of pytest, not for those that tests start
    "PYTEST_ADDOPTS", "PYTEST_PLUGINS",
    # without it each of the programs that tests start would compile all that it imports
    "PYTHONDONTWRITEBYTECODE",
)  # fmt: skip
for _name in _NOT_FOR_TESTS:
    os.environ.pop(_name, None)
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # in a background job; programs inherit it, and Ctrl-C is tested
    signal.signal(signal.SIGINT, signal.default_int_handler)
sys.dont_write_bytecode = False


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Keep the ten thousand tests from the garbage collector, which would look at them again and again.

    hypothesis makes its source of randomness at its first example, and asks the collector for who refers to it.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        given(none())(lambda _: None)()
        gc.collect()  # of what is left out
        gc.freeze()
        gc.set_threshold(10_000, 20, 100)  # as often as by default, it would take a tenth of the time of all tests
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave for `make test-all` what `make test` need not run; a test that is named is run.

    Files with most of that come first, as they take longest: no process works on one when all others are done.
    """
    part = set(tiers.part_of(items))
    rest = [item for item in items if item not in part]
    left_out = Counter(item.path for item in rest)
    items.sort(key=lambda item: -left_out[item.path])
    if not tiers.EVERY_TEST and not any("::" in argument for argument in config.args):
        config.hook.pytest_deselected(items=rest)
        items[:] = [item for item in items if item in part]


@pytest.fixture(autouse=True, scope="session")
def _names() -> Iterator[None]:
    """Answer for what has no address (RFC 6761) without asking: on a busy machine a resolver may take five seconds."""
    asked = socket.getaddrinfo

    def getaddrinfo(host: bytes | str | None, *args: Any, **kwargs: Any) -> Any:
        if str(host).removesuffix(".").endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return asked(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture(params=["sync", "async"])
def world(request: pytest.FixtureRequest) -> Iterator[BothClients]:
    """Both clients, in turn. They are closed before the server of the test ends, so that no call outlives it."""
    if "wire" in request.fixturenames:
        request.getfixturevalue("wire")
    both = BothClients(is_async=request.param == "async")
    yield both
    both.tear_down()


@pytest.fixture(scope="session")
def listener() -> Iterator[Listener]:
    listener = Listener()
    with listener.started():
        yield listener


@pytest.fixture
def wire(listener: Listener) -> Iterator[RecordingServer]:
    with listener.recording() as wire:
        yield wire
