"""The command: what it does not wait for."""

import subprocess
import sys

from generator.paths import ROOT
from tests.generator.conftest import Workshop, document


def test_the_command_imports_no_client_of_http(workshop: Workshop) -> None:
    """openapi-python-client has one to fetch documents, and all that it brings along takes longer than the parsing."""
    workshop.spec.write_text(document(), encoding="utf-8")
    places = ["--spec", str(workshop.spec), "--output", str(workshop.package)]
    command = [sys.executable, "-X", "importtime", "-m", "generator", "generate", *places]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "openapi_python_client" in imported
    assert not imported & {"httpx", "httpcore", "trio", "h11"}
