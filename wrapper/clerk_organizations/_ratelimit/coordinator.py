"""Connection to the Redis of a rate limit: asks in the caller's thread, reports in one of its own."""

from __future__ import annotations

import logging
import queue
import secrets
import sys
import threading
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol, TypeAlias

import redis
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.exceptions import AskError
from redis.retry import Retry

from .._data import read
from .._fork import reset_in_children
from ..errors import ClerkConfigurationError
from ..rate_limit import address

logger = logging.getLogger("clerk_organizations")

_TIMEOUT = 1.0
"""Seconds that Redis has to answer."""
_CONCURRENCY = 8
"""Scripts that run at once: each takes a fraction of a millisecond."""
_PROBE = 0.5
"""Seconds between two probes while Redis is down."""
_REPORTS = 6 * (0.25,)
"""Seconds between the reports of a process after the return of Redis: meanwhile it still keeps to its share, as others
may not have reported yet."""

Command: TypeAlias = Callable[[Pipeline], object]

_inherited: list[object] = []
"""Connections of a parent process: never closed by the child, nor collected there."""


class Window(Protocol):
    """What the coordinator asks of its windows."""

    @property
    def seen(self) -> int: ...
    @property
    def share(self) -> str: ...
    def restore(self, pipe: Pipeline) -> None: ...


