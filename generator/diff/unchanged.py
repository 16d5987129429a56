"""What two documents say in the same words, which a comparison passes over."""

import json
import re
from typing import Any

from generator.diff.change import as_json
from generator.document.document import Document, pointer

_REFERENCE = re.compile(r'"\$ref": ("(?:[^"\\]|\\.)*")')
"""In a text of JSON the quote after `$ref` would have a backslash before it."""


class Unchanged:
    """The components that are the same in two documents, down to all that they refer to."""

    def __init__(self, old: Document, new: Document) -> None:
        was, now = (_components(document) for document in (old, new))
        self._same = {at for at, text in was.items() if now.get(at) == text}
        refers = {at: _references(was[at]) for at in self._same}
        while changed := {at for at in self._same if not refers[at] <= self._same}:
            self._same -= changed

    def holds(self, old: Any, new: Any) -> bool:
        """Whether two parts are the same, word by word, and lead to the same."""
        text = as_json(old)
        return text == as_json(new) and _references(text) <= self._same


def references(node: Any) -> set[str]:
    """Every `$ref` in a part of a document, at whatever depth."""
    return _references(as_json(node))


def _references(text: str) -> set[str]:
    return {json.loads(found) for found in _REFERENCE.findall(text)}


def _components(document: Document) -> dict[str, str]:
    """Pointer → JSON."""
    sections = document.root.get("components", {}).items()
    return {
        pointer("#/components", section, name): as_json(node)
        for section, nodes in sections
        if isinstance(nodes, dict)  # securitySchemes may be anything
        for name, node in nodes.items()
    }
