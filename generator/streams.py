"""Standard output and error, for commands that print more than ASCII."""

import io
import sys


def escape_what_cannot_be_printed() -> None:
    """Write an escape for a character that the encoding of a pipe or a console lacks, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
