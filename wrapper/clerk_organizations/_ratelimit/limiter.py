"""Rate limiter of one API key, shared by all clients of the process with that key."""

from __future__ import annotations

import hmac
import threading
from math import inf
from typing import Protocol
from weakref import WeakValueDictionary

from .._secrets import SecretStr
from ..errors import ClerkConfigurationError
from ..rate_limit import Quota, RateLimit
from .sliding_window import SlidingWindow

_ALL = "all"


class SlotSource(Protocol):
    """Source of slots: a `SlidingWindow`, or one that is shared through Redis."""

    quota: Quota

    def acquire(self, ticket: int, max_wait: float = inf) -> float: ...
    def release(self, ticket: int) -> None: ...
    def cancel(self, ticket: int) -> None: ...
    def pause(self, seconds: float) -> None: ...


class Limiter:
    """The limits of one key, by name."""

    def __init__(self, limit: RateLimit, key: SecretStr, digest: str) -> None:
        quotas = limit.quotas(key)
        self.blocks = limit.redis is not None
        """Whether acquiring a slot blocks on I/O."""
        self._slots: dict[str, SlotSource]
        if limit.redis is None:
            self._slots = {
                name: SlidingWindow(_part(name, quota, limit.processes or 1)) for name, quota in quotas.items()
            }
        else:
            from .redis import shared_windows  # noqa: PLC0415 - redis

            self._slots = dict(shared_windows(self, limit.redis, digest, quotas, limit.processes))

    def slots(self, operation_id: str) -> list[SlotSource]:
        """Sources that a call of this operation needs a slot of; its own limit first, as it may wait longer there."""
        return [self._slots[name] for name in (operation_id, _ALL) if name in self._slots]


_limiters: WeakValueDictionary[object, Limiter] = WeakValueDictionary()
_lock = threading.Lock()


def limiter_for(limit: RateLimit, key: SecretStr) -> Limiter:
    """The limiter of this key and these limits."""
    digest = hmac.new(key.encode(), b"clerk-organizations rate limit", "sha256").hexdigest()[:32]
    same = (digest, limit.quota, tuple(limit.operations.items()), limit.redis, limit.processes)
    with _lock:
        limiter = _limiters.get(same)
        if limiter is None:
            limiter = _limiters[same] = Limiter(limit, key, digest)
    return limiter


def _part(name: str, quota: Quota, processes: int) -> Quota:
    """The share of one of so many processes."""
    if processes > quota.requests:
        raise ClerkConfigurationError(
            f"rate limit: {processes} processes cannot each have a part of {quota} ({name}): share it with redis=…"
        )
    return Quota(quota.requests // processes, quota.seconds)
