"""Calls as text: each case as one would write it in TypeScript and in Python."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from tests.parity.cases import PARAMS, Case
from tests.parity.values import snake

_WIDTH = 62
"""Both stand beside each other."""


@dataclass(frozen=True)
class Group:
    """Something in brackets, on one line if it fits."""

    head: str
    members: Sequence["Group | str"]
    tail: str
    inset: str = ""
    """Between the brackets and what is in them, on one line."""
    hugs: bool = False
    """Whether the brackets of a last member may share the lines of these."""


def examples(cases: Iterable[Case]) -> list[Case]:
    """The representative case of each method."""
    return [case for case in cases if case.parameter == "example"]


def typescript_code(cases: Iterable[Case]) -> dict[str, str]:
    """The text of the examples in TypeScript, by case id: node runs it as it stands in the migration guide."""
    return {case.id: typescript(case) for case in examples(cases)}


def typescript(case: Case) -> str:
    """The call in TypeScript; `bytes` is the content of the logo."""
    members = [_in_typescript("", argument) for argument in case.arguments]
    return _text(Group(f"await clerk.{case.method.resource}.{case.method.name}(", members, ")", hugs=True), "  ")


def python(case: Case) -> str:
    """The call in Python; a logo is named by its path."""
    names = case.method.positional
    members = [_in_python("", _rows(name, case.given[name])) for name in names]
    members += [_in_python(f"{snake(name)}=", value) for name, value in case.given.items() if name not in names]
    return _text(Group(f"clerk.{snake(case.method.resource)}.{snake(case.method.name)}(", members, ")"), "    ")


def _in_typescript(label: str, value: Any) -> Group | str:
    if isinstance(value, list):
        return Group(f"{label}[", [_in_typescript("", item) for item in value], "]")
    if not isinstance(value, dict):
        return label + (f"'{value}'" if isinstance(value, str) else json.dumps(value))
    if "$file" in value:
        file = value["$file"]
        return f"{label}new File([bytes], '{file['name']}', {{ type: '{file['type']}' }})"
    members = [_in_typescript(f"{_key(name)}: ", member) for name, member in value.items()]
    return Group(f"{label}{{", members, "}", " ")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else f"'{name}'"


def _in_python(label: str, value: Any) -> Group | str:
    if isinstance(value, list):
        return Group(f"{label}[", [_in_python("", item) for item in value], "]")
    if not isinstance(value, dict):
        return label + (json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value))
    if "$file" in value:
        return f'{label}Path("{value["$file"]["name"]}")'
    return Group(f"{label}{{", [_in_python(f'"{name}": ', member) for name, member in value.items()], "}")


def _rows(name: str, value: Any) -> Any:
    """The rows of a bulk have their names in snake_case too."""
    return [{snake(key): member for key, member in row.items()} for row in value] if name == PARAMS else value


def _text(node: Group | str, step: str) -> str:
    return "\n".join(_lines(node, "", step))


def _lines(node: Group | str, indent: str, step: str) -> list[str]:
    flat = indent + _flat(node)
    if isinstance(node, str) or len(flat) <= _WIDTH:
        return [flat]
    *before, last = node.members
    if node.hugs and isinstance(last, Group):
        head = ", ".join([*map(_flat, before), last.head])
        return _lines(Group(node.head + head, last.members, last.tail + node.tail), indent, step)
    inside = [_lines(member, indent + step, step) for member in node.members]
    for lines in inside:
        lines[-1] += ","
    return [indent + node.head, *chain(*inside), indent + node.tail]


def _flat(node: Group | str) -> str:
    if isinstance(node, str):
        return node
    return f"{node.head}{node.inset}{', '.join(map(_flat, node.members))}{node.inset}{node.tail}"
