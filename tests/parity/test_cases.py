"""The cases are complete and say each thing once; this needs no node."""

import inspect
from pathlib import Path

import pytest

from clerk_organizations import ClerkClient, OrganizationInvitationRow
from tests.parity import cases, report
from tests.parity.cases import PARAMS, Case
from tests.parity.recorder import KEY
from tests.parity.sides import called
from tests.parity.values import snake
from tests.support.document import OPERATIONS

METHODS = sorted({case.method.id for case in cases.load()})


def test_cases_are_of_methods_that_typescript_has(listed: list[Case]) -> None:
    """That each has some is in tests/contract/checklist.py."""
    methods = {(one.typescript_resource, one.typescript) for one in OPERATIONS.values()}
    assert {(case.method.resource, case.method.name) for case in listed} <= methods


@pytest.mark.sample(20)
@pytest.mark.parametrize("method", METHODS)
def test_every_parameter_is_varied(listed: list[Case], method: str) -> None:
    mine = [case for case in listed if case.method.id == method]
    with ClerkClient(secret_key=KEY) as clerk:
        signature = inspect.signature(called(clerk, mine[0]))
    given = {snake(key) for case in mine for key in case.given}
    varied = {snake(case.parameter.partition(".")[0]) for case in mine}
    taken = signature.parameters.keys() - {"reconcile", "extra"}  # what is of the client alone
    if "rows" in taken:
        taken = taken - {"rows"} | {PARAMS}
    assert given == taken
    assert given - varied <= {"slug"}  # of getOrganization, where it takes the place of the id


def test_every_field_of_a_row_is_varied(listed: list[Case]) -> None:
    row = f"{PARAMS}.0."
    varied = {case.parameter.removeprefix(row) for case in listed if case.parameter.startswith(row)}
    assert {snake(field) for field in varied} == OrganizationInvitationRow.__annotations__.keys() - {"extra"}


def test_the_same_call_with_the_same_answer_is_refused(
    listed: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in cases.DIRECTORY.iterdir():
        text = file.read_text(encoding="utf-8").replace("  one: 1\n", "  one: 1\n  unity: 1\n")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(cases, "DIRECTORY", tmp_path)
    with pytest.raises(ValueError, match=r"^\S+/limit/unity exercises what \S+/limit/one does already$"):
        cases.load()


def test_a_class_that_is_there_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "classes.yaml").write_text("count: {zero: 0, zero: 1}\n")
    monkeypatch.setattr(cases, "DIRECTORY", tmp_path)
    with pytest.raises(ValueError, match="a key is there twice"):
        cases.load()


def test_the_matrix_shows_every_case(listed: list[Case]) -> None:
    """Each class stands in it, and the empty cells are told by name."""
    shown = " ".join(" ".join(report.matrix(listed)).split())
    assert {case.kind for case in listed} <= set(shown.split())
    assert "getOrganization: id/absent" in shown
