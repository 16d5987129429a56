"""Nothing is proven twice: the record of what passed for which files, a choice of proofs, and builds from elsewhere."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.release.index import PASSWORD, USER, Index, serving
from tests.release.repository import MAKEFILE, Repository

ACCOUNT = {"UV_PUBLISH_USERNAME": USER, "UV_PUBLISH_PASSWORD": PASSWORD}
PROOFS = ["lint", "types", "check", "test-all", "api-check"]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with serving(tmp_path / "packages", account_for="update") as index:
        yield index


def made(repository: Repository) -> list[str]:
    """The targets that were made since this was last asked."""
    lines = repository.made.read_text().splitlines() if repository.made.exists() else []
    repository.made.unlink(missing_ok=True)
    return lines


@pytest.mark.slow
def test_what_a_release_proved_is_not_proven_again(repository: Repository, index: Index) -> None:
    assert repository.run("release", VERSION="0.2.0").returncode == 0
    assert made(repository) == PROOFS
    done = repository.run("publish", INDEX_URL=index.simple, **ACCOUNT)
    assert done.stdout.splitlines()[:-1] == [f"{proof}: passed before, with the same files" for proof in PROOFS]
    assert made(repository) == []

    repository.write("README.md", "Other files under the same tag.")
    repository.commit()
    repository.git("tag", "--force", "v0.2.0")
    assert "other bytes" in repository.refusal("publish", INDEX_URL=index.simple, **ACCOUNT)
    assert made(repository) == PROOFS


@pytest.mark.slow
def test_the_proofs_see_the_version_that_is_released(repository: Repository) -> None:
    note = "\tcat wrapper/clerk_organizations/_version.py > ../version\n"
    repository.write("Makefile", MAKEFILE + note)
    repository.commit()
    assert repository.run("release", VERSION="0.2.0").returncode == 0
    assert '"0.2.0"' in repository.folder.with_name("version").read_text()


@pytest.mark.slow
def test_another_clone_proves_what_it_publishes(repository: Repository, index: Index, tmp_path: Path) -> None:
    assert repository.run("release", VERSION="0.2.0").returncode == 0
    made(repository)
    folder = tmp_path / "elsewhere" / "clone"
    subprocess.run(["git", "clone", "--quiet", str(repository.folder), str(folder)], check=True)
    clone = Repository(folder)
    clone.break_target("none")
    assert clone.run("publish", INDEX_URL=index.simple, **ACCOUNT).returncode == 0
    assert made(clone) == PROOFS


@pytest.mark.slow
def test_after_a_failure_the_rest_is_proven(repository: Repository) -> None:
    repository.break_target("check")
    assert repository.run("release", VERSION="0.2.0").returncode == 1
    repository.break_target("none")
    assert made(repository) == ["lint", "types", "check"]
    assert repository.run("release", VERSION="0.2.0").returncode == 0
    assert made(repository) == ["check", "test-all", "api-check"]


@pytest.mark.slow
def test_a_choice_of_proofs_is_all_that_is_made_and_the_rest_is_named(repository: Repository, index: Index) -> None:
    chosen = repository.run("release", VERSION="0.2.0", PROOFS="check tests/wrapper")
    assert "not proven here: lint, types, test-all, api-check\n" in chosen.stdout
    assert made(repository) == ["check", "test-all tests/wrapper"]
    none = repository.run("publish", INDEX_URL=index.simple, PROOFS="none", **ACCOUNT)
    assert none.stdout.startswith("not proven here: lint, types, test-all, api-check\n0.2.0 is on ")
    assert made(repository) == []
    assert repository.run("publish", INDEX_URL=index.simple, **ACCOUNT).returncode == 0
    assert made(repository) == ["lint", "types", "test-all", "api-check"]


@pytest.mark.sample(1)
@pytest.mark.parametrize("word", ["build", "tests/nowhere", "none check", "wrapper", "tests/../nowhere", "--help"])
def test_a_proof_that_there_is_not_is_refused(repository: Repository, word: str) -> None:
    state = repository.state()
    told = repository.refusal("release", VERSION="0.2.0", PROOFS=word)
    assert told.startswith(f"PROOFS has {word.split()[0]!r}, which is no proof: choose from {', '.join(PROOFS)}, ")
    assert repository.state() == state
    assert made(repository) == []


@pytest.mark.slow
def test_files_that_change_while_they_are_proven_are_not_released(repository: Repository) -> None:
    """And what someone wrote in the meantime stays."""
    repository.write("Makefile", MAKEFILE + "\techo More. >> CHANGELOG.md\n")
    repository.commit()
    commit = repository.git("rev-parse", "HEAD")
    told = repository.run("release", VERSION="0.2.0").stderr
    assert told == "not committed: CHANGELOG.md: commit it or put it away (git stash)\n"
    assert (repository.git("rev-parse", "HEAD"), repository.git("tag")) == (commit, "")
    assert repository.git("status", "--porcelain") == "M CHANGELOG.md"  # stripped: it is not staged
    assert repository.read("CHANGELOG.md").endswith("More.\n")


@pytest.mark.slow
def test_a_commit_that_is_made_meanwhile_stays_and_is_not_released(repository: Repository) -> None:
    commit = "\tgit commit --quiet --allow-empty --message Meanwhile -- README.md\n"
    repository.write("Makefile", MAKEFILE + commit)
    repository.commit()
    told = repository.run("release", VERSION="0.2.0", PROOFS="check").stderr
    assert told == "there is a new commit since this began: make the release again\n"
    assert repository.git("log", "-1", "--format=%s") == "Meanwhile"
    assert (repository.git("tag"), repository.git("status", "--porcelain")) == ("", "")


@pytest.mark.slow
def test_what_was_built_elsewhere_goes_up_as_it_is(repository: Repository, index: Index, tmp_path: Path) -> None:
    assert repository.run("release", VERSION="0.2.0").returncode == 0
    artifact = tmp_path / "artifact"
    shutil.move(repository.folder / "dist", artifact)
    done = repository.run("publish", INDEX_URL=index.simple, DIST=str(artifact), **ACCOUNT)
    assert done.stdout.endswith(f"0.2.0 is on {index.simple}: 2 files uploaded, 0 there already\n")
    assert not (repository.folder / "dist").exists()
    assert [(index.packages / path.name).read_bytes() == path.read_bytes() for path in artifact.iterdir()] == [True] * 2


@pytest.mark.slow
@pytest.mark.parametrize("name", ["clerk_organizations-0.2.0-py3-none-any.whl", "clerk_organizations-0.2.0.tar.gz"])
def test_what_this_commit_does_not_build_to_is_refused(repository: Repository, index: Index, name: str) -> None:
    assert repository.run("release", VERSION="0.2.0").returncode == 0
    made(repository)
    path = repository.folder / "dist" / name
    path.write_bytes(path.read_bytes() + b"\n")
    told = repository.refusal("publish", INDEX_URL=index.simple, DIST="dist", **ACCOUNT)
    assert told == f"dist/{name} has other bytes than a build of this commit: leave DIST out"
    path.unlink()
    told = repository.refusal("publish", INDEX_URL=index.simple, DIST="dist", **ACCOUNT)
    assert told == f"there is no {name} in dist: build this commit (make build), or leave DIST out"
    assert index.names() == []
