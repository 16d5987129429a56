"""A release: the version in its files, the proofs of these files, their commit, its build, and only then its tag."""

import datetime
import shutil
from collections.abc import Mapping

from release import build, changelog, proofs, sbom, version
from release.repository import ROOT, git, must_be_clean, releases
from release.trouble import Trouble
from release.version import Version

_FILES = (version.FILE, changelog.FILE, sbom.FILE)


def release(environment: Mapping[str, str]) -> None:
    """Make the version that the environment names. Raises Trouble with everything as it was.

    The proofs run with the version in its files, so that what they prove is what is tagged.
    """
    new, wanted = version.wanted(environment.get("VERSION", "")), proofs.wanted(environment.get("PROOFS", ""))
    _must_follow(new)
    branch = git("branch", "--show-current")
    if branch != "main":
        raise Trouble(f"this is {branch or 'no branch'}, and releases are made on main", "git switch main")
    must_be_clean()
    notes = changelog.released((ROOT / changelog.FILE).read_text(encoding="utf-8"), new, _today())
    start, message = git("rev-parse", "HEAD"), f"Release {new}"
    written: dict[str, bytes] = {}
    try:
        version.write(ROOT, new)
        (ROOT / changelog.FILE).write_text(notes, encoding="utf-8")
        sbom.write(ROOT)
        written = {name: (ROOT / name).read_bytes() for name in _FILES}
        git("add", "--", *_FILES)
        proofs.run(wanted)
        _must_be_where_it_began(start)
        git("commit", "--quiet", "--message", message, "--", *_FILES)
        build.build(ROOT / "dist")
        git("tag", "--annotate", "--message", message, f"v{new}")
    except BaseException:
        _take_back(start, message, written)
        raise
    print(f"{new} is committed, built into dist/ and tagged v{new}: git push --follow-tags, then make publish")


def _must_be_where_it_began(start: str) -> None:
    if git("rev-parse", "HEAD") != start:  # the proofs took minutes
        raise Trouble("there is a new commit since this began", "make the release again")


def _take_back(start: str, message: str, written: Mapping[str, bytes]) -> None:
    """The files as the last commit has them, but for one that someone wrote since."""
    if git("log", "-1", "--format=%P %s") == f"{start} {message}":
        git("reset", "--quiet", "--soft", start)
        shutil.rmtree(ROOT / "dist", ignore_errors=True)
    git("restore", "--staged", "--", *_FILES)
    for name in _FILES:
        path = ROOT / name
        if not (name in written and path.is_file() and path.read_bytes() != written[name]):
            git("restore", "--worktree", "--", name)


def _must_follow(new: Version) -> None:
    known = list(releases())
    if known and new <= known[-1]:
        raise Trouble(f"{new} does not come after the last release, {known[-1]}", "give a greater one")


def _today() -> datetime.date:
    return datetime.datetime.now(tz=datetime.UTC).date()
