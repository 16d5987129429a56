"""How lists are filtered, ordered and cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeAlias, TypeVar

from .messages import Call, Json, JsonObject, bad_param

T = TypeVar("T")
SortKey: TypeAlias = Callable[[T], str | int | None]

DEFAULT_LIMIT = 10
DEFAULT_ORDER = "-created_at"


def page(call: Call, items: list[T], render: Callable[[T], JsonObject]) -> JsonObject:
    """The part of a list that limit and offset ask for, and how many items there are in all."""
    start = call.query.get("offset", 0)
    cut = items[start : start + call.query.get("limit", DEFAULT_LIMIT)]
    return {"data": [render(item) for item in cut], "total_count": len(items)}


def ordered(call: Call, items: Iterable[T], keys: Mapping[str, SortKey[T]]) -> list[T]:
    """Sorted by order_by: a field, with - for descending. Ties are broken by age, so that pages never overlap."""
    order_by: str = call.query.get("order_by", DEFAULT_ORDER)
    key = keys.get(order_by.lstrip("+-"))
    if key is None:
        raise bad_param("form_param_value_invalid", "order_by", f"cannot be {order_by}")

    def rank(entry: tuple[int, T]) -> tuple[bool, str | int, int]:
        age, item = entry
        value = key(item)
        text = value.casefold() if isinstance(value, str) else value
        return (value is None, 0 if text is None else text, age)

    return [item for _, item in sorted(enumerate(items), key=rank, reverse=order_by.startswith("-"))]


def signed(values: Collection[str] | None) -> Callable[[Collection[str]], bool]:
    """A filter by ids: +id or id asks for one of those, -id for none of those; nothing given lets all pass."""
    values = values or ()
    excluded = {value[1:] for value in values if value.startswith("-")}
    included = {value.removeprefix("+") for value in values if not value.startswith("-")}
    return lambda ids: (not included or not included.isdisjoint(ids)) and excluded.isdisjoint(ids)


def contains(needle: str, *texts: str | None) -> bool:
    """Whether one of the texts holds the needle, whatever the case."""
    return any(needle.casefold() in text.casefold() for text in texts if text)


def within(call: Call, name: str, time: int | None) -> bool:
    """Whether a time lies between <name>_after and <name>_before, exclusive; unknown only if neither is given."""
    after: Json = call.query.get(f"{name}_after")
    before: Json = call.query.get(f"{name}_before")
    if time is None:
        return after is None and before is None
    return (after is None or time > after) and (before is None or time < before)
