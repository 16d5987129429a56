"""What others do under the same faults: clerk-backend-api and bare httpx. `make faults-peers` writes peers.yaml.

Each call runs in a process of its own, which is ended after ten seconds; what stands in the file was seen.
"""

import gzip
import json
import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import yaml

from generator.streams import escape_what_cannot_be_printed
from tests.support.responses import Act, Reply, dripping, endless, hang_up_halfway, head, raw, reset, whole
from tests.support.servers import RecordingServer, listening, proxying

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-official" / "bin" / "python"
SCRIPT = ROOT / "tests" / "official_sdk" / "one_call.py"
TARGET = Path(__file__).with_name("peers.yaml")
SECONDS = 10
ORGANIZATION = {
    "object": "organization", "id": "org_1", "name": "Acme", "slug": "acme", "max_allowed_memberships": 5,
    "admin_delete_enabled": True, "public_metadata": {}, "private_metadata": {}, "created_at": 1, "updated_at": 1,
    "has_image": False, "image_url": "",
}  # fmt: skip
WELL = json.dumps(ORGANIZATION).encode()
OTHER = json.dumps({**ORGANIZATION, "name": "of another customer"}).encode()
BOMB = gzip.compress(bytes(100_000_000), 1)


class Peer(NamedTuple):
    """One row as peers see it."""

    method: str
    act: Callable[[RecordingServer, RecordingServer], Act]
    """From the server and another host to what the server does."""
    times: int = 1
    proxied: bool = False


ROWS = {
    "T07": Peer("POST", lambda wire, other: reset()),
    "T09": Peer("GET", lambda wire, other: hang_up_halfway),
    "T11": Peer("GET", lambda wire, other: raw(b"\x16\x03\x01 no HTTP\r\n\r\n")),
    "T16": Peer("GET", lambda wire, other: raw(whole(WELL) + whole(OTHER), close=False), times=2),
    "T18": Peer("POST", lambda wire, other: Reply({"errors": []}, status=503)),
    "T19": Peer("GET", lambda wire, other: endless(head("content-type: application/json"), b"[" * 100_000)),
    "T21": Peer("GET", lambda wire, other: raw(whole(b"{}", "content-encoding: gzip"))),
    "T25": Peer("GET", lambda wire, other: raw(whole(BOMB, "content-encoding: gzip"))),
    "T27": Peer("GET", lambda wire, other: wire.silence),
    "T28": Peer("GET", lambda wire, other: dripping(wire.over, b"HTTP/1.1 200 OK\r\nx-slow: ", b"x" * 5000)),
    "T29": Peer("GET", lambda wire, other: dripping(wire.over, head("content-length: 5000"), b" " * 5000)),
    "T52": Peer("POST", lambda wire, other: Reply(status=307, headers={"location": f"{other.url}/v1/organizations"})),
    "T61": Peer("GET", lambda wire, other: raw(whole(WELL), close=False), proxied=True),
}


def seen(who: str, peer: Peer) -> str:
    """One short phrase."""
    with ExitStack() as stack:
        wire, other = stack.enter_context(listening()), stack.enter_context(listening())
        wire.reply(peer.act(wire, other))
        other.reply(raw(whole(WELL), close=False))
        environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        proxy = stack.enter_context(proxying(wire.url))
        if peer.proxied:
            environment["HTTP_PROXY"] = proxy.url
        command = [str(PYTHON), str(SCRIPT), who, peer.method, wire.url, str(peer.times)]
        try:
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=True)
            told = json.loads(done.stdout)
        except subprocess.TimeoutExpired:
            told = {"outcome": f"no end after {SECONDS} s", "megabytes": 0}
        except subprocess.CalledProcessError as error:
            told = {"outcome": f"the process died with {error.returncode}", "megabytes": 0}
        return _phrase(told, peer, wire, other, len(proxy.seen))


def _phrase(told: dict[str, object], peer: Peer, wire: RecordingServer, other: RecordingServer, proxied: int) -> str:
    said = [str(told["outcome"])]
    if len(wire.requests) != peer.times and not proxied:
        said.append(f"{len(wire.requests)} request" + "s" * (len(wire.requests) != 1))
    if isinstance(told["megabytes"], int) and told["megabytes"] > 200:
        said.append(f"{told['megabytes']} MB of memory")
    for request in other.requests[:1]:
        said.append(f"the other host got the {request.method}")
        said.append("with the key" if "authorization" in request.headers else "without the key")
        said.append("and the body" if request.body else "and no body")
    if proxied:
        said.append("the request with its key went to the proxy")
    return ", ".join(said)


def check() -> None:
    """Without a fault both must succeed: what is blamed on them must not be a mistake made here."""
    for who in ("official", "httpx"):
        for method in ("GET", "POST"):
            found = seen(who, Peer(method, lambda wire, other: raw(whole(WELL), close=False)))
            if found != "the answer 'Acme'":
                raise SystemExit(f"{who} {method} without a fault: {found}")


def main() -> None:
    escape_what_cannot_be_printed()
    check()
    tasks = [(row, who) for row in ROWS for who in ("official", "httpx")]
    with ThreadPoolExecutor(2) as threads:
        phrases = list(threads.map(lambda task: seen(task[1], ROWS[task[0]]), tasks))
    found: dict[str, dict[str, str]] = {row: {} for row in ROWS}
    for (row, who), phrase in zip(tasks, phrases, strict=True):
        found[row][who] = phrase
        print(f"{row}  {who:8}  {phrase}")
    text = yaml.safe_dump(found, sort_keys=True, width=120)
    TARGET.write_text("# Seen under the same faults; written by make faults-peers.\n" + text, encoding="utf-8")


if __name__ == "__main__":
    main()
