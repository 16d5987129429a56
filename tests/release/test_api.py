"""`make api-check`: what counts as broken, where it says so, and which version may break it."""

import shutil
from pathlib import Path

import pytest

from release import api
from release.version import wanted
from tests.release.repository import Repository

ERRORS = "wrapper/clerk_organizations/errors.py"
CLIENT = "wrapper/clerk_organizations/client.py"
BASE = "wrapper/clerk_organizations/_base.py"
METHODS = "wrapper/clerk_organizations/organizations/__init__.py"
OPERATIONS = "wrapper/clerk_organizations/organizations/operations.py"
GENERATED = "generated/clerk_organizations_api/api/organizations.py"


@pytest.fixture
def released(repository: Repository) -> Repository:
    repository.git("tag", "v0.1.0")
    repository.write("README.md", "later")
    repository.commit()
    return repository


@pytest.mark.slow
def test_without_a_release_there_is_nothing_to_break(repository: Repository) -> None:
    done = repository.run("api-check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "no release before this commit: nothing that could be broken\n"


@pytest.mark.slow
def test_the_release_at_hand_is_held_against_the_one_before(released: Repository) -> None:
    released.git("tag", "v0.2.0")
    assert "everything public in 0.1.0 is still there" in released.run("api-check").stdout


@pytest.mark.slow
def test_tags_that_are_no_releases_do_not_count(repository: Repository) -> None:
    for tag in ("v1", "v1.2", "v01.2.3", "1.2.3", "v1.2.3rc1", "vendor"):
        repository.git("tag", tag)
    repository.write("README.md", "later")
    repository.commit()
    assert repository.run("api-check").stdout.startswith("no release")


@pytest.mark.slow
def test_a_shallow_clone_cannot_say(released: Repository) -> None:
    source = released.folder.as_uri()
    released.git("clone", "--quiet", "--depth", "1", "--no-tags", source, str(released.folder.with_name("shallow")))
    shallow = Repository(released.folder.with_name("shallow"))
    assert "git fetch --unshallow --tags" in shallow.refusal("api-check")


@pytest.mark.slow
def test_what_is_private_or_not_documented_may_change(released: Repository) -> None:
    released.git(
        "mv", "wrapper/clerk_organizations/_messages/files.py", "wrapper/clerk_organizations/_messages/pictures.py"
    )
    released.git("rm", "--quiet", "wrapper/clerk_organizations/testing/reach/control.py")
    released.write("tests/wrapper/test_client.py", "def test_of_today() -> None:\n    raise AssertionError\n")
    released.commit()
    assert not [line for line in released.run("api-check").stdout.splitlines() if ".py:" in line]


BROKEN = [
    (METHODS, "    createOrganization = ", "    makeOrganization = ", "createOrganization: public object was"),
    (METHODS, "(operations.update_organization)", "(api.delete_organization)", "was removed (max_allowed"),
    (METHODS, "    deleteOrganization = ", "    dropOrganization = ", "deleteOrganization: public object was"),
    (OPERATIONS, "    created_by: str", "    made_by: str", "parameter was removed (created_by)"),
    (
        GENERATED,
        "    admin_delete_enabled: bool",
        "    deletable: bool",
        "parameter was removed (admin_delete_enabled)",
    ),
    (BASE, "    def with_options(", "    def options(", "with_options"),
    (BASE, "    def stats(", "    def counters(", "stats"),
    ("wrapper/clerk_organizations/events.py", "    delay: float", "    wait: float", "RetryEvent.delay"),
    ("wrapper/clerk_organizations/rate_limit.py", "def for_key(", "def of_key(", "for_key"),
    ("wrapper/clerk_organizations/telemetry.py", "full_urls: bool", "urls: bool", "full_urls"),
    ("generated/clerk_organizations_api/__init__.py", 'SPEC_VERSION = "', 'SPECS_VERSION = "', "SPEC_VERSION"),
    (ERRORS, "class ConflictError(", "class Conflict(", "ConflictError"),
    (
        "generated/clerk_organizations_api/models/organization.py",
        "    slug: str",
        "    slugs: str",
        "Organization.slug",
    ),
    ("wrapper/clerk_organizations/testing/state/clock.py", "def advance(", "def forward(", "advance"),
]
"""Changes of a file, each with what is told about it; all made together, as looking takes long."""


def test_what_broke_is_told_with_its_place(original: Repository, tmp_path: Path) -> None:
    for folder in ("wrapper", "generated"):
        shutil.copytree(original.folder / folder, tmp_path / folder)
    for path, old, new, _ in BROKEN:
        text = (tmp_path / path).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / path).write_text(text.replace(old, new), encoding="utf-8")
    found = api.surface_changes(original.folder, tmp_path)
    for path, *_, told in BROKEN:
        shown = METHODS if path == OPERATIONS else path  # a method is shown at its line in the table
        assert any(line.startswith(f"{shown}:") and told in line for line in found), (path, told, found)
    assert len(found) == len(set(found))


@pytest.mark.slow
def test_the_tests_of_the_last_release_run_against_the_sources_of_today(released: Repository) -> None:
    released.change(
        CLIENT, "    def close(self) -> None:\n", "    def close(self) -> None:\n        raise OSError('shut')\n"
    )
    released.write("tests/wrapper/test_client.py", "")
    released.commit()
    done = released.run("api-check")
    assert done.returncode == 1
    assert done.stdout.splitlines() == ["tests/wrapper/test_client.py::test_a_client_can_be_closed - OSError: shut"]


@pytest.mark.slow
def test_tests_that_cannot_start_are_no_proof(released: Repository) -> None:
    released.git("rm", "--quiet", "-r", "tests/wrapper")
    released.commit()
    released.git("tag", "v0.1.1")
    released.write("README.md", "later still")
    released.commit()
    assert released.refusal("api-check").startswith("the tests of the last release do not run: ")


@pytest.mark.parametrize(("last", "may_break"), [("0.1.0", "0.2.0"), ("0.0.3", "0.1.0"), ("1.4.2", "2.0.0")])
def test_a_major_version_may_break_and_under_0_a_minor_one(last: str, may_break: str) -> None:
    assert str(wanted(last).may_break) == may_break


@pytest.mark.slow
def test_a_break_needs_a_version_that_announces_it(released: Repository) -> None:
    released.change(ERRORS, "class ConflictError(", "class Conflict(")
    refused = released.run("api-check")
    assert refused.returncode == 1
    assert f"{ERRORS}:" in refused.stdout
    assert "ConflictError" in refused.stdout
    assert refused.stderr.startswith("0.1.0 may not break 0.1.0, and does in ")
    assert refused.stderr.endswith(
        ": mend them, or put 0.2.0 into wrapper/clerk_organizations/_version.py and run `make generate`\n"
    )
    asked = released.run("api-check", VERSION="0.2.0")
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "0.2.0 may break 0.1.0 in these" in asked.stdout
    released.change("wrapper/clerk_organizations/_version.py", "0.1.0", "0.2.0")
    assert released.run("api-check").stdout == asked.stdout
