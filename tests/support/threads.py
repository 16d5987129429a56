"""Threads that meet: they begin together, and take turns in the midst of things."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def switching_often() -> Iterator[None]:
    """Python switches between threads as often as it can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def at_once(count: int, work: Callable[[], object]) -> None:
    """The same work in so many threads, which begin together; returns when all have ended."""
    together = threading.Barrier(count)

    def one() -> None:
        together.wait()
        work()

    threads = [threading.Thread(target=one) for _ in range(count)]
    with switching_often():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
