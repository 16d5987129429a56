"""What programs share that can be killed at any moment and run again: durable files, progress, how they end."""

import io
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from clerk_organizations import AuthenticationError, ClerkConfigurationError, ClerkError, NotFoundError

DONE, SOME_REFUSED, BAD_INPUT, UNFINISHED = range(4)
"""Exit status."""


class BadInput(Exception):
    """Nothing can be done with what was given; the message names the place and the remedy."""


class Unfinished(Exception):
    """It cannot go on now; what is done is kept, and the same command goes on from there."""


def run(main: Callable[[], int]) -> int:
    """The exit status of a program, its errors told in a line or two on stderr. SIGTERM ends it as Ctrl-C does."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names may have characters that the encoding of a pipe lacks
            stream.reconfigure(errors="backslashreplace")
    for stop in (signal.SIGINT, signal.SIGTERM):  # also where a shell has it ignore SIGINT
        signal.signal(stop, signal.default_int_handler)
    try:
        return main()
    except (BadInput, ClerkConfigurationError, AuthenticationError, NotFoundError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("Interrupted. Run the same command again to go on.", file=sys.stderr)
    except (Unfinished, ClerkError, OSError) as error:
        print(f"{error}\nNot finished. Run the same command again to go on.", file=sys.stderr)
    return UNFINISHED


def append(file: BinaryIO, text: str) -> None:
    """Add to the end of a file, and return once it is on the disk."""
    file.write(text.encode(errors="backslashreplace"))
    file.flush()
    os.fsync(file.fileno())


def write_atomically(path: Path, text: str) -> None:
    """Put a file in place of what is there: whoever looks, even after a power cut, sees the old or the new one."""
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        append(file, text)
    new.replace(path)
    if os.name == "posix":  # elsewhere a directory cannot be opened, and need not be
        directory = os.open(path.parent, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)


class Progress:
    """How far it is, on stderr: a bar with the news above it on a terminal, plain lines elsewhere."""

    def __init__(self, title: str) -> None:
        self._console = Console(stderr=True, markup=False, emoji=False, highlight=False, soft_wrap=True)
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        self._plain = not sys.stderr.isatty()
        self._bar = Bar(*columns, console=self._console, disable=self._plain)
        self._title = title
        self._task = self._bar.add_task(title, total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def say(self, text: str) -> None:
        """A line of news."""
        self._console.print(text)

    def at(self, done: int, total: int, title: str = "") -> None:
        """So many of so many are done."""
        self._title = title or self._title
        self._bar.update(self._task, completed=done, total=total, description=self._title)
        if self._plain:
            self.say(f"{self._title}: {done} of {total}")

    def wait(self, seconds: float, why: str) -> None:
        """Wait, and show how long it takes still."""
        self.say(f"{why}: waiting {seconds:.1f} s, until {datetime.now() + timedelta(seconds=seconds):%H:%M:%S}")
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._bar.update(self._task, description=f"{self._title}, waiting {left:.0f} s")
            time.sleep(min(left, 1))
        self._bar.update(self._task, description=self._title)
