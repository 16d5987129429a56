"""`python -m generator diff`: where documents come from, what is printed, and the exit status."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.diff import sources
from generator.diff.compare import compare
from generator.diff.report import markdown, next_version
from generator.diff.verdicts import page
from generator.document.yaml_loader import parse_text
from generator.paths import ROOT, SPEC
from generator.problem import InvalidInput
from tests.generator import mutate
from tests.generator.conftest import document, operation
from tests.support.source import SOURCE


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["diff", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """A document, and one with an operation less and another description; of the version 0.1.0, whichever ours is."""
    (tmp_path / "_version.py").write_text('__version__ = "0.1.0"\n')
    monkeypatch.setattr("generator.__main__.VERSION", tmp_path / "_version.py")
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    both = operation("GetOne") + operation("GetTwo", path="/twos")
    old.write_text(document(both))
    new.write_text(document(operation("GetOne").replace("Do GetOne", "Get one")))
    return str(old), str(new)


def test_the_same_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, str(SPEC)) == (0, "# organizations.yaml → organizations.yaml\n\nNo change.\n", "")


def test_people_read_markdown(two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, *two)
    assert status == 0
    assert "1 breaking, 1 documentation. Next version: 0.1.0 → 0.2.0 (minor: below 1.0 breaking changes" in out
    assert max(map(len, out.splitlines())) <= 120
    assert out.index("## Breaking") < out.index("- **`get_two`**: the operation is gone (GET /twos).")
    assert "  `old.yaml:17 #/paths/~1twos/get`\n  in `GetTwo`\n" in out
    assert "- **summary of `get_one`**: " in out
    assert "(Do GetOne → Get one)" in out


def test_programs_read_json(two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(run(capsys, *two, "--json")[1])
    assert (said["verdict"], said["version"]) == ("breaking", {"current": "0.1.0", "step": "minor", "next": "0.2.0"})
    gone, text = said["changes"]
    assert (gone["rule"], gone["old_pointer"], gone["new_pointer"]) == ("operation-gone", "#/paths/~1twos/get", None)
    assert gone["place"] == "old.yaml:17"
    assert gone["reaches"] == [{"operation": "GetTwo", "in": "operation", "verdict": "breaking"}]
    assert (text["verdict"], text["was"], text["now"]) == ("documentation", "Do GetOne", "Get one")


@pytest.mark.parametrize(("bar", "status"), [("breaking", 1), ("addition", 1), ("documentation", 1)])
def test_what_is_as_bad_fails(bar: str, status: int, two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, *two, "--fail-on", bar)[0] == status


@pytest.mark.parametrize(("bar", "status"), [("breaking", 0), ("addition", 1), ("documentation", 1)])
def test_what_is_better_passes(bar: str, status: int, two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, two[0], two[0], "--fail-on", bar)[0] == 0
    old = Path(two[0])
    old.write_text(document(operation("GetOne")))
    Path(two[1]).write_text(document(operation("GetOne") + operation("GetTwo", path="/twos")))
    assert run(capsys, *two, "--fail-on", bar)[0] == status


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("version", "verdict", "wanted"),
    [
        ("0.3.1", "breaking", ("minor", "0.4.0")),
        ("0.3.1", "addition", ("patch", "0.3.2")),
        ("0.3.1", "documentation", ("patch", "0.3.2")),
        ("2.3.1", "breaking", ("major", "3.0.0")),
        ("2.3.1", "addition", ("minor", "2.4.0")),
        ("2.3.1", "documentation", ("patch", "2.3.2")),
    ],
)
def test_the_version_that_follows(version: str, verdict: str, wanted: tuple[str, str]) -> None:
    place, value = {
        "breaking": ("GetOrganization/operationId", "ReadOrganization"),
        "addition": ("GetOrganization/deprecated", True),
        "documentation": ("GetOrganization/summary", "Get it"),
    }[verdict]
    new = mutate.document(mutate.changed([["set", place, value]]))
    assert next_version(version, compare(mutate.document(mutate.PLAIN), new)) == wanted
    assert next_version(version, []) == ("none", version)


def test_reading_stops_when_the_reader_has_enough(two: tuple[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "generator", "diff", *two]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two revisions of a document in git."""
    here = tmp_path / "repository"
    (here / "openapi").mkdir(parents=True)

    def git(*arguments: str) -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *arguments], cwd=here, check=True, capture_output=True)

    git("init", "-q")
    for name in ("GetFirst", "GetSecond"):
        (here / "openapi" / "it.yaml").write_text(document(operation(name)))
        (here / "other.yaml").write_bytes(b"\xff")
        git("add", ".")
        git("commit", "-qm", name)
    return here


