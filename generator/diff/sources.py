"""Sources of the documents to compare: a file, or a revision of git."""

import subprocess
from pathlib import Path

from generator import checks
from generator.document.document import Document
from generator.document.yaml_loader import load as load_file
from generator.document.yaml_loader import parse_text
from generator.problem import InvalidInput, Problem, raise_if_any

_GIT = "git:"


def load(source: str, default: Path, root: Path) -> Document:
    """The document that `FILE`, `git:REV` or `git:REV:PATH` names, held to the house rules.

    `default` is the path at a revision that names none. Raises InvalidInput with every problem.
    """
    if not source.startswith(_GIT) and not Path(source).exists():
        remedy = f"name another file, or a revision: {_GIT}{source}"
        raise InvalidInput([Problem(source, "the document does not exist", remedy)])
    document = _at_revision(source, default, root) if source.startswith(_GIT) else load_file(Path(source))
    raise_if_any(checks.problems(document))
    return document


def _at_revision(source: str, default: Path, root: Path) -> Document:
    revision, _, path = source.removeprefix(_GIT).partition(":")
    path = path or default.relative_to(root).as_posix()
    if not revision or revision.startswith("-"):
        raise InvalidInput(
            [Problem(source, "no revision is named", "write git:REV or git:REV:PATH, such as git:HEAD~1")]
        )
    known = _git(root, source, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if known is None:
        raise InvalidInput([Problem(source, f"git knows no revision {revision!r}", "see `git log`, or fetch it")])
    text = _git(root, source, "show", f"{known.decode().strip()}:./{path}")
    if text is None:
        raise InvalidInput([Problem(source, f"there is no {path} at {revision}", "name another file: git:REV:PATH")])
    try:
        return parse_text(f"git:{revision}:{path}", text.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InvalidInput(
            [Problem(source, f"the document is not UTF-8: {error}", "name a text file: git:REV:PATH")]
        ) from None


def _git(root: Path, source: str, *arguments: str) -> bytes | None:
    """What git prints, or None when it does not find what it is asked for."""
    try:
        run = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        raise InvalidInput([Problem(source, "git is not installed", "install it, or pass a file")]) from None
    if b"not a git repository" in run.stderr:
        raise InvalidInput([Problem(source, "this is not a git repository", "pass a file")])
    return run.stdout if run.returncode == 0 else None
