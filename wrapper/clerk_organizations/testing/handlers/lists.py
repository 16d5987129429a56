"""Lists: filters, order and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..openapi import error_catalog
from ..openapi.messages import JsonObject, Refusal
from ..state.table import R, Table

T = TypeVar("T")

_TABLES = "clerk_organizations/testing/state/instance.py"


@dataclass(frozen=True, kw_only=True)
class Page:
    """The query parameters of a list that choose its order and a part of it."""

    limit: int = 10
    offset: int = 0
    order_by: str = "-created_at"

    def of(
        self,
        table: Table[R],
        render: Callable[[R], JsonObject],
        *,
        fits: Callable[[R], bool] | None = None,
        among: Iterable[R] | None = None,
    ) -> JsonObject:
        """The page as JSON, with the number of rows that pass the filters.

        Args:
            fits: The filter; None when there is none to apply, so that no row need be looked at.
            among: The only rows that can fit, when an index knows them.
        """
        name = self.order_by.lstrip("+-")
        if name not in table.orders:  # the document has it: other values have been refused
            reason = f"The mock does not implement order_by={name}: add it to the orders in {_TABLES}."
            raise Refusal(error_catalog.NOT_IMPLEMENTED, reason, meta={"param_name": "order_by"})
        if among is None:
            found = table.ordered(name)
            found = found if fits is None else [row for row in found if fits(row)]
        else:
            found = table.sort([row for row in among if fits is None or fits(row)], name)
        return {"data": [render(row) for row in self._cut(found)], "total_count": len(found)}

    def _cut(self, rows: Sequence[T]) -> Sequence[T]:
        if not self.order_by.startswith("-"):
            return rows[self.offset : self.offset + self.limit]
        end = len(rows) - self.offset
        return rows[max(0, end - self.limit) : max(0, end)][::-1]


class IdFilter:
    """Filter by ids: +id or id includes, -id excludes; without values everything passes."""

    def __init__(self, values: Sequence[str]) -> None:
        self.excluded = {value[1:] for value in values if value.startswith("-")}
        self.included = {value.removeprefix("+") for value in values if not value.startswith("-")}

    def __bool__(self) -> bool:
        return bool(self.excluded or self.included)


def contains(needle: str, text_of: Callable[[T], str | None]) -> Callable[[T], bool]:
    """Filter by part of a text, whatever the case."""
    wanted = needle.casefold()
    return lambda row: wanted in (text_of(row) or "").casefold()


def between(after: int | None, before: int | None, time_of: Callable[[T], int | None]) -> Callable[[T], bool]:
    """Filter by time, both ends exclusive; a row without the time does not pass."""

    def fits(row: T) -> bool:
        time = time_of(row)
        return time is not None and (after is None or time > after) and (before is None or time < before)

    return fits
