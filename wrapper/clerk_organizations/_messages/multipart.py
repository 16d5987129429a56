"""Multipart bodies, as httpx encodes them."""

from __future__ import annotations

from typing import Any

import httpx

from clerk_organizations_api import File

from .files import content_type


def encode_multipart(parts: tuple[tuple[str, File | str], ...]) -> tuple[bytes, str]:
    """Body and content type; httpx writes the parts in the order given."""
    files = [(name, _part(name, value)) for name, value in parts]
    encoded = httpx.Request("POST", "http://multipart.invalid", files=files)
    return encoded.read(), encoded.headers["content-type"]


def _part(name: str, value: File | str) -> Any:
    """A file always has a name: without one it would be read as a field."""
    if isinstance(value, str):
        return None, _utf8(name, value)
    filename = value.filename or name
    _utf8(f"the filename of {name}", filename)
    return filename, value.content, content_type(value)


def _utf8(name: str, text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name} is not valid Unicode text") from None
