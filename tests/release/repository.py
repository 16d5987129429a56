"""A small repository of this project's sources to make releases in; its Makefile only notes what was made."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from release import sbom, version
from release.version import Version

ROOT = Path(__file__).resolve().parents[2]
_PARTS = (
    "release", "wrapper", "generated", "openapi", "docs/griffe_extension.py",
    "docs/method_docs.py", "docs/refusals.json", "README.md", "LICENSE", "pyproject.toml",
    "hatch_build.py", "generator/__init__.py", "generator/streams.py", ".gitignore",
)  # fmt: skip
_QUICK = 'addopts = "-q -p no:schemathesis -p no:xdist -p no:anyio"'  # one small test needs none of these

MAKEFILE = """\
lint types check test-all api-check:
	@echo $@ $(ARGS) >> ../made; env > ../env-of-$@; test "$$(cat ../broken)" != $@
"""
CHANGELOG = """\
# Changelog

## Unreleased

### Added

- A way to do it.
"""
TEST = """\
from clerk_organizations import ClerkClient


def test_a_client_can_be_closed() -> None:
    ClerkClient(secret_key="sk_test_x").close()
"""


@dataclass(frozen=True)
class Repository:
    """A folder with a repository; beside it the targets that its Makefile made, each with its environment."""

    folder: Path

    @property
    def made(self) -> Path:
        return self.folder.with_name("made")

    def environment_of(self, target: str) -> dict[str, str]:
        """The environment in which a target was made."""
        lines = self.folder.with_name(f"env-of-{target}").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def break_target(self, target: str) -> None:
        """Let a target of its Makefile fail."""
        self.folder.with_name("broken").write_text(target)

    def forget_proofs(self) -> None:
        """As in another clone, which has no record of what was proven."""
        shutil.rmtree(self.folder / ".git" / "release-proofs")

    def run(self, command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m release COMMAND` with the repository's own code."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PYTEST_"))}
        environment = {**kept, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        arguments = [sys.executable, "-m", "release", command]
        return subprocess.run(
            arguments, cwd=self.folder, env=environment | variables, capture_output=True, text=True, check=False
        )

    def refusal(self, command: str, **variables: str) -> str:
        """The one line with which a command is refused."""
        done = self.run(command, **variables)
        assert done.returncode == 1, done.stdout + done.stderr
        assert done.stderr.count("\n") == 1, done.stderr
        return done.stderr.strip()

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.folder, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Commit a change of one place in a file."""
        assert self.read(path).count(old) == 1, f"{old!r} stands {self.read(path).count(old)} times in {path}"
        self.write(path, self.read(path).replace(old, new))
        self.commit()

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "A change")

    def state(self) -> tuple[str, str, str]:
        """What a refused command must leave as it was: the commit, the tags, and what is not committed."""
        return self.git("rev-parse", "HEAD"), self.git("tag"), self.git("status", "--porcelain")

    def copy(self, folder: Path) -> "Repository":
        shutil.copytree(self.folder, folder, symlinks=True)
        copy = Repository(folder)
        copy.break_target("none")
        return copy


def create(folder: Path) -> Repository:
    """The repository with its first commit."""
    skipped = shutil.ignore_patterns("__pycache__")
    for part in _PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=skipped)
        else:
            (folder / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / part)
    version.write(folder, Version(0, 1, 0))  # whichever this project has reached
    sbom.write(folder)
    repository = Repository(folder)
    repository.git("init", "--quiet", "--initial-branch", "main")
    for name, value in (("user.name", "Ada"), ("user.email", "ada@example.com"), ("commit.gpgsign", "false")):
        repository.git("config", name, value)
    repository.write(
        "pyproject.toml", re.sub('addopts = """.*?"""', _QUICK, repository.read("pyproject.toml"), flags=re.S)
    )
    repository.write("Makefile", MAKEFILE)
    repository.write("CHANGELOG.md", CHANGELOG)
    repository.write("tests/wrapper/test_client.py", TEST)
    repository.commit()
    return repository
