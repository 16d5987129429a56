"""The network backend of blocking calls, over pairs of sockets: each read and write has its own time."""

import select
import socket
from collections.abc import Iterator

import httpcore
import pytest

from clerk_organizations._transports.sockets import SocketBackend, SocketStream, is_readable
from tests.support import sockets


@pytest.fixture
def pair() -> Iterator[tuple[SocketStream, socket.socket]]:
    """A stream, and its other end."""
    one, other = socket.socketpair()
    with one, other:
        yield SocketStream(one), other


def test_each_read_has_its_own_time(pair: tuple[SocketStream, socket.socket]) -> None:
    stream, other = pair
    stream.write(b"x", 60.0)
    with pytest.raises(httpcore.ReadTimeout):
        stream.read(1, 0.001)
    other.send(b"ab")
    assert stream.read(1, 60.0) == b"a"
    assert stream.get_extra_info("socket").gettimeout() == 60.0
    assert stream.read(5, None) == b"b"
    assert stream.get_extra_info("socket").gettimeout() is None


def test_each_write_has_its_own_time_and_writes_all(pair: tuple[SocketStream, socket.socket]) -> None:
    stream, other = pair
    stream.write(b"abc", 60.0)
    assert (other.recv(5), stream.get_extra_info("socket").gettimeout()) == (b"abc", 60.0)
    with pytest.raises(httpcore.WriteTimeout):
        stream.write(bytes(10_000_000), 0.001)  # more than is taken while the other end does not read


@pytest.mark.parametrize("polls", [True, False])
def test_a_stream_is_readable_with_bytes_at_its_end_and_when_closed(
    pair: tuple[SocketStream, socket.socket], polls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not polls:  # as on Windows
        monkeypatch.delattr(select, "poll")
    stream, other = pair
    assert stream.get_extra_info("is_readable") is False
    other.send(b"a")
    assert stream.get_extra_info("is_readable") is True
    stream.read(1)
    other.close()
    assert stream.get_extra_info("is_readable") is True
    stream.close()
    assert is_readable(stream.get_extra_info("socket"))
    assert stream.get_extra_info("other") is None


def test_errors_are_those_of_httpcore(pair: tuple[SocketStream, socket.socket]) -> None:
    stream, _ = pair
    stream.close()
    with pytest.raises(httpcore.ReadError):
        stream.read(1, 1.0)
    with pytest.raises(httpcore.WriteError):
        stream.write(b"x", 1.0)


def test_options_are_those_of_the_socket() -> None:
    with sockets.accepting(sockets.nothing) as server:
        host, port = server.address.split(":")
        options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
        stream = SocketBackend().connect_tcp(host, int(port), 5.0, socket_options=options)
        connected = stream.get_extra_info("socket")
        assert connected.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert connected.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
        stream.close()


def test_a_backend_that_was_aborted_opens_nothing_more() -> None:
    with sockets.accepting(sockets.nothing) as server:
        host, port = server.address.split(":")
        backend = SocketBackend()
        backend.abort()
        with pytest.raises(httpcore.ConnectError, match="aborted"):
            backend.connect_tcp(host, int(port), 5.0)
        assert server.count == 0
