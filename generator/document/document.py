"""OpenAPI document as plain data, with JSON pointers and line numbers."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

METHODS = ("get", "put", "post", "delete", "patch")


@dataclass(frozen=True, eq=False)
class Document:
    """A document: `root` is its content, which stays as it is, `text` the YAML that it was read from."""

    name: str
    text: str = field(repr=False)
    root: dict[str, Any] = field(repr=False)

    def resolve(self, ref: str) -> Any:
        """What a local `$ref` points to; LookupError when there is nothing."""
        if not ref.startswith("#/"):
            raise KeyError(ref)
        node: Any = self.root
        for step in steps(ref):
            if not isinstance(node, dict):
                raise KeyError(ref)
            node = node[step]
        return node

    def follow(self, at: str, node: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The node with its pointer, or the component that it refers to. A component is never a reference itself."""
        return (node["$ref"], self.resolve(node["$ref"])) if "$ref" in node else (at, node)

    def deref(self, node: dict[str, Any]) -> dict[str, Any]:
        """The node itself, or the component that it refers to."""
        return self.follow("", node)[1]

    def operations(self) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        """(pointer, path, method, operation) in document order."""
        for path, item in self.root["paths"].items():
            for method in METHODS:
                if isinstance(item, dict) and isinstance(item.get(method), dict):
                    yield pointer("#/paths", path, method), path, method, item[method]

    def schemas(self) -> dict[str, Any]:
        """The schemas among the components, by name."""
        found: dict[str, Any] = self.root.get("components", {}).get("schemas", {})
        return found

    def place(self, at: str) -> str:
        """A JSON pointer with its file and line, for messages."""
        shown = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in at)
        return f"{self.name}:{_line(self.text, at)} {shown}"


def pointer(base: str, *keys: str | int) -> str:
    """A JSON pointer below another one."""
    return "/".join([base, *(str(key).replace("~", "~0").replace("/", "~1") for key in keys)])


def steps(at: str) -> list[str]:
    """The keys of a JSON pointer."""
    return [step.replace("~1", "/").replace("~0", "~") for step in at.lstrip("#").split("/")[1:]]


def trail(document: Document, at: str) -> list[Any]:
    """The nodes that a JSON pointer leads through, the one that it leads to last."""
    node: Any = document.root
    found = []
    for step in steps(at):
        node = node[int(step)] if isinstance(node, list) else node[step]
        found.append(node)
    return found


def walk(node: Any, at: str = "#") -> Iterator[tuple[str, Any]]:
    """Every node below this one with its pointer, parents first."""
    todo = [(at, node)]
    while todo:
        part = todo.pop()
        yield part
        at, node = part
        items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        todo += reversed([(pointer(at, key), value) for key, value in items])


def _line(text: str, at: str) -> int:
    """The line a pointer leads to, as far as it leads."""
    node, line = compose(text), 1
    for step in steps(at):
        found = _child(node, step)
        if found is None:
            break
        key, node = found
        line = key.start_mark.line + 1
    return line


@functools.lru_cache(maxsize=1)
def compose(text: str) -> Any:
    """The nodes of a YAML text, with the places where they begin."""
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def _child(node: Any, step: str) -> tuple[Any, Any] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
        return node.value[int(step)], node.value[int(step)]
    return None
