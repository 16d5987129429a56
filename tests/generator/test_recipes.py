"""The recipes of CONTRIBUTING.md, followed on a copy of the tree: it ends green, and a step left out is told."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.generator.test_methods import DOCUMENT, ROOT, TABLE, checked, insert, run

HANDLERS = "wrapper/clerk_organizations/testing/handlers/organizations.py"
MADE = ("node_modules", "__pycache__", ".hypothesis", ".mypy_cache")
PARAMETER = """\
        - {name: plan, in: query, required: false, description: Only with this plan., schema: {type: string}}
"""
FIELD = "        plan: {type: string, description: Its plan.}\n"
OPERATION = """\
  /organizations/{organization_id}/restore:
    post:
      operationId: RestoreOrganization
      x-resource: organizations
      x-positional: [organization_id]
      tags: [Organizations]
      summary: Restore an organization
      description: It is as it was before it was deleted.
      parameters:
        - $ref: '#/components/parameters/OrganizationId'
      responses:
        '200': {$ref: '#/components/responses/Organization'}
        '401': {$ref: '#/components/responses/AuthenticationInvalid'}
        '404': {$ref: '#/components/responses/ResourceNotFound'}
        '429': {$ref: '#/components/responses/RateLimited'}
        5XX: {$ref: '#/components/responses/ServerFault'}

"""
LINK = """\
        restore:
          operationId: RestoreOrganization
          description: Restore it.
          parameters: {organization_id: $response.body#/id}
"""
HANDLER = """\
@operation("RestoreOrganization")
def restore_organization(instance: Instance, *, organization_id: str) -> JsonObject:
    return _touched(instance, instance.organization(organization_id))


"""
RULES = """\
from tests.mock.conftest import made, refused


def test_restored(mock, clerk):
    id = made(clerk.post("/organizations", json={"name": "Acme"}))["id"]
    assert made(clerk.post(f"/organizations/{id}/restore"))["id"] == id
    assert mock.requests[-1].operation_id == "RestoreOrganization"
    assert refused(clerk.post("/organizations/org_0/restore")) == (404, "resource_not_found")
"""
ALL = """
from tests.contract.checklist import message
from tests.support.document import OPERATIONS
print(*filter(None, map(message, OPERATIONS.values())), sep="\\n")
"""
RELEVANT = (
    "tests/contract/test_checklist.py", "tests/mock/test_mock_implemented.py", "tests/wrapper/resources/test_names.py",
    "tests/wrapper/resources/test_definitions.py",
)  # fmt: skip
IN_THE_DOCUMENT = (
    (
        DOCUMENT,
        "        - name: organization_id\n          in: query\n          required: false\n"
        "          description: Only these",
        PARAMETER,
    ),
    (DOCUMENT, "        admin_delete_enabled: {type: boolean, description: Whether its", FIELD),
    (DOCUMENT, "]\n      description: 'How its users join", ", automatic_sso"),
    (DOCUMENT, "  /organizations/{organization_id}/logo:\n", OPERATION),
)
"""The first step of each recipe: before what, in which file, stands the new text."""
ELSEWHERE = (
    (DOCUMENT, "        delete:\n          operationId: DeleteOrganization\n          description: Delete it.\n", LINK),
    (HANDLERS, '    query: str = "",\n', '    plan: str = "",\n'),
    (HANDLERS, "and (not query or", 'and (not plan or organization.public_metadata.get("plan") == plan)\n            '),
    (HANDLERS, " else None,\n        among=_included(", " or plan"),
    (HANDLERS, "def _touched(", HANDLER),
    (TABLE, "\n    getOrganizationList = ", "    restore_organization = method(api.restore_organization)\n"),
)  # fmt: skip
"""The other steps."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree with the document of all recipes: a parameter, a field, an enum value, an operation."""
    copy = tmp_path_factory.mktemp("recipes") / "tree"
    shutil.copytree(ROOT, copy, ignore=_left_out)
    follow(copy, IN_THE_DOCUMENT)
    return copy


@pytest.fixture(scope="module")
def followed(copy: Path) -> Path:
    """The same with every other step."""
    follow(copy, ELSEWHERE)
    (copy / "tests/mock/test_mock_restoring.py").write_text(RULES)
    return copy


def _left_out(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name in MADE or (Path(folder) == ROOT and name.startswith("."))]


def follow(copy: Path, steps: tuple[tuple[str, str, str], ...]) -> None:
    for path, before, text in steps:
        insert(copy, path, before, text)
    generate(copy)


def generate(copy: Path) -> None:
    run(copy, "-m", "generator", "generate")
    run(copy, "-m", "generator", "tables")


def outcome(copy: Path, *arguments: str) -> str:
    """What pytest says in the copy. (A name that begins with `test` would be collected as one.)"""
    path = os.pathsep.join(str(copy / one) for one in ("wrapper", "generated", "."))
    environment = {**os.environ, "PYTHONPATH": path, "TESTS": "", "CONTRACT_EXAMPLES": "3", "CONTRACT_SHRINK": "0"}
    command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", "--tb=short", *arguments]
    return subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=300
    ).stdout


