"""A change with every operation that it affects, and a collector."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.diff.verdicts import RULES, VERDICTS, Rule, Verdict

Where = Literal["operation", "request", "answer", "error"]


@dataclass
class Change:
    """One change of the document, reported once."""

    rule: Rule
    """The worst of the rules that apply, where several operations are affected."""
    subject: str
    """What it is about, as callers know it."""
    old_at: str | None
    """Pointer into the old document; None for what was not there."""
    new_at: str | None
    was: str = ""
    now: str = ""
    affects: dict[tuple[str, Where], Verdict] = field(default_factory=dict)
    """(operation, where in it) → verdict there. Empty for what concerns the document as a whole."""

    @property
    def verdict(self) -> Verdict:
        return self.rule.verdict


class Changes:
    """Collector of changes. The same change found through several operations is one."""

    def __init__(self) -> None:
        self._found: dict[tuple[str | None, str | None, str], Change] = {}
        self.operation = ""
        """The operation that is being compared; empty for the document as a whole."""
        self.where: Where = "operation"

    @property
    def is_request(self) -> bool:
        return self.where in ("operation", "request")

    def report(
        self, rule: str, subject: str, old_at: str | None, new_at: str | None, *said: Any, aspect: str = ""
    ) -> None:
        """Add a change; `said` is the old and the new value.

        `aspect` replaces the rule in the key, so that one change serves requests and answers.
        """
        judged = RULES[rule]
        was, now = (_shown(one) for one in said) if said else ("", "")
        change = Change(judged, subject, old_at, new_at, was, now)
        change = self._found.setdefault((old_at, new_at, aspect or rule), change)
        if _worse(judged, change.rule):
            change.rule, change.subject = judged, subject
        if self.operation:
            use = (self.operation, self.where)
            before = change.affects.get(use, judged.verdict)
            change.affects[use] = before if VERDICTS.index(before) < VERDICTS.index(judged.verdict) else judged.verdict

    def sorted(self) -> list[Change]:
        """All changes, the worst first, else as they were found."""
        return sorted(self._found.values(), key=lambda change: VERDICTS.index(change.verdict))


def _worse(one: Rule, other: Rule) -> bool:
    return VERDICTS.index(one.verdict) < VERDICTS.index(other.verdict)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else as_json(value)


def are_same(one: Any, other: Any) -> bool:
    """Whether two values are the same as JSON: 1, 1.0 and true differ."""
    if one is None or other is None or isinstance(one, str):  # nearly all of them
        return bool(one == other)
    return as_json(one) == as_json(other)


def as_json(value: Any) -> str:
    """A value as text, so that 1, 1.0 and true differ."""
    return json.dumps(value, ensure_ascii=False)
