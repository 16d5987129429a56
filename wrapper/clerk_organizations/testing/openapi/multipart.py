"""Reads a multipart/form-data body into its parts, bytes kept as they came."""

from __future__ import annotations

from email import policy
from email.errors import MessageDefect
from email.message import Message
from email.parser import BytesParser

from . import error_catalog
from .messages import Refusal


def parts(content_type: str, body: bytes) -> dict[str, bytes]:
    """Content by part name; of parts with one name the last wins. Raises Refusal when the body is not well-formed."""
    head = b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n"
    message = BytesParser(policy=policy.compat32).parsebytes(head + body)
    if not message.is_multipart() or message.defects:
        raise _malformed(message.defects)
    found: dict[str, bytes] = {}
    for part in message.get_payload():
        name, content = _named(part)
        found[name] = content
    return found


def _named(part: Message | str) -> tuple[str, bytes]:
    name = part.get_param("name", header="content-disposition") if isinstance(part, Message) else None
    content = part.get_payload(decode=True) if isinstance(part, Message) else None
    if not isinstance(name, str) or not isinstance(content, bytes):
        raise _malformed([])
    return name, content


def _malformed(defects: list[MessageDefect]) -> Refusal:
    reason = type(defects[0]).__name__ if defects else "a part is not readable"
    return Refusal(error_catalog.BODY_INVALID, f"The multipart body is malformed: {reason}.")
