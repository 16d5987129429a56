"""The tool that changes the client: what it makes, what it leaves out, and that it can tell dead from alive."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from tests.mutants import __main__ as tool
from tests.mutants.mutations import Mutation, mutations
from tests.support.programs import ROOT

_SOURCE = b'''async def f(a: int = 1, *, b: "Literal[2]") -> None:
    """Text 3."""
    if a < 1 and not b:
        await g("\xc3\xa9", a)
    return f"{a == 4}"
class P(Protocol):
    def f(self, a=5): ...
if TYPE_CHECKING:
    a = 6
T = TypeVar("T", int, str, covariant=True)
b = max(a, b) and isinstance(a, b)
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
        ("boolean", 11, "max(a, b) and isinstance(a, b)", "(max(a, b) or isinstance(a, b))"),
    }


def test_changes_are_python_and_each_source_has_tests() -> None:
    for place, change in tool.chosen(40, 1, tool.sources()):
        source = (ROOT / place.file).read_bytes()
        assert change.applied(source) != source
        compile(change.applied(source), place.file, "exec")
    for name in tool.sources():
        assert all((ROOT / test).is_file() for test in tool.covering(name))


@pytest.mark.slow
def test_a_seed_gives_the_same_sample_in_one_or_in_slices() -> None:
    names = tool.sources(["_calls"])
    sample = tool.chosen(20, 7, names)
    assert sample == tool.chosen(20, 7, names) == tool.chosen(8, 7, names) + tool.chosen(12, 7, names, skip=8)
    assert sample != tool.chosen(20, 8, names)


def test_places_tell_all_changes_apart_wherever_their_lines_are() -> None:
    source = b"class A:\n    def f(self, a):\n        g(a, 1)\n        g(a, 1)\n"
    swapped = [change for change in mutations(source) if change.kind == "swapped argument"]
    assert [(change.function, change.line, change.number) for change in swapped] == [("A.f", 3, 1), ("A.f", 4, 2)]
    moved = list(mutations(b"import x\n\n" + source))
    assert [(c.function, c.old, c.new, c.number) for c in moved] == [
        (c.function, c.old, c.new, c.number) for c in mutations(source)
    ]


def test_each_equivalent_change_is_one_of_today_has_a_reason_and_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tool.stale() == []
    assert all(entry["why"] for entry in yaml.safe_load((tool.HERE / "equivalent.yaml").read_text()))
    every = tool.everything([_RETRY]).keys()
    left_out = min(every)
    monkeypatch.setattr(tool, "equivalents", lambda: {left_out})
    assert {place for place, _ in tool.chosen(10_000, 0, [_RETRY])} == every - {left_out}


@pytest.mark.slow
def test_an_equivalent_change_that_is_gone_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = {tool.Place(_RETRY, "no_more", "a", "b"), tool.Place("wrapper/no_more.py", "f", "a", "b")}
    monkeypatch.setattr(tool, "equivalents", lambda: gone | {min(tool.everything([_RETRY]))})
    assert tool.stale() == sorted(gone)
    assert tool.main(["--count", "0"]) == 1
    assert "stale in equivalent.yaml: wrapper/no_more.py, f: 'a' -> 'b'" in capsys.readouterr().out


def test_a_mutant_that_hangs_is_killed_by_time_and_counted_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = tmp_path / "test_it.py"
    test.write_text("from clerk_organizations.retry import *\n\ndef test_it():\n    pass\n")
    source = (ROOT / _RETRY).read_bytes()
    endless = Mutation("endless", 1, 0, len(source), "", source.decode(), "import select\nselect.select([], [], [])\n")
    monkeypatch.setattr(tool, "covering", lambda name: [str(test)])
    trial = tool.Trial(limits={(str(test),): 0.01})
    assert trial.of(_RETRY, endless) == tool.BY_TIME
    assert next(line for line in trial.table() if line.endswith(_RETRY)).split()[:4] == ["1", "0", "1", "0"]


def test_the_limit_of_time_is_several_times_what_the_tests_take_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = []

    def tried(name: str, change: object, tests: object, seconds: float = 120) -> str:
        limits.append(seconds)
        return tool.SURVIVED

    monkeypatch.setattr(tool, "time", SimpleNamespace(monotonic=iter((100, 106)).__next__))
    monkeypatch.setattr(tool, "outcome", tried)
    trial = tool.Trial()
    for change in list(mutations((ROOT / _RETRY).read_bytes()))[:2]:
        trial.of(_RETRY, change)
    assert limits == [120, 24, 24]


@pytest.mark.slow
def test_a_change_that_is_noticed_dies_and_one_that_is_not_survives(tmp_path: Path) -> None:
    test = tmp_path / "test_it.py"
    test.write_text("from clerk_organizations.errors import ClerkError\n\ndef test_it():\n    assert ClerkError\n")
    name = "wrapper/clerk_organizations/errors.py"
    source = (ROOT / name).read_bytes()
    change = next(iter(mutations(source)))
    broken = type(change)("broken", 1, 0, len(source), "", source.decode(), "ClerkError = None\n")
    assert tool.outcome(name, None, [str(test)]) == "SURVIVED"
    assert tool.outcome(name, change, [str(test)]) == "SURVIVED"
    assert tool.outcome(name, broken, [str(test)]) == "killed"


def test_words_that_no_source_has_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        tool.main(["nonesuch"])
    assert "no source has any of these words in its path" in capsys.readouterr().err
