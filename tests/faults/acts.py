"""What a server can do to a client, as acts of tests/wire.py: each takes the handler of a request that was read."""

import socket
import struct
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

Act = Callable[[BaseHTTPRequestHandler], None]


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
    """Some bytes at once, then byte by byte with a pause before each, until they or the test (`Wire.over`) are over."""

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


def whole(body: bytes, *lines: str, status: str = "200 OK") -> bytes:
    """An answer with its length."""
    return head("content-type: application/json", f"content-length: {len(body)}", *lines, status=status) + body
