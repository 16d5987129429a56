"""`make publish`: to a real index on loopback, again, with other bytes, and with everything that can be wrong."""

import hashlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.release.index import PASSWORD, USER, Index, serving
from tests.release.repository import ROOT, Repository

ACCOUNT = {"UV_PUBLISH_USERNAME": USER, "UV_PUBLISH_PASSWORD": PASSWORD}
PROOFS = ["lint", "types", "check", "test-all", "api-check"]
WHEEL = "clerk_organizations-0.1.0-py3-none-any.whl"
SDIST = "clerk_organizations-0.1.0.tar.gz"


@pytest.fixture(scope="session")
def original_release(original: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    repository = original.copy(tmp_path_factory.mktemp("release") / "repository")
    assert repository.run("release", VERSION="0.1.0").returncode == 0
    repository.made.unlink()
    return repository


@pytest.fixture
def released(original_release: Repository, tmp_path: Path) -> Repository:
    """A checkout of the release 0.1.0, which nobody else uses."""
    return original_release.copy(tmp_path / "repository")


@pytest.fixture(params=["update", "update,list,download"], ids=["reading is open", "reading needs the account"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    with serving(tmp_path / "packages", account_for=request.param) as index:
        yield index


@pytest.fixture
def open_index(tmp_path: Path) -> Iterator[Index]:
    with serving(tmp_path / "packages", account_for="update") as index:
        yield index


@pytest.mark.slow
def test_a_release_goes_up_once_and_is_never_overwritten(released: Repository, index: Index) -> None:
    released.forget_proofs()
    first = released.run("publish", INDEX_URL=index.simple, **ACCOUNT)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == f"0.1.0 is on {index.simple}: 2 files uploaded, 0 there already\n"
    assert index.names() == [WHEEL, SDIST]
    assert released.made.read_text().split() == PROOFS

    again = released.run("publish", INDEX_URL=index.simple, **ACCOUNT)
    assert told(again) == f"0.1.0 is on {index.simple}: 0 files uploaded, 2 there already\n"

    (index.packages / WHEEL).unlink()  # as after an upload that stopped half-way
    mended = released.run("publish", INDEX_URL=index.simple, **ACCOUNT)
    assert told(mended) == f"0.1.0 is on {index.simple}: 1 files uploaded, 1 there already\n"

    before = digests(index)
    released.write("wrapper/clerk_organizations/new.py", '"""New."""\n')
    released.commit()
    released.git("tag", "--force", "v0.1.0")
    other = f"{WHEEL}: the index has other bytes under this version: they stay as they are: make a new release"
    assert released.refusal("publish", INDEX_URL=index.simple, **ACCOUNT) == other
    assert digests(index) == before

    (index.packages / WHEEL).unlink()  # the wheel could go up, the sdist could not: neither does
    assert SDIST in released.refusal("publish", INDEX_URL=index.simple, **ACCOUNT)
    assert index.names() == [SDIST]


def told(done: "subprocess.CompletedProcess[str]") -> str:
    """What a command says beside that nothing is proven twice."""
    passed = re.compile(r"^(?:lint|types|check|test-all|api-check): passed before, with the same files\n", re.MULTILINE)
    return passed.sub("", done.stdout)


def digests(index: Index) -> list[str]:
    return [hashlib.sha256((index.packages / name).read_bytes()).hexdigest() for name in index.names()]


@pytest.mark.slow
@pytest.mark.sample(1)
def test_a_wrong_password_uploads_nothing(released: Repository, index: Index) -> None:
    wrong = {"UV_PUBLISH_USERNAME": USER, "UV_PUBLISH_PASSWORD": "battery staple"}
    told = released.refusal("publish", INDEX_URL=index.simple, **wrong)
    remedy = "check UV_PUBLISH_USERNAME and UV_PUBLISH_PASSWORD"
    assert told == f"{WHEEL}: the index refuses these credentials: {remedy}"
    assert index.names() == []


@pytest.mark.slow
def test_an_index_that_is_down_is_told(released: Repository) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: every connection is refused
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/simple/"
        told = released.refusal("publish", INDEX_URL=url, UV_HTTP_RETRIES="0", **ACCOUNT)
    assert told == "the index cannot be reached: check INDEX_URL, UPLOAD_URL and the network"


@pytest.mark.slow
def test_an_address_that_takes_no_uploads_is_told(released: Repository, open_index: Index) -> None:
    elsewhere = {"INDEX_URL": open_index.simple, "UPLOAD_URL": f"{open_index.url}elsewhere/"}
    told = released.refusal("publish", **elsewhere, **ACCOUNT)
    assert told == f"{WHEEL}: this address takes no uploads: give the address for uploads as UPLOAD_URL"
    right = {"INDEX_URL": open_index.simple, "UPLOAD_URL": open_index.url}
    assert released.run("publish", **right, **ACCOUNT).returncode == 0


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"UV_PUBLISH_USERNAME": USER},
        {"UV_PUBLISH_PASSWORD": PASSWORD},
        {"UV_PUBLISH_USERNAME": "", "UV_PUBLISH_PASSWORD": ""},
        {"UV_KEYRING_PROVIDER": "subprocess"},
    ],
)
def test_missing_credentials_are_told_before_anything_runs(repository: Repository, given: dict[str, str]) -> None:
    told = repository.refusal("publish", INDEX_URL="https://packages.example.com/simple/", **given)
    assert told.startswith("no credentials: set UV_PUBLISH_USERNAME and UV_PUBLISH_PASSWORD, or UV_PUBLISH_TOKEN")
    assert not repository.made.exists()