@contextmanager
def without(copy: Path, path: str, step: str) -> Iterator[None]:
    """The copy without a step in one file."""
    text = (copy / path).read_text(encoding="utf-8")
    assert text.count(step) == 1
    (copy / path).write_text(text.replace(step, ""), encoding="utf-8")
    yield
    (copy / path).write_text(text, encoding="utf-8")


# In this order: the first test sees the copy with the document alone.


@pytest.mark.slow
def test_what_is_only_in_the_document_fails_the_checklist_and_the_mock_of_its_parameter(copy: Path) -> None:
    said = outcome(copy, *RELEVANT, "-rf")
    failed = {line.split(" ")[1] for line in said.splitlines() if line.startswith("FAILED")}
    assert failed == {
        "tests/contract/test_checklist.py::test_nothing_is_missing[RestoreOrganization]",
        "tests/mock/test_mock_implemented.py::test_every_operation_and_parameter_is_implemented[ListOrganizations]",
    }, said
    assert run(copy, "-c", ALL).splitlines() == [
        "RestoreOrganization: no link to it in the document, no method restore_organization in "
        "wrapper/clerk_organizations/organizations/__init__.py, no handler in "
        "wrapper/clerk_organizations/testing/handlers/, no test of its rules that names it in tests/mock/test_*.py; "
        "add them as CONTRIBUTING.md says under “An operation”"
    ]


@pytest.mark.slow
def test_the_recipes_end_green(followed: Path) -> None:
    said = outcome(followed, *RELEVANT, "tests/mock/test_mock_restoring.py")
    assert "failed" not in said, said
    assert "error" not in said, said
    assert " passed" in said or "100%" in said, said


@pytest.mark.slow
def test_what_the_recipes_add_is_typed(followed: Path) -> None:
    assert (
        checked(
            followed,
            "clerk.organizations.get_organization_list(plan='pro').data[0].plan",
            "clerk.organizations.create_organization_domain(",
            "    organization_id='o', name='n', enrollment_mode='automatic_sso', reconcile=True)",
            "name: str = clerk.organizations.restore_organization('org_1').name",
        )
        == []
    )


@pytest.mark.slow
@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("path", "step", "told"),
    [
        (TABLE, "    restore_organization = method(api.restore_organization)\n", "no method restore_organization in"),
        (HANDLERS, HANDLER, "no handler in"),
        ("tests/mock/test_mock_restoring.py", '"RestoreOrganization"', "no test of its rules that names it"),
    ],
)
def test_a_step_that_is_left_out_is_told(followed: Path, path: str, step: str, told: str) -> None:
    with without(followed, path, step):
        (found,) = run(followed, "-c", ALL).splitlines()
    assert found.startswith(f"RestoreOrganization: {told} ")
    assert "," not in found
