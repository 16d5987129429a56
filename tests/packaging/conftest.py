"""The distribution as users get it: built once, installed once into an environment of its own."""

import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Built:
    """The two artifacts of a build."""

    wheel: Path
    sdist: Path

    def names(self) -> list[str]:
        with zipfile.ZipFile(self.wheel) as archive:
            return archive.namelist()

    def read(self, ending: str) -> str:
        with zipfile.ZipFile(self.wheel) as archive:
            name = next(name for name in archive.namelist() if name.endswith(ending))
            return archive.read(name).decode()


@dataclass(frozen=True)
class Environment:
    """A virtual environment that knows nothing of this checkout."""

    python: Path
    home: Path
    constraints: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run its Python away from the checkout."""
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "CLERK_"))}
        command = [str(self.python), *arguments]
        return subprocess.run(command, cwd=self.home, env=clean, capture_output=True, text=True, check=False)

    def install(self, *requirements: str) -> None:
        """Install with the versions of the lock file."""
        done = self.run("-m", "pip", "install", "--quiet", "-c", str(self.constraints), *requirements)
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    dist = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(dist)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return Built(wheel=next(dist.glob("*.whl")), sdist=next(dist.glob("*.tar.gz")))


@pytest.fixture(scope="session")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with the wheel and its runtime dependencies."""
    home = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9._-]+==[^\s;]+)", lock, re.MULTILINE)
    constraints = home / "constraints.txt"
    constraints.write_text("\n".join(pins), encoding="utf-8")
    environment = Environment(home / "venv" / "bin" / "python", home, constraints)
    environment.install(str(built.wheel))
    return environment
