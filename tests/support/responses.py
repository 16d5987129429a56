"""What a server does with a request that was read: JSON, bytes as they are, or a fault."""

import json
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

Act = Callable[[BaseHTTPRequestHandler], None]
"""Takes the handler of a request that was read."""


@dataclass(frozen=True)
class Reply:
    """What to answer: JSON, or bytes as they are."""

    json: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        content = json.dumps(self.json).encode() if self.body is None else self.body
        handler.send_response(self.status)
        headers = {"content-type": "application/json", "content-length": str(len(content)), **self.headers}
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """No answer at all: the connection is closed."""
    handler.close_connection = True


def hang_up_halfway(handler: BaseHTTPRequestHandler, status: int = 200) -> None:
    """Half an answer: the body ends before its declared length."""
    handler.send_response(status)
    handler.send_header("content-length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"id": ')
    handler.close_connection = True


def raw(*pieces: bytes, close: bool = True) -> Act:
    """These bytes and nothing else."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
        handler.close_connection = close

    return act


def reset(*before: bytes) -> Act:
    """These bytes, then the connection is torn down (RST)."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        for piece in before:
            handler.wfile.write(piece)
        handler.wfile.flush()
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()
        handler.close_connection = True

    return act


def endless(head: bytes, piece: bytes, most: int = 1_000_000) -> Act:
    """The head, then the same piece again and again, until the client has enough."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        try:
            handler.wfile.write(head)
            for _ in range(most):
                handler.wfile.write(piece)
        except OSError:
            pass  # the client hung up, as it should

    return act


def dripping(over: Callable[[float], bool], at_once: bytes, drops: bytes, pause: float = 0.02) -> Act:
    """Some bytes at once, then one by one, each after a pause, until `over` (that of the server) says stop."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        try:
            handler.wfile.write(at_once)
            for drop in drops:
                handler.wfile.flush()
                if over(pause):
                    return
                handler.wfile.write(bytes([drop]))
            handler.wfile.flush()
        except OSError:
            pass  # the client hung up, as it should

    return act


def head(*lines: str, status: str = "200 OK") -> bytes:
    """A status line and headers."""
    return "\r\n".join((f"HTTP/1.1 {status}", *lines, "", "")).encode("latin-1")


def whole(body: bytes, *lines: str, status: str = "200 OK", kind: str = "application/json") -> bytes:
    """A response with its length."""
    return head(f"content-type: {kind}", f"content-length: {len(body)}", *lines, status=status) + body


def response(body: bytes, *lines: str, status: str = "200 OK", kind: str = "application/json") -> Act:
    """A response with its length; the connection stays open."""
    return raw(whole(body, *lines, status=status, kind=kind), close=False)


GONE = Reply({"errors": [{"code": "resource_not_found", "message": "not found"}]}, status=404)
"""Clerk's word that there is no such resource."""
ACME = b'{"id": "org_1", "name": "Acme"}'
FINE = Reply({"object": "organization", "id": "org_1"})
"""An organization."""
