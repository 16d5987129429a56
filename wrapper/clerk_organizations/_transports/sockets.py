"""A network backend for blocking calls: httpcore's interface on sockets that another thread may abort at any moment."""

from __future__ import annotations

import select
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpcore


@contextmanager
def _mapped(timeout: type[Exception], other: type[Exception]) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise timeout(error) from error
    except OSError as error:
        raise other(error) from error


class SocketStream(httpcore.NetworkStream):
    """TCP or TLS stream."""

    def __init__(self, opened: socket.socket) -> None:
        self._socket = opened
        self._closed = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _mapped(httpcore.ReadTimeout, httpcore.ReadError):
            self._socket.settimeout(timeout)
            return self._socket.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with _mapped(httpcore.WriteTimeout, httpcore.WriteError):
            rest = memoryview(buffer)
            while rest:
                self._socket.settimeout(timeout)
                rest = rest[self._socket.send(rest) :]

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The stream itself: its socket is that of TLS from before the handshake, so that closing it ends that."""
        with _mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
            self._socket.settimeout(timeout)
            secured = self._socket = ssl_context.wrap_socket(
                self._socket, server_hostname=server_hostname, do_handshake_on_connect=False
            )
            if self._closed:  # before the socket was that of TLS: closing it has not reached this one
                secured.close()
                raise ConnectionAbortedError("closed")
            secured.do_handshake()
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "socket":
            return self._socket
        if info == "is_readable":
            return is_readable(self._socket)
        return None

    def close(self) -> None:
        self._closed = True
        _abort(self._socket)
        self._socket.close()


class SocketBackend(httpcore.NetworkBackend):
    """Opens one stream, unless it is aborted meanwhile."""

    def __init__(self) -> None:
        self._opening: socket.socket | None = None
        self._aborted = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with _mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
            opening = self._opening = socket.socket(family, socket.SOCK_STREAM)
            try:
                opening.settimeout(timeout)
                opening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for option in socket_options or ():
                    opening.setsockopt(*option)
                if self._aborted:
                    raise ConnectionAbortedError("aborted")
                opening.connect((host, port))
            except BaseException:
                opening.close()
                raise
            finally:
                self._opening = None
        return SocketStream(opening)

    def abort(self) -> None:
        """End what another thread is opening, at once, and open nothing more."""
        self._aborted = True
        if (opening := self._opening) is not None:
            _abort(opening)


def _abort(connected: socket.socket) -> None:
    """Wake the thread that waits for it, which would not notice that it is merely closed."""
    with suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


def is_readable(connected: socket.socket) -> bool:
    """Whether the socket has bytes, or its end."""
    descriptor = connected.fileno()
    if descriptor < 0:
        return True
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([descriptor], [], [], 0)[0])
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
