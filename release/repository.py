"""What git knows and does: branch, tags, commits, and copies of a commit."""

import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from release.processes import GIT, last_words, run
from release.trouble import Trouble
from release.version import Version

ROOT = Path(__file__).resolve().parent.parent


def git(*arguments: str) -> str:
    """What git prints. Raises Trouble with its last words."""
    done = run(["git", *arguments], cwd=ROOT, needs=GIT)
    if done.returncode != 0:
        raise Trouble(f"git {arguments[0]} failed", last_words(done).removeprefix("fatal: "))
    return done.stdout.rstrip()


def must_be_clean() -> None:
    """Raises Trouble when something is not committed."""
    _refuse(git("status", "--porcelain").splitlines())


def tree() -> str:
    """The hash of all files as they are staged. Raises Trouble when something is neither committed nor staged."""
    _refuse([line for line in git("status", "--porcelain").splitlines() if line[1] != " "])
    return git("write-tree")


def _refuse(changed: list[str]) -> None:
    if changed:
        first, *more = changed
        others = f" and {len(more)} more" if more else ""
        raise Trouble(f"not committed: {first[3:]}{others}", "commit it or put it away (git stash)")


def releases() -> dict[Version, str]:
    """Every tag of a release with its version, lowest first."""
    tags = git("tag", "--list", "v*").splitlines()
    found = {version: tag for tag in tags if (version := Version.read(tag.removeprefix("v")))}
    return dict(sorted(found.items()))


def last_release() -> tuple[Version, str] | None:
    """The highest release before this commit; None when there is none."""
    before = set(git("tag", "--merged", "HEAD", "--no-contains", "HEAD").splitlines())
    found = [(version, tag) for version, tag in releases().items() if tag in before]
    if not found and git("rev-parse", "--is-shallow-repository") == "true":
        raise Trouble("this clone is shallow, so its releases are not known", "git fetch --unshallow --tags")
    return found[-1] if found else None


@contextmanager
def exported(commit: str) -> Iterator[Path]:
    """A folder with what was committed and nothing else; gone afterwards."""
    with tempfile.TemporaryDirectory() as directory:
        archive, tree = Path(directory, "commit.tar"), Path(directory, "tree")
        git("-c", "core.autocrlf=false", "archive", "--output", str(archive), commit)
        with tarfile.open(archive) as files:
            files.extractall(tree, filter="data")
        yield tree
