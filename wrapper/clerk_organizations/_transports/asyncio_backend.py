"""A network backend for asyncio: httpcore's interface on asyncio's own transports and protocols."""

# ruff: noqa: ASYNC109 - timeouts are part of httpcore's interface
from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import httpcore

from .sockets import is_readable

_HIGH_WATER = 128 * 1024
"""Received bytes above which reading pauses until they are taken."""
_LARGE = 64 * 1024
"""Bytes written at once after which the event loop gets to read: the peer may have answered already."""
_SECOND_ADDRESS_AFTER = 0.25
"""Seconds after which the next address of a host is tried as well (RFC 8305)."""


class _Protocol(asyncio.Protocol):
    """Buffer between a transport and the reader and the writer of its stream."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.transport: asyncio.Transport
        self.received = b""
        self.ended = False
        """Whether nothing more can be received."""
        self.error: Exception | None = None
        """Why the connection was lost, if not in good order."""
        self._is_reading = True
        self._can_write = True
        self._reader: asyncio.Future[None] | None = None
        self._writer: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.received = self.received + data if self.received else data
        if len(self.received) > _HIGH_WATER and self._is_reading:
            self._is_reading = False
            self.transport.pause_reading()
        _wake(self._reader)

    def eof_received(self) -> bool:
        self.ended = True
        _wake(self._reader)
        return self.transport.get_extra_info("ssl_object") is None  # stay open for writing; TLS cannot

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None:
            self.received += _unread(self.transport)
        self.ended, self.error = True, exc
        self._can_write = False
        _wake(self._reader)
        _wake(self._writer)

    def pause_writing(self) -> None:
        self._can_write = False

    def resume_writing(self) -> None:
        self._can_write = True
        _wake(self._writer)

    def take(self, most: int) -> bytes:
        """Up to so many of the bytes received."""
        data, self.received = self.received[:most], self.received[most:]
        if not self._is_reading and len(self.received) < _HIGH_WATER:
            self._is_reading = True
            self.transport.resume_reading()
        return data

    async def readable(self, timeout: float | None) -> None:
        """Wait for bytes or for their end; raises TimeoutError."""
        if not self.received and not self.ended:
            self._reader = self._loop.create_future()
            await self._wait(self._reader, timeout)

    async def writable(self, timeout: float | None) -> None:
        """Wait until what was written has gone, or the connection is lost; raises TimeoutError."""
        if not self._can_write and not self.is_lost:
            self._writer = self._loop.create_future()
            await self._wait(self._writer, timeout)

    @property
    def is_lost(self) -> bool:
        """Whether nothing more can be written."""
        return self.transport.is_closing()

    async def _wait(self, event: asyncio.Future[None], timeout: float | None) -> None:
        if timeout is None:
            return await event
        timer = self._loop.call_later(timeout, _expire, event)  # much cheaper than asyncio.timeout()
        try:
            return await event
        finally:
            timer.cancel()


def _unread(transport: asyncio.Transport) -> bytes:
    """What the peer sent before the connection broke: after a failed write, asyncio reads no more."""
    lost = transport.get_extra_info("socket")
    if lost.fileno() < 0 or transport.get_extra_info("ssl_object") is not None:
        return b""
    with suppress(OSError), socket.fromfd(lost.fileno(), lost.family, lost.type) as copy:
        copy.setblocking(False)
        return copy.recv(_HIGH_WATER)
    return b""


def _wake(event: asyncio.Future[None] | None) -> None:
    if event is not None and not event.done():
        event.set_result(None)


def _expire(event: asyncio.Future[None]) -> None:
    if not event.done():
        event.set_exception(TimeoutError("timed out"))


class AsyncioStream(httpcore.AsyncNetworkStream):
    """TCP or TLS stream."""

    def __init__(self, protocol: _Protocol) -> None:
        self._protocol = protocol

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        protocol = self._protocol
        try:
            await protocol.readable(timeout)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(error) from error
        if protocol.received:
            return protocol.take(max_bytes)
        if protocol.error is not None:
            raise httpcore.ReadError(protocol.error) from protocol.error
        return b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        protocol = self._protocol
        if not protocol.is_lost:
            protocol.transport.write(buffer)
            try:
                await protocol.writable(timeout)
            except TimeoutError as error:
                raise httpcore.WriteTimeout(error) from error
            if len(buffer) >= _LARGE:
                await asyncio.sleep(0)
        if protocol.is_lost:
            raise httpcore.WriteError(protocol.error or "the connection is closed") from protocol.error

    async def aclose(self) -> None:
        self._protocol.transport.abort()  # what is still to be written is of no use
        await asyncio.sleep(0)  # the socket is closed when the loop has run once

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        protocol, loop = self._protocol, asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                secured = await loop.start_tls(
                    protocol.transport, protocol, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError as error:
            await self.aclose()
            raise httpcore.ConnectTimeout(error) from error
        except OSError as error:
            await self.aclose()
            raise httpcore.ConnectError(error) from error
        if secured is None:
            raise httpcore.ConnectError("the connection was closed during the TLS handshake")
        protocol.transport = secured
        return self

    def get_extra_info(self, info: str) -> Any:
        protocol = self._protocol
        if info == "is_readable":
            return bool(protocol.received) or protocol.ended or protocol.is_lost or _is_readable(protocol.transport)
        names = {"client_addr": "sockname", "server_addr": "peername"}
        return protocol.transport.get_extra_info(names.get(info, info))


def _is_readable(transport: asyncio.Transport) -> bool:
    """Whether the socket has bytes, or its end, that the event loop has not seen yet."""
    return is_readable(transport.get_extra_info("socket"))


class AsyncioBackend(httpcore.AsyncNetworkBackend):
    """Opens TCP streams on the running event loop of asyncio."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        source = None if local_address is None else (local_address, 0)
        try:
            async with asyncio.timeout(timeout):
                transport, protocol = await loop.create_connection(
                    _Protocol,
                    host,
                    port,
                    local_addr=source,
                    happy_eyeballs_delay=None if _is_address(host) else _SECOND_ADDRESS_AFTER,
                )
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(error) from error
        except OSError as error:
            raise httpcore.ConnectError(error) from error
        for option in socket_options or ():
            transport.get_extra_info("socket").setsockopt(*option)
        return AsyncioStream(protocol)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def _is_address(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False
