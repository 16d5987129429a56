"""Limits that processes and machines share through Redis, with a local share while Redis is down.

A slot is acquired by one atomic script (`acquire.lua`), in the caller's thread. Releases are reported by a background
thread (`release.lua`), which also notices when Redis is back.
"""

from __future__ import annotations

import logging
import queue
import secrets
import threading
import weakref
from collections.abc import Callable, Mapping
from importlib.resources import files
from math import inf
from typing import Any, TypeAlias

import redis
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.retry import Retry

from .._fork import reset_in_children
from ..errors import ClerkConfigurationError
from ..rate_limit import Quota, address
from .sliding_window import SlidingWindow, held_for

logger = logging.getLogger("clerk_organizations")

_TIMEOUT = 1.0
"""Seconds that Redis has to answer."""
_CONCURRENCY = 8
"""Scripts that run at once: each takes a fraction of a millisecond."""
_PROBE = 0.5
"""Seconds between two probes while Redis is down."""
_RECOVERY_DELAY = 1.5
"""Seconds after its return in which each process reports its slots, and still keeps to its share."""
_LEASE = 30.0
"""Seconds after which a slot without news counts as lost, with its process."""
_QUEUE_GRACE = 5.0
"""Seconds that a waiting ticket may be late and keep its place in the queue."""
_REMEMBERED = 60.0
"""Seconds that a process counts as one after its last call, and more if the window is longer."""

Command: TypeAlias = Callable[[Pipeline], object]


def shared_windows(
    owner: object, url: str, digest: str, quotas: Mapping[str, Quota], processes: int | None
) -> dict[str, RedisWindow]:
    """A window for each limit, over one coordinator that is closed when the owner is garbage-collected."""
    coordinator = RedisCoordinator(url)
    prefix = f"clerk-organizations:{{{digest}}}"
    coordinator.windows = {
        name: RedisWindow(coordinator, f"{prefix}:{name}", quota, processes) for name, quota in quotas.items()
    }
    weakref.finalize(owner, coordinator.close)
    return coordinator.windows


