"""One limit, counted exactly: slots that calls hold until a window after their answer, and a queue for those that wait.

The server counts arrivals, of which we know only that they lie between departure and answer. A slot that is held from
departure until a window after the answer makes the limit hold in any window of the server, however slow the network is.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from math import inf

from ._fork import renew_in_children
from .rate_limit import Quota

clock = time.monotonic

_SHORTEST = 0.001
"""Seconds to wait at the least, so that nobody spins."""


def held_for(seconds: float) -> float:
    """How long a slot is held after the answer: a little longer than the window, as clocks do not run quite alike,
    and as a server may count in whole milliseconds."""
    return seconds * 1.001 + 0.005


class Bucket:
    """The slots of one limit, and who waits for them, first come first served. Shared by threads. No I/O.

    Whoever wants a slot asks for it, waits for as long as is said, and asks again. A ticket is any number that nobody
    else uses.
    """

    def __init__(self, quota: Quota, now: Callable[[], float] = clock) -> None:
        self.quota, self.slots = quota, quota.requests
        self._held_for, self._now = held_for(quota.seconds), now
        self._freed = deque[tuple[float, int]]()
        """When the slots of answered calls will be free, in order, with their tickets."""
        self._flying = set[int]()
        """Tickets of calls that are under way."""
        self._queue = dict[int, None]()
        self._paused_until = -inf
        self.renew()
        renew_in_children(self)

    def renew(self) -> None:
        """In a child: calls under way and waiting are those of the parent, and so may be the lock."""
        self._lock = threading.Lock()
        self._flying.clear()
        self._queue.clear()

    def ask(self, ticket: int, patience: float = inf) -> float:
        """Take a slot if it is this one's turn: 0. Else seconds to wait before asking again.

        Its place in the queue is kept, unless the wait would be longer than `patience`.
        """
        with self._lock:
            now = self._now()
            while self._freed and self._freed[0][0] <= now:
                self._freed.popleft()
            wait = max(self._paused_until - now, self._until_turn(ticket, now))
            if wait > 0:
                wait = max(wait, _SHORTEST)
            if 0 < wait <= patience:
                self._queue.setdefault(ticket)
                return wait
            self._queue.pop(ticket, None)
            if wait <= 0:
                self._flying.add(ticket)
            return max(wait, 0.0)

    def _until_turn(self, ticket: int, now: float) -> float:
        """Seconds until there is a slot for it and for all who wait before it, as far as is known by now."""
        taken = len(self._freed) + len(self._flying)
        turn = self._place(ticket) - (self.slots - taken)
        if turn < 0:
            return 0.0
        rounds = 0
        while turn >= taken:  # more are waiting than there are slots: theirs are taken again
            turn, rounds = turn - self.slots, rounds + 1
        first = 0.0 if turn < 0 else self._freed[turn][0] - now if turn < len(self._freed) else self._held_for
        return first + rounds * self._held_for

    def _place(self, ticket: int) -> int:
        if ticket in self._queue:
            for place, waiting in enumerate(self._queue):  # whoever asks again is near the front
                if waiting == ticket:
                    return place
        return len(self._queue)

    def take(self, ticket: int) -> None:
        """Note a slot that somebody else has given."""
        with self._lock:
            self._queue.pop(ticket, None)
            self._flying.add(ticket)

    def done(self, ticket: int) -> None:
        """The call is answered, or over in another way."""
        with self._lock:
            if ticket in self._flying:
                self._flying.remove(ticket)
                self._freed.append((self._now() + self._held_for, ticket))

    def drop(self, ticket: int) -> None:
        """The call was not sent: its slot is free at once, and its place in the queue is given up."""
        with self._lock:
            self._flying.discard(ticket)
            self._queue.pop(ticket, None)

    def pause(self, seconds: float) -> None:
        """Give no slots for so long."""
        with self._lock:
            self._paused_until = max(self._paused_until, self._now() + seconds)

    def held(self) -> dict[int, float]:
        """Seconds that slots will be held from now on, by ticket: for calls under way as if they were answered now."""
        with self._lock:
            now = self._now()
            answered = {ticket: at - now for at, ticket in self._freed if at > now}
            return answered | dict.fromkeys(self._flying, self._held_for)
