"""Watching: each save of the document, a template or the generator writes the package anew.

Every run is a process of its own, so that it has the generator as it was saved, and a broken one ends that run alone.
"""

import signal
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from watchfiles import Change, DefaultFilter
from watchfiles import watch as changed_files

_LOOK, _SETTLE = 100, 20  # milliseconds: until the first run when nothing was saved; for saves that belong together


def watch(spec: Path, templates: Path, generator: Path, command: Sequence[str]) -> None:
    """Run the command now and after each save, until Ctrl-C. What is saved during a run starts the next one."""
    run = None
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell has it ignore SIGINT
    try:
        for _ in _saves(spec.resolve(), templates.resolve(), generator.resolve()):
            run = subprocess.Popen(command, start_new_session=True)  # Ctrl-C in the terminal is for this process alone
            run.wait()
    except KeyboardInterrupt:
        if run:
            run.wait()  # it writes all or nothing, in less than a second


def _saves(spec: Path, templates: Path, generator: Path) -> Iterator[None]:
    """Once when watching has begun, then once for each batch of saves."""
    inputs, begun = _Inputs(spec, templates, generator), False
    folders = {spec.parent, templates, generator}  # a folder sees a file that is replaced or comes back
    for changes in changed_files(
        *folders, watch_filter=inputs, step=_SETTLE, rust_timeout=_LOOK, yield_on_timeout=True
    ):
        if not begun:
            print("watching the document, templates/ and generator/; Ctrl-C ends", flush=True)
        if changes or not begun:
            begun = True
            yield


class _Inputs(DefaultFilter):
    """What the package is made from, without what editors and Python put beside it."""

    def __init__(self, spec: Path, templates: Path, generator: Path) -> None:
        super().__init__()
        self._spec, self._folders = spec, (templates, generator)

    def __call__(self, change: Change, path: str) -> bool:
        file = Path(path)
        is_ours = file == self._spec or any(file.is_relative_to(folder) for folder in self._folders)
        return is_ours and super().__call__(change, path)