@pytest.mark.slow
def test_a_token_and_a_password_are_one_too_many(repository: Repository) -> None:
    url = "https://packages.example.com/simple/"
    told = repository.refusal("publish", INDEX_URL=url, UV_PUBLISH_TOKEN="token", **ACCOUNT)
    assert told == "both UV_PUBLISH_TOKEN and a user name or password are set: unset one of them"


@pytest.mark.sample(1)
@pytest.mark.parametrize("name", ["INDEX_URL", "UPLOAD_URL"])
@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://ada:sesame@packages.example.com/simple/", "{} has credentials in it"),
        ("https://sesame@packages.example.com/simple/", "{} has credentials in it"),
        ("http://packages.example.com/simple/", "{} would send the password in clear: use https://"),
        ("packages.example.com/simple/", "{} is not the address of an index"),
        ("file:///simple/", "{} is not the address of an index"),
        ("https:///simple/", "{} is not the address of an index"),
        ("https://packages.example.com/simple/?token=sesame", "{} is not the address of an index"),
        ("https://packages.example.com:port/simple/", "{} is not an address"),
        ("https://[packages/simple/", "{} is not an address"),
    ],
)
def test_an_address_that_cannot_be_right_is_refused(repository: Repository, name: str, url: str, told: str) -> None:
    addresses = {"INDEX_URL": "https://packages.example.com/simple/", name: url}
    line = repository.refusal("publish", **addresses, **ACCOUNT)
    assert line.startswith(told.format(name))
    assert "sesame" not in line


@pytest.mark.slow
def test_without_an_address_or_its_ending_the_remedy_is_told(repository: Repository) -> None:
    assert (
        repository.refusal("publish", **ACCOUNT) == "INDEX_URL is not given: make publish INDEX_URL=https://…/simple/"
    )
    told = repository.refusal("publish", INDEX_URL="https://packages.example.com/pypi/", **ACCOUNT)
    assert told == "INDEX_URL does not end in /simple/, so where to upload is not clear: give UPLOAD_URL"


@pytest.mark.slow
def test_only_a_release_that_is_checked_out_goes_up(released: Repository) -> None:
    url = "https://packages.example.com/simple/"
    released.write("README.md", "later")
    assert released.refusal("publish", INDEX_URL=url, **ACCOUNT).startswith("not committed: README.md: ")
    released.commit()
    told = "this is not the release 0.1.0: git switch --detach v0.1.0, or make release first"
    assert released.refusal("publish", INDEX_URL=url, **ACCOUNT) == told


@pytest.mark.slow
def test_nothing_goes_up_when_a_proof_fails(released: Repository, open_index: Index) -> None:
    released.forget_proofs()
    released.break_target("test-all")
    done = released.run("publish", INDEX_URL=open_index.simple, **ACCOUNT)
    assert (done.returncode, done.stderr.splitlines()[-1][:21]) == (1, "make test-all failed:")
    assert open_index.names() == []


@pytest.mark.slow
def test_a_clean_environment_installs_from_that_index_alone_and_takes_the_tour(
    released: Repository, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with serving(tmp_path / "packages", account_for="update,list,download") as index:
        assert released.run("publish", INDEX_URL=index.simple, **ACCOUNT).returncode == 0
        download_dependencies(index, home)
        (home / ".netrc").write_text(f'machine 127.0.0.1 login {USER} password "{PASSWORD}"\n')
        (home / ".netrc").chmod(0o600)
        alone = {"PIP_CONFIG_FILE": os.devnull, "NETRC": str(home / ".netrc"), "HOME": str(home)}
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
        python = str(home / "venv" / "bin" / "python")
        for command in (
            [sys.executable, "-m", "venv", str(home / "venv")],
            [python, "-m", "pip", "install", "--quiet", "--index-url", index.simple, "clerk-organizations[testing]"],
            [python, str(ROOT / "examples" / "demo.py")],
        ):
            done = subprocess.run(
                command, cwd=home, env=environment | alone, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
    assert "Try next" in done.stdout


def download_dependencies(index: Index, home: Path) -> None:
    """What the package needs, in the versions of the lock file, for the index to serve."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    (home / "pins.txt").write_text("\n".join(re.findall(r"^([a-z0-9._-]+==[^\s;]+)", lock, re.MULTILINE)))
    wheel = f"{index.packages / WHEEL}[testing]"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary", ":all:", "--constraint", "pins.txt"]
    subprocess.run([*command, "--dest", str(index.packages), wheel], cwd=home, check=True, capture_output=True)


def test_make_hands_over_what_it_is_given() -> None:
    """INDEX_URL and VERSION reach the command through the environment: nothing of them is on a command line."""
    command = ["make", "--dry-run", "publish", "release", "INDEX_URL=https://sesame@example.com/", "VERSION=$(whoami)"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "-m release publish" in done.stdout
    assert "-m release release" in done.stdout
    assert not re.search("sesame|whoami", done.stdout)
