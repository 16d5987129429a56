"""One thing in which the two sides differ, and when two JSON values are the same."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """What differs, by the names of the TypeScript side."""

    aspect: str
    """Such as `query.limit`, `headers.accept`, `result.publicMetadata`."""
    ts: str
    ours: str


def same(a: Any, b: Any) -> bool:
    """Equal as JSON is: true is not 1, and 1.0 is 1. The order of keys does not count here."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    return bool(a == b)


def shown(value: Any, most: int = 300) -> str:
    """The value in one line of bounded length."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= most else f"{text[: most - 20]} … ({len(text)} characters)"
