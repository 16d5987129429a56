"""What of the comparison is written down in surface.yaml, what is not, and all of it printed.

python -m tests.parity.surface
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from generator.streams import escape_what_cannot_be_printed
from tests.contract.values import properties
from tests.parity.sdks import NEWEST, SDKS, Sdk
from tests.parity.surface_compare import META, Extra, Finding, Ours, SurfaceDifference, compare
from tests.parity.typescript import Surface, declared
from tests.support import nodejs
from tests.support.document import OPERATIONS, SCHEMAS, deref

KNOWN = Path(__file__).with_suffix(".yaml")
NEWER = "A newer version of @clerk/backend has it."
DOCUMENTED = "The API's document has it, @clerk/backend does not."


@dataclass(frozen=True)
class Entry:
    """One thing that is written down, with its reason."""

    pattern: str
    kind: str
    """What differs; empty for an extra."""
    here: str | None
    reason: str
    sdk: str = ""
    """The version that it is about; empty for all."""

    def covers(self, finding: Finding) -> bool:
        if isinstance(finding, SurfaceDifference):
            return (self.pattern, self.kind) == (finding.at, finding.kind)
        return not self.kind and fnmatchcase(finding.name, self.pattern.replace("[", "[[]"))


def known(sdk: Sdk, path: Path = KNOWN) -> list[Entry]:
    """What is written down about a version, one entry for each place."""
    document = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    entries: list[Entry] = []
    for one in document["extras"]:
        entries += [Entry(name, "", None, one["reason"], one.get("sdk", "")) for name in one["names"]]
    for one in document["differences"]:
        entries += [Entry(at, one["kind"], one.get("here"), one["reason"], one.get("sdk", "")) for at in one["at"]]
    return [entry for entry in entries if entry.sdk in ("", sdk.version)]


def newer(sdk: Sdk, findings: list[Finding]) -> list[Entry]:
    """An entry for each extra that is a method of a version to come."""
    names = {name for one in OPERATIONS.values() if one.typescript for name in (one.typescript, one.python)}
    extras = [one for one in findings if isinstance(one, Extra) and one.name in names]
    return [] if sdk == NEWEST else [Entry(one.name, "", None, NEWER) for one in extras]


def documented(findings: list[Finding], entries: list[Entry]) -> list[Entry]:
    """An entry for each extra that the document has and no other entry covers."""
    names = set(described())
    extras = [one for one in findings if isinstance(one, Extra) and not any(entry.covers(one) for entry in entries)]
    return [Entry(one.name, "", None, DOCUMENTED) for one in extras if one.name in names]


def of_the_document(surface: Surface) -> Surface:
    """The surface without methods and classes that the document has nothing of."""
    operations = {(one.typescript_resource, one.typescript) for one in OPERATIONS.values()}
    return replace(
        surface,
        methods=tuple(one for one in surface.methods if (one.resource, one.name) in operations),
        resources={name: one for name, one in surface.resources.items() if name in SCHEMAS or name in _NO_COMPONENTS},
    )


_NO_COMPONENTS = ("PaginatedResourceResponse", "ClerkAPIResponseError", "ClerkAPIError", META)
"""Types of TypeScript that are none of the document."""


def described() -> Iterator[str]:
    """Methods, parameters, fields and values of the document, by the names that extras have."""
    for operation in OPERATIONS.values():
        if not operation.typescript:
            yield operation.python
        body = f"{operation.python}.rows[]" if operation.takes_rows else operation.python
        for parameter in operation.parameters:
            yield from _named(f"{operation.python}.{parameter['name']}", parameter["schema"])
        for name, schema in operation.body.get("properties", {}).items():
            yield from _named(f"{body}.{name}", schema)
    for component, schema in SCHEMAS.items():
        for name, field in properties(schema).items():
            yield from _named(f"{component}.{name}", field)


def _named(name: str, schema: dict[str, Any]) -> Iterator[str]:
    """A parameter or field, and the values that it can have."""
    yield name
    for part in (schema, *schema.get("oneOf", ())):
        inner = deref(part)
        yield from (f"{name} = {value}" for value in deref(inner.get("items", inner)).get("enum", ()))


def explained(sdk: Sdk, findings: list[Finding]) -> list[Entry]:
    """All that explains a finding: what is written down, what newer versions have, what the document has."""
    entries = [*known(sdk), *newer(sdk, findings)]
    return [*entries, *documented(findings, entries)]


def problems(findings: list[Finding], entries: list[Entry], ours: Ours) -> Iterator[str]:
    """What is not written down, and what is written down and not so."""
    for finding in findings:
        if not any(entry.covers(finding) for entry in entries):
            what = "a new extra" if isinstance(finding, Extra) else "not as in TypeScript"
            yield f"{what}: {finding}"
    for entry in entries:
        where = f"{entry.pattern} ({entry.kind})" if entry.kind else entry.pattern
        if not any(entry.covers(finding) for finding in findings):
            yield f"{KNOWN.name} has an entry that nothing needs: {where}"
        if entry.here is not None and not hasattr(ours.classes[entry.pattern.split(".")[0]], entry.here):
            yield f"{KNOWN.name} says that {where} is {entry.here} here, and there is none"


def counts(surface: Surface) -> dict[str, int]:
    """How much TypeScript declares, all of which is compared."""
    parameters = [one for method in surface.methods for one in (*method.positional, *method.named)]
    keys = [key for one in parameters if one.type.of for key in one.type.of.properties]
    return {
        "methods": len(surface.methods),
        "parameters": len(parameters) + len(keys),
        "properties": sum(map(len, surface.resources.values())),
    }


def report(surface: Surface, findings: list[Finding], entries: list[Entry], found: list[str]) -> str:
    """The comparison as text; `found` are its problems."""
    lines = [f"public surface against @clerk/backend {surface.version}"]
    lines += [f"  {name:<12} {count:>4} compared" for name, count in counts(surface).items()]
    differences = [one for one in findings if isinstance(one, SurfaceDifference)]
    extras = [one for one in findings if isinstance(one, Extra)]
    missing = [one for one in differences if one.kind == "missing" and not any(e.covers(one) for e in entries)]
    lines += [f"  missing      {len(missing):>4}", f"  unexplained  {len(found):>4}", *(f"    {one}" for one in found)]
    lines += [f"other than in TypeScript, and why: {len(differences)}", *_told(differences, entries)]
    lines += [f"only here, and why: {len(extras)}", *_told(extras, entries)]
    return "\n".join(lines)


def _told(findings: Sequence[Finding], entries: list[Entry]) -> Iterator[str]:
    """Each reason, and the findings that it explains."""
    reasons: dict[str, list[str]] = {}
    for finding in findings:
        for entry in entries:
            if entry.covers(finding):
                there = str(finding)
                if isinstance(finding, SurfaceDifference) and entry.here:
                    there = f"{finding.at} is {entry.here}"
                reasons.setdefault(entry.reason, []).append(f"    {there}")
    for reason, places in reasons.items():
        yield f"  {reason}"
        yield from places


def main() -> int:
    """Prints the comparison; fails if something is not written down."""
    escape_what_cannot_be_printed()
    if what := nodejs.missing():
        print(f"the public surface was not compared: {what}", file=sys.stderr)
        return 2
    return max(map(compared, SDKS))


def compared(sdk: Sdk) -> int:
    """Prints the comparison with one version; 1 if something is not written down."""
    surface, ours = of_the_document(declared(sdk)), Ours()
    findings = compare(surface, ours)
    entries = explained(sdk, findings)
    found = list(problems(findings, entries, ours))
    print(report(surface, findings, entries, found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
