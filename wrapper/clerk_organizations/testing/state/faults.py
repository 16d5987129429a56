"""Faults: errors queued for the next calls."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite

from clerk_organizations._fork import reset_in_children

from ..openapi.error_catalog import RULES, Rule
from ..openapi.messages import Refusal

_EXAMPLES = (
    Rule("", 408, "request_timeout", "request timeout", "inferred"),
    Rule("", 409, "resource_locked", "resource locked"),
    Rule("", 410, "operation_deprecated", "operation deprecated"),
    Rule("", 500, "internal_clerk_error", "internal error"),
    Rule("", 502, "bad_gateway", "bad gateway", "inferred"),
    Rule("", 503, "service_unavailable", "service unavailable"),
    Rule("", 504, "gateway_timeout", "gateway timeout"),
)
_KNOWN = (*_EXAMPLES, *RULES)
_MOST, _MOST_QUEUED, _LONGEST = 1_000_000, 1_000, 256
"""How many calls a fault can hit, how many faults can wait, and how many characters a text of one can have."""
_PRINTABLE = re.compile(r"[\x20-\x7e]*")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """An error that calls are answered with.

    Attributes:
        status: HTTP status, 400 to 599.
        times: How many calls it hits.
        operation_id: Only calls of this operation; None for any call.
        code: Code of the error; one that goes with the status unless given.
        retry_after: Value of the header Retry-After; None for no such header.
        takes_effect: Whether the call is carried out all the same, and only its answer is lost.
    """

    status: int
    times: int = 1
    operation_id: str | None = None
    code: str | None = None
    retry_after: str | int | float | None = None
    takes_effect: bool = False

    def __post_init__(self) -> None:
        if not (isinstance(self.status, int) and 400 <= self.status <= 599):
            raise ValueError(f"status must be 400 to 599, not {self.status!r}")
        if not (isinstance(self.times, int) and self.times >= 1):
            raise ValueError(f"times must be 1 or more, not {self.times!r}")
        if self.times > _MOST:
            raise ValueError(f"times must be at most {_MOST:,}, not {self.times}")
        for name, text in (("code", self.code), ("retry_after", self.retry_after)):
            if text is not None and not _PRINTABLE.fullmatch(str(text)):
                raise ValueError(f"{name} must be a number or plain ASCII text, not {text!r}")
            if len(str(text)) > _LONGEST:
                raise ValueError(f"{name} must have at most {_LONGEST} characters, not {len(str(text))}")
        if isinstance(self.retry_after, float) and not isfinite(self.retry_after):
            raise ValueError(f"retry_after must be a finite number or text, not {self.retry_after!r}")

    def refusal(self) -> Refusal:
        """The error that is answered."""
        known = [rule for rule in _KNOWN if rule.status == self.status and self.code in (None, rule.code)]
        code = self.code or "error"
        rule = known[0] if known else Rule("", self.status, code, code.replace("_", " "), "inferred")
        headers = {} if self.retry_after is None else {"retry-after": str(self.retry_after)}
        return Refusal(rule, "A fault of the mock.", headers=headers)


class Faults:
    """The queue of faults that have calls left to hit, oldest first. Shared by threads."""

    def __init__(self) -> None:
        self._left: list[Fault] = []
        self.reset_after_fork()
        reset_in_children(self)

    def reset_after_fork(self) -> None:
        """A lock that no thread of the parent holds."""
        self._lock = threading.RLock()

    def __iter__(self) -> Iterator[Fault]:
        with self._lock:
            return iter(tuple(self._left))

    def add(self, fault: Fault) -> None:
        """Append one; raises ValueError when there are too many."""
        with self._lock:
            if len(self._left) >= _MOST_QUEUED:
                raise ValueError(f"{_MOST_QUEUED:,} faults are waiting, which is the most: clear them, or use times=…")
            self._left.append(fault)

    def clear(self) -> None:
        """Drop all of them."""
        with self._lock:
            self._left.clear()

    def next(self, operation_id: str | None) -> Fault | None:
        """The fault that hits a call, used up by one."""
        with self._lock:
            for index, fault in enumerate(self._left):
                if fault.operation_id in (None, operation_id):
                    self._left[index : index + 1] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                    return fault
        return None
