"""Compares what came of a call: everything that the classes of the SDK hold must be in our models and errors.

undefined and null are both None in Python, and a missing long message or trace id is compared as it comes.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from clerk_organizations.errors import ClerkAPIError, ClerkAPIResponseError
from clerk_organizations_api.base_model import Model
from tests.parity.difference import Difference, same, shown
from tests.parity.values import UNDEFINED, snake

_MISSING = "no such attribute"


def differences(ts: Mapping[str, Any], ours: object) -> Iterator[Difference]:
    """In what the outcomes differ; each aspect once, however many items of a page show it."""
    seen: set[str] = set()
    for difference in _differences(ts, ours):
        if difference.aspect not in seen:
            seen.add(difference.aspect)
            yield difference


def _differences(ts: Mapping[str, Any], ours: object) -> Iterator[Difference]:
    if "returned" in ts and isinstance(ours, Exception):
        yield Difference("error", f"returned {shown(ts['returned'])}", _error(ours))
    elif "returned" in ts:
        yield from _in_result(ts["returned"], ours, "result")
    elif isinstance(ours, Exception):
        yield from _in_error(ts["raised"], ours)
    else:
        yield Difference("result", _raised(ts["raised"]), shown(ours))


def _in_result(ts: Any, ours: Any, at: str) -> Iterator[Difference]:
    """`at` leads to what is compared, by the names of the SDK; all items of a list share it."""
    if isinstance(ours, Model) and isinstance(ts, dict) and ts != UNDEFINED:
        yield from _in_model(ts, ours, at)
    elif isinstance(ts, list) and isinstance(ours, list):
        if len(ts) != len(ours):
            yield Difference(at, f"{len(ts)} items", f"{len(ours)} items")
        for item, own in zip(ts, ours, strict=False):
            yield from _in_result(item, own, at)
    elif not same(None if ts == UNDEFINED else ts, ours):
        yield Difference(at, "undefined" if ts == UNDEFINED else shown(ts), shown(ours))


def _in_model(ts: dict[str, Any], ours: Model, at: str) -> Iterator[Difference]:
    is_page = ts.keys() == {"data", "totalCount"}  # the SDK has no class for pages
    kind = ts.get("$class", "plain JSON")
    if not is_page and kind not in {parent.__name__ for parent in type(ours).__mro__}:
        yield Difference(f"{at}.class", kind, type(ours).__name__)
    for name, value in ts.items():
        if name != "$class" and (value != UNDEFINED or hasattr(ours, snake(name))):
            yield from _in_result(value, _attribute(ours, snake(name), value), f"{at}.{name}")


def _attribute(ours: Model, name: str, ts: Any) -> Any:
    """What stands for a property of the SDK; said in words where it is no attribute."""
    if not hasattr(ours, name) and same(ts, ours.extras.get(name, _MISSING)):
        return "the same, in .extras"
    return getattr(ours, name, _MISSING)


def _in_error(ts: dict[str, Any], ours: Exception) -> Iterator[Difference]:
    if ts["$class"] != "ClerkAPIResponseError" or not isinstance(ours, ClerkAPIResponseError):
        yield Difference("error.class", _raised(ts), _error(ours))
        return
    own = {"status": ours.status, "clerkTraceId": ours.clerk_trace_id, "retryAfter": ours.retry_after}
    for name, value in own.items():
        yield from _in_result(ts[name], value, f"error.{name}")
    if ts["message"] != str(ours):
        yield Difference("error.text", shown(ts["message"]), shown(str(ours)))
    if len(ts["errors"]) != len(ours.errors):
        yield Difference("error.errors", shown(ts["errors"]), shown(ours.errors))
        return
    for entry, own_entry in zip(ts["errors"], ours.errors, strict=True):
        yield from _in_entry(entry, own_entry)


def _in_entry(ts: dict[str, Any], ours: ClerkAPIError) -> Iterator[Difference]:
    own = {"code": ours.code, "message": ours.message, "longMessage": ours.long_message}
    for name, value in own.items():
        yield from _in_result(ts[name], value, f"error.{name}")
    known = {} if ts["meta"] == UNDEFINED else ts["meta"]
    meta = {snake(name): value for name, value in known.items() if value != UNDEFINED}
    for name in [*meta, *[name for name in ours.meta if name not in meta]]:
        yield from _in_result(meta.get(name, UNDEFINED), ours.meta.get(name), f"error.meta.{name}")


def _raised(ts: dict[str, Any]) -> str:
    """A plain Error has a message; that of the SDK's own says less than its entries."""
    entries = ts["errors"] if isinstance(ts["errors"], list) else []
    codes = ", ".join(f"{entry['code']}: {entry['message']}" for entry in entries)
    return shown(f"{ts['$class']}: {codes or ts['message']}")


def _error(error: Exception) -> str:
    return shown(f"{type(error).__name__}: {error}")


def facts(outcome: object) -> object:
    """The outcome as something that can be compared between our two clients."""
    if not isinstance(outcome, Exception):
        return outcome
    told = {name: value for name, value in vars(outcome).items() if not name.startswith("_")}
    text = str(outcome) if isinstance(outcome, ClerkAPIResponseError) else None  # others cite the HTTP library
    errors = [attrs.asdict(error) for error in told.pop("errors", ())]
    return type(outcome), text, told, errors
