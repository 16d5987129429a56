"""OpenAPI documents of several sizes: the project's own, and ones with as many copies of it under other names."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import yaml

_REF = re.compile(r"(#/components/\w+/)(\w+)")
_SHARED = "ClerkError"
"""How the components begin that are not copied: all operations of an API share the shape of its errors."""
_OPERATIONS = ("get", "put", "post", "patch", "delete")


def write_documents(source: Path, sizes: tuple[int, ...], folder: Path) -> dict[str, str]:
    """Files by size; x1 is the document itself, byte by byte."""
    text = source.read_text(encoding="utf-8")
    return {f"x{size}": str(_write(text, size, folder / f"organizations-x{size}.yaml")) for size in sizes}


def _write(text: str, size: int, path: Path) -> Path:
    document = text if size == 1 else yaml.dump(scaled(yaml.safe_load(text), size), Dumper=_Dumper, sort_keys=False)
    path.write_text(document, encoding="utf-8")
    return path


def scaled(document: dict[str, Any], size: int) -> dict[str, Any]:
    """The document with `size` times as many tags, paths and components."""
    whole = copy.deepcopy(document)
    for number in range(1, size):
        _join(whole, _renamed(copy.deepcopy(document), number))
    return whole


def _join(whole: dict[str, Any], part: dict[str, Any]) -> None:
    whole["tags"] += part["tags"]
    whole["paths"] |= part["paths"]
    for kind, components in part["components"].items():
        whole["components"][kind] |= components


def _renamed(document: dict[str, Any], number: int) -> dict[str, Any]:
    """The same document with other names; what is shared by way of YAML anchors stays shared."""
    suffix = f"Copy{number}"
    kinds = document["components"]
    kept = kinds.pop("securitySchemes", {})
    _rename(document, suffix, set())
    document["paths"] = {f"/copy{number}{path}": item for path, item in document["paths"].items()}
    named = {kind: {_new(name, suffix): node for name, node in nodes.items()} for kind, nodes in kinds.items()}
    document["components"] = named | {"securitySchemes": kept}
    document["tags"] = [tag | {"name": f"{tag['name']} {suffix}"} for tag in document["tags"]]
    return document


def _new(name: str, suffix: str) -> str:
    return name if name.startswith(_SHARED) else name + suffix


def _rename(node: Any, suffix: str, seen: set[int]) -> None:
    if not isinstance(node, dict | list) or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, dict):
        if isinstance(ref := node.get("$ref"), str):
            node["$ref"] = _REF.sub(lambda found: found[1] + _new(found[2], suffix), ref)
        if isinstance(name := node.get("operationId"), str):
            node["operationId"] = name + suffix
        for method in _OPERATIONS:
            if isinstance(operation := node.get(method), dict) and isinstance(operation.get("tags"), list):
                operation["tags"] = [f"{tag} {suffix}" for tag in operation["tags"]]
    for child in node.values() if isinstance(node, dict) else node:
        _rename(child, suffix, seen)


class _Dumper(yaml.SafeDumper):
    """Writes repeated texts as they are, and repeated objects as anchors, as people do."""
