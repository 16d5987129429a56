"""The programs that the release commands start, each in an environment of what it needs.

Everything else of the caller's environment stays here: the settings of the command (VERSION, INDEX_URL, …), the flags
of the make that started it, and credentials. No other module of release/ imports subprocess.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

MACHINE = (
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_*", "TZ", "TERM", "NO_COLOR",
    "TMPDIR", "TEMP", "TMP", "XDG_*", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT",
)  # fmt: skip
"""What every program may need; the network and the tools of one step come on top."""
NETWORK = (
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "NETRC",
)  # fmt: skip
GIT = ("GIT_AUTHOR_*", "GIT_COMMITTER_*", "GIT_CONFIG_*", "SSH_AUTH_SOCK", "SSH_AGENT_PID", "GNUPGHOME", "GPG_TTY")
"""Who commits, and what signs; not GIT_DIR and its like, which name another repository."""
UV = ("UV_*",)
KEYRING = (
    "DBUS_SESSION_BUS_ADDRESS", "KEYRING_*", "PYTHON_KEYRING_BACKEND", "GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_*",
    "AZURE_*", "ARTIFACTS_*", "AWS_*",
)  # fmt: skip
"""How the keyring command and its plugins come to a password, for the upload."""
INSTALLERS = (*UV, "PIP_*", "NPM_CONFIG_*", "npm_config_*", "PYENV_*", "VIRTUAL_ENV")
"""How packages are found: the environments that the proofs run in are made from them."""
TESTS = ("CI", "REQUIRE_*")
"""What the tests of this project can be told from outside."""
_NEVER = ("UV_PUBLISH_", "UV_INDEX_TARGET_")  # credentials for the upload: given to it by name


def run(
    command: Sequence[str],
    *,
    cwd: Path,
    needs: Sequence[str] = (),
    also: Mapping[str, str] | None = None,
    shown: bool = False,
) -> "subprocess.CompletedProcess[str]":
    """Run a program to its end. Its words are kept, unless they are shown as they come.

    Args:
        needs: Variables that it gets from the caller's environment, beside MACHINE.
        also: Variables that it gets with these values.
    """
    environment = {**environment_of(*needs), **(also or {})}
    return subprocess.run(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=not shown, check=False,
        encoding="utf-8", errors="backslashreplace",
    )  # fmt: skip


def environment_of(*needs: str) -> dict[str, str]:
    """The variables of the caller's environment that these names and prefixes (with a star) allow."""
    allowed = (*MACHINE, *needs)
    names = {name for name in allowed if not name.endswith("*")}
    prefixes = tuple(name.removesuffix("*") for name in allowed if name.endswith("*"))
    return {
        name: value
        for name, value in os.environ.items()
        if (name in names or name.startswith(prefixes)) and not name.startswith(_NEVER)
    }


def last_words(done: "subprocess.CompletedProcess[str]") -> str:
    """The last line that a program said, or its exit status when it said nothing."""
    words = (done.stderr or done.stdout or "").strip().splitlines() or [f"exit status {done.returncode}"]
    return words[-1]
