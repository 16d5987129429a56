"""docs/publishing.md, as it is printed: a public package of the same name and a higher version is never taken."""

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from uv import find_uv_bin

from tests.release.index import Index, serving
from tests.release.repository import ROOT

PAGE = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
ADDRESS = "https://packages.example.com/simple/"
OURS, THEIRS, OTHER = "clerk_organizations-0.1.0", "clerk_organizations-99.0.0", "other-1.0.0"


@dataclass(frozen=True)
class Indexes:
    """The private index has our package; the public one has a package of the same name, and another one."""

    private: Index
    public: Index
    home: Path

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a package manager that knows of no configuration."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
        alone = {"PIP_CONFIG_FILE": os.devnull, "UV_CACHE_DIR": str(self.home / "cache"), "HOME": str(self.home)}
        environment = kept | alone | variables
        return subprocess.run(command, cwd=self.home, env=environment, capture_output=True, text=True, check=False)

    def pip(self, *arguments: str, **variables: str) -> dict[str, str]:
        """What pip would install, each name with its version; nothing when it refuses."""
        options = ["--dry-run", "--ignore-installed", "--quiet", "--report", "report.json"]
        done = self.run(sys.executable, "-m", "pip", *arguments, *options, **variables)
        if done.returncode != 0:
            return {}
        report = json.loads((self.home / "report.json").read_text(encoding="utf-8"))
        return {entry["metadata"]["name"]: entry["metadata"]["version"] for entry in report["install"]}

    def uv_lock(self, project: str) -> dict[str, str]:
        """What uv would lock for a project, each name with its version."""
        public = f'[[tool.uv.index]]\nname = "public"\nurl = "{self.public.simple}"\ndefault = true\n'
        (self.home / "pyproject.toml").write_text(f"{project}\n{public}", encoding="utf-8")
        done = self.run(find_uv_bin(), "lock", "--python", sys.executable)
        assert done.returncode == 0, done.stderr
        packages = tomllib.loads((self.home / "uv.lock").read_text(encoding="utf-8"))["package"]
        return {package["name"]: package["version"] for package in packages}


@pytest.fixture
def indexes(tmp_path: Path) -> Iterator[Indexes]:
    with (
        serving(tmp_path / "private", account_for="update") as private,
        serving(tmp_path / "public", account_for="update") as public,
    ):
        make_wheel(private, OURS)
        for name in (THEIRS, OTHER):
            make_wheel(public, name)
        yield Indexes(private, public, tmp_path)


def make_wheel(index: Index, stem: str, module: str = "") -> str:
    """Put a wheel without dependencies onto an index; its digest."""
    name, _, version = stem.partition("-")
    files = {
        f"{name}.py": module,
        f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {version}\n",
        f"{stem}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in [*files, f"{stem}.dist-info/RECORD"])
    path = index.packages / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for inner, text in {**files, f"{stem}.dist-info/RECORD": record}.items():
            wheel.writestr(inner, text)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def printed(start: str, indexes: Indexes) -> str:
    """The one line that begins so, beside the recipes on this machine, with the address of the private index."""
    lines = [line.removeprefix("$ ") for line in PAGE.splitlines()]
    (line,) = [line for line in lines if line.startswith(start) and "127.0.0.1" not in line]
    return line.replace(ADDRESS, indexes.private.simple)


@pytest.mark.slow
def test_a_further_index_gives_the_package_away(indexes: Indexes) -> None:
    """Why --extra-index-url must not be used, in whichever order."""
    private, public = indexes.private.simple, indexes.public.simple
    for one, two in ((private, public), (public, private)):
        found = indexes.pip("install", "--index-url", one, "--extra-index-url", two, "clerk-organizations")
        assert found == {"clerk-organizations": "99.0.0"}


@pytest.mark.slow
def test_pip_with_the_private_index_alone_takes_ours(indexes: Indexes) -> None:
    command, *arguments = printed("pip install --index-url", indexes).split()
    assert command == "pip"
    assert indexes.pip(*arguments) == {"clerk-organizations": "0.1.0"}


@pytest.mark.slow
def test_pip_with_hashes_takes_our_bytes_or_none(indexes: Indexes) -> None:
    ours = hashlib.sha256((indexes.private.packages / f"{OURS}-py3-none-any.whl").read_bytes()).hexdigest()
    theirs = make_wheel(indexes.public, OURS, module="harm = True")  # the same version, too
    assert ours != theirs
    _, *arguments = printed("pip install --require-hashes", indexes).split()
    both = {"PIP_INDEX_URL": indexes.public.simple, "PIP_EXTRA_INDEX_URL": indexes.private.simple}
    requirements = indexes.home / "requirements.txt"
    requirements.write_text(printed("clerk-organizations==", indexes).replace("…", ours), encoding="utf-8")
    assert indexes.pip(*arguments, **both) == {"clerk-organizations": "0.1.0"}
    report = json.loads((indexes.home / "report.json").read_text(encoding="utf-8"))
    assert report["install"][0]["download_info"]["url"].startswith(indexes.private.url)
    requirements.write_text(printed("clerk-organizations==", indexes).replace("…", "0" * 64), encoding="utf-8")
    assert indexes.pip(*arguments, **both) == {}


PROJECT = """\
[project]
name = "service"
version = "1"
requires-python = ">=3.11"
dependencies = ["clerk-organizations", "other"]
"""


@pytest.mark.slow
def test_uv_with_an_explicit_index_takes_ours_and_all_else_from_elsewhere(indexes: Indexes) -> None:
    (block,) = re.findall(r"```toml\n(\[\[tool\.uv.*?)```", PAGE, re.DOTALL)
    make_wheel(indexes.private, "other-2.0.0")  # which nobody is to take from there
    found = indexes.uv_lock(f"{PROJECT}\n{block.replace(ADDRESS, indexes.private.simple)}")
    assert found == {"service": "1", "clerk-organizations": "0.1.0", "other": "1.0.0"}


@pytest.mark.slow
def test_uv_without_it_takes_theirs(indexes: Indexes) -> None:
    assert indexes.uv_lock(PROJECT)["clerk-organizations"] == "99.0.0"
