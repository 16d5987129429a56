"""The network backend for asyncio: both directions under pressure, ends of all kinds, TLS."""

import asyncio
import gc
import os
import select
import socket
import ssl
import struct
import threading
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import anyio
import httpcore
import pytest

from clerk_organizations._transports.asyncio_backend import AsyncioBackend, AsyncioStream, _unread
from tests.support import sockets
from tests.support.servers import CA, server_context

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Stream = httpcore.AsyncNetworkStream
BIG = bytes(range(256)) * 40_000
"""10 MB: more than all buffers hold."""


@asynccontextmanager
async def connected(serve: Serve, secure: bool = False) -> AsyncIterator[Stream]:
    """A stream to a server that does this with its first connection."""
    over, ended = asyncio.Event(), asyncio.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving = asyncio.ensure_future(serve(reader, writer))
        await over.wait()
        serving.cancel()
        await asyncio.wait([serving])
        writer.transport.abort()
        ended.set()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=server_context() if secure else None)
    async with server:
        stream = await AsyncioBackend().connect_tcp("127.0.0.1", server.sockets[0].getsockname()[1], 5)
        if secure:
            stream = await stream.start_tls(ssl.create_default_context(cafile=str(CA)), "127.0.0.1", 5)
        yield stream
        await stream.aclose()
        over.set()
        await ended.wait()
        await asyncio.sleep(0)  # until the server's socket is closed


def run(main: Callable[[], Awaitable[None]]) -> None:
    """Run it, and see that nothing is left open."""

    async def all_of_it() -> None:
        await main()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        asyncio.run(all_of_it(), debug=True)
        gc.collect()


async def read(stream: Stream, count: int) -> bytes:
    found = bytearray()
    while len(found) < count:
        chunk = await stream.read(65536, 5)
        assert 0 < len(chunk) <= 65536
        found += chunk
    return bytes(found)


@pytest.mark.sample(1)
@pytest.mark.parametrize("secure", [False, True])
def test_what_is_not_read_stops_the_sender(secure: bool) -> None:
    stopped = threading.Event()

    def act(connection: socket.socket, seen: sockets.Accepted) -> None:
        peer = server_context().wrap_socket(connection, server_side=True) if secure else connection
        peer.settimeout(0.3)
        with suppress(OSError), peer:
            try:
                for _ in range(10):
                    peer.sendall(BIG)
            except TimeoutError:
                stopped.set()

    async def main(port: int) -> None:
        stream = await AsyncioBackend().connect_tcp("127.0.0.1", port, 5)
        if secure:
            stream = await stream.start_tls(ssl.create_default_context(cafile=str(CA)), "127.0.0.1", 5)
        assert await asyncio.to_thread(stopped.wait, 10)
        for _ in range(30):  # reading goes on
            await stream.read(65536, 5)
        await stream.aclose()

    with sockets.accepting(act) as server:
        run(lambda: main(int(server.address.rpartition(":")[2])))


@pytest.mark.sample(1)
@pytest.mark.parametrize("secure", [False, True])
def test_all_bytes_come_in_order_both_ways(secure: bool) -> None:
    async def main() -> None:
        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while data := await reader.read(100_000):
                writer.write(data)
                await writer.drain()

        async with connected(echo, secure) as stream:

            async def write() -> None:
                for start in range(0, len(BIG), 65536):
                    await stream.write(BIG[start : start + 65536], 5)

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(write)
                assert await read(stream, len(BIG)) == BIG
            assert (stream.get_extra_info("ssl_object") is not None) is secure
            assert not stream.get_extra_info("is_readable")

    run(main)


@pytest.mark.parametrize("secure", [False, True])
def test_a_peer_that_does_not_read_stops_the_writer(secure: bool) -> None:
    async def main() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await asyncio.Event().wait()

        async with connected(serve, secure) as stream:
            with pytest.raises(httpcore.WriteTimeout):
                for _ in range(200):
                    await stream.write(bytes(65536), 0.1)

    run(main)


