"""One limit, with a clock that stands still until it is moved: exact in any window of the server, first come first."""

import heapq
import itertools
import random
from bisect import bisect_right
from math import inf

import pytest

from clerk_organizations._ratelimit.sliding_window import SlidingWindow, held_for
from clerk_organizations.rate_limit import Quota


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def fullest(times: list[float], seconds: float) -> int:
    """Arrivals in the fullest window."""
    times = sorted(times)
    return max(place + 1 - bisect_right(times, at - seconds) for place, at in enumerate(times))


@pytest.mark.parametrize("slowest", [0.0, 0.02, 0.5, 15.0], ids="answers in up to {} s".format)
@pytest.mark.parametrize("requests", [1, 7, 100])
def test_no_window_of_the_server_has_more_whenever_calls_arrive(clock: Clock, requests: int, slowest: float) -> None:
    """Callers come at random, and arrive at any moment between their departure and their answer."""
    chance, quota = random.Random(f"{requests} {slowest}"), Quota(requests, 10.0)
    bucket, arrivals, order = SlidingWindow(quota, clock), list[float](), itertools.count()
    # Moments at which something happens: a caller asks (again), or an answer comes.
    events = [
        (clock.now + chance.expovariate(requests / 5), next(order), ticket, "ask") for ticket in range(requests * 8)
    ]
    heapq.heapify(events)
    while events and next(order) < requests * 800:
        clock.now, _, ticket, what = heapq.heappop(events)
        if what == "done":
            bucket.release(ticket)
        elif wait := bucket.acquire(ticket):
            late = chance.choice([0, 0, 0.001, 0.05])  # threads wake late
            heapq.heappush(events, (clock.now + wait + late, next(order), ticket, "ask"))
        else:
            took = chance.uniform(0, slowest)
            arrivals.append(clock.now + chance.uniform(0, took))
            heapq.heappush(events, (clock.now + took, next(order), ticket, "done"))
    assert len(arrivals) == requests * 8
    assert fullest(arrivals, quota.seconds) <= requests


def test_at_least_95_percent_are_used_when_answers_take_a_tenth_of_a_second(clock: Clock) -> None:
    bucket, begun, last = SlidingWindow(Quota(100, 10.0), clock), 0, clock.now
    events = [(clock.now, ticket, "ask") for ticket in range(1100)]
    while events:
        clock.now, ticket, what = heapq.heappop(events)
        if what == "done":
            bucket.release(ticket)
        elif wait := bucket.acquire(ticket):
            heapq.heappush(events, (clock.now + wait, ticket, "ask"))
        else:
            begun, last = begun + 1, clock.now
            heapq.heappush(events, (clock.now + 0.1, ticket, "done"))
    assert begun == 1100
    assert last - 1000 <= 100 / 0.95  # the last of eleven bursts, ten windows after the first


def test_those_who_wait_are_served_in_the_order_they_came(clock: Clock) -> None:
    bucket = SlidingWindow(Quota(2, 10.0), clock)
    waits = [bucket.acquire(ticket) for ticket in range(6)]
    window = held_for(10.0)
    assert waits == pytest.approx([0, 0, window, window, 2 * window, 2 * window])
    for ticket in (0, 1):
        bucket.release(ticket)
    clock.now += window
    assert bucket.acquire(99) == pytest.approx(2 * window)  # behind the four who wait
    assert bucket.acquire(5) == pytest.approx(window)
    assert [bucket.acquire(2), bucket.acquire(3)] == [0, 0]


def test_a_slot_is_held_until_a_window_after_the_answer(clock: Clock) -> None:
    bucket = SlidingWindow(Quota(1, 10.0), clock)
    assert bucket.acquire(1) == 0
    clock.now += 30  # still under way
    assert bucket.acquire(2) > 0
    bucket.release(1)
    clock.now += 10
    assert 0 < bucket.acquire(2) < 0.1
    clock.now += 0.1
    assert bucket.acquire(2) == 0


def test_what_is_not_sent_gives_back_its_slot_and_its_place(clock: Clock) -> None:
    bucket = SlidingWindow(Quota(1, 10.0), clock)
    assert bucket.acquire(1) == 0
    assert bucket.acquire(2) > 0
    assert bucket.acquire(3) > held_for(10.0)
    bucket.cancel(2)
    bucket.cancel(1)
    assert bucket.acquire(3) == 0


def test_who_has_no_patience_takes_no_place(clock: Clock) -> None:
    bucket = SlidingWindow(Quota(1, 10.0), clock)
    assert bucket.acquire(1, 0.0) == 0
    bucket.release(1)
    assert bucket.acquire(2, 0.0) == bucket.acquire(3, 5.0) == pytest.approx(held_for(10.0))
    assert bucket.acquire(4, inf) == pytest.approx(held_for(10.0))


def test_a_pause_holds_everybody_and_then_the_order_is_as_before(clock: Clock) -> None:
    bucket = SlidingWindow(Quota(5, 10.0), clock)
    bucket.pause(4.0)
    bucket.pause(1.0)  # does not shorten it
    assert [bucket.acquire(1), bucket.acquire(2)] == [4.0, 4.0]
    clock.now += 4
    assert [bucket.acquire(2), bucket.acquire(1)] == [0, 0]


def test_a_wait_is_never_so_short_that_its_caller_spins(clock: Clock) -> None:
    bucket = SlidingWindow(Quota(1, 10.0), clock)
    assert bucket.acquire(1) == 0
    bucket.release(1)
    clock.now += held_for(10.0) - 1e-6
    assert bucket.acquire(2) == 0.001
    clock.now += 0.001
    assert bucket.acquire(2) == 0


def test_thousands_who_wait_are_told_quickly_and_in_order(clock: Clock) -> None:
    bucket = SlidingWindow(Quota(10, 10.0), clock)
    for ticket in range(20_000):
        bucket.acquire(ticket)
    for ticket in range(10, 20_000, 2):
        bucket.cancel(ticket)
    places = [bucket.acquire(ticket) for ticket in range(11, 20_000, 2)]
    assert places == sorted(places)
    assert places[-1] == pytest.approx(held_for(10.0) * (9995 // 10 + 1), rel=0.01)
    assert bucket.nap > 1.0  # all together ask no more often than a processor has time for


def test_pages_ahead_take_only_what_is_spare(clock: Clock) -> None:
    bucket = SlidingWindow(Quota(4, 10.0), clock)
    assert bucket.acquire(1, 0.0, 2) == bucket.acquire(2, 0.0, 2) == 0
    assert bucket.acquire(3, 0.0, 2) > 0
    assert bucket.acquire(4) == bucket.acquire(5) == 0
    assert bucket.acquire(6) == pytest.approx(held_for(10.0))  # nothing waits before it
