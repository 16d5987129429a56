"""Report of changes as Markdown and as JSON, with the next version."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from generator.diff.change import Change
from generator.diff.verdicts import VERDICTS
from generator.document.document import Document

_WIDTH = 110
_SHOWN = 4  # operations that are named before the rest is counted
_WHERE = {"operation": "", "request": " (request)", "answer": " (answer)", "error": " (error)"}


def next_version(current: str, changes: Sequence[Change]) -> tuple[str, str]:
    """(major, minor or patch, the version that follows); ("none", current) without changes."""
    if not changes:
        return "none", current
    major, minor, patch = map(int, re.findall(r"\d+", current)[:3])
    step = VERDICTS.index(changes[0].verdict) + (major == 0)
    if step == 0:
        return "major", f"{major + 1}.0.0"
    return ("minor", f"{major}.{minor + 1}.0") if step == 1 else ("patch", f"{major}.{minor}.{patch + 1}")


def version_rule(current: str) -> str:
    """Semantic versioning, in a sentence."""
    if current.startswith("0."):
        return "below 1.0 breaking changes make a minor version, all others a patch"
    return "breaking changes make a major version, additions a minor one, documentation a patch"


def markdown(old: Document, new: Document, changes: Sequence[Change], current: str) -> str:
    """For people."""
    step, version = next_version(current, changes)
    lines = [f"# {old.name} → {new.name}", ""]
    if not changes:
        return "\n".join([*lines, "No change.", ""])
    counts = [(sum(change.verdict == verdict for change in changes), verdict) for verdict in VERDICTS]
    counted = ", ".join(f"{count} {verdict}" for count, verdict in counts if count)
    lines += [*_wrapped(f"{counted}. Next version: {current} → {version} ({step}: {version_rule(current)}).", ""), ""]
    places = _places(old, new, changes)
    for count, verdict in counts:
        if count:
            lines += [f"## {verdict.capitalize()}", ""]
            for change, place in zip(changes, places, strict=True):
                if change.verdict == verdict:
                    lines += _entry(change, place)
            lines.append("")
    return "\n".join(lines)


def as_data(old: Document, new: Document, changes: Sequence[Change], current: str) -> dict[str, Any]:
    """For programs."""
    step, version = next_version(current, changes)
    return {
        "old": old.name,
        "new": new.name,
        "verdict": changes[0].verdict if changes else "none",
        "version": {"current": current, "step": step, "next": version},
        "changes": [
            {
                "verdict": change.verdict,
                "rule": change.rule.name,
                "subject": change.subject.replace("`", ""),
                "what": change.rule.what,
                "why": change.rule.why,
                "was": change.was,
                "now": change.now,
                "old_pointer": change.old_at,
                "new_pointer": change.new_at,
                "place": place.partition(" ")[0],
                "reaches": [
                    {"operation": operation, "in": where, "verdict": verdict}
                    for (operation, where), verdict in change.affects.items()
                ],
            }
            for change, place in zip(changes, _places(old, new, changes), strict=True)
        ],
    }


def _places(old: Document, new: Document, changes: Sequence[Change]) -> list[str]:
    """Where to look: in the new document, unless it is gone. One document after the other: each is composed once."""
    before = {at: old.place(at) for at in [change.old_at for change in changes if change.new_at is None] if at}
    after = {at: new.place(at) for at in [change.new_at for change in changes] if at}
    return [after[change.new_at] if change.new_at else before[change.old_at or ""] for change in changes]


def _entry(change: Change, place: str) -> Iterator[str]:
    text = f"- **{change.subject}**: {change.rule.what}{_values(change)}. `{change.rule.name}`: {change.rule.why}."
    yield from _wrapped(text, "  ")
    yield f"  `{place}`"
    if change.affects:
        uses = [f"`{operation}`{_WHERE[where]}" for operation, where in change.affects]
        more = f" and {len(uses) - _SHOWN} more" if len(uses) > _SHOWN else ""
        yield from _wrapped(f"  in {', '.join(uses[:_SHOWN])}{more}", "  ")


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _values(change: Change) -> str:
    was, now = (" ".join(text.split()) for text in (change.was, change.now))
    if not (was or now) or len(was) + len(now) > 160:
        return ""
    return f" ({was} → {now})" if was and now else f" ({was or now})"
