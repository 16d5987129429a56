"""The server that tests share: no test sees what another has sent."""

import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

from tests.support.servers import Listener


def test_what_a_test_leaves_in_the_queue_is_its_own() -> None:
    listener = Listener()
    with listener.started(), ExitStack() as left:
        with listener.recording() as first:
            port = urlsplit(first.url).port
            clients = [left.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(50)]
        with listener.recording() as second:
            for client in clients:
                client.sendall(b"GET /v1/x HTTP/1.1\r\nhost: x\r\n\r\n")
            for client in clients:
                assert client.recv(12) == b"HTTP/1.1 200"
    assert (len(first.requests), len(second.requests)) == (50, 0)
