"""`make release`: a version is checked, written, committed, built and tagged, or nothing at all happens."""

import datetime
import re
import tarfile

import pytest

from release import changelog
from release.trouble import Trouble
from release.version import Version
from tests.release.repository import Repository

PROOFS = ["lint", "types", "check", "test-all", "api-check"]


def test_a_release_is_written_committed_built_and_tagged(repository: Repository) -> None:
    before = repository.git("rev-parse", "HEAD")
    done = repository.run("release", VERSION="0.2.0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0.2.0 is committed, built into dist/ and tagged v0.2.0" in done.stdout
    assert '__version__ = "0.2.0"' in repository.read("wrapper/clerk_organizations/_version.py")
    assert "clerk-organizations@0.2.0" in repository.read("generated/sbom.cdx.json")
    heading = r"## Unreleased\n\n## 0\.2\.0 - \d{4}-\d\d-\d\d\n\n### Added\n\n- A way to do it\.\n"
    assert re.search(heading, repository.read("CHANGELOG.md"))
    assert repository.git("rev-parse", "HEAD^") == before
    assert repository.git("log", "-1", "--format=%s") == "Release 0.2.0"
    assert repository.git("rev-parse", "v0.2.0^{commit}") == repository.git("rev-parse", "HEAD")
    assert repository.git("status", "--porcelain") == ""
    assert repository.made.read_text().splitlines() == PROOFS
    with tarfile.open(repository.folder / "dist" / "clerk_organizations-0.2.0.tar.gz") as sdist:
        assert "clerk_organizations-0.2.0/generated/sbom.cdx.json" in sdist.getnames()


@pytest.mark.slow
def test_the_next_one_needs_an_entry_of_its_own(repository: Repository) -> None:
    assert repository.run("release", VERSION="0.1.0").returncode == 0
    assert repository.run("sbom-check").returncode == 0
    state = repository.state()
    assert "says nothing under '## Unreleased'" in repository.refusal("release", VERSION="0.1.1")
    assert repository.state() == state


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("", "no version is given: make release VERSION=1.2.3"),
        *((text, f"{text!r} is not a version: write three numbers, as in 1.2.3")
          for text in ("1.2", "v1.2.3", "1.2.3rc1", "1.2.03", "1.2.3\n", "../1.2.3", "1.2.3 ", "1.2.\u0663")),
        ("0.9.9", "0.9.9 does not come after the last release, 0.10.0: give a greater one"),
        ("0.10.0", "0.10.0 does not come after the last release, 0.10.0: give a greater one"),
    ],
)  # fmt: skip
def test_a_version_that_cannot_be_next_is_refused(repository: Repository, version: str, told: str) -> None:
    repository.git("tag", "v0.9.0")
    repository.git("tag", "v0.10.0")
    assert repository.refusal("release", VERSION=version) == told
    assert not repository.made.exists()


@pytest.mark.slow
def test_releases_are_made_on_main(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "topic")
    told = "this is topic, and releases are made on main: git switch main"
    assert repository.refusal("release", VERSION="0.2.0") == told
    repository.git("switch", "--quiet", "--detach")
    assert "this is no branch" in repository.refusal("release", VERSION="0.2.0")


@pytest.mark.slow
@pytest.mark.sample(1)
@pytest.mark.parametrize("path", ["README.md", "wrapper/clerk_organizations/new.py"])
def test_what_is_not_committed_is_in_the_way(repository: Repository, path: str) -> None:
    repository.write(path, "new")
    told = f"not committed: {path}: commit it or put it away (git stash)"
    assert repository.refusal("release", VERSION="0.2.0") == told
    assert not repository.made.exists()
    assert repository.refusal("build") == told


@pytest.mark.slow
@pytest.mark.sample(2)
@pytest.mark.parametrize("target", PROOFS)
def test_a_proof_that_fails_stops_everything(repository: Repository, target: str) -> None:
    state = repository.state()
    repository.break_target(target)
    done = repository.run("release", VERSION="0.2.0")
    assert done.returncode == 1
    told = f"make {target} failed: its reasons stand above; nothing was changed"
    assert done.stderr.splitlines()[-1] == told
    assert repository.state() == state
    assert len(repository.made.read_text().splitlines()) == PROOFS.index(target) + 1


@pytest.mark.slow
def test_a_build_that_fails_takes_the_commit_back(repository: Repository) -> None:
    repository.git("rm", "--quiet", "LICENSE")
    repository.change("pyproject.toml", 'license-files = ["LICENSE"]', "license-files = 3")
    state = repository.state()
    assert repository.refusal("release", VERSION="0.2.0").startswith("the build failed: ")
    assert repository.state() == state
    assert not (repository.folder / "dist").exists()


@pytest.mark.slow
@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("hook", "script", "told"),
    [
        ("pre-commit", "exit 1", "git commit failed: "),
        ("reference-transaction", "! grep -q refs/tags/", "git tag failed: "),
    ],
)
def test_a_commit_or_tag_that_git_refuses_leaves_nothing(
    repository: Repository, hook: str, script: str, told: str
) -> None:
    path = repository.folder / ".git" / "hooks" / hook
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    state = repository.state()
    assert repository.refusal("release", VERSION="0.2.0").startswith(told)
    assert repository.state() == state
    assert not (repository.folder / "dist").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# Changelog\n", "CHANGELOG.md has no section '## Unreleased'"),
        ("# Changelog\n\n## Unreleased\n", "CHANGELOG.md says nothing under"),
        ("## Unreleased\n\n### Added\n\n## 0.1.0 - 2026-01-01\n\n- Old.\n", "CHANGELOG.md says nothing under"),
    ],
)
def test_a_changelog_that_says_nothing_is_refused(text: str, told: str) -> None:
    with pytest.raises(Trouble, match=re.escape(told)):
        changelog.released(text, Version(0, 2, 0), datetime.date(2026, 5, 1))


def test_older_entries_of_the_changelog_stay_as_they_are() -> None:
    text = "# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0 - 2026-01-01\n\n- Old.\n"
    assert changelog.released(text, Version(0, 2, 0), datetime.date(2026, 5, 1)) == text.replace(
        "## Unreleased\n", "## Unreleased\n\n## 0.2.0 - 2026-05-01\n"
    )


@pytest.mark.slow
def test_an_sbom_of_another_version_is_found(repository: Repository) -> None:
    repository.change("wrapper/clerk_organizations/_version.py", "0.1.0", "0.1.5")
    told = "generated/sbom.cdx.json is not what pyproject.toml and the version say: run `make generate`"
    assert repository.refusal("sbom-check") == told
    assert repository.run("sbom").returncode == 0
    assert repository.run("sbom-check").returncode == 0
