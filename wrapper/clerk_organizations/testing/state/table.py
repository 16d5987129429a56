"""Tables: rows of one kind by id, by age and in other orders."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, Protocol, TypeAlias, TypeVar

from ..openapi.messages import not_found


class Row(Protocol):
    """Attributes of every row; `number` counts up and breaks ties."""

    @property
    def id(self) -> str: ...
    @property
    def created_at(self) -> int: ...
    @property
    def number(self) -> int: ...


class KeyedRow(Row, Protocol):
    """What rows with a key and a name have, too."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...


R = TypeVar("R", bound=Row)
K = TypeVar("K", bound=KeyedRow)
SortKey: TypeAlias = Callable[[R], str | int | None]


def _age(row: Row) -> tuple[int, int]:
    return row.created_at, row.number


class Table(Generic[R]):
    """Rows by id and by age. The cost of adding, removing, and a page of the oldest or newest is independent of size.

    Args:
        kind: What a row is, for the refusal when there is none.
        orders: Other orders by name. Each is sorted at its first use and kept until rows change.
    """

    def __init__(self, kind: str, orders: Mapping[str, SortKey[R]] | None = None) -> None:
        self._kind = kind
        self._by_id: dict[str, R] = {}
        self._by_age: list[R] = []
        self._keys = orders or {}
        self._sorted: dict[str, list[R]] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[R]:
        """Oldest first."""
        return iter(tuple(self._by_age))  # other threads may change it meanwhile

    def __contains__(self, row_id: object) -> bool:
        return row_id in self._by_id

    def get(self, row_id: str) -> R | None:
        """The row with this id."""
        return self._by_id.get(row_id)

    def find(self, row_id: str) -> R:
        """The row with this id, or a refusal."""
        row = self._by_id.get(row_id)
        if row is None:
            raise not_found(self._kind, row_id)
        return row

    def add(self, row: R) -> R:
        """Insert a row by age."""
        self._by_id[row.id] = row
        insort(self._by_age, row, key=_age)
        for order, rows in self._sorted.items():
            insort(rows, row, key=self._rank(order))
        return row

    def remove(self, row: R) -> None:
        """Remove a row."""
        del self._by_id[row.id]
        del self._by_age[bisect_left(self._by_age, _age(row), key=_age)]
        for order, rows in self._sorted.items():
            rank = self._rank(order)
            del rows[bisect_left(rows, rank(row), key=rank)]

    def remove_all(self, rows: Table[R]) -> None:
        """Remove many rows: a few one by one, which does not look at all others."""
        if len(rows) * 100 < len(self):
            for row in rows:
                self.remove(row)
        elif len(rows):
            self._by_age = [row for row in self._by_age if row.id not in rows]
            for row in rows:
                del self._by_id[row.id]
            self._sorted.clear()

    def changed(self) -> None:
        """Drop the sorted copies after a change of values."""
        self._sorted.clear()

    def ordered(self, order: str) -> Sequence[R]:
        """All rows in ascending order; those without a value come last."""
        if order == "created_at":
            return self._by_age
        if order not in self._sorted:
            self._sorted[order] = self.sort(self._by_age, order)
        return self._sorted[order]

    def sort(self, rows: Sequence[R], order: str) -> list[R]:
        """Some of the rows in ascending order."""
        return sorted(rows, key=_age if order == "created_at" else self._rank(order))

    def _rank(self, order: str) -> Callable[[R], tuple[bool, str | int, int, int]]:
        key = self._keys[order]

        def rank(row: R) -> tuple[bool, str | int, int, int]:
            value = key(row)
            text = value.casefold() if isinstance(value, str) else value
            return (value is None, 0 if text is None else text, *_age(row))

        return rank

    @property
    def orders(self) -> tuple[str, ...]:
        """Names of the orders there are."""
        return ("created_at", *self._keys)


class KeyedTable(Table[K]):
    """A table whose rows have a key that no other has. A look by key goes over all of them: there are few."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind, {"name": lambda row: row.name, "key": lambda row: row.key})

    def with_key(self, key: str) -> K | None:
        """The row with this key."""
        return next((row for row in self if row.key == key), None)
