"""Files that callers give: bytes, paths and open files become one `File` with a content type."""

from __future__ import annotations

import inspect
import mimetypes
import os
from pathlib import Path
from typing import Protocol, TypeAlias

import attrs

from clerk_organizations_api import File


class Readable(Protocol):
    """What is read: a file opened for bytes, a spooled one, or an upload of a web framework."""

    def read(self) -> bytes: ...


FileInput: TypeAlias = bytes | bytearray | memoryview | os.PathLike[str] | os.PathLike[bytes] | Readable | File
"""Bytes, a path that is no str (`pathlib.Path`), what has a `read` that returns bytes, or a `File` with its own name
and type."""

_UNNAMED = "logo"
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def read_file(file: FileInput) -> File:
    """The file read to its end, so that it can be sent more than once."""
    if isinstance(file, File):
        return attrs.evolve(file, filename=file.filename or _UNNAMED)
    if isinstance(file, bytes | bytearray | memoryview):
        return File(bytes(file), _UNNAMED)
    if isinstance(file, os.PathLike):
        path = Path(os.fsdecode(file))  # its __fspath__ may return bytes
        return File(path.read_bytes(), path.name)
    if isinstance(file, str):  # text of an end user must not become a path of the server's
        raise TypeError('file must not be a str: for the path of a file, give pathlib.Path(...) or open(..., "rb")')
    content = file.read() if hasattr(file, "read") else None
    if inspect.iscoroutine(content):
        content.close()  # else Python warns that it was never awaited
        raise TypeError(f"file must not be read by await, as that of {type(file).__name__} is: give await file.read()")
    if not isinstance(content, bytes):
        raise TypeError(f"file must be bytes, a path or a file opened in binary mode, not {type(file).__name__}")
    name = getattr(file, "name", None)
    return File(content, (Path(name).name if isinstance(name, str) else "") or _UNNAMED)


def content_type(file: File) -> str:
    """What the file says it is, else what its first bytes or its name say."""
    by_name = mimetypes.guess_type(file.filename)[0] if file.filename else None
    return file.content_type or _kind_of(file.content) or by_name or "application/octet-stream"


def _kind_of(content: bytes) -> str | None:
    """Content type by the first bytes, for the four kinds of image that the API takes."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), None)
