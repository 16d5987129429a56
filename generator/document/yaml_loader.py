"""Strict YAML loader: accepts only what JSON can express."""

import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from generator.document.document import Document, compose, pointer, walk
from generator.problem import InvalidInput, Problem, raise_if_any


def load(path: Path) -> Document:
    """Read a YAML (or JSON) file; raises InvalidInput when it is not one mapping of plain JSON values."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise _unreadable(
            path.name, "the document does not exist", f"create it or pass another --spec: {path}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path.name, "the document cannot be read", f"{path}: {error}") from None
    return parse_text(path.name, text)


def parse_text(name: str, text: str) -> Document:
    """Read a document from its text; see `load`."""
    if odd := yaml.reader.Reader.NON_PRINTABLE.search(text):
        before = text[: odd.start()]
        where = f"{name}:{before.count(chr(10)) + 1}:{odd.start() - before.rfind(chr(10))}"
        raise _unreadable(where, f"not valid YAML: the character {odd[0]!a}", "write it as an escape in double quotes")
    try:
        root = yaml.load(text, Loader=_StrictLoader)  # a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise _unreadable(
            where, f"not valid YAML: {error.problem}", "correct the YAML at this line and column"
        ) from None
    except yaml.YAMLError as error:
        raise _unreadable(name, "not valid YAML", str(error)) from None
    if mark := _cycle(compose(text)):
        where = f"{name}:{mark.line + 1}:{mark.column + 1}"
        raise _unreadable(where, "what stands here contains itself", "write it without an alias to itself")
    if not isinstance(root, dict):
        raise _unreadable(
            name, "not an OpenAPI document", "the top level must be a mapping with openapi, info and paths"
        )
    document = Document(name, text, root)
    raise_if_any(_unify(document))
    return document


def _unify(document: Document) -> Iterator[Problem]:
    """Write out each `x-nullable` and `x-enum`: all that reads a document sees one way to say it. Yields those beside
    what says the same already, and perhaps otherwise."""
    done: set[int] = set()  # aliases are the same node
    for at, node in list(walk(document.root)):
        if isinstance(node, dict) and id(node) not in done:
            done.add(id(node))
            for key, other, remedy in (_widened(node), _with_known_values(node)):
                if other:
                    yield Problem(document.place(pointer(at, key)), f"{key} beside {other}", f"leave one: {remedy}")


def _widened(node: dict[str, Any]) -> tuple[str, str, str]:
    """Add null to the type of a schema with `x-nullable`; (key, what stands in its way or "", remedy)."""
    kind = node.get("type") if node.get("x-nullable") is True else None
    if isinstance(kind, str):
        node["type"] = [kind, "null"]
    other = "a type with null" if isinstance(kind, list) and "null" in kind else ""
    return "x-nullable", other, "x-nullable where the schema that Clerk publishes has no null"


def _with_known_values(node: dict[str, Any]) -> tuple[str, str, str]:
    """Take `x-enum` for an enum, or for the reference to one; the same."""
    known = node.get("x-enum")
    other = next((key for key in ("enum", "$ref") if key in node), "") if isinstance(known, list | str) else ""
    if isinstance(known, str) and not other:
        node.pop("type", None)
        node["$ref"] = known
    elif "x-enum" in node:
        node.setdefault("enum", known)
    return "x-enum", other, "x-enum where the schema that Clerk publishes has a plain text"


def _unreadable(place: str, rule: str, remedy: str) -> InvalidInput:
    return InvalidInput([Problem(place, rule, remedy)])


def _cycle(node: Any) -> Any:
    """The mark of a node that contains itself by an alias, or None."""
    above: set[int] = set()
    done: set[int] = set()

    def found(node: Any) -> Any:
        if isinstance(node, yaml.ScalarNode) or node is None or id(node) in done:
            return None
        if id(node) in above:
            return node.start_mark
        above.add(id(node))
        parts = node.value if isinstance(node, yaml.SequenceNode) else [value for _, value in node.value]
        mark = next((mark for mark in map(found, parts) if mark), None)
        above.remove(id(node))
        done.add(id(node))
        return mark

    return found(node)


class _StrictLoader(yaml.CSafeLoader):
    """Loader of the JSON subset. A duplicate key is an error: YAML would let the later one win."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag not in ("tag:yaml.org,2002:str", _MERGE):
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key_node.value!r} is not a string: put it in quotes", key_node.start_mark
                )
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key_node.value!r} stands here twice", key_node.start_mark
                )
            seen.add(key_node.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


_MERGE = "tag:yaml.org,2002:merge"


def _refuse(loader: _StrictLoader, node: yaml.Node) -> None:
    what = "a date" if node.tag.endswith(":timestamp") else node.tag.rpartition(":")[2]
    said = f"{node.value} is {what}" if isinstance(node, yaml.ScalarNode) else f"!!{what} is"
    raise yaml.constructor.ConstructorError(
        None, None, f"{said} in YAML and not in JSON: put it in quotes", node.start_mark
    )


def _as_in_json(pattern: str, read: Callable[[str], Any]) -> Callable[[Any, Any], Any]:
    """A constructor for scalars that YAML 1.1 and JSON must read alike: no `yes`, no octal 010, no 1:30."""

    def construct(loader: _StrictLoader, node: yaml.ScalarNode) -> Any:
        if re.fullmatch(pattern, node.value) and (value := read(node.value)) not in (math.inf, -math.inf):
            return value
        raise yaml.constructor.ConstructorError(
            None,
            None,
            f"{node.value} is not what JSON takes it for: write it as in JSON, or in quotes",
            node.start_mark,
        )

    return construct


for _tag in ("timestamp", "set", "omap", "pairs", "binary"):
    _StrictLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", _refuse)
for _tag, _pattern, _read in (
    ("bool", "true|false|True|False|TRUE|FALSE", lambda text: text.lower() == "true"),
    ("int", r"-?(0|[1-9][0-9]*)", int),
    ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", float),
):
    _StrictLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", _as_in_json(_pattern, _read))
