"""Servers below HTTP: they listen on loopback and say nothing, or hang up at once."""

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def full() -> Iterator[str]:
    """An address where no connection comes about: its queue is full. Yields host and port."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        address = server.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        select.select([], waiting[:1], [], 5)
        yield f"127.0.0.1:{address[1]}"
        for one in waiting:
            one.close()


def closed() -> str:
    """An address where nobody listens: host and port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


class Accepted:
    """What a server of connections has seen."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.count = 0
        self.begun = threading.Event()
        """Set when the first connection is there."""
        self.over = threading.Event()
        self.open: list[socket.socket] = []


@contextmanager
def accepting(act: Callable[[socket.socket, Accepted], None]) -> Iterator[Accepted]:
    """A server that does this with each connection, one after the other; what the act leaves open stays open."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        seen = Accepted(f"127.0.0.1:{server.getsockname()[1]}")

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                seen.open.append(connection)
                seen.count += 1
                seen.begun.set()
                act(connection, seen)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield seen
        seen.over.set()
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        for connection in seen.open:
            connection.close()


def nothing(connection: socket.socket, seen: Accepted) -> None:
    """Neither read nor written."""


def hang_up(connection: socket.socket, seen: Accepted) -> None:
    """Closed in good order once the first bytes are read."""
    connection.recv(65536)
    connection.close()


def sip(connection: socket.socket, seen: Accepted) -> None:
    """Read a little now and then, so that something always moves."""
    try:
        while not seen.over.wait(0.02) and connection.recv(30_000):
            pass
    except OSError:
        pass  # the client hung up, as it should
