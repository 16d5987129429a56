"""Limits that processes and machines share through Redis, and what happens while it does not answer.

Asking for a slot is one atomic step there (`_limit_ask.lua`), in the caller's thread. What became of a call is told by
a thread beside, which also finds out when a Redis that was gone is back.
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

from ._bucket import Bucket, held_for
from ._fork import renew_in_children
from .errors import ClerkConfigurationError
from .rate_limit import Quota, address

logger = logging.getLogger("clerk_organizations")

_ANSWERS = 1.0
"""Seconds in which Redis must answer."""
_AT_ONCE = 8
"""Steps under way at the most: each takes a fraction of a millisecond."""
_PROBE = 0.5
"""Seconds between looking whether it is back."""
_GATHER = 1.5
"""Seconds after its return in which each process tells it what it holds, and still keeps to its share."""
_LEASE = 30.0
"""Seconds after which a call that nothing was heard of any more is given up for lost, with its process."""
_GRACE = 5.0
"""Seconds that whoever waits may come late and keep its place in the queue."""
_REMEMBERED = 60.0
"""Seconds that a process counts as one after its last call, and more if the window is longer."""

Telling: TypeAlias = Callable[[Pipeline], object]


def shared_buckets(
    owner: object, url: str, digest: str, quotas: Mapping[str, Quota], processes: int | None
) -> dict[str, RedisBucket]:
    """A bucket for each limit, behind one line to Redis that is closed when the owner is forgotten."""
    line = Line(url)
    prefix = f"clerk-organizations:{{{digest}}}"
    line.buckets = {name: RedisBucket(line, f"{prefix}:{name}", quota, processes) for name, quota in quotas.items()}
    weakref.finalize(owner, line.close)
    return line.buckets


class RedisBucket:
    """One limit in Redis; while that does not answer, this process's share of it."""

    def __init__(self, line: Line, name: str, quota: Quota, processes: int | None) -> None:
        self.quota = quota
        self._line, self._given = line, processes
        self._local = Bucket(quota)
        self._held_for = held_for(quota.seconds)
        self._keys = [f"{name}:{part}" for part in ("log", "flying", "queue", "awake", "members", "paused")]
        self._remembered = max(_REMEMBERED, self._held_for) + _LEASE
        self._met = False
        """Whether this process is known there, as far as it knows."""
        self._share(processes or 1)

    def ask(self, ticket: int, patience: float = inf) -> float:
        """As that of `Bucket`; blocks. Raises ClerkConfigurationError if Redis has not answered once."""
        line, met = self._line, self._met
        if line.up:
            arguments = (
                self.quota.requests, _micro(self._held_for), line.member(ticket),
                -1 if patience == inf else _micro(patience),
                line.process, _micro(_LEASE), _micro(_GRACE), _micro(self._remembered),
            )  # fmt: skip
            try:
                with line.few:
                    if not line.up:  # found out while this one waited
                        return self._local.ask(ticket, patience)
                    wait, seen, known = line.ask(keys=self._keys, args=arguments)
            except redis.RedisError as error:
                line.lost(error, self)
            else:
                line.reached = self._met = True
                self._share(self._given or seen)
                if met and not known and self._local.held():  # such as after a restart that nobody noticed
                    line.lost("it has lost what it knew", self)
                if wait <= 0:
                    self._local.take(ticket)
                return float(wait) / 1e6
        return self._local.ask(ticket, patience)

    def done(self, ticket: int) -> None:
        """As that of `Bucket`."""
        self._local.done(ticket)
        self._line.tell(lambda pipe: self._settle(pipe, {ticket: self._held_for}))

    def drop(self, ticket: int) -> None:
        """As that of `Bucket`."""
        self._local.drop(ticket)
        self._line.tell(lambda pipe: self._settle(pipe, {ticket: 0.0}))

    def pause(self, seconds: float) -> None:
        """As that of `Bucket`, for all processes."""
        self._local.pause(seconds)
        self._line.tell(lambda pipe: pipe.set(self._keys[-1], 1, px=max(1, round(seconds * 1000))))

    def restore(self, pipe: Pipeline) -> None:
        """Tell that this process is there, and what it holds: Redis may have lost it."""
        self._settle(pipe, self._local.held())

    @property
    def share(self) -> str:
        """What this process may use on its own."""
        return f"{self._local.slots} of {self.quota}"

    def _settle(self, pipe: Pipeline, free_in: Mapping[int, float]) -> None:
        pairs = [part for ticket, left in free_in.items() for part in (self._line.member(ticket), _micro(left))]
        kept = round((self._remembered + self._held_for) * 1000)
        self._line.settle(keys=self._keys[:5], args=[kept, self._line.process, *pairs], client=pipe)

    def _share(self, processes: int) -> None:
        self._local.slots = max(1, self.quota.requests // processes)


class Line:
    """The connection to one Redis, and whether it answers.

    Attributes:
        up: Whether to ask it.
        reached: Whether it has ever answered.
        process: What this process is called there.
        few: What calls pass that ask.
    """

    def __init__(self, url: str) -> None:
        self._address = address(url)
        self.buckets: dict[str, RedisBucket] = {}
        try:
            pool = redis.ConnectionPool.from_url(
                url, socket_timeout=_ANSWERS, socket_connect_timeout=_ANSWERS,
                retry=Retry(NoBackoff(), 1, (redis.ConnectionError,)),  # it may have hung up on one that was not used
            )  # fmt: skip
        except (ValueError, TypeError) as error:
            raise ClerkConfigurationError(f"redis of a rate limit, {self._address}, is not usable: {error}") from None
        self._client = redis.Redis(connection_pool=pool)
        self.ask: Callable[..., Any] = self._client.register_script(_script("_limit_ask.lua"))
        self.settle: Callable[..., Any] = self._client.register_script(_script("_limit_settle.lua"))
        self.reached = False
        self.renew()
        renew_in_children(self)

    def renew(self) -> None:
        """In a child: another process, whose thread is not there yet."""
        self.up, self.process = True, secrets.token_hex(8)
        self._lock, self._closed = threading.Lock(), threading.Event()
        self.few = threading.BoundedSemaphore(_AT_ONCE)
        self._told: queue.SimpleQueue[Telling] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def member(self, ticket: int) -> str:
        """What a ticket is called in Redis."""
        return f"{self.process}:{ticket}"

    def tell(self, telling: Telling) -> None:
        """Have Redis told something, in a moment and in another thread."""
        if self.up and self.reached:
            self._told.put(telling)
            self._ensure_thread()

    def lost(self, reason: object, bucket: RedisBucket) -> None:
        """It is of no use: go on without it. Raises ClerkConfigurationError if it never was."""
        if isinstance(reason, redis.RedisError):
            reason = f"{type(reason).__name__}: {reason}".rstrip(".")
        if not self.reached:
            raise ClerkConfigurationError(
                f"the Redis of the rate limit, {self._address}, cannot be used: {reason}. Nothing was sent. Start it, "
                "correct the URL, or leave out redis=… for a limit of this process alone"
            ) from None
        with self._lock:
            first, self.up = self.up, False
        if first:
            logger.warning(
                "the Redis of the rate limit, %s, is of no use: %s; until it is, this process keeps to its share, %s",
                self._address, reason, bucket.share,
            )  # fmt: skip
            self._told.put(lambda pipe: None)  # wakes the thread
            self._ensure_thread()

    def close(self) -> None:
        """Tell what is still to be told, within a second or so, and hang up."""
        self._closed.set()
        self._told.put(lambda pipe: None)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2 * _ANSWERS)
        self._client.close()
        self._client.connection_pool.disconnect()

    def _ensure_thread(self) -> None:
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._work, name="clerk-rate-limit", daemon=True)
                    self._thread.start()

    def _work(self) -> None:
        while not (self._closed.is_set() and self._told.empty()):
            tellings = [self._told.get(), *self._waiting()]
            if self.up:
                try:
                    self._send(tellings)
                except redis.RedisError as error:
                    self.lost(error, self.buckets["all"])
            while not self.up and not self._closed.is_set():
                self._come_back()

    def _waiting(self) -> list[Telling]:
        """What is to be told, without waiting for any."""
        return [self._told.get() for _ in range(self._told.qsize())]  # only this thread gets

    def _send(self, tellings: list[Telling]) -> None:
        with self._client.pipeline(transaction=False) as pipe:
            for telling in tellings:
                telling(pipe)
            pipe.execute()

    def _come_back(self) -> None:
        """See whether Redis is there, and if so, tell it what is held here and give the others time to do the same."""
        try:
            for pause in (_PROBE, _GATHER):
                if self._closed.wait(pause):
                    return
                self._waiting()  # what is held says it all
                self._send([bucket.restore for bucket in self.buckets.values()])
        except redis.RedisError:
            return
        self.up = True
        logger.info("the Redis of the rate limit, %s, is back", self._address)


def _script(name: str) -> str:
    return files("clerk_organizations").joinpath(name).read_text("utf-8")


def _micro(seconds: float) -> int:
    return round(seconds * 1e6)
