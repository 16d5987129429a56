"""README.md says what is there: its table of methods, and the program that people copy first."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

import clerk_organizations
from clerk_organizations._resources.methods import list_method
from generator.document.yaml_loader import load
from tests.support.resources import RESOURCES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENT = load(ROOT / "openapi" / "organizations.yaml")
ROW = re.compile(r"\| (`\w+`|-) (▤ )?\| `(\w+)` \| ([A-Z]+) (\S+) \|")


def test_the_table_has_every_method_with_its_alias_and_its_call() -> None:
    rows = {
        (method, path): (typescript.strip("`-"), walks, python)
        for typescript, walks, python, method, path in ROW.findall(README)
    }
    assert rows.keys() == {(method.upper(), path) for _, path, method, _ in DOCUMENT.operations()}
    for _, path, method, operation in DOCUMENT.operations():
        typescript, walks, python = rows[method.upper(), path]
        assert typescript == operation.get("x-ts-method", "")
        resource = RESOURCES[operation["x-resource"]]
        assert getattr(resource, typescript or python) is getattr(resource, python)
        assert bool(walks) is isinstance(getattr(resource, python), list_method)


def test_the_first_program_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """As it is printed, with the answers of the document: its 404 included."""
    found = re.search(r"## Use it\n\n```python\n(.*?)```", README, re.DOTALL)
    assert found is not None
    assert 10 <= len(found[1].strip().splitlines()) <= 12
    real = clerk_organizations.ClerkClient

    def client(**options: Any) -> clerk_organizations.ClerkClient:
        return real(**{**options, "secret_key": "sk_test_x", "transport": httpx.MockTransport(answer)})

    monkeypatch.setattr(clerk_organizations, "ClerkClient", client)
    exec(compile(found[1], "README.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == [
        "org:member 2025-11-10 08:45:00+00:00",
        "resource_not_found 4f1c2a7be8d03c55",
    ]


def answer(request: httpx.Request) -> httpx.Response:
    components = DOCUMENT.root["components"]
    if request.url.path.endswith("/nobody"):
        missing = components["responses"]["ResourceNotFound"]["content"]["application/json"]["example"]
        return httpx.Response(404, json=missing)
    if request.url.path.endswith("/memberships"):
        page = components["examples"]["OrganizationMemberships"]["value"]
        return httpx.Response(200, json={**page, "total_count": len(page["data"])})
    return httpx.Response(200, json=components["examples"]["Organization"]["value"])
