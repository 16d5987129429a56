"""Tables of methods in pages, written between markers from the document."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.document.document import Document
from generator.parse.names import snake_case
from generator.problem import InvalidInput, Problem

COMMAND = "make docs-tables"
_START, _END = f"<!-- methods: {COMMAND} writes what follows -->", "<!-- /methods -->"
_FIRST = "organizations"
"""Resource of operations that name none."""


@dataclass(frozen=True)
class Method:
    """A method of a resource of the client."""

    resource: str
    """As @clerk/backend writes it, such as `roleSets`."""
    typescript: str
    """Its name there; empty when the TypeScript SDK has no such method."""
    python: str
    http: str
    tag: str
    is_list: bool
    """Whether it walks: it takes an offset."""

    @property
    def full_name(self) -> str:
        """Where mkdocstrings finds it."""
        api = f"{self.resource[0].upper()}{self.resource[1:].removesuffix('s')}API"
        return f"clerk_organizations.{snake_case(self.resource)}.{api}.{self.python}"


def methods(document: Document) -> list[Method]:
    """All methods, grouped by tag, in the order of the document."""
    tags = [tag["name"] for tag in document.root.get("tags", [])]
    found = list(_methods(document))
    return sorted(found, key=lambda method: tags.index(method.tag) if method.tag in tags else len(tags))


def updated(page: str, text: str, document: Document) -> str:
    """The text of a page with the table that the document gives. Raises InvalidInput without markers."""
    before, start, rest = text.partition(_START)
    _, end, after = rest.partition(_END)
    if not (start and end):
        raise InvalidInput([Problem(page, "the markers of the table are missing", f"write {_START} and {_END}")])
    return f"{before}{start}\n\n{PAGES[page](methods(document))}\n\n{end}{after}"


def write(document: Document, root: Path) -> list[str]:
    """Bring the pages up to date; returns those that changed."""
    texts = {page: (root / page).read_text(encoding="utf-8") for page in PAGES}
    changed = {page: new for page, text in texts.items() if (new := updated(page, text, document)) != text}
    for page, new in changed.items():
        (root / page).write_text(new, encoding="utf-8", newline="\n")
    return list(changed)


def _methods(document: Document) -> Iterator[Method]:
    for _, path, verb, operation in document.operations():
        typescript = operation.get("x-ts-method", "")
        parameters = [document.deref(parameter) for parameter in operation.get("parameters", [])]
        yield Method(
            operation.get("x-resource", _FIRST),
            typescript,
            operation.get("x-method", "") or snake_case(typescript or operation["operationId"]),
            f"{verb.upper()} {path}",
            operation["tags"][0],
            any((one["in"], one["name"]) == ("query", "offset") for one in parameters),
        )


def _table(found: list[Method]) -> str:
    """TypeScript, Python and HTTP side by side, a table for each resource; list methods are marked."""
    resources = dict.fromkeys(one.resource for one in found)
    tables = ((name, [one for one in found if one.resource == name]) for name in resources)
    return "\n\n".join(f"**`clerk.{snake_case(name)}`**\n\n{_rows(own)}" for name, own in tables)


def _rows(found: list[Method]) -> str:
    names = {one: f"`{one.typescript}`" if one.typescript else "-" for one in found}
    rows = (f"| {names[one]}{' ▤' * one.is_list} | `{one.python}` | {one.http} |" for one in found)
    return "\n".join(["| TypeScript | Python | HTTP |", "|---|---|---|", *rows])


def _reference(found: list[Method]) -> str:
    """The docstring of each method, by tag: what mkdocstrings inserts."""
    blocks = [_table(found)]
    for tag in dict.fromkeys(method.tag for method in found):
        blocks.append(f"## {re.sub('^Organization ', '', tag)}")
        own = [method for method in found if method.tag == tag]
        blocks += [f"::: {method.full_name}\n    options:\n      heading_level: 3" for method in own]
    return "\n\n".join(blocks)


PAGES: dict[str, Callable[[list[Method]], str]] = {"README.md": _table, "docs/reference/methods.md": _reference}
"""Page → what it has between the markers."""
