"""What calls are sent through: our own transport, made at the first call, or what the user gave."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary

import sniffio

from ._fork import renew_in_children
from .errors import ClerkConfigurationError


class Way(Protocol):
    """What a transport of any kind has: ours or the user's, for blocking calls or async ones."""

    def check(self) -> None:
        """Raises ClerkConfigurationError if nothing can be sent through it."""

    def held(self) -> tuple[int, int] | None:
        """Connections that are idle and in use; None if only their owner knows."""


Transport = TypeVar("Transport", bound=Way)

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


class _Process:
    """Where blocking calls run: anywhere in this process."""


_PROCESS = _Process()


def this_process() -> object:
    """The place of blocking calls."""
    return _PROCESS


def this_loop() -> object:
    """The place of async calls: connections belong to the event loop that opened them."""
    if sniffio.current_async_library() == "trio":  # imported here: the program that gets here has it loaded
        import trio

        return trio.lowlevel.current_trio_token()
    import asyncio

    return asyncio.get_running_loop()


_of_the_parent: list[object] = []
"""Connections that a child must neither use nor close. Kept, as collecting them would warn of sockets left open."""


class Connections(Generic[Transport]):
    """A transport of our own for each place, or one of the user's; after a fork the child opens its own.

    Args:
        make: Makes a transport of our own.
        place: Says where a call runs.
        given: The user's.
    """

    def __init__(
        self,
        make: Callable[[], Transport],
        place: Callable[[], object],
        given: Transport | None,
    ) -> None:
        self._make, self.place = make, place
        self._given = given
        self._lock, self.closed = threading.Lock(), threading.Event()
        self._own: WeakKeyDictionary[object, Transport] = WeakKeyDictionary()
        renew_in_children(self)

    def opened(self) -> Transport:
        """What to send with; raises ClerkConfigurationError if there is nothing."""
        self.check_open()
        if self._given is not None:
            self._given.check()
            return self._given
        place = self.place()
        own = self._own.get(place)
        return self._opened_at(place) if own is None else own

    def _opened_at(self, place: object) -> Transport:
        with self._lock:
            self.check_open()  # another thread may have closed the client since
            own = self._own.get(place)
            if own is None:
                # Connections hold their loop, so nobody else would forget those of a loop that is over.
                for gone in [other for other in self._own if _is_over(other)]:
                    del self._own[gone]
                own = self._own[place] = _made(self._make)
            return own

    def check_open(self) -> None:
        if self.closed.is_set():
            raise ClerkConfigurationError("the client is closed")

    def held(self) -> tuple[int, int] | None:
        """Connections that are idle and in use, at all places together; None if only their owner knows."""
        if self._given is not None:
            return self._given.held()
        with self._lock:
            found = [own.held() or (0, 0) for own in self._own.values()]
        return sum(idle for idle, _ in found), sum(in_use for _, in_use in found)

    def shut(self) -> Transport | None:
        """Open nothing any more; returns what there is to close here."""
        with self._lock:
            if self.closed.is_set():
                return None
            self.closed.set()
            if self._given is not None:
                return self._given
            own = self._own.pop(self.place(), None)
            self._own.clear()  # those of other loops close themselves there
            return own

    def renew(self) -> None:
        """In a child: a thread of the parent may have held the locks, and its connections are not for us."""
        closed = self.closed.is_set()
        _of_the_parent.append(dict(self._own))
        self._lock, self.closed = threading.Lock(), threading.Event()
        self._own = WeakKeyDictionary()
        if closed:
            self.closed.set()


def _is_over(place: object) -> bool:
    """Whether it is a loop of asyncio that was closed."""
    is_closed: Callable[[], bool] | None = getattr(place, "is_closed", None)
    return is_closed is not None and is_closed()


def _made(make: Callable[[], Transport]) -> Transport:
    try:
        return make()
    except Exception as error:  # proxies and certificates of the environment: httpx raises half a dozen kinds
        names = _CERTIFICATES if isinstance(error, OSError) else _PROXIES
        found = [name for name in names if name in os.environ or name.lower() in os.environ]
        where = f"check {', '.join(found)} in the environment: " if found else ""
        raise ClerkConfigurationError(f"no connection can be made: {where}{type(error).__name__}: {error}") from error
