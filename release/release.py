"""A release: the checks, the version, its commit, its build, and only then its tag."""

import datetime
import shutil

from release import build, changelog, proofs, sbom, version
from release.repository import ROOT, git, must_be_clean, releases
from release.trouble import Trouble
from release.version import Version

_FILES = (version.FILE, changelog.FILE, sbom.FILE)


def release(text: str) -> None:
    """Make the version that a text names. Raises Trouble with everything as it was."""
    new = version.wanted(text)
    _must_follow(new)
    branch = git("branch", "--show-current")
    if branch != "main":
        raise Trouble(f"this is {branch or 'no branch'}, and releases are made on main", "git switch main")
    must_be_clean()
    notes = changelog.released((ROOT / changelog.FILE).read_text(encoding="utf-8"), new, _today())
    proofs.run(VERSION=str(new))
    must_be_clean()  # the proofs took minutes
    start = git("rev-parse", "HEAD")
    try:
        version.write(ROOT, new)
        (ROOT / changelog.FILE).write_text(notes, encoding="utf-8")
        sbom.write(ROOT)
        git("commit", "--quiet", "--message", f"Release {new}", "--", *_FILES)
        build.build(ROOT / "dist")
        git("tag", "--annotate", "--message", f"Release {new}", f"v{new}")
    except BaseException:
        git("reset", "--quiet", "--soft", start)
        git("restore", f"--source={start}", "--staged", "--worktree", "--", *_FILES)
        shutil.rmtree(ROOT / "dist", ignore_errors=True)
        raise
    print(f"{new} is committed, built into dist/ and tagged v{new}: git push --follow-tags, then make publish")


def _must_follow(new: Version) -> None:
    known = list(releases())
    if known and new <= known[-1]:
        raise Trouble(f"{new} does not come after the last release, {known[-1]}", "give a greater one")


def _today() -> datetime.date:
    return datetime.datetime.now(tz=datetime.UTC).date()
