"""A release from `make release` to `pip install`: the commands of docs/publishing.md, to the letter.

Nothing is replaced: checkout, Makefile, proofs, build, upload and index are real. PROOFS shortens the proofs to what a
test can wait for, and ports, version and home directory are those of the test.
"""

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from release import version
from release.version import Version
from tests.release.checkout import create
from tests.release.repository import ROOT, Repository

PAGE = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
PROOFS = ["check", "tests/models/test_imports.py", "api-check"]
NUMBER = Version(version.current(ROOT).major + 1, 0, 0)
WHEEL, SDIST = f"clerk_organizations-{NUMBER}-py3-none-any.whl", f"clerk_organizations-{NUMBER}.tar.gz"
PASSED = [f"{proof}: passed before, with the same files" for proof in PROOFS]
LEFT_OUT = "not proven here: lint, types, test-all"


@dataclass(frozen=True)
class Place:
    """A checkout, and beside it the folders where the index and a service run; with a home of their own."""

    checkout: Repository
    home: Path
    port: int

    def commands(self, start: str) -> str:
        """The printed block in which a line begins so, for the port and the version of this test."""
        blocks = re.findall(r"^```console\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
        (block,) = (block for block in blocks if f"\n$ {start}" in f"\n{block}")
        block = block.replace("8080", str(self.port)).replace("0.2.0", str(NUMBER))
        return re.sub(r"^\$ ", "", block, flags=re.MULTILINE)

    def run(self, commands: str, folder: Path, *without: str, **variables: str) -> str:
        """What commands print, in one shell that stops at the first that fails."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(without or ("CLERK_",))}
        environment |= {"HOME": str(self.home), "UV_CACHE_DIR": str(self.home / "uv"), **variables}
        done = subprocess.run(
            ["bash", "-euc", commands], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The checkout after `make release`."""
    folder = tmp_path_factory.mktemp("whole")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "home").mkdir()
    place = Place(create(folder / "checkout"), folder / "home", port)
    command = f"make release VERSION={NUMBER} PROOFS='{' '.join(PROOFS)}'"
    said = place.run(command, place.checkout.folder)
    assert LEFT_OUT in said
    assert said.endswith(f"tagged v{NUMBER}: git push --follow-tags, then make publish\n")
    return place


@pytest.fixture(scope="module")
def index(place: Place) -> Iterator[Path]:
    """The folder of the index, which runs in it as the page says."""
    commands = place.commands("mkdir -p index")
    *_, serve = commands.strip().splitlines()
    place.run(commands.replace(serve, ""), place.home)
    folder = place.home / "index"
    program = ["bash", "-euc", f". bin/activate; exec {serve}"]
    with subprocess.Popen(program, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _until_it_listens(place.port, server)
            yield folder
        finally:
            server.terminate()


def _until_it_listens(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Looks again and again: pypi-server prints its last line before it binds, and nothing when it listens."""
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.05)
            break
    raise AssertionError(f"the index ended with status {server.returncode}")


@pytest.mark.slow
def test_a_release_is_published_and_installed_as_the_page_says(place: Place, index: Path) -> None:
    checkout, folder = place.checkout, place.checkout.folder
    assert sorted(path.name for path in (folder / "dist").iterdir()) == [WHEEL, SDIST]
    assert checkout.git("tag", "--points-at", "HEAD") == f"v{NUMBER}"

    publish = place.commands("make publish INDEX_URL=http://127.0.0.1:8080/simple/")
    address = f"http://127.0.0.1:{place.port}/simple/"
    said = place.run(publish, folder, PROOFS=" ".join(PROOFS)).splitlines()
    assert said == [*PASSED, LEFT_OUT, f"{NUMBER} is on {address}: 2 files uploaded, 0 there already"]
    assert sorted(path.name for path in (index / "packages").iterdir()) == [WHEEL, SDIST]

    (index / "packages" / SDIST).unlink()  # the same with all that can be said on the command line
    options = f"UPLOAD_URL=http://127.0.0.1:{place.port}/ DIST=dist PROOFS=none"
    again = place.run(publish.strip() + f" {options}", folder).splitlines()
    assert again == [LEFT_OUT, f"{NUMBER} is on {address}: 1 files uploaded, 1 there already"]
    assert checkout.git("status", "--porcelain") == ""

    place.run(f". bin/activate\n{place.commands('pip download')}", index)
    pip = place.commands("echo 'machine") + "python -c 'import clerk_organizations as c; print(c.__version__)'"
    alone = {"PIP_CONFIG_FILE": os.devnull}  # from that index alone
    assert place.run(pip, place.home, "PIP_", "CLERK_", **alone).splitlines()[-1] == str(NUMBER)

    service = place.home / "project"
    service.mkdir()
    (source,) = re.findall(r"```toml\n(\[\[tool\.uv.*?)```", PAGE, re.DOTALL)
    project = '[project]\nname = "service"\nversion = "1"\nrequires-python = ">=3.11"\n\n'
    (service / "pyproject.toml").write_text(project + source.replace("https://packages.example.com/simple/", address))
    path = f"{folder / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    uv = place.commands("uv add") + "uv run python -c 'import clerk_organizations as c; print(c.__version__)'"
    python = str(folder / ".venv" / "bin" / "python")
    assert place.run(uv, service, PATH=path, UV_PYTHON=python).splitlines()[-1] == str(NUMBER)
