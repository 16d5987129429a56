"""How lists are filtered, ordered and cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from ..openapi import error_catalog
from ..openapi.messages import Call, Json, JsonObject, bad_param
from ..state.table import R, Table

T = TypeVar("T")

DEFAULT_LIMIT = 10
DEFAULT_ORDER = "-created_at"


def page(
    call: Call,
    rows: Table[R],
    render: Callable[[R], JsonObject],
    *,
    fits: Callable[[R], bool] | None = None,
    among: Iterable[R] | None = None,
) -> JsonObject:
    """The part of a list that limit and offset ask for, in the order asked for, and how many there are in all.

    Args:
        fits: The filter; None when there is none to apply, so that no row need be looked at.
        among: The only rows that can fit, when there is an index that knows.
    """
    order: str = call.query.get("order_by", DEFAULT_ORDER)
    name = order.lstrip("+-")
    if name not in rows.orders:
        raise bad_param(error_catalog.PARAM_VALUE, "order_by")
    if among is None:
        found = rows.ordered(name)
        found = found if fits is None else [row for row in found if fits(row)]
    else:
        found = rows.sort([row for row in among if fits is None or fits(row)], name)
    start = call.query.get("offset", 0)
    wanted = _cut(found, start, call.query.get("limit", DEFAULT_LIMIT), backwards=order.startswith("-"))
    return {"data": [render(row) for row in wanted], "total_count": len(found)}


def _cut(rows: Sequence[T], start: int, limit: int, *, backwards: bool) -> Sequence[T]:
    if not backwards:
        return rows[start : start + limit]
    end = len(rows) - start
    return rows[max(0, end - limit) : max(0, end)][::-1]


class IdFilter:
    """A filter by ids: +id or id asks for one of those, -id for none of those; nothing given lets all pass."""

    def __init__(self, values: Json) -> None:
        given: list[str] = values or []
        self.excluded = {value[1:] for value in given if value.startswith("-")}
        self.included = {value.removeprefix("+") for value in given if not value.startswith("-")}

    def __bool__(self) -> bool:
        return bool(self.excluded or self.included)


def contains(needle: str, text_of: Callable[[T], str | None]) -> Callable[[T], bool]:
    """A filter by part of a text, whatever the case."""
    wanted = needle.casefold()
    return lambda row: wanted in (text_of(row) or "").casefold()


def later(time_of: Callable[[T], int | None], than: int) -> Callable[[T], bool]:
    """A filter by time, exclusive; a time that is not known does not pass."""
    return lambda row: (time := time_of(row)) is not None and time > than


def earlier(time_of: Callable[[T], int | None], than: int) -> Callable[[T], bool]:
    """A filter by time, exclusive; a time that is not known does not pass."""
    return lambda row: (time := time_of(row)) is not None and time < than
