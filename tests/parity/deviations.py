"""The deliberate differences, as deviations.yaml lists them, and which rule covers a difference."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase, translate
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from tests.parity.cases import Case
from tests.parity.difference import Difference
from tests.parity.sdks import SDKS, Sdk

Names: TypeAlias = Sequence[str]
"""What patterns may call a case; the first is its id."""

_OUTCOMES = ("requests", "result", "error")
"""Aspects that say something of every case, also where nothing is sent."""

FILE = Path(__file__).parent / "deviations.yaml"


@dataclass
class Rule:
    """One deliberate difference. In all patterns `*` stands for anything, slashes and dots included.

    A pattern of cases may begin with a version (`2.33.8 deleteOrganization/*`) and is about that version alone then.
    """

    id: str
    title: str
    cases: Sequence[str]
    """Patterns of case ids; each must cover something."""
    but: Sequence[str]
    """Patterns of case ids that are left out again."""
    aspects: Mapping[str, Mapping[str, str]]
    """Patterns of aspects; each must cover something. Under each, patterns of what a side shows (`ts`, `ours`), so that
    a difference of another kind stays visible."""
    typescript: str
    python: str
    why: str
    all_cases: bool
    """Whether each case that a pattern names must differ; else, with `some: true`, it may."""
    covered: dict[str, set[str]] = field(default_factory=dict[str, set[str]], init=False)
    """Ids of the cases that this rule has covered, by pattern of cases and of aspects."""

    def covers(self, case: Names, difference: Difference) -> bool:
        """Whether this rule explains the difference; it remembers what it has explained."""
        aspects = [
            pattern
            for pattern, shown in self.aspects.items()
            if fnmatchcase(difference.aspect, pattern)
            and all(fnmatchcase(getattr(difference, side), pattern) for side, pattern in shown.items())
        ]
        cases = self._naming(case)
        if not aspects or not cases:
            return False
        for pattern in (*aspects, *cases):
            self.covered.setdefault(pattern, set()).add(case[0])
        return True

    def misses(self, case: Names, *, sent: bool) -> bool:
        """Whether the case should differ by this rule and does not. What both have not sent cannot differ."""
        if not self.all_cases or not (sent or any(aspect.startswith(_OUTCOMES) for aspect in self.aspects)):
            return False
        return bool(self._naming(case)) and not any(case[0] in covered for covered in self.covered.values())

    def _naming(self, case: Names) -> list[str]:
        # Most rules are not about most cases, and one expression says so at once
        if not any(map(self._named.match, case)) or any(map(self._left_out.match, case)):
            return []
        return [pattern for pattern in self.cases if any(fnmatchcase(name, pattern) for name in case)]

    @cached_property
    def _named(self) -> re.Pattern[str]:
        return _any_of(self.cases)

    @cached_property
    def _left_out(self) -> re.Pattern[str]:
        return _any_of(self.but)

    @property
    def sdks(self) -> list[Sdk]:
        """The versions that it is about."""
        return [sdk for sdk in SDKS if any(_is_about(pattern, sdk) for pattern in self.cases)]

    @property
    def count(self) -> int:
        """How many cases it has covered."""
        return len(set().union(*self.covered.values()))

    @property
    def idle(self) -> list[str]:
        """Patterns that have covered nothing."""
        return [pattern for pattern in (*self.cases, *self.aspects) if pattern not in self.covered]


def names(sdk: Sdk, case: Case) -> Names:
    """What a pattern may call a case: with its resource or without, with the version or without."""
    plain = dict.fromkeys((case.id, case.id.removeprefix(f"{case.method.resource}.")))
    return (*plain, *(f"{sdk.version} {name}" for name in plain))


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)) or r"\b\B")  # what matches nothing


def _is_about(pattern: str, sdk: Sdk) -> bool:
    version, blank, _ = pattern.partition(" ")
    return not blank or version == sdk.version


def load(without: Sequence[str] = ()) -> list[Rule]:
    """The rules, but for those named."""
    listed: list[dict[str, Any]] = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    rules = [rule for rule in map(_rule, listed) if rule.id not in without]
    if len({rule.id for rule in rules}) != len(rules):
        raise ValueError("two rules have one id")
    return rules


def _rule(listed: dict[str, Any]) -> Rule:
    texts = {name: " ".join(listed[name].split()) for name in ("title", "typescript", "python", "why")}
    return Rule(
        id=listed["id"],
        cases=listed["cases"],
        but=listed.get("but", ()),
        aspects=listed["aspects"],
        all_cases=not listed.get("some", False),
        **texts,
    )


def unexplained(
    rules: Sequence[Rule], case: Names, differences: Sequence[Difference], *, sent: bool
) -> Iterator[Difference]:
    """The differences that no rule covers, and those that a rule speaks of and are not there.

    A difference is covered by the first rule that can. `sent` is whether both sides have put a request on the wire.
    """
    for difference in differences:
        if not any(rule.covers(case, difference) for rule in rules):
            yield difference
    for rule in rules:
        if rule.misses(case, sent=sent):
            yield Difference(f"rule.{rule.id}", rule.typescript, f"should be: {rule.python}")