class RedisCoordinator:
    """Connection to one Redis, shared by its windows.

    Attributes:
        process: Name of this process there.
    """

    def __init__(self, url: str) -> None:
        self._url, self._address = url, address(url)
        self.windows: Sequence[Window] = ()
        self._passing = weakref.WeakSet[Window]()
        self._ever_reached = False
        self._start()
        reset_in_children(self)

    def reset_after_fork(self) -> None:
        """A child is another process, without connections, thread and reports of its parent."""
        _inherited.append((self._client, self.release, self._acquire, self._pause))
        self._start()

    def _start(self) -> None:
        self.process, self._available, self._checked = secrets.token_hex(8), True, False
        self._lock, self._closed = threading.RLock(), threading.Event()
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._client, most = _client(self._url, self._address)
        self._concurrency = threading.BoundedSemaphore(min(_CONCURRENCY, most))  # noqa: TID251 - no handler may wait: redis locks too
        whole = _script("whole.lua")
        self._acquire: Callable[..., Any] = self._client.register_script(whole + _script("acquire.lua"))
        self.release: Callable[..., Any] = self._client.register_script(whole + _script("release.lua"))
        self._pause: Callable[..., Any] = self._client.register_script(_script("pause.lua"))

    def add(self, window: Window) -> None:
        """Take note of a window that lives for a while, to report it like the others."""
        with self._lock:
            self._passing.add(window)

    def member(self, ticket: int) -> str:
        """Name of a ticket in Redis."""
        return f"{self.process}:{ticket}"

    def acquire(self, keys: list[str], args: tuple[object, ...]) -> tuple[int, int] | None:
        """Run the script; None while Redis is not to be used. Raises ClerkConfigurationError, or what Redis raises."""
        if not self._available:
            self._ensure_thread()  # there may have been none to be had
            return None
        with self._concurrency:
            if not self._available:  # found out while this one waited
                return None
            self._check_kind()
            try:
                wait, seen = self._acquire(keys=keys, args=args)
            except AskError:  # or MovedError: it has become a cluster
                raise self._is_a_cluster() from None
        self._ever_reached = True
        return int(wait), int(seen)

    def pause(self, pipe: Pipeline, key: str, seconds: float) -> None:
        """Pause a limit for all processes."""
        self._pause(keys=[key], args=[max(1, round(seconds * 1000))], client=pipe)

    def enqueue(self, command: Command) -> None:
        """Run a command soon: in the background thread, or in this one if there is none to be had. Never raises."""
        if self._available and self._ever_reached:
            self._commands.put(command)
            if not self._ensure_thread():
                self._send_queued()

    def mark_down(self, reason: object, share: str) -> None:
        """Go on without Redis. Raises ClerkConfigurationError if it has never answered."""
        if isinstance(reason, redis.RedisError):
            reason.__traceback__ = None  # frames of the library that may hold a password
            reason = f"{type(reason).__name__}: {reason}".rstrip(".")
        if not self._ever_reached:
            raise ClerkConfigurationError(
                f"the Redis of the rate limit, {self._address}, cannot be used: {reason}. Nothing was sent. Start it, "
                "correct the URL, or leave out redis=… for a limit of this process alone"
            ) from None
        with self._lock:
            first, self._available = self._available, False
        if first:
            logger.warning(
                "the Redis of the rate limit, %s, is of no use: %s; until it is, this process keeps to its share, %s",
                self._address, reason, share,
            )  # fmt: skip
            self._commands.put(lambda pipe: None)  # wakes the thread
            self._ensure_thread()

    def close(self) -> None:
        """Run the commands that are queued, within two timeouts, and disconnect."""
        self._closed.set()
        self._commands.put(lambda pipe: None)
        thread = self._thread
        if thread is None:
            self._send_queued()
        elif thread is not threading.current_thread():
            thread.join(2 * _TIMEOUT)
        self._client.close()
        self._client.connection_pool.disconnect()

    def _check_kind(self) -> None:
        """Refuse a cluster: this connection is to one node, which has the keys of some limits and not of others."""
        if self._checked:
            return
        with suppress(redis.ResponseError):  # not allowed to ask
            if self._client.info("cluster").get("cluster_enabled"):
                raise self._is_a_cluster()
        self._checked = True

    def _is_a_cluster(self) -> ClerkConfigurationError:
        return ClerkConfigurationError(
            f"the Redis of the rate limit, {self._address}, is a cluster, which has each key on another node. Nothing "
            "was sent. Give a Redis that is no cluster, such as one of its own for the rate limit"
        )

    def _ensure_thread(self) -> bool:
        """Whether the background thread runs."""
        if self._closed.is_set():
            return False
        if self._thread is not None:
            return True
        with self._lock:
            if self._thread is None:
                thread = threading.Thread(target=self._work, name="clerk-rate-limit", daemon=True)
                try:
                    thread.start()
                except RuntimeError:  # none to be had, such as when the program ends
                    return False
                self._thread = thread
                _close_with_worker(self)
        return True

    def _work(self) -> None:
        while not (self._closed.is_set() and self._commands.empty()):
            if self._available:
                self._commands.put(self._commands.get())  # waits for one
                self._send_queued()
            while not self._available and not self._closed.is_set():
                self._recover()
            if not self._available:
                self._queued()

    def _queued(self) -> list[Command]:
        """The commands that are queued now."""
        commands = list[Command]()
        with suppress(queue.Empty):
            while True:
                commands.append(self._commands.get_nowait())
        return commands

    def _send_queued(self) -> None:
        commands = self._queued()
        if self._available and commands:
            try:
                self._send(commands)
            except (redis.RedisError, OSError, RuntimeError) as error:
                if self._ever_reached:
                    self.mark_down(error, self.windows[0].share)

    def _send(self, commands: list[Command]) -> None:
        with self._concurrency, self._client.pipeline(transaction=False) as pipe:
            for command in commands:
                command(pipe)
            pipe.execute()

    def _recover(self) -> None:
        """Probe Redis; once it is back, report the slots of this process for a while, as others do."""
        try:
            for pause in (_PROBE, *_REPORTS):
                if self._closed.wait(pause):
                    return
                self._queued()  # superseded by the report below
                with self._lock:
                    windows = [*self.windows, *self._passing]
                self._send([window.restore for window in windows])
        except redis.RedisError:
            return
        self._available = True
        logger.info("the Redis of the rate limit, %s, is back", self._address)


def _client(url: str, where: str) -> tuple[redis.Redis, int]:
    """A client that has not connected yet, and the most connections that it may have."""
    try:
        pool = redis.ConnectionPool.from_url(
            url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT,
            retry=Retry(NoBackoff(), 1, (redis.ConnectionError,)),  # it may have hung up on one that was not used
        )  # fmt: skip
    except (ValueError, TypeError) as error:
        raise ClerkConfigurationError(f"redis of a rate limit, {where}, is not usable: {error}") from None
    return redis.Redis(connection_pool=pool), int(pool.max_connections)


def _close_with_worker(coordinator: RedisCoordinator) -> None:
    """Close it when a worker of multiprocessing ends: that one runs no exit handlers, but its own finalizers."""
    if "multiprocessing" in sys.modules:
        from multiprocessing import parent_process, util  # noqa: PLC0415 - loaded already

        if parent_process() is not None:
            util.Finalize(None, _close, args=(weakref.ref(coordinator),), exitpriority=0)


def _close(reference: weakref.ref[RedisCoordinator]) -> None:
    coordinator = reference()
    if coordinator is not None:
        coordinator.close()


def _script(name: str) -> str:
    return read("clerk_organizations._ratelimit", name).decode()
