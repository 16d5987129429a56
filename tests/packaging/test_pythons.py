"""Which Pythons the tests run with: those that are declared, each in an environment of its own."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT
from tests.pythons import CHECKERS, VERSIONS, find, read, without_checkers


def test_the_same_versions_are_named_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    classified = re.findall(r":: (3\.\d+)'", str(project["classifiers"]))
    workflow = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    matrix = re.findall(r'"(3\.\d+)"', re.findall(r"python: \[(.*)\]", workflow)[0])
    assert list(VERSIONS) == classified == matrix
    assert project["requires-python"] == f">={VERSIONS[0]}"


def fake(folder: Path, name: str, says: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {says}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_pythons_are_found_on_path_and_below_pyenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pyenv = tmp_path / "pyenv"
    monkeypatch.setenv("PYENV_ROOT", str(pyenv))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert find("3.12") is None
    fake(tmp_path, "bin/python3.12", "nothing")  # as a shim of a version that is not chosen
    fake(pyenv, "versions/3.12.9/bin/python3.12", "3.12")
    newest = fake(pyenv, "versions/3.12.10/bin/python3.12", "3.12")
    assert find("3.12") == newest
    assert find("3.12") != fake(tmp_path, "bin/python3.13", "3.13") == find("3.13")


def test_a_report_is_read() -> None:
    suite = '<testsuites><testsuite errors="1" failures="2" skipped="0" tests="30" time="4.5"/></testsuites>'
    assert str(read("3.12", suite, passed=False)).split() == ["3.12", "30", "3", "4"]


def test_another_python_has_an_environment_of_its_own(tmp_path: Path) -> None:
    ours, other = fake(tmp_path, "python3", "3.11"), fake(tmp_path, "python3.13", "3.13")

    def venv(*given: str) -> str:
        command = ["make", "--silent", "-f", str(ROOT / "Makefile"), "--eval=say: ; @echo $(VENV)", "say", *given]
        done = subprocess.run(
            command, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    assert (venv(), venv(f"PYTHON={ours}"), venv(f"PYTHON={other}")) == (".venv", ".venv", ".venv-3.13")
    assert venv(f"PYTHON={other}", "VENV=mine") == "mine"


def test_a_lock_without_what_checks_types_and_style_has_all_else() -> None:
    whole = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    names = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", re.MULTILINE)
    rest = without_checkers(whole)
    assert set(names.findall(whole)) - set(names.findall(rest)) == CHECKERS
    assert whole.count("--hash=") > rest.count("--hash=") > 500
    assert without_checkers(rest) == rest