class RedisWindow:
    """One limit in Redis; while Redis is down, the share of this process."""

    def __init__(self, coordinator: RedisCoordinator, name: str, quota: Quota, processes: int | None) -> None:
        self.quota = quota
        self._coordinator, self._given = coordinator, processes
        self._local = SlidingWindow(quota)
        self._held_for = held_for(quota.seconds)
        self._keys = [f"{name}:{part}" for part in ("log", "flying", "queue", "awake", "members", "paused")]
        self._remembered = max(_REMEMBERED, self._held_for) + _LEASE
        self._registered = False
        """Whether Redis knows this process, as of its last answer."""
        self._set_share(processes or 1)

    def acquire(self, ticket: int, max_wait: float = inf) -> float:
        """As `SlidingWindow.acquire`, but blocks. Raises ClerkConfigurationError if Redis has not answered once."""
        coordinator, met = self._coordinator, self._registered
        if coordinator.available:
            arguments = (
                self.quota.requests, _micro(self._held_for), coordinator.member(ticket),
                -1 if max_wait == inf else _micro(max_wait),
                coordinator.process, _micro(_LEASE), _micro(_QUEUE_GRACE), _micro(self._remembered),
            )  # fmt: skip
            try:
                with coordinator.concurrency:
                    if not coordinator.available:  # found out while this one waited
                        return self._local.acquire(ticket, max_wait)
                    wait, seen, known = coordinator.acquire(keys=self._keys, args=arguments)
            except redis.RedisError as error:
                coordinator.mark_down(error, self)
            else:
                coordinator.ever_reached = self._registered = True
                self._set_share(self._given or seen)
                if met and not known and self._local.held():  # such as after a restart that nobody noticed
                    coordinator.mark_down("it has lost what it knew", self)
                if wait <= 0:
                    self._local.grant(ticket)
                return float(wait) / 1e6
        return self._local.acquire(ticket, max_wait)

    def release(self, ticket: int) -> bool:
        """As that of `SlidingWindow`."""
        had = self._local.release(ticket)
        if had:
            self._coordinator.enqueue(lambda pipe: self._report(pipe, {ticket: self._held_for}))
        return had

    def idle(self) -> bool:
        """As that of `SlidingWindow`, for this process."""
        return self._local.idle()

    def cancel(self, ticket: int) -> None:
        """As that of `SlidingWindow`."""
        self._local.cancel(ticket)
        self._coordinator.enqueue(lambda pipe: self._report(pipe, {ticket: 0.0}))

    def pause(self, seconds: float) -> None:
        """As that of `SlidingWindow`, for all processes."""
        self._local.pause(seconds)
        self._coordinator.enqueue(lambda pipe: pipe.set(self._keys[-1], 1, px=max(1, round(seconds * 1000))))

    def restore(self, pipe: Pipeline) -> None:
        """Report this process and its slots: Redis may have lost both."""
        self._report(pipe, self._local.held())

    @property
    def share(self) -> str:
        """What this process may use on its own."""
        return f"{self._local.slots} of {self.quota}"

    def _report(self, pipe: Pipeline, free_in: Mapping[int, float]) -> None:
        pairs = [part for ticket, left in free_in.items() for part in (self._coordinator.member(ticket), _micro(left))]
        kept = round((self._remembered + self._held_for) * 1000)
        self._coordinator.release(keys=self._keys[:5], args=[kept, self._coordinator.process, *pairs], client=pipe)

    def _set_share(self, processes: int) -> None:
        self._local.slots = max(1, self.quota.requests // processes)


class RedisCoordinator:
    """Connection to one Redis, shared by its windows.

    Attributes:
        available: Whether Redis is to be used.
        ever_reached: Whether it has answered once.
        process: Name of this process there.
        concurrency: Limits the scripts that run at once.
    """

    def __init__(self, url: str) -> None:
        self._address = address(url)
        self.windows: dict[str, RedisWindow] = {}
        try:
            pool = redis.ConnectionPool.from_url(
                url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT,
                retry=Retry(NoBackoff(), 1, (redis.ConnectionError,)),  # it may have hung up on one that was not used
            )  # fmt: skip
        except (ValueError, TypeError) as error:
            raise ClerkConfigurationError(f"redis of a rate limit, {self._address}, is not usable: {error}") from None
        self._client = redis.Redis(connection_pool=pool)
        self.acquire: Callable[..., Any] = self._client.register_script(_script("acquire.lua"))
        self.release: Callable[..., Any] = self._client.register_script(_script("release.lua"))
        self.ever_reached = False
        self.reset_after_fork()
        reset_in_children(self)

    def reset_after_fork(self) -> None:
        """A child is another process, without the thread of its parent."""
        self.available, self.process = True, secrets.token_hex(8)
        self._lock, self._closed = threading.Lock(), threading.Event()
        self.concurrency = threading.BoundedSemaphore(_CONCURRENCY)
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def member(self, ticket: int) -> str:
        """Name of a ticket in Redis."""
        return f"{self.process}:{ticket}"

    def enqueue(self, command: Command) -> None:
        """Run a command soon, in the background thread."""
        if self.available and self.ever_reached:
            self._commands.put(command)
            self._ensure_thread()

    def mark_down(self, reason: object, window: RedisWindow) -> None:
        """Go on without Redis. Raises ClerkConfigurationError if it has never answered."""
        if isinstance(reason, redis.RedisError):
            reason = f"{type(reason).__name__}: {reason}".rstrip(".")
        if not self.ever_reached:
            raise ClerkConfigurationError(
                f"the Redis of the rate limit, {self._address}, cannot be used: {reason}. Nothing was sent. Start it, "
                "correct the URL, or leave out redis=… for a limit of this process alone"
            ) from None
        with self._lock:
            first, self.available = self.available, False
        if first:
            logger.warning(
                "the Redis of the rate limit, %s, is of no use: %s; until it is, this process keeps to its share, %s",
                self._address, reason, window.share,
            )  # fmt: skip
            self._commands.put(lambda pipe: None)  # wakes the thread
            self._ensure_thread()

    def close(self) -> None:
        """Run the commands that are queued, within two timeouts, and disconnect."""
        self._closed.set()
        self._commands.put(lambda pipe: None)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2 * _TIMEOUT)
        self._client.close()
        self._client.connection_pool.disconnect()

    def _ensure_thread(self) -> None:
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._work, name="clerk-rate-limit", daemon=True)
                    self._thread.start()

    def _work(self) -> None:
        while not (self._closed.is_set() and self._commands.empty()):
            commands = [self._commands.get(), *self._queued()]
            if self.available:
                try:
                    self._send(commands)
                except redis.RedisError as error:
                    self.mark_down(error, self.windows["all"])
            while not self.available and not self._closed.is_set():
                self._recover()

    def _queued(self) -> list[Command]:
        """The commands that are queued now."""
        return [self._commands.get() for _ in range(self._commands.qsize())]  # only this thread gets

    def _send(self, commands: list[Command]) -> None:
        with self._client.pipeline(transaction=False) as pipe:
            for command in commands:
                command(pipe)
            pipe.execute()

    def _recover(self) -> None:
        """Probe Redis; once it is back, report the slots of this process and give others time to do the same."""
        try:
            for pause in (_PROBE, _RECOVERY_DELAY):
                if self._closed.wait(pause):
                    return
                self._queued()  # superseded by the report below
                self._send([window.restore for window in self.windows.values()])
        except redis.RedisError:
            return
        self.available = True
        logger.info("the Redis of the rate limit, %s, is back", self._address)


def _script(name: str) -> str:
    return files("clerk_organizations._ratelimit").joinpath(name).read_text("utf-8")


def _micro(seconds: float) -> int:
    return round(seconds * 1e6)