def test_an_end_of_the_stream_is_not_an_error_and_a_reset_is() -> None:
    async def main() -> None:
        async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"bye")
            writer.write_eof()
            assert await reader.read(2) == b"ok"
            writer.transport.abort()

        async with connected(half) as stream:
            assert await stream.read(2, 5) == b"by"
            assert stream.get_extra_info("is_readable")
            assert await stream.read(2, 5) == b"e"
            assert await stream.read(2, 5) == b""
            await stream.write(b"ok", 5)  # the other half is still open
            assert stream.get_extra_info("is_readable")

        async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readexactly(1)
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            writer.transport.abort()

        async with connected(reset) as stream:
            await stream.write(b"xx", 5)
            for _ in range(2):  # none waits for what cannot come
                with pytest.raises(httpcore.ReadError):
                    await stream.read(1, 5)
            with pytest.raises(httpcore.WriteError):
                await stream.write(b"x", 5)
            assert stream.get_extra_info("is_readable")

    run(main)


def test_a_read_that_times_out_or_is_cancelled_loses_nothing() -> None:
    async def main() -> None:
        go = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await go.wait()
            writer.write(b"late")

        async with connected(serve) as stream:
            with pytest.raises(httpcore.ReadTimeout):
                await stream.read(10, 0.01)
            with anyio.move_on_after(0.01) as scope:
                await stream.read(10, None)
            assert scope.cancelled_caught
            go.set()
            assert await stream.read(10, 5) == b"late"

    run(main)


def test_reading_goes_on_while_little_has_come() -> None:
    async def main() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"a")

        async with connected(serve) as stream:
            assert isinstance(stream, AsyncioStream)
            await stream._protocol.readable(5)
            assert stream._protocol.transport.is_reading()
            assert await stream.read(10, 5) == b"a"

    run(main)


def test_what_a_lost_connection_still_holds_is_taken_without_waiting() -> None:
    async def main() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readexactly(2))

        async with connected(serve) as stream:
            assert isinstance(stream, AsyncioStream)
            transport = stream._protocol.transport
            transport.pause_reading()
            await stream.write(b"ok", 5)
            descriptor = transport.get_extra_info("socket").fileno()
            assert await asyncio.to_thread(select.select, [descriptor], [], [], 5) != ([], [], [])
            assert _unread(transport) == b"ok"
            assert not os.get_blocking(descriptor)  # which a copy of the socket would share
            assert _unread(transport) == b""

    run(main)


def test_the_socket_is_looked_at_where_the_loop_has_not_read_yet() -> None:
    async def main() -> None:
        said = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readexactly(1)
            writer.write(b"x")
            said.set()

        async with connected(serve) as stream:
            assert not stream.get_extra_info("is_readable")
            await stream.write(b"x", 5)
            await said.wait()
            assert stream.get_extra_info("is_readable")
            assert stream.get_extra_info("server_addr")[0] == "127.0.0.1"

    run(main)


def test_a_handshake_that_fails_leaves_nothing_open() -> None:
    async def main() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(10)
            writer.write(b"no TLS at all\r\n")

        async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(10)

        context = ssl.create_default_context(cafile=str(CA))
        async with connected(serve) as stream:
            with pytest.raises(httpcore.ConnectError) as caught:
                await stream.start_tls(context, "127.0.0.1", 5)
            assert isinstance(caught.value.__cause__, ssl.SSLError)
        async with connected(silent) as stream:
            with pytest.raises(httpcore.ConnectTimeout):
                await stream.start_tls(context, "127.0.0.1", 0.05)

    run(main)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_name_and_an_address_can_be_connected_to(host: str) -> None:
    async def main() -> None:
        server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            options = [(6, 1, 1)]  # TCP_NODELAY
            stream = await AsyncioBackend().connect_tcp(host, port, 5, "127.0.0.1", options)
            assert await stream.read(1, 5) == b""
            await stream.aclose()
        with pytest.raises(httpcore.ConnectError):
            await AsyncioBackend().connect_tcp(host, port, 5)

    run(main)


def test_options_are_those_of_the_socket() -> None:
    async def main() -> None:
        with sockets.accepting(sockets.nothing) as server:
            options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
            host, port = server.address.split(":")
            stream = await AsyncioBackend().connect_tcp(host, int(port), 5, socket_options=options)
            assert stream.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            await stream.aclose()

    run(main)
