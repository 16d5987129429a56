"""Writing is all or nothing, checking names every difference, and the same document gives the same bytes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator import emit
from generator.__main__ import ROOT, build, main
from tests.generator.conftest import PING, Workshop, document, operation


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


def test_caches_of_python_do_not_count(workshop: Workshop) -> None:
    workshop.make()  # imports it
    (workshop.package / "__pycache__").mkdir(exist_ok=True)
    (workshop.package / "__pycache__" / "x.pyc").write_bytes(b"\0")
    assert workshop.run("check").status == 0


@pytest.mark.parametrize("exchange", [True, False])
def test_a_kill_in_mid_write_leaves_the_old_tree_whole(exchange: bool, workshop: Workshop) -> None:
    """A child is killed while the new tree is half written; with and without a system that swaps directories."""
    workshop.run("generate", document())
    before = workshop.tree()
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from generator import emit\n"
        f"if not {exchange}: emit._exchange = lambda one, other: False\n"
        "write, count = Path.write_text, 0\n"
        "def slow(path, *args, **kwargs):\n"
        "    global count\n"
        "    count += 1\n"
        "    if count == 3:\n"
        "        print('half way', flush=True)\n"
        "        time.sleep(60)\n"
        "    return write(path, *args, **kwargs)\n"
        "Path.write_text = slow\n"
        f"emit.write({{f'file_{{n}}.py': 'new' for n in range(9)}}, Path({str(workshop.package)!r}))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "half way\n"
        assert workshop.tree() == before
        child.send_signal(signal.SIGKILL)
    assert workshop.tree() == before
    assert [path for path in workshop.folder.iterdir() if path.name.startswith(".made")] != []
    assert workshop.run("generate").status == 0
    assert workshop.run("check").status == 0
    workshop.run("generate", document(PING + operation("Other")))
    assert [path for path in workshop.folder.iterdir() if path.name.startswith(".made")] == []  # swept up


def test_a_disk_that_fails_in_mid_write_leaves_the_old_tree_whole(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.run("generate", document())
    before = workshop.tree()

    def full(root: Path, files: emit.Files) -> None:
        (root / "half.py").write_text("half")
        raise OSError(28, "No space left on device")

    workshop.spec.write_text(document(PING + operation("Other")))
    files = build(workshop.spec, workshop.templates)
    monkeypatch.setattr(emit, "_write_tree", full)
    with pytest.raises(OSError, match="No space left"):
        emit.write(files, workshop.package)
    assert workshop.tree() == before
    assert [path for path in workshop.folder.iterdir() if path.name.startswith(".made")] == []


def test_a_place_that_cannot_be_written_is_one_line(workshop: Workshop) -> None:
    (workshop.folder / "file").write_text("")
    workshop.package = workshop.folder / "file" / "package"
    done = workshop.run("generate", document())
    assert done.status == 2
    assert "cannot be written" in done.err
    assert done.err.count("\n") == 1


def test_without_swapping_directories_the_result_is_the_same(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.run("generate", document(PING + operation("Other").replace("[Pings]", "[Others]")))
    monkeypatch.setattr(emit, "_exchange", lambda one, other: False)
    assert workshop.run("generate", document()).status == 0
    assert workshop.run("check").status == 0
    assert "api/others.py" not in workshop.tree()


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_the_same_document_gives_the_same_bytes(seed: str, tmp_path: Path) -> None:
    """In another process, with another hash seed, and whatever the folder is called: what is committed."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "generator", "generate", "--output", str(tmp_path / "package")]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    made, committed = emit._read_tree(tmp_path / "package"), emit._read_tree(ROOT / "generated/clerk_organizations_api")
    assert made == committed


def test_what_is_committed_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "generated/clerk_organizations_api is up to date\n"


def test_every_generated_file_says_so() -> None:
    for path in (ROOT / "generated").rglob("*.py"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# Generated from openapi/organizations.yaml by `make generate`"), path
