# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Whether an answer keeps to the document: every place where it does not. Imported by those who ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .base_model import Model, Rule
from .decode import wrong_type
from .types import JsonValue

__all__ = ["breaches"]

_IS: dict[str, Callable[[JsonValue], bool]] = {
    "a string": lambda value: isinstance(value, str),
    "an integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "a number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "a boolean": lambda value: isinstance(value, bool),
    "an object": lambda value: isinstance(value, Mapping),
    "an array": lambda value: isinstance(value, list),
    "a value": lambda value: True,
}

_KNOWN: dict[type[Model], Mapping[str, Rule]] = {}


def breaches(kind: type[Model], answer: JsonValue, at: str = "$") -> Iterator[tuple[str, str]]:
    """JSON path and reason of each place where an answer is not what its model promises, in the order of the model.

    What is required must be there, null only where it may be, and each value of its type. Fields and values of enums
    that the document does not know are no breach; formats and lengths are not looked at.
    """
    if not isinstance(answer, Mapping):
        yield at, wrong_type("an object", answer).reason
        return
    for name, rule in _rules(kind).items():
        if name in answer:
            yield from _broken(rule, answer[name], f"{at}.{name}")
        elif rule.required:
            yield f"{at}.{name}", f"expected {rule.expected}, got nothing"


def _rules(kind: type[Model]) -> Mapping[str, Rule]:
    rules = _KNOWN.get(kind)
    return _KNOWN.setdefault(kind, kind._rules()) if rules is None else rules


def _broken(rule: Rule, value: JsonValue, at: str) -> Iterator[tuple[str, str]]:
    if value is None:
        if not rule.nullable:
            yield at, wrong_type(rule.expected, value).reason
    elif rule.model is not None:
        yield from breaches(rule.model, value, at)
    elif not _IS[rule.expected](value):
        yield at, wrong_type(rule.expected, value).reason
    elif rule.item is not None:
        for index, item in enumerate(value):
            yield from _broken(rule.item, item, f"{at}[{index}]")
