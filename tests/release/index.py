"""A package index on loopback: pypiserver with an account, which never overwrites.

As a program it prints its address and serves until it is ended:
python -m tests.release.index PACKAGES HTPASSWD ACTIONS
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from wsgiref.simple_server import make_server
from wsgiref.types import WSGIApplication

ROOT = Path(__file__).resolve().parents[2]
USER, PASSWORD = "publisher", "correct horse"


@dataclass(frozen=True)
class Index:
    """A running index, and the folder of its packages."""

    url: str
    packages: Path

    @property
    def simple(self) -> str:
        return f"{self.url}simple/"

    def names(self) -> list[str]:
        return sorted(path.name for path in self.packages.iterdir())


@contextmanager
def serving(packages: Path, *, account_for: str) -> Iterator[Index]:
    """An index; `account_for` lists what needs its account: of update, list and download, with commas."""
    packages.mkdir(exist_ok=True)
    arguments = [str(packages), str(packages.with_suffix(".htpasswd")), account_for]
    command = [sys.executable, "-W", "ignore", "-m", "tests.release.index", *arguments]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with server:
        try:
            assert server.stdout is not None
            yield Index(server.stdout.readline().strip(), packages)
        finally:
            server.terminate()


def main(packages: str, accounts: str, account_for: str) -> None:
    import pypiserver  # these two warn when they are imported, which no test may
    from passlib.apache import HtpasswdFile

    file = HtpasswdFile(accounts, new=True, default_scheme="apr_md5_crypt")
    file.set_password(USER, PASSWORD)
    file.save()
    application = cast(
        WSGIApplication,
        pypiserver.app(
            roots=[Path(packages)],
            password_file=accounts,
            authenticate=account_for.split(","),
            overwrite=False,
            disable_fallback=True,
        ),
    )
    with make_server("127.0.0.1", 0, application) as server:
        print(f"http://127.0.0.1:{server.server_port}/", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
