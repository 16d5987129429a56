"""Writing is all or nothing, checking names every difference, and the same document gives the same bytes."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.__main__ import main
from generator.output import tree as output
from generator.paths import PACKAGE, ROOT
from tests.generator.conftest import PING, Workshop, document, operation


@pytest.mark.slow
def test_generating_twice_changes_nothing(workshop: Workshop) -> None:
    first = workshop.run("generate", document())
    before, stamps = workshop.tree(), _stamps(workshop.package)
    assert "  + " in first.out
    again = workshop.run("generate")
    assert "no change" in again.out
    assert workshop.tree() == before
    assert _stamps(workshop.package) == stamps  # files that are right are not written again


def _stamps(tree: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in tree.rglob("*") if path.is_file()}


def test_what_the_document_no_longer_has_goes_away(workshop: Workshop) -> None:
    more = PING + operation("Other").replace("[Pings]", "[Others]")
    workshop.run("generate", document(more))
    assert "api/others.py" in workshop.tree()
    done = workshop.run("generate", document())
    assert "api/others.py" not in workshop.tree()
    assert "  - " in done.out
    assert workshop.run("check").status == 0


def test_check_names_every_edited_missing_and_extra_file(workshop: Workshop) -> None:
    workshop.run("generate", document())
    assert workshop.run("check").status == 0
    before = workshop.tree()
    lines = before["api/pings.py"].decode().splitlines(keepends=True)
    (workshop.package / "api" / "pings.py").write_text("".join([*lines[:6], "edited = True\n", *lines[7:]]))
    (workshop.package / "types.py").write_text(before["types.py"].decode() + "\n")
    (workshop.package / "py.typed").unlink()
    (workshop.package / "notes.txt").write_text("mine")
    (workshop.package / "models" / "more.py").write_text("")
    done = workshop.run("check")
    assert done.status == 1
    named = [line.split() for line in done.err.splitlines()[:-1]]
    root = str(workshop.package)
    assert [(what, path.removeprefix(f"{root}/")) for what, path in named] == [
        ("edited", "api/pings.py:7"),
        ("edited", f"types.py:{before['types.py'].count(10) + 1}"),
        ("missing", "py.typed"),
        ("extra", "models/more.py"),
        ("extra", "notes.txt"),
    ]
    assert done.err.splitlines()[-1].endswith("run `make generate`")
    assert (workshop.package / "notes.txt").read_text() == "mine"  # check writes nothing
    assert workshop.run("generate").status == 0
    assert workshop.tree() == before


def test_check_of_nothing_names_all(workshop: Workshop) -> None:
    done = workshop.run("check", document())
    assert done.status == 1
    assert {line.split()[0] for line in done.err.splitlines()[:-1]} == {"missing"}
    assert not workshop.package.exists()


@pytest.mark.slow
def test_caches_of_python_do_not_count(workshop: Workshop) -> None:
    workshop.make()  # imports it
    (workshop.package / "__pycache__").mkdir(exist_ok=True)
    (workshop.package / "__pycache__" / "x.pyc").write_bytes(b"\0")
    assert workshop.run("check").status == 0


KILLED = """
import shutil, sys, time
from pathlib import Path
from generator.output import tree
def stop_at(owner, name, number):
    real, count = getattr(owner, name), 0
    def slow(*args, **kwargs):
        nonlocal count
        count += 1
        if count == number:
            print("here", flush=True)
            time.sleep(60)
        return real(*args, **kwargs)
    setattr(owner, name, slow)
{setup}
tree.write({{f"file_{{n}}.py": "new" for n in range(9)}}, Path({tree!r}))
"""
NO_EXCHANGE = "tree.exchange = lambda one, other: False\n"
STEPS = {
    "while the new tree is half written": "stop_at(Path, 'write_text', 3)",
    "the same, where directories cannot be swapped": NO_EXCHANGE + "stop_at(Path, 'write_text', 3)",
    "before the old tree is put aside": NO_EXCHANGE + "stop_at(Path, 'rename', 1)",
    "between the two renames": NO_EXCHANGE + "stop_at(Path, 'rename', 2)",
    "before the old tree is cleared away": NO_EXCHANGE + "stop_at(shutil, 'rmtree', 3)",
}


@pytest.mark.sample(1)
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_leaves_the_old_tree_or_the_new_one(step: str, workshop: Workshop) -> None:
    """A child is killed at a step; what stands there, once recovered, is one of the two and nothing between."""
    workshop.run("generate", document())
    before = workshop.tree()
    program = KILLED.format(setup=STEPS[step], tree=str(workshop.package))
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "here\n"
        if "renames" not in step:
            assert workshop.tree()  # nobody ever sees half a tree
        child.send_signal(signal.SIGKILL)
    assert leftovers(workshop) != []
    output.recover(workshop.package)
    new = {f"file_{n}.py": b"new" for n in range(9)}
    assert workshop.tree() == (new if "cleared" in step else before)
    assert leftovers(workshop) == []


def leftovers(workshop: Workshop) -> list[str]:
    return [path.name for path in workshop.folder.iterdir() if path.name.startswith(".")]


@pytest.mark.sample(1)
@pytest.mark.parametrize("exchange", [True, False])
def test_a_disk_that_fails_leaves_the_old_tree_whole(
    exchange: bool, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.run("generate", document())
    before = workshop.tree()
    if exchange:
        monkeypatch.setattr(Path, "write_text", full_after(3, Path.write_text))
    else:
        monkeypatch.setattr(output, "exchange", lambda one, other: False)
        monkeypatch.setattr(Path, "rename", full_after(1, Path.rename, times=1))
    with pytest.raises(OSError, match="No space left"):
        output.write({f"file_{n}.py": "new" for n in range(9)}, workshop.package)
    assert workshop.tree() == before
    assert leftovers(workshop) == []


def full_after(number: int, real: Callable[..., Any], times: int = 99) -> Callable[..., Any]:
    count = 0

    def fails(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        if number < count <= number + times:
            raise OSError(28, "No space left on device")
        return real(*args, **kwargs)

    return fails


def test_two_runs_at_once_wait_for_each_other(workshop: Workshop) -> None:
    """The second is started while the first is half way; it changes nothing before the first is done."""
    workshop.run("generate", document())
    setup = "stop_at(Path, 'write_text', 3); time.sleep = lambda seconds: sys.stdin.readline()"
    first = start(KILLED.format(setup=setup, tree=str(workshop.package)))
    assert first.stdout is not None and first.stdin is not None
    assert first.stdout.readline() == "here\n"
    second = start(
        KILLED.format(setup="print('started', flush=True)", tree=str(workshop.package)).replace('"new"', '"2nd"')
    )
    assert second.stdout is not None
    assert second.stdout.readline() == "started\n"
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(timeout=0.3)
    first.stdin.write("on\n")
    first.stdin.flush()
    assert (first.wait(), second.wait()) == (0, 0)
    for child in (first, second):
        child.communicate()
    assert workshop.tree() == {f"file_{n}.py": b"2nd" for n in range(9)}
    assert leftovers(workshop) == []


def start(program: str) -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdin=pipe, stdout=pipe, text=True)


def test_the_root_of_a_tree_is_never_made_again(tmp_path: Path) -> None:
    """A folder that somebody took away under a run must not come back with half of the files."""
    with pytest.raises(FileNotFoundError):
        output.write_tree(tmp_path / "gone", {"a/b.py": ""})
    assert not (tmp_path / "gone").exists()


@pytest.mark.slow
@pytest.mark.sample(1)
@pytest.mark.parametrize("mask", [0o022, 0o027])
def test_a_tree_has_the_rights_that_the_user_gives_to_new_folders(mask: int, workshop: Workshop) -> None:
    before = os.umask(mask)
    try:
        workshop.run("generate", document())
    finally:
        os.umask(before)
    assert workshop.package.stat().st_mode & 0o777 == 0o777 & ~mask


# Places that are not ours to write to.


@pytest.mark.parametrize("command", ["generate", "check"])
def test_a_folder_of_something_else_stays_as_it_is(command: str, workshop: Workshop) -> None:
    workshop.package.mkdir()
    (workshop.package / "thesis.txt").write_text("years of work")
    (workshop.package / "__init__.py").write_text('"""Mine."""\n')
    before = workshop.tree()
    done = workshop.run(command, document())
    assert done.status == 2
    first, remedy, _ = done.err.splitlines()
    assert first == f"{workshop.package}: not a generated package"
    assert "pass another --output" in remedy
    assert workshop.tree() == before


@pytest.mark.parametrize("command", ["generate", "check"])
def test_a_file_stays_a_file(command: str, workshop: Workshop) -> None:
    workshop.package.write_text("mine")
    done = workshop.run(command, document())
    assert done.status == 2
    assert f"{workshop.package}: not a directory" in done.err
    assert workshop.package.read_text() == "mine"


def test_the_current_folder_is_not_wiped(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workshop.folder)
    workshop.package = Path()
    done = workshop.run("generate", document())
    assert done.status == 2
    assert f"{workshop.folder}: not a generated package" in done.err
    assert workshop.spec.exists()


@pytest.mark.slow
def test_an_empty_folder_will_do(workshop: Workshop) -> None:
    workshop.package.mkdir()
    assert workshop.run("generate", document()).status == 0
    assert workshop.run("check").status == 0


@pytest.mark.slow
def test_a_link_to_a_folder_stays_a_link(workshop: Workshop) -> None:
    real = workshop.folder / "real"
    real.mkdir()
    workshop.package.symlink_to(real, target_is_directory=True)
    for text in (document(), document(PING + operation("Other"))):
        assert workshop.run("generate", text).status == 0
        assert workshop.package.is_symlink()
        assert (real / "py.typed").exists()
        assert workshop.run("check").status == 0
    assert leftovers(workshop) == []


def test_a_tree_that_cannot_be_read_is_one_line(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop.run("generate", document())

    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.is_relative_to(workshop.package):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    done = workshop.run("check")
    assert done.status == 2
    assert "cannot be read: [Errno 13] Permission denied" in done.err
    assert done.err.count("\n") == 1


def test_a_folder_that_cannot_be_listed_is_not_called_missing(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.run("generate", document())
    real = os.scandir

    def scandir(path: str) -> Any:
        if str(path).endswith("models"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    done = workshop.run("check")
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert "Permission denied" in done.err


@pytest.mark.slow
def test_check_sees_what_is_no_file(workshop: Workshop) -> None:
    workshop.run("generate", document())
    (workshop.package / "empty").mkdir()
    (workshop.package / "link.py").symlink_to("nowhere")
    (workshop.package / "linked").symlink_to(workshop.folder, target_is_directory=True)
    (workshop.package / "py.typed").unlink()
    (workshop.package / "py.typed").mkdir()
    (workshop.package / "types.py").unlink()
    (workshop.package / "types.py").symlink_to("decode.py")
    done = workshop.run("check")
    assert done.status == 1
    named = [line.replace(f"{workshop.package}/", "").split() for line in done.err.splitlines()[:-1]]
    assert named == [
        ["edited", "py.typed:1"],
        ["edited", "types.py:1"],
        ["extra", "empty"],
        ["extra", "link.py"],
        ["extra", "linked"],
    ]
    assert workshop.run("generate").status == 0
    assert workshop.run("check").status == 0


def test_what_a_killed_run_leaves_is_ignored_by_git() -> None:
    names = [".clerk_organizations_api.new/x.py", ".clerk_organizations_api.old/x.py"]
    paths = [f"generated/{name}" for name in names]
    ignored = subprocess.run(["git", "check-ignore", *paths], cwd=ROOT, capture_output=True, text=True, check=False)
    if "not a git repository" in ignored.stderr:
        pytest.skip("no git repository")
    assert ignored.stdout.split() == paths


def test_a_place_that_cannot_be_written_is_one_line(workshop: Workshop) -> None:
    (workshop.folder / "file").write_text("")
    workshop.package = workshop.folder / "file" / "package"
    done = workshop.run("generate", document())
    assert done.status == 2
    assert "cannot be written" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.slow
def test_without_swapping_directories_the_result_is_the_same(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.run("generate", document(PING + operation("Other").replace("[Pings]", "[Others]")))
    monkeypatch.setattr(output, "exchange", lambda one, other: False)
    assert workshop.run("generate", document()).status == 0
    assert workshop.run("check").status == 0
    assert "api/others.py" not in workshop.tree()


@pytest.mark.sample(1)
@pytest.mark.parametrize("seed", ["0", "4242"])
def test_the_same_document_gives_the_same_bytes(seed: str, tmp_path: Path) -> None:
    """In another process, with another hash seed, and whatever the folder is called: what is committed."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "generator", "generate", "--output", str(tmp_path / "package")]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    assert output.read_tree(tmp_path / "package") == output.read_tree(PACKAGE)


