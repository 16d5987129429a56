"""What can be given as a logo, and how it becomes one file of a multipart body."""

from __future__ import annotations

import mimetypes
import os
from pathlib import Path
from typing import BinaryIO, TypeAlias

from clerk_organizations_api import File

Logo: TypeAlias = bytes | str | os.PathLike[str] | BinaryIO | File
"""Bytes, the path of a file, a file opened for reading bytes, or a `File` with its own name and type."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def logo_file(logo: Logo) -> File:
    """The logo read to its end, so that it can be sent more than once."""
    if isinstance(logo, File):
        return logo
    if isinstance(logo, bytes | bytearray | memoryview):
        return _file(bytes(logo), None)
    if isinstance(logo, str | os.PathLike):
        path = Path(logo)
        return _file(path.read_bytes(), path.name)
    content = logo.read() if hasattr(logo, "read") else None
    if not isinstance(content, bytes):
        raise TypeError(f"file must be bytes, a path or a file opened in binary mode, not {type(logo).__name__}")
    name = getattr(logo, "name", None)
    return _file(content, Path(name).name if isinstance(name, str) else None)


def _file(content: bytes, filename: str | None) -> File:
    kind = _kind_of(content) or (filename and mimetypes.guess_type(filename)[0]) or None
    return File(content, filename or "logo", kind)


def _kind_of(content: bytes) -> str | None:
    """Content type by the first bytes, for the four kinds of image that the API takes."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), None)
