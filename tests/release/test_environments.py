"""What the programs that a command starts are told: what each needs, and nothing of what the command was told."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from release import processes
from tests.release.index import PASSWORD, USER, serving
from tests.release.repository import ROOT, Repository

GIVEN = {
    "VERSION": "0.1.0", "INDEX_URL": "https://packages.example.com/simple/", "UPLOAD_URL": "https://up.example.com/",
    "ARGS": "--collect-only", "OLD": "git:old", "NEW": "new.yaml", "PORT": "1", "SEED": "seed.yaml", "QUICK": "1",
    "MAKEFLAGS": "n -- VERSION=0.1.0", "MFLAGS": "-n", "MAKEOVERRIDES": "VERSION=0.1.0", "MAKELEVEL": "3",
    "UV_PUBLISH_USERNAME": USER, "UV_PUBLISH_PASSWORD": PASSWORD, "UV_PUBLISH_URL": "https://up.example.com/",
    "UV_INDEX_TARGET_PASSWORD": PASSWORD, "PYTEST_ADDOPTS": "--collect-only", "PYTHONPATH": "elsewhere",
    "CLERK_SECRET_KEY": "sk_test_leaked", "GIT_DIR": "elsewhere", "GIT_WORK_TREE": "elsewhere",
    "SOURCE_DATE_EPOCH": "1", "AWS_SECRET_ACCESS_KEY": "leaked",
}  # fmt: skip
"""What may be set around a release: by its command, by a make, a hook or a CI around it, by the person's shell."""
NEEDED = {
    "LC_ALL": "C.UTF-8", "HTTPS_PROXY": "http://127.0.0.1:9", "SSL_CERT_FILE": "/certificates", "REQUIRE_NODE": "1",
    "PIP_INDEX_URL": "https://mirror.example.com/simple/", "UV_DEFAULT_INDEX": "https://mirror.example.com/simple/",
    "GIT_AUTHOR_NAME": "Ada",
}  # fmt: skip


@pytest.mark.slow
def test_the_proofs_know_what_they_need_and_not_what_the_command_was_given(repository: Repository) -> None:
    variables = {name: value for name, value in GIVEN.items() if name not in ("PYTHONPATH", "VERSION")}
    done = repository.run("release", VERSION="0.2.0", **variables, **NEEDED)
    assert (done.returncode, done.stderr) == (0, "")
    for target in ("lint", "types", "check", "test-all", "api-check"):
        seen = repository.environment_of(target)
        assert seen | NEEDED == seen
        assert seen["PATH"] == os.environ["PATH"]
        made_by_make = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}  # anew, for the make that was started
        assert not (GIVEN.keys() - made_by_make) & seen.keys()
        assert "VERSION" not in seen["MAKEFLAGS"]
        assert seen["MAKELEVEL"] == "1"
        assert not [name for name, value in seen.items() if value in (PASSWORD, "0.2.0", "sk_test_leaked")]


@pytest.mark.slow
def test_an_upload_with_everything_set_goes_where_it_should(repository: Repository, tmp_path: Path) -> None:
    """MAKEFLAGS of a make around it and variables of uv for other uploads notwithstanding."""
    assert repository.run("release", VERSION="0.2.0").returncode == 0
    with serving(tmp_path / "packages", account_for="update,list,download") as index:
        here = {"INDEX_URL": index.simple, "UPLOAD_URL": index.url}
        variables = {name: value for name, value in GIVEN.items() if name != "PYTHONPATH"}
        done = repository.run("publish", **{**variables, **here})
        assert (done.returncode, done.stderr) == (0, "")
        assert len(index.names()) == 2


@pytest.mark.parametrize("needs", [(), processes.GIT, processes.NETWORK, processes.UV, processes.INSTALLERS])
def test_no_program_gets_what_the_command_was_given(monkeypatch: pytest.MonkeyPatch, needs: tuple[str, ...]) -> None:
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    assert not processes.environment_of(*needs).keys() & GIVEN.keys()


def test_programs_are_started_in_one_place() -> None:
    starting = {"subprocess", "os.system", "os.popen", "multiprocessing"}
    for path in (ROOT / "release").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert path.name == "processes.py" or not (imported | used) & starting, path


@pytest.mark.slow
def test_the_tests_themselves_run_with_everything_set(tmp_path: Path) -> None:
    """As under a make with variables: those that start make, git, uv and Python are told nothing of it."""
    variables = {name: value for name, value in GIVEN.items() if not name.startswith(("PY", "CLERK_"))}
    chosen = [
        "tests/release/test_publish.py::test_make_hands_over_what_it_is_given",
        "tests/release/test_publish.py::test_without_an_address_or_its_ending_the_remedy_is_told",
        "tests/release/test_build.py::test_the_tree_is_as_it_was_and_dist_holds_this_build_alone",
    ]
    command = [sys.executable, "-m", "pytest", "-o", "addopts=--import-mode=importlib", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "--basetemp", str(tmp_path / "inner"), *chosen], cwd=ROOT, env={**os.environ, **variables},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_make_tells_a_target_what_is_for_it_and_no_other(tmp_path: Path) -> None:
    """The Makefile, with a Python that prints its environment in place of the one in .venv."""
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nenv\n")
    python.chmod(0o755)
    given = {name: value for name, value in GIVEN.items() if not name.startswith(("MAKE", "MFLAGS", "PY"))}

    def told(target: str) -> dict[str, str]:
        """In the environment, and on the command line, which wins."""
        (tmp_path / "venv" / ".ready").touch()
        arguments = [f"VENV={tmp_path / 'venv'}", "VERSION=1.2.3", "DIST=dist", "PROOFS=none"]
        done = subprocess.run(
            ["make", target, *arguments], cwd=ROOT, env={**os.environ, **given},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        seen = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
        return {name: seen[name] for name in (*given, "DIST", "PROOFS", "VENV") if seen.get(name)}

    passed_on = {name: given[name] for name in given if name.startswith(("UV_INDEX", "UV_PUBLISH_URL"))}
    passed_on |= {n: given[n] for n in ("CLERK_SECRET_KEY", "GIT_DIR", "GIT_WORK_TREE", "SOURCE_DATE_EPOCH")}
    passed_on |= {"AWS_SECRET_ACCESS_KEY": "leaked"}
    venv = {"VENV": str(tmp_path / "venv")}
    assert told("trace") == passed_on
    assert told("api-check") == passed_on | {"VERSION": "1.2.3"}
    assert told("release") == passed_on | venv | {"VERSION": "1.2.3", "PROOFS": "none"}
    names = ("INDEX_URL", "UPLOAD_URL", "UV_PUBLISH_USERNAME", "UV_PUBLISH_PASSWORD")
    uploads = {name: given[name] for name in names}
    assert told("publish") == passed_on | venv | uploads | {"DIST": "dist", "PROOFS": "none"}
