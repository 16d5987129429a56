"""Standard output and error in an encoding that lacks most characters."""

import io
import sys
from collections.abc import Callable

import pytest

ENCODINGS = ("cp1252", "ascii")


def printed(encoding: str, monkeypatch: pytest.MonkeyPatch, command: Callable[[], object]) -> str:
    """What a command prints there; it raises what cannot be encoded."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2)]
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", streams[0])
        patch.setattr(sys, "stderr", streams[1])
        command()
    text = ""
    for stream in streams:
        stream.seek(0)
        text += stream.read()
    return text
