"""A Redis of our own on loopback, in memory alone, for as long as a block runs."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress

import redis

COMMAND = shutil.which("redis-server") or shutil.which("valkey-server")
"""None where neither is installed."""
MISSING = "redis-server is not installed (Debian: apt-get install redis-server)"
_STARTS = 20.0


class RedisServer:
    """A process that can be stopped and started again, with nothing kept."""

    def __init__(self, *options: str) -> None:
        self._options = options
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return when it answers."""
        if COMMAND is None:
            raise FileNotFoundError(MISSING)
        options = ("--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no", *self._options)
        self._process = subprocess.Popen([COMMAND, *options], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + _STARTS
        with redis.Redis.from_url(self.url) as client:
            while time.monotonic() < deadline and self._process.poll() is None:
                with suppress(redis.ConnectionError):
                    client.ping()
                    return
                time.sleep(0.02)
        self.stop()
        raise RuntimeError("redis-server did not start")

    def stop(self) -> None:
        """Stop at once; what it knew is lost."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def signal(self, number: int) -> None:
        """Send its process a signal."""
        assert self._process is not None
        self._process.send_signal(number)


@contextmanager
def running() -> Generator[RedisServer]:
    """One that runs while the block does."""
    server = RedisServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
