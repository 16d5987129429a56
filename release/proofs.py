"""What must hold before a release and before an upload."""

import os
import subprocess

from release.repository import ROOT
from release.trouble import Trouble

TARGETS = ("lint", "types", "check", "test", "api-check")


def run(**variables: str) -> None:
    """Make all targets, in this order. Raises Trouble for the first that fails; its words stand above."""
    # No test has to know the password, and none runs under the flags of the make that called us.
    hidden = ("UV_PUBLISH_", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    for target in TARGETS:
        command = ["make", target, *(f"{name}={value}" for name, value in variables.items())]
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0:
            raise Trouble(f"make {target} failed", "its reasons stand above; nothing was changed")
