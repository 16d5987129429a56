"""Tables of methods in pages, written between markers from the document."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.document.document import Document
from generator.parse.names import method_name, snake_case
from generator.problem import InvalidInput, Problem

COMMAND = "make docs-tables"
_START, _END = f"<!-- methods: {COMMAND} writes what follows -->", "<!-- /methods -->"
_OPTIONS = """    options:
      heading_level: 3
      show_symbol_type_heading: false
      show_signature: false
      separate_signature: false"""
"""Of a method in the reference: its example takes the place of a signature, which would list all parameters twice."""


@dataclass(frozen=True)
class Method:
    """A method of a resource."""

    resource: str
    """The attribute of the client that it is on."""
    typescript: str
    """Its name there; empty when the TypeScript SDK has no such method."""
    python: str
    http: str
    tag: str
    is_list: bool
    """Whether it walks: it takes an offset."""


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
        parameters = [document.deref(parameter) for parameter in operation.get("parameters", [])]
        yield Method(
            operation["x-resource"],
            operation.get("x-ts-method", ""),
            method_name(operation),
            f"{verb.upper()} {path}",
            operation["tags"][0],
            any((one["in"], one["name"]) == ("query", "offset") for one in parameters),
        )


def _tables(found: list[Method]) -> str:
    """TypeScript, Python and HTTP side by side, a table for each resource; list methods are marked."""
    tables = _by_resource(found).items()
    return "\n\n".join(f"**`clerk.{snake_case(name)}`**\n\n{_rows(own)}" for name, own in tables)


def _by_resource(found: list[Method]) -> dict[str, list[Method]]:
    names = dict.fromkeys(method.resource for method in found)
    return {name: [method for method in found if method.resource == name] for name in names}


def _rows(found: list[Method]) -> str:
    rows = (f"| {_typescript(one)}{' ▤' * one.is_list} | `{one.python}` | {one.http} |" for one in found)
    return "\n".join(["| TypeScript | Python | HTTP |", "|---|---|---|", *rows])


def _reference(found: list[Method]) -> str:
    """The docstring of each method, by resource and tag: what mkdocstrings inserts."""
    blocks = [_index(found)]
    for (resource, tag), own in _by_resource_and_tag(found).items():
        blocks.append(f"## {tag} in `clerk.{resource}`")
        blocks += [f"::: {class_of(resource)}.{method.python}\n{_OPTIONS}" for method in own]
    return "\n\n".join(blocks)


def _index(found: list[Method]) -> str:
    """Where each method stands on the page, a table for each resource."""
    tables = []
    for resource, own in _by_resource(found).items():
        links = [f"[`{one.python}`](#{class_of(resource)}.{one.python}){' ▤' * one.is_list}" for one in own]
        rows = [f"| {link} | {_typescript(one)} |" for link, one in zip(links, own, strict=True)]
        tables.append(
            "\n".join([f"**`clerk.{snake_case(resource)}`**\n", "| Python | TypeScript |", "|---|---|", *rows])
        )
    return "\n\n".join(tables)


def _typescript(method: Method) -> str:
    return f"`{method.typescript}`" if method.typescript else "-"


def _by_resource_and_tag(found: list[Method]) -> dict[tuple[str, str], list[Method]]:
    groups: dict[tuple[str, str], list[Method]] = {}
    for resource, own in _by_resource(found).items():
        for method in own:
            groups.setdefault((resource, method.tag), []).append(method)
    return groups


def class_of(resource: str) -> str:
    """The class of a resource, as TypeScript calls it, in its module: `role_sets` → RoleSetAPI."""
    name = "".join(map(str.capitalize, resource.removesuffix("s").split("_")))
    return f"clerk_organizations.{resource}.{name}API"


PAGES: dict[str, Callable[[list[Method]], str]] = {"README.md": _tables, "docs/reference/methods.md": _reference}
"""Page → what it has between the markers."""
