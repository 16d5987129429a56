"""Sliding window of one quota: slots that calls hold until a window after their response, and a FIFO queue.

The server counts arrivals, of which we know only that they lie between departure and answer. A slot that is held from
departure until a window after the answer makes the limit hold in any window of the server, however slow the network is.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from itertools import count
from math import inf

from .._clock import clock
from .._fork import reset_in_children
from ..rate_limit import Quota

_MIN_WAIT = 0.001
"""Shortest wait in seconds, so that no caller spins."""
_NAP = 0.1
"""Longest time in seconds that few sleep without asking again."""
_ASKS = 2000.0
"""How often in a second all who wait ask again, however many they are."""


def held_for(seconds: float) -> float:
    """How long a slot is held after the answer: a little longer than the window, as clocks do not run quite alike,
    and as a server may count in whole milliseconds."""
    return seconds * 1.001 + 0.005


class SlidingWindow:
    """Slots of one quota, first come first served. Shared by threads; no I/O.

    A caller acquires a slot, sleeps for the seconds returned, and acquires again until they are 0. A ticket is a number
    that identifies one request for a slot.
    """

    def __init__(self, quota: Quota, now: Callable[[], float] = clock) -> None:
        self.quota, self.slots = quota, quota.requests
        self._held_for, self._now = held_for(quota.seconds), now
        self._releasing = deque[tuple[float, int]]()
        """When the slots of answered calls will be free, in order, with their tickets."""
        self._in_flight = set[int]()
        """Tickets of calls that are under way."""
        self._queue, self._order = dict[int, int](), list[int]()
        """Those who wait: their numbers by ticket, and the numbers in order, so that a place is found by bisection."""
        self._numbers = count()
        self._paused_until = -inf
        self.reset_after_fork()
        reset_in_children(self)

    def reset_after_fork(self) -> None:
        """In a child: slots, those who wait for them, and perhaps the lock are those of the parent."""
        self._lock = threading.RLock()  # the collector may end an abandoned call, and cancel, in this thread
        self._releasing.clear()
        self._in_flight.clear()
        self._queue.clear()
        self._order.clear()

    def acquire(self, ticket: int, max_wait: float = inf, spare: int = 0) -> float:
        """Take a slot, if it is this ticket's turn: 0. Otherwise the seconds to wait before acquiring again.

        Its place in the queue is kept, unless the wait would be longer than `max_wait`. With `spare` it takes a slot
        only if more than so many are free and not waited for.
        """
        with self._lock:
            now = self._now()
            while self._releasing and self._releasing[0][0] <= now:
                self._releasing.popleft()
            wait = max(self._paused_until - now, self._until_turn(ticket, now))
            if wait > 0 or (spare and self.slots - self._taken() - len(self._order) <= spare):
                wait = max(wait, _MIN_WAIT)
            if 0 < wait <= max_wait:
                if ticket not in self._queue:
                    number = self._queue[ticket] = next(self._numbers)
                    self._order.append(number)
                return wait
            self._leave(ticket)
            if wait <= 0:
                self._in_flight.add(ticket)
            return max(wait, 0.0)

    @property
    def nap(self) -> float:
        """Seconds after which one that waits should ask again: others that wait before it may have given up."""
        return _NAP + len(self._order) / _ASKS

    def _taken(self) -> int:
        return len(self._releasing) + len(self._in_flight)

    def _until_turn(self, ticket: int, now: float) -> float:
        """Seconds until there is a slot for it and for all who wait before it, as far as is known by now."""
        taken = self._taken()
        turn = self._place(ticket) - (self.slots - taken)
        if turn < 0:
            return 0.0
        # If more are waiting than there are slots, those are taken again, perhaps many times.
        rounds = (turn - taken) // self.slots + 1 if turn >= taken else 0
        turn -= rounds * self.slots
        first = 0.0 if turn < 0 else self._releasing[turn][0] - now if turn < len(self._releasing) else self._held_for
        return first + rounds * self._held_for

    def _place(self, ticket: int) -> int:
        number = self._queue.get(ticket)
        return len(self._order) if number is None else bisect_left(self._order, number)

    def _leave(self, ticket: int) -> None:
        number = self._queue.pop(ticket, None)
        if number is not None:
            del self._order[bisect_left(self._order, number)]

    def grant(self, ticket: int) -> None:
        """Record a slot that Redis has granted."""
        with self._lock:
            self._leave(ticket)
            self._in_flight.add(ticket)

    def release(self, ticket: int) -> bool:
        """The call is over: its slot is free after a window. Whether it had one: that of a parent process is none."""
        with self._lock:
            had = ticket in self._in_flight
            if had:
                self._in_flight.remove(ticket)
                self._releasing.append((self._now() + self._held_for, ticket))
            return had

    def cancel(self, ticket: int) -> None:
        """The call was not sent: its slot is free at once, and so is its place in the queue."""
        with self._lock:
            self._in_flight.discard(ticket)
            self._leave(ticket)

    def pause(self, seconds: float) -> None:
        """Give no slots for so long."""
        with self._lock:
            self._paused_until = max(self._paused_until, self._now() + seconds)

    def paused(self) -> float:
        """Seconds for which no slots are given; not more than 0 if they are."""
        with self._lock:
            return self._paused_until - self._now()

    def idle(self) -> bool:
        """Whether nothing is held, waited for or paused."""
        with self._lock:
            now = self._now()
            answered = not self._releasing or self._releasing[-1][0] <= now
            return answered and not self._in_flight and not self._queue and self._paused_until <= now

    def held(self) -> dict[int, float]:
        """Seconds that slots will be held from now on, by ticket: for calls under way as if they were answered now."""
        with self._lock:
            now = self._now()
            answered = {ticket: at - now for at, ticket in self._releasing if at > now}
            return answered | dict.fromkeys(self._in_flight, self._held_for)
