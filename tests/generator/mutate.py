"""Changing the document as a table says, and what code it gives."""

import ast
import copy
import functools
import json
from pathlib import Path
from typing import Any

from generator import checks
from generator.checks import support
from generator.document.document import Document, pointer, steps
from generator.parse.parse import parse
from generator.paths import ROOT
from generator.problem import InvalidInput
from generator.render.render import render
from tests.support.source import SOURCE

PLAIN: dict[str, Any] = json.loads(json.dumps(SOURCE.root))  # an alias of YAML becomes a copy
"""A part that has everything once, is read in a third of the time, and does not grow with the document."""
_KEPT = {"Organizations", "Organization Memberships", "Organization Invitations", "Organization Domains"}


def _is_kept(operation: dict[str, Any]) -> bool:
    return "x-idempotency-key" in operation or ("x-ts-method" in operation and operation["tags"][0] in _KEPT)


def _shrink(root: dict[str, Any]) -> None:
    for path, item in [*root["paths"].items()]:
        kept = {method: operation for method, operation in item.items() if _is_kept(operation)}
        if kept:
            root["paths"][path] = kept
        else:
            del root["paths"][path]
    before = ""
    while before != (text := json.dumps(root)):  # what was kept for a component that is gone goes as well
        before = text
        for section in root["components"].keys() - {"securitySchemes"}:
            ones = root["components"][section]
            for name in [name for name in ones if json.dumps(f"#/components/{section}/{name}") not in text]:
                del ones[name]


_shrink(PLAIN)
_OPERATIONS = {operation["operationId"]: at for at, _, _, operation in SOURCE.operations()}


def full(place: str) -> str:
    """The JSON pointer that a place of the table stands for."""
    if place.startswith("#"):
        return place
    first, _, rest = place.partition("/")
    base = _OPERATIONS.get(first) or pointer("#/components", first)
    return f"{base}/{rest}" if rest else base


def document(root: Any, name: str = "spec.yaml") -> Document:
    """A document that says this; its lines are those of the document of today, which are not looked at."""
    return Document(name, SOURCE.text, root)


def changed(actions: list[list[Any]]) -> Any:
    """The document after these actions of the table."""
    root = copy.deepcopy(PLAIN)
    for action, place, *more in actions:
        root = _ACTIONS[action](root, full(place), *more) or root
    return root


def _without_links(root: Any) -> dict[str, Any]:
    responses = root["components"].get("responses", {})
    return {
        name: {key: value for key, value in response.items() if key != "links"} for name, response in responses.items()
    }


def rendered(made: Document) -> dict[str, str] | None:
    """The files as rendered, not formatted; None for a document that is refused.

    Links that lead nowhere are let pass: who takes an operation away would have to take those to it as well.
    """
    judged = document({**made.root, "components": {**made.root["components"], "responses": _without_links(made.root)}})
    try:
        if list(checks.problems(judged)):
            return None
        package = parse(made)
    except InvalidInput:
        return None
    if list(support.problems(package)):
        return None
    return render(package, ROOT / "templates")


def code(files: dict[str, str]) -> dict[str, str]:
    """What Python that is, without docstrings and the digest of the document."""
    return {path: _bare(text) for path, text in files.items() if path.endswith(".py")}


@functools.cache
def _bare(text: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [one for one in node.body if not (_is_text(one) or _is_digest(one))]
    return ast.dump(tree)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_digest(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["SPEC_SHA256"]


def holder(root: Any, at: str) -> tuple[Any, Any]:
    """What holds a place, and under which key or index."""
    *above, last = steps(at)
    node = root
    for step in above:
        node = node[int(step)] if isinstance(node, list) else node[step]
    return node, int(last) if isinstance(node, list) else last


def _set(root: Any, at: str, value: Any) -> None:
    node, key = holder(root, at)
    if isinstance(node, list) and key == len(node):
        node.append(value)
    else:
        node[key] = value


def _remove(root: Any, at: str) -> None:
    node, key = holder(root, at)
    del node[key]


def _rename(root: Any, at: str, name: str) -> None:
    rename(*holder(root, at), name)


def rename(node: dict[str, Any], key: str, name: str) -> None:
    """Give a key of a mapping another name, in its place."""
    items = [(name if one == key else one, value) for one, value in node.items()]
    node.clear()
    node.update(items)


def _rename_component(root: Any, at: str, name: str) -> Any:
    _rename(root, at, name)
    text = json.dumps(root)
    return json.loads(text.replace(json.dumps(at), json.dumps(at.rpartition("/")[0] + "/" + name)))


def _move(root: Any, at: str, before: str) -> None:
    node, key = holder(root, at)
    value = node.pop(key)
    items = [one for old in node.items() for one in ([(key, value), old] if old[0] == before else [old])]
    node.clear()
    node.update(items)


def _swap(root: Any, at: str, other: str) -> None:
    node, key = holder(root, at)
    _, second = holder(root, full(other))
    node[key], node[second] = node[second], node[key]


def _copy(root: Any, at: str, method: str, name: str) -> None:
    node, key = holder(root, at)
    node[method] = {**copy.deepcopy(node[key]), "operationId": name}


def _inline(root: Any, at: str) -> None:
    node, key = holder(root, at)
    target, last = holder(root, node[key]["$ref"])
    node[key] = copy.deepcopy(target[last])


_ACTIONS: dict[str, Any] = {
    "set": _set, "remove": _remove, "rename": _rename, "rename_component": _rename_component, "move": _move,
    "swap": _swap, "copy": _copy, "inline": _inline,
}  # fmt: skip
TABLE = Path(__file__).with_name("changes.yaml")
