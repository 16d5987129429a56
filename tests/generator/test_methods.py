"""What is new in the document is new in the client: tried on a copy of the sources."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import checkers

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = "openapi/organizations.yaml"
TABLE = "wrapper/clerk_organizations/organizations/__init__.py"
PROGRAM = """
import inspect, httpx
from clerk_organizations import ClerkClient

seen = []
def answer(request):
    seen.append((request.method, request.url.path, str(request.url.query, "ascii")))
    return httpx.Response(200, json={"data": [], "total_count": 0, "id": "org_1", "object": "organization"})

clerk = ClerkClient(secret_key="sk_test_x", transport=httpx.MockTransport(answer))
method = %s
print(seen)
print(inspect.signature(method))
print(inspect.getdoc(method))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The document and what is made from it, to be changed."""
    for part in ("openapi", "templates", "generator", "generated", "wrapper"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def insert(copy: Path, path: str, before: str, text: str) -> None:
    """Put a text before another, which stands once."""
    whole = (copy / path).read_text(encoding="utf-8")
    assert whole.count(before) == 1
    (copy / path).write_text(whole.replace(before, text + before), encoding="utf-8")


def run(copy: Path, *arguments: str) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(copy / one) for one in ("wrapper", "generated", ".")),
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def checked(copy: Path, *lines: str) -> list[str]:
    """What mypy finds in a program of these lines."""
    path = copy / "program.py"
    path.write_text("from clerk_organizations import ClerkClient\nclerk = ClerkClient()\n" + "\n".join(lines) + "\n")
    done = checkers.mypy(copy / "openapi", str(path), copy / "wrapper", copy / "generated")
    return [line.partition(": ")[2] for line in done.stdout.splitlines() if ": error: " in line]


@pytest.mark.slow
def test_a_new_parameter_reaches_the_method_by_generate_alone(copy: Path) -> None:
    insert(
        copy,
        DOCUMENT,
        "        - name: query\n          in: query\n          required: false\n"
        "          description: Part of a name or slug",
        "        - {name: plan, in: query, description: Only with this plan., schema: {type: string}}\n",
    )
    run(copy, "-m", "generator", "generate")
    program = PROGRAM % "clerk.organizations.getOrganizationList"
    program = program.replace("print(seen)", "method(plan='pro'); list(method.iter(plan='pro')); print(seen)")
    sent, signature, *doc = run(copy, "-c", program).splitlines()
    assert sent.count("plan=pro") == 2
    assert "plan: 'str | None | Unset' = UNSET" in signature
    assert "    plan: Only with this plan." in doc
    lines = ["clerk.organizations.get_organization_list(plan='pro')", "clerk.organizations.getOrganizationList(plan=1)"]
    (found,) = checked(copy, *lines)
    assert '"plan"' in found


@pytest.mark.slow
def test_a_new_operation_is_a_method_by_two_lines(copy: Path) -> None:
    insert(
        copy,
        DOCUMENT,
        "  /organizations/{organization_id}/logo:\n",
        """\
  /organizations/{organization_id}/restore:
    post:
      operationId: RestoreOrganization
      x-resource: organizations
      x-ts-method: restoreOrganization
      x-positional: [organization_id]
      tags: [Organizations]
      summary: Restore an organization
      parameters:
        - $ref: '#/components/parameters/OrganizationId'
        - {name: reason, in: query, description: Why., schema: {type: string}}
      responses:
        '200': {$ref: '#/components/responses/Organization'}
        '404': {$ref: '#/components/responses/ResourceNotFound'}

""",
    )
    line = "    restore_organization = method(api.restore_organization)\n"
    insert(copy, TABLE, "\n    # Memberships\n", f"{line}    restoreOrganization = restore_organization\n")
    run(copy, "-m", "generator", "generate")
    program = PROGRAM % "clerk.organizations.restoreOrganization"
    program = program.replace("print(seen)", "assert method('org_1', reason='x').id == 'org_1'; print(seen)")
    sent, signature, *doc = run(copy, "-c", program).splitlines()
    assert sent == "[('POST', '/v1/organizations/org_1/restore', 'reason=x')]"
    assert signature == (
        "(organization_id: 'str', *, reason: 'str | None | Unset' = UNSET, "
        "extra: 'Mapping[str, JsonValue] | Unset' = UNSET) -> 'models.Organization'"
    )
    assert doc[0] == "Restore an organization."
    assert {"    reason: Why.", "Raises: NotFoundError."} <= set(doc)
    lines = [
        "name: str = clerk.organizations.restore_organization('org_1').name",
        "clerk.organizations.restoreOrganization(1)",
    ]
    (found,) = checked(copy, *lines)
    assert "restoreOrganization" in found or "incompatible type" in found
