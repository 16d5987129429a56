"""The journal: the last exchanges, bounded in number and size."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from ..openapi.messages import Exchange

MAX_LENGTH = 10_000
MAX_BYTES = 64 * 1024 * 1024


class Journal:
    """Exchanges, oldest first. The newest is kept whatever its size."""

    def __init__(self) -> None:
        self._exchanges: deque[Exchange] = deque()
        self._bytes = 0

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self._exchanges)

    def add(self, exchange: Exchange) -> None:
        """Append an exchange; the oldest ones go when there are too many."""
        self._exchanges.append(exchange)
        self._bytes += exchange.size
        while len(self._exchanges) > MAX_LENGTH or (self._bytes > MAX_BYTES and len(self._exchanges) > 1):
            self._bytes -= self._exchanges.popleft().size

    def clear(self) -> None:
        """Forget all exchanges."""
        self._exchanges.clear()
        self._bytes = 0
