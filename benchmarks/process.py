"""Processes that answer a line with a line, each under a hard time limit: the server and the peers."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
STARTING = 60.0
"""Seconds that a process may take to say its first line."""


class ProcessFailed(Exception):
    """It ended, or took too long, or could not be started."""


class Lines:
    """A process and its lines; it is killed with all that it started when time runs out, or at the end."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, cwd=ROOT, text=True,
                env={**os.environ, **(environment or {})}, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            self._errors.close()
            raise ProcessFailed(str(error)) from error
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def ask(self, question: object, seconds: float) -> Any:
        """Send a JSON line and return the one that answers it."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            print(json.dumps(question), file=self._process.stdin, flush=True)
        return self.next(seconds)

    def next(self, seconds: float = STARTING) -> Any:
        """The next line, decoded."""
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            self.close(at_once=True)
            raise ProcessFailed(f"no answer within {seconds:g} s") from None
        if line is None:
            raise ProcessFailed(f"it ended: {self._last_words()}")
        return json.loads(line)

    def close(self, at_once: bool = False) -> None:
        """End it: by the end of its input, and if that does not help, by force."""
        if self._errors.closed:
            return
        assert self._process.stdin is not None and self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0 if at_once else 5)
        if self._process.poll() is None:
            self._kill()
        self._process.wait()
        self._reader.join(5)
        self._process.stdout.close()
        self._errors.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(at_once=error is not None)

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)  # its own group: the process and what it started
            else:
                self._process.kill()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "without a word"
