"""An upload to a package index that can be repeated, and never puts other bytes under a version that is there.

Addresses and credentials come from the environment, so that no password stands on a command line: INDEX_URL,
UPLOAD_URL, and the variables that uv knows for credentials.
"""

import filecmp
import ipaddress
import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from uv import find_uv_bin

from release import build, proofs, version
from release.processes import KEYRING, NETWORK, UV, run
from release.repository import ROOT, git, must_be_clean
from release.trouble import Trouble

_SIMPLE = re.compile(r"(?<=/)\+?simple/?$")
_REFUSED = ("the index refuses these credentials", "check UV_PUBLISH_USERNAME and UV_PUBLISH_PASSWORD")
_FAILURES = (  # words of uv → what they mean, and what helps
    ("do not match", "the index has other bytes under this version", "they stay as they are: make a new release"),
    ("status code 409", "the index has this version and does not show its bytes", "let this account read it as well"),
    ("status code 401", *_REFUSED),
    ("status code 403", *_REFUSED),
    ("Missing credentials", "no credentials were found for this index", "check the keyring and UV_PUBLISH_USERNAME"),
    ("upload URL", "this address takes no uploads", "give the address for uploads as UPLOAD_URL"),
    ("error sending request", "the index cannot be reached", "check INDEX_URL, UPLOAD_URL and the network"),
)


@dataclass(frozen=True)
class Target:
    """Where packages are read (what pip calls an index URL), and where they are sent."""

    index: str
    upload: str

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Target":
        """The target that the environment names. Raises Trouble when it names none, or one that cannot be right."""
        index = _address("INDEX_URL", environment.get("INDEX_URL", ""))
        if given := environment.get("UPLOAD_URL"):
            return cls(index, _address("UPLOAD_URL", given))
        if not _SIMPLE.search(index):
            raise Trouble("INDEX_URL does not end in /simple/, so where to upload is not clear", "give UPLOAD_URL")
        return cls(index, _SIMPLE.sub("", index))


def _address(name: str, text: str) -> str:
    if not text:
        raise Trouble(f"{name} is not given", f"make publish {name}=https://…/simple/")
    try:
        url = urlsplit(text)
        host, _ = url.hostname, url.port
    except ValueError as error:
        raise Trouble(f"{name} is not an address", str(error).split(":")[0]) from None
    if "@" in url.netloc:
        raise Trouble(f"{name} has credentials in it", "give them as UV_PUBLISH_USERNAME and UV_PUBLISH_PASSWORD")
    if url.scheme not in ("http", "https") or not host or url.query or url.fragment:
        raise Trouble(f"{name} is not the address of an index", "it looks like https://…/simple/")
    if url.scheme == "http" and not _is_this_machine(host):
        raise Trouble(f"{name} would send the password in clear", "use https://")
    return text


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def credentials(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that carry credentials to uv, for reading as well as for uploading."""
    user, password, token = (environment.get(f"UV_PUBLISH_{name}", "") for name in ("USERNAME", "PASSWORD", "TOKEN"))
    if token and not (user or password):
        user, password = "__token__", token
    elif token:
        raise Trouble("both UV_PUBLISH_TOKEN and a user name or password are set", "unset one of them")
    from_keyring = environment.get("UV_KEYRING_PROVIDER") == "subprocess"
    if not user or not (password or from_keyring):
        raise Trouble(
            "no credentials",
            "set UV_PUBLISH_USERNAME and UV_PUBLISH_PASSWORD, or UV_PUBLISH_TOKEN,"
            " or UV_PUBLISH_USERNAME and UV_KEYRING_PROVIDER=subprocess",
        )
    found = {"UV_PUBLISH_USERNAME": user, "UV_INDEX_TARGET_USERNAME": user}
    return found | ({"UV_PUBLISH_PASSWORD": password, "UV_INDEX_TARGET_PASSWORD": password} if password else {})


def publish(environment: Mapping[str, str]) -> None:
    """Check, build and upload the release that is checked out. Raises Trouble when something of it cannot be.

    Proofs that this tree has passed are not run again; with DIST, what was built there goes up, byte for byte.
    """
    target, secrets = Target.of(environment), credentials(environment)
    wanted = proofs.wanted(environment.get("PROOFS", ""))
    number = _checked_out()
    given = _built(Path(environment["DIST"])) if environment.get("DIST") else []
    proofs.run(wanted)
    files = given or build.build(ROOT / "dist")
    sent = upload(files, target, secrets)
    there = len(files) - sent
    print(f"{number} is on {target.index}: {sent} files uploaded, {there} there already")


def _checked_out() -> str:
    must_be_clean()
    number = str(version.current(ROOT))
    if f"v{number}" not in git("tag", "--points-at", "HEAD").splitlines():
        raise Trouble(f"this is not the release {number}", f"git switch --detach v{number}, or make release first")
    return number


def _built(folder: Path) -> list[Path]:
    """The files of a build that was made elsewhere. Raises Trouble unless it is a build of what is checked out."""
    with tempfile.TemporaryDirectory() as made:
        ours = [path.name for path in build.build(Path(made, "dist"))]
        for name in ours:
            if not (folder / name).is_file():
                raise Trouble(f"there is no {name} in {folder}", "build this commit (make build), or leave DIST out")
            if not filecmp.cmp(folder / name, Path(made, "dist", name), shallow=False):
                raise Trouble(f"{folder / name} has other bytes than a build of this commit", "leave DIST out")
    return [folder.resolve() / name for name in ours]


def upload(files: list[Path], target: Target, secrets: dict[str, str]) -> int:
    """Upload what is not there yet, and say how many files that was; nothing, when one is there with other bytes."""
    _uv(files, target, secrets, "--dry-run")  # looks at all files, before the first is sent
    return len(files) - _uv(files, target, secrets).count("already exists, skipping")


def _uv(files: list[Path], target: Target, secrets: dict[str, str], *options: str) -> str:
    keyring = () if "UV_PUBLISH_PASSWORD" in secrets else KEYRING
    with tempfile.TemporaryDirectory() as directory:
        config = Path(directory, "uv.toml")  # an index with a name is one that uv reads with credentials, too
        values = (("name", "target"), ("url", target.index), ("publish-url", target.upload))
        config.write_text("\n".join(["[[index]]", *(f"{key} = {json.dumps(value)}" for key, value in values)]))
        done = run(
            [find_uv_bin(), "--config-file", str(config), "publish", "--index", "target", "--no-progress",
             "--no-attestations", "--trusted-publishing", "never", *options, *map(str, files)],
            cwd=ROOT, needs=(*NETWORK, *UV, *keyring), also=secrets,
        )  # fmt: skip
    if done.returncode != 0:
        raise _trouble(done.stderr)
    return done.stderr


def _trouble(words: str) -> Trouble:
    said = words.partition("Server says")[0].partition("error: ")[2]  # the first, where each file has its own
    for cue, meaning, remedy in _FAILURES:
        if cue in said:
            named = re.search(r"`(?:[^`]*/)?(clerk_organizations-[^`/]+)`", said)
            return Trouble(f"{named[1]}: {meaning}" if named else meaning, remedy)
    return Trouble("the upload failed", " ".join(said.split()))
