"""Where the programs of the pages run: a folder of their own, and a service to call."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import clerk_organizations
from clerk_organizations.testing import MockClerk, serve
from tests.support.document import DOCUMENT, OPERATIONS

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with the files that pages speak of."""
    (tmp_path / "logo.png").write_bytes(PNG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A mock behind a socket, named by the environment as a service would name Clerk."""
    with serve(MockClerk()) as url:
        monkeypatch.setenv("CLERK_API_URL", url)
        monkeypatch.setenv("CLERK_SECRET_KEY", "sk_test_mock")
        yield


@pytest.fixture
def examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every client that is made gets the answers of the document: for excerpts, which call what they never made."""
    real = clerk_organizations.ClerkClient

    def client(**options: Any) -> clerk_organizations.ClerkClient:
        return real(**{**options, "secret_key": "sk_test_x", "transport": httpx.MockTransport(_answer)})

    monkeypatch.setattr(clerk_organizations, "ClerkClient", client)


def _answer(request: httpx.Request) -> httpx.Response:
    path = request.url.path.removeprefix("/v1")
    if path.endswith("nobody"):
        missing = DOCUMENT["components"]["responses"]["ResourceNotFound"]["content"]["application/json"]["example"]
        return httpx.Response(404, json=missing)
    operation = next(
        each
        for each in OPERATIONS.values()
        if each.method == request.method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", each.route), path)
    )
    answer = operation.answer
    if "data" in answer:  # all there is, so that walks end
        answer["total_count"] = len(answer["data"])
    return httpx.Response(operation.success[0], json=answer)
