"""`make build`: the same bytes whenever and wherever, the SBOM inside, and nothing left behind."""

import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.release.repository import ROOT, Repository

WHEEL = "clerk_organizations-0.1.0-py3-none-any.whl"
SDIST = "clerk_organizations-0.1.0.tar.gz"


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.fixture(scope="session")
def built(original: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    repository = original.copy(tmp_path_factory.mktemp("built") / "repository")
    assert repository.run("build").stdout.split() == [f"dist/{WHEEL}", f"dist/{SDIST}"]
    return repository


@pytest.mark.slow
def test_another_folder_time_zone_and_umask_give_the_same_bytes(built: Repository, repository: Repository) -> None:
    for path in repository.folder.rglob("*.py"):
        os.utime(path, (1, 1))
    repository.write(".git/info/exclude", "*.local")
    repository.write("wrapper/clerk_organizations/notes.local", "what git passes over on this machine alone")
    before = os.umask(0o077)
    try:
        assert repository.run("build", TZ="Asia/Tokyo", LANG="C", PYTHONHASHSEED="7").returncode == 0
    finally:
        os.umask(before)
    assert digests(repository.folder / "dist") == digests(built.folder / "dist")


@pytest.mark.slow
def test_another_commit_time_gives_other_bytes(built: Repository, repository: Repository) -> None:
    """As a proof that the test above compares what it means to."""
    date = {"GIT_COMMITTER_DATE": "2020-02-02T00:00:00Z"}
    subprocess.run(
        ["git", "commit", "--quiet", "--amend", "--no-edit"], cwd=repository.folder, env=os.environ | date, check=True
    )
    assert repository.run("build").returncode == 0
    assert digests(repository.folder / "dist")[WHEEL] != digests(built.folder / "dist")[WHEEL]


@pytest.mark.slow
def test_the_tree_is_as_it_was_and_dist_holds_this_build_alone(repository: Repository) -> None:
    repository.write("dist/clerk_organizations-0.0.1.tar.gz", "old")
    repository.write("wrapper/clerk_organizations/__pycache__/x.pyc", "ignored by git")
    before = repository.git("status", "--porcelain", "--ignored")
    assert repository.run("build").returncode == 0
    assert repository.git("status", "--porcelain", "--ignored") == before
    assert sorted(path.name for path in (repository.folder / "dist").iterdir()) == [WHEEL, SDIST]


@pytest.mark.slow
def test_the_wheel_built_from_the_sdist_is_the_wheel(built: Repository, tmp_path: Path) -> None:
    with tarfile.open(built.folder / "dist" / SDIST) as sdist:
        sdist.extractall(tmp_path, filter="data")
    epoch = built.git("log", "-1", "--format=%ct")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path / "made")],
        cwd=tmp_path / SDIST.removesuffix(".tar.gz"),
        env={**os.environ, "SOURCE_DATE_EPOCH": epoch},
        check=True,
        capture_output=True,
    )
    assert digests(tmp_path / "made")[WHEEL] == digests(built.folder / "dist")[WHEEL]


def test_the_wheel_carries_a_valid_sbom_of_its_requirements(built: Repository) -> None:
    with zipfile.ZipFile(built.folder / "dist" / WHEEL) as wheel:
        text = wheel.read("clerk_organizations-0.1.0.dist-info/sboms/sbom.cdx.json").decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    sbom = json.loads(text)
    assert sbom["metadata"]["component"]["purl"] == "pkg:pypi/clerk-organizations@0.1.0"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = {
        (component["scope"], entry["value"])
        for component in sbom["components"]
        for entry in component["properties"]
        if entry["name"] == "requirement"
    }
    optional = [requirement for extra in project["optional-dependencies"].values() for requirement in extra]
    assert found == {("required", text) for text in project["dependencies"]} | {("optional", text) for text in optional}
    assert "timestamp" not in sbom["metadata"]


def test_the_wheel_knows_the_document_it_was_made_from(built: Repository, tmp_path: Path) -> None:
    with zipfile.ZipFile(built.folder / "dist" / WHEEL) as wheel:
        wheel.extractall(tmp_path)
    program = (
        "import hashlib, importlib.resources as resources, sys\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "import clerk_organizations_api as api\n"
        "text = resources.files(api).joinpath('openapi.json').read_bytes()\n"
        "print(api.__file__.startswith(sys.argv[1]), hashlib.sha256(text).hexdigest() == api.SPEC_SHA256)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
