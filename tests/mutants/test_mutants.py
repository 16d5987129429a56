"""The tool that changes the client: what it makes, what it leaves out, and that it can tell dead from alive."""

from pathlib import Path

import pytest

from tests.mutants import __main__ as tool
from tests.mutants.mutations import mutations
from tests.support.programs import ROOT

_SOURCE = b'''async def f(a: int = 1, *, b: "Literal[2]") -> None:
    """Text 3."""
    if a < 1 and not b:
        await g("\xc3\xa9", a)
    return f"{a == 4}"
'''
_RETRY = "wrapper/clerk_organizations/retry.py"


def test_each_kind_of_change_is_made_and_nothing_that_does_not_run() -> None:
    assert {(change.kind, change.line, change.old, change.new) for change in mutations(_SOURCE)} == {
        ("constant", 1, "1", "2"),
        ("branch", 3, "a < 1 and not b", "(not (a < 1 and (not b)))"),
        ("boolean", 3, "a < 1 and not b", "(a < 1 or not b)"),
        ("boundary", 3, "a < 1", "(a <= 1)"),
        ("constant", 3, "1", "2"),
        ("boolean", 3, "not b", "(b)"),
        ("call left out", 4, 'await g("é", a)', "pass"),
        ("await left out", 4, 'await g("é", a)', "(g('é', a))"),
        ("swapped argument", 4, 'g("é", a)', "g(a, 'é')"),
    }


def test_changes_are_python_and_each_source_has_tests() -> None:
    for name, change in tool.chosen(40, 1, tool.sources()):
        source = (ROOT / name).read_bytes()
        assert change.applied(source) != source
        compile(change.applied(source), name, "exec")
    for name in tool.sources():
        assert all((ROOT / test).is_file() for test in tool.covering(name))


def test_a_seed_gives_the_same_sample() -> None:
    assert tool.chosen(20, 7, tool.sources()) == tool.chosen(20, 7, tool.sources())
    assert tool.chosen(20, 7, tool.sources()) != tool.chosen(20, 8, tool.sources())


def test_each_equivalent_change_is_one_of_today_and_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    every = {(name, c.old, c.new) for name in tool.sources() for c in mutations((ROOT / name).read_bytes())}
    assert tool.equivalents() <= every
    left_out = next(entry for entry in sorted(every) if entry[0] == _RETRY)
    monkeypatch.setattr(tool, "equivalents", lambda: {left_out})
    chosen = {(name, change.old, change.new) for name, change in tool.chosen(10_000, 0, tool.sources(["retry.py"]))}
    assert chosen == {entry for entry in every if entry[0] == _RETRY} - {left_out}


def test_a_change_that_is_noticed_dies_and_one_that_is_not_survives(tmp_path: Path) -> None:
    test = tmp_path / "test_it.py"
    test.write_text("from clerk_organizations.errors import ClerkError\n\ndef test_it():\n    assert ClerkError\n")
    name = "wrapper/clerk_organizations/errors.py"
    source = (ROOT / name).read_bytes()
    change = next(iter(mutations(source)))
    broken = type(change)("broken", 1, 0, len(source), source.decode(), "ClerkError = None\n")
    assert tool.outcome(name, None, [str(test)]) == "SURVIVED"
    assert tool.outcome(name, change, [str(test)]) == "SURVIVED"
    assert tool.outcome(name, broken, [str(test)]) == "killed"