def test_revisions_of_git(repository: Path) -> None:
    spec = repository / "openapi" / "it.yaml"
    old = sources.load("git:HEAD~1", spec, repository)
    assert old.name == "git:HEAD~1:openapi/it.yaml"
    assert [change.rule.name for change in compare(old, sources.load("git:HEAD", spec, repository))] == [
        "operation-renamed",
        "method-renamed",
        "text",
    ]
    assert sources.load("git:HEAD:openapi/it.yaml", spec, repository).text == spec.read_text()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("git:nowhere", "git:nowhere: git knows no revision 'nowhere'\n    see `git log`, or fetch it"),
        ("git:", "git:: no revision is named"),
        ("git:--all", "git:--all: no revision is named"),
        ("git:HEAD:none.yaml", "git:HEAD:none.yaml: there is no none.yaml at HEAD\n    name another file"),
        ("git:HEAD:other.yaml", "git:HEAD:other.yaml: the document is not UTF-8"),
        ("v0.1.0", "v0.1.0: the document does not exist\n    name another file, or a revision: git:v0.1.0"),
    ],
)
def test_what_cannot_be_read(source: str, said: str, repository: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        sources.load(source, repository / "openapi" / "it.yaml", repository)
    assert len(refused.value.problems) == 1
    assert str(refused.value).startswith(said)


def test_without_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(InvalidInput, match="this is not a git repository"):
        sources.load("git:HEAD", tmp_path / "it.yaml", tmp_path)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InvalidInput, match="git is not installed"):
        sources.load("git:HEAD", tmp_path / "it.yaml", tmp_path)


@pytest.mark.slow
def test_a_document_with_problems_is_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(document(operation("GetOne").replace("summary: Do GetOne", "summary: ''")))
    status, out, err = run(capsys, str(SPEC), str(bad))
    assert (status, out) == (2, "")
    assert "bad.yaml:5 #/paths/~1pings/get: no summary" in err


def page_example() -> str:
    """What CONTRIBUTING.md shows: the document of today against one before three edits."""
    text = SPEC.read_text(encoding="utf-8")
    for now, then in (
        ("maximum: 500}", "maximum: 1000}"),
        ("enum: [pending, accepted, revoked, expired]", "enum: [pending, accepted, revoked]"),
        ("Part of a number.", "A part of a number."),
    ):
        text = text.replace(now, then)
    old = parse_text("git:v0.1.0:openapi/organizations.yaml", text)
    return markdown(old, SOURCE, compare(old, SOURCE), "0.1.0").strip()


def test_the_page_shows_a_real_diff() -> None:
    found = re.search(r" {4}```markdown\n(.*?)\n {4}```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)
    assert found is not None
    shown = "\n".join(line.removeprefix("    ") for line in found[1].splitlines())
    assert without_lines(shown) == without_lines(page_example())


def without_lines(text: str) -> str:
    """Line numbers follow every edit of the document."""
    return re.sub(r"yaml:\d+ ", "yaml:N ", text)


def test_the_page_of_verdicts_is_up_to_date() -> None:
    assert (ROOT / "docs" / "changes.md").read_text(encoding="utf-8") == page() + "\n"
