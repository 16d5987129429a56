"""Keys that a comparison looks at as a whole, and the rule for each."""

from typing import Any

_ANYTHING = (None, True)


def rule_of(key: str, was: Any, now: Any, *, is_request: bool) -> str:
    """The rule for a key that differs."""
    if key == "deprecated" and bool(was) != bool(now):
        return "deprecated" if now else "not-deprecated"
    if key == "x-sensitive" and not is_request:
        return "sensitive" if now else "not-sensitive"
    if key == "x-until":
        return _limit(now is None or (was is not None and now >= was), is_request)
    if key == "additionalProperties" and not (was in _ANYTHING and now in _ANYTHING):
        return _limit(now in _ANYTHING or was is False, is_request)
    return "text"


def _limit(wider: bool, is_request: bool) -> str:
    if not is_request:
        return "limit-told"
    return "limit-widened" if wider else "limit-narrowed"
