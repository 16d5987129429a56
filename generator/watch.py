"""Watcher: regenerates after each save of document, template or generator.

Every run is a separate process: it uses the generator as saved, and an error ends only that run.
"""

import signal
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from watchfiles import Change, DefaultFilter
from watchfiles import watch as changed_files

_LOOK, _SETTLE = 100, 20  # milliseconds: until the first run; to batch saves


def watch(spec: Path, templates: Path, generator: Path, command: Sequence[str]) -> None:
    """Run the command now and after each save, until Ctrl-C. A save during a run starts the next one."""
    run = None
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell has it ignore SIGINT
    try:
        for _ in _saves(spec.resolve(), templates.resolve(), generator.resolve()):
            run = subprocess.Popen(command, start_new_session=True)  # Ctrl-C must not reach it
            run.wait()
    except KeyboardInterrupt:
        if run:
            run.wait()  # it writes all or nothing, in less than a second


def _saves(spec: Path, templates: Path, generator: Path) -> Iterator[None]:
    """Once when watching has begun, then once for each batch of saves."""
    inputs, begun = _Inputs(spec, templates, generator), False
    folders = {spec.parent, templates, generator}  # watching a folder also reports files that are replaced or restored
    for changes in changed_files(
        *folders, watch_filter=inputs, step=_SETTLE, rust_timeout=_LOOK, yield_on_timeout=True
    ):
        if not begun:
            print("watching the document, templates/ and generator/; Ctrl-C ends", flush=True)
        if changes or not begun:
            begun = True
            yield


class _Inputs(DefaultFilter):
    """Filter of inputs: without files of editors and caches of Python."""

    def __init__(self, spec: Path, templates: Path, generator: Path) -> None:
        super().__init__()
        self._spec, self._folders = spec, (templates, generator)

    def __call__(self, change: Change, path: str) -> bool:
        file = Path(path)
        is_ours = file == self._spec or any(file.is_relative_to(folder) for folder in self._folders)
        return is_ours and super().__call__(change, path)