@pytest.mark.slow
def test_what_is_committed_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "generated/clerk_organizations_api is up to date\n"


def test_every_generated_file_says_so() -> None:
    for path in (ROOT / "generated").rglob("*.py"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# Generated from openapi/organizations.yaml by `make generate`"), path


@pytest.mark.parametrize("arguments", [[], ["make"], ["generate", "--nobody"]])
def test_the_command_line_is_checked(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m generator" in capsys.readouterr().err


REFERENCES = [
    ("two", {"Ping": ["Pong"], "Pong": ["Ping"]}),
    ("itself", {"Ping": ["Ping"]}),
    ("three", {"Ping": ["Pong"], "Pong": ["Pung"], "Pung": ["Ping", "Pong"]}),
    ("two beside two", {"Ping": ["Pong", "Pung"], "Pong": ["Ping", "Pung"], "Pung": ["Pang"], "Pang": ["Pung"]}),
]


def _schemas(references: dict[str, list[str]]) -> str:
    text = ""
    for name, others in references.items():
        refs = {other: f"{{$ref: '#/components/schemas/{other}'}}" for other in others}
        fields = [f"{other.lower()}: {ref}" for other, ref in refs.items()]
        fields += [f"{other.lower()}s: {{type: array, description: x, items: {ref}}}" for other, ref in refs.items()]
        text += f"{name}: {{type: object, description: x, properties: {{id: {{type: string, description: x}}, "
        text += ", ".join(fields) + "}}\n"
    return text


def _loads_alone(workshop: Workshop, module: str, program: str = "") -> str:
    line = f"import sys; sys.path.insert(0, {str(workshop.folder)!r}); import {workshop.package.name}.{module} as it"
    done = subprocess.run([sys.executable, "-c", f"{line}\n{program}"], capture_output=True, text=True, check=False)
    return done.stderr


@pytest.mark.sample(1)
@pytest.mark.parametrize(("name", "references"), REFERENCES, ids=[name for name, _ in REFERENCES])
def test_schemas_may_refer_to_each_other(workshop: Workshop, name: str, references: dict[str, list[str]]) -> None:
    workshop.make(schemas=_schemas(references))
    models = workshop.part("models")
    for one, others in references.items():
        assert _loads_alone(workshop, f"models.{one.lower()}") == ""  # whichever comes first
        wire: dict[str, Any] = {"id": "1"}
        for other in others:
            wire |= {other.lower(): {"id": "2"}, f"{other.lower()}s": [{"id": "3"}]}
        read = getattr(models, one).from_dict(wire)
        assert read.to_dict() == wire
        assert all(type(getattr(read, other.lower())).__name__ == other for other in others)


@pytest.mark.slow
def test_a_schema_may_refer_to_one_that_extends_it(workshop: Workshop) -> None:
    schemas = _schemas({"Ping": ["Pong"]}) + (
        "Pong: {description: x, allOf: [{$ref: '#/components/schemas/Ping'}, "
        "{type: object, properties: {n: {type: integer, description: x}}}]}\n"
    )
    workshop.make(schemas=schemas)
    assert _loads_alone(workshop, "models.ping") == _loads_alone(workshop, "models.pong") == ""
    wire = {"pong": {"n": 1, "pong": {"n": 2}}}
    assert workshop.part("models").Ping.from_dict(wire).to_dict() == wire


def test_a_package_that_cannot_be_imported_does_not_replace_what_was_there(workshop: Workshop) -> None:
    workshop.run("generate", document())
    before = workshop.tree()
    templates = workshop.folder / "templates"
    shutil.copytree(workshop.templates, templates)
    with (templates / "model.py.jinja").open("a") as text:
        text.write("\n\nfrom .nowhere import Nothing\n")
    workshop.templates = templates
    done = workshop.run("generate")
    assert (done.status, done.out) == (2, "")
    assert (
        "models.ping: the module cannot be imported: ModuleNotFoundError: No module named 'models.nowhere'" in done.err
    )
    assert workshop.tree() == before
    assert [path.name for path in workshop.folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "unseen", ["202a", "202e", "2066", "2069", "200b", "200f", "2028", "2029", "feff", "00ad", "061c"]
)
def test_nothing_unseen_stands_in_generated_docstrings(workshop: Workshop, unseen: str) -> None:
    text = f'"Do \\u{unseen} it"'
    paths = PING.replace("Get a ping", text).replace("Its id.", text).replace("The ping.", text)
    workshop.make(
        paths, f"Ping: {{type: object, description: {text}, properties: {{id: {{type: string, description: {text}}}}}}}"
    )
    for path, content in workshop.tree().items():
        assert chr(int(unseen, 16)) not in content.decode() or path == "openapi.json", path
    shown = f"\\u{unseen}" if unseen != "00ad" else "\\xad"
    for documented in (workshop.part("api").get_ping, workshop.part("models").Ping):
        assert chr(int(unseen, 16)) not in documented.__doc__
        assert shown in documented.__doc__ or chr(int(unseen, 16)).isspace()  # as a space, then
