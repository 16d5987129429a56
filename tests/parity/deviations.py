"""The deliberate differences, as deviations.yaml lists them, and which rule covers a difference."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from tests.parity.difference import Difference

FILE = Path(__file__).parent / "deviations.yaml"


@dataclass
class Rule:
    """One deliberate difference. In all patterns `*` stands for anything, slashes and dots included."""

    id: str
    title: str
    cases: Sequence[str]
    """Patterns of case ids; each must cover something."""
    aspects: Mapping[str, Mapping[str, str]]
    """Patterns of aspects; each must cover something. Under each, patterns of what a side shows (`ts`, `ours`), so that
    a difference of another kind stays visible."""
    typescript: str
    python: str
    why: str
    covered: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """Ids of the cases that this rule has covered, by pattern of cases and of aspects."""

    def covers(self, case: str, difference: Difference) -> bool:
        """Whether this rule explains the difference; it remembers what it has explained."""
        aspects = [
            pattern
            for pattern, shown in self.aspects.items()
            if fnmatchcase(difference.aspect, pattern)
            and all(fnmatchcase(getattr(difference, side), pattern) for side, pattern in shown.items())
        ]
        cases = [pattern for pattern in self.cases if fnmatchcase(case, pattern)]
        if not aspects or not cases:
            return False
        for pattern in (*aspects, *cases):
            self.covered.setdefault(pattern, set()).add(case)
        return True

    @property
    def count(self) -> int:
        """How many cases it has covered."""
        return len(set().union(*self.covered.values()))

    @property
    def idle(self) -> list[str]:
        """Patterns that have covered nothing."""
        return [pattern for pattern in (*self.cases, *self.aspects) if pattern not in self.covered]


def load(without: Sequence[str] = ()) -> list[Rule]:
    """The rules, but for those named."""
    listed: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    rules = [rule for rule in map(_rule, listed) if rule.id not in without]
    if len({rule.id for rule in rules}) != len(rules):
        raise ValueError("two rules have one id")
    return rules


def _rule(listed: dict[str, Any]) -> Rule:
    texts = {name: " ".join(listed[name].split()) for name in ("title", "typescript", "python", "why")}
    return Rule(id=listed["id"], cases=listed["cases"], aspects=listed["aspects"], **texts)


def unexplained(rules: Sequence[Rule], case: str, differences: Sequence[Difference]) -> Iterator[Difference]:
    """The differences that no rule covers. A difference is covered by the first rule that can."""
    for difference in differences:
        if not any(rule.covers(case, difference) for rule in rules):
            yield difference
