"""What an API does to its answers in time: fields come and go, become null, and enums get new values."""

import copy
from collections.abc import Iterator
from typing import Any, TypeAlias

from hypothesis import strategies as st

from tests.contract.reading import component_of
from tests.contract.values import JSON, TEXT, Strategy, properties, values_of
from tests.support.document import SCHEMAS, deref

Place: TypeAlias = tuple[str, dict[str, Any]]
"""A component, and an object of the answer that is one."""

NEW_NAMES = st.sampled_from(["brand_new", "camelCase", "extras", "from_dict", "class", "_absent", "data_"]) | TEXT


@st.composite
def grown(draw: st.DrawFn, component: str) -> dict[str, Any]:
    """A valid answer after one to five changes, anywhere in it."""
    answer: dict[str, Any] = copy.deepcopy(draw(values_of(component)))
    for _ in range(draw(st.integers(1, 5))):
        kind, node = draw(st.sampled_from(list(places(component, answer))))
        draw(st.sampled_from([_add, _remove, _null, _extend]))(draw, kind, node)
    return answer


def alone(component: str, answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The answer after one change: at each of its objects a field more, and each field away, null or a new word."""
    for index, (kind, place) in enumerate(places(component, answer)):
        known = properties(SCHEMAS[kind])
        for name, value in [
            ("brand_new", {"a": [1, None]}),
            *((name, value) for name in _spared(place) for value in (_AWAY, None)),
            *((name, "a_new_word") for name, schema in known.items() if "enum" in deref(schema)),
        ]:
            changed = copy.deepcopy(answer)
            node = list(places(component, changed))[index][1]
            node[name] = value
            if value is _AWAY:
                del node[name]
            yield changed


_AWAY = object()


def places(component: str, node: dict[str, Any]) -> Iterator[Place]:
    """Every object of an answer that is a component, the outermost first."""
    yield component, node
    for name, schema in properties(SCHEMAS[component]).items():
        value, items = node.get(name), deref(schema).get("items", {})
        if isinstance(value, dict) and component_of(schema):
            yield from places(component_of(schema), value)
        elif isinstance(value, list) and component_of(items):
            for item in value:
                yield from places(component_of(items), item)


def _add(draw: st.DrawFn, component: str, node: dict[str, Any]) -> None:
    name = draw(NEW_NAMES.filter(lambda name: name not in properties(SCHEMAS[component])))
    node[name] = draw(JSON)


def _remove(draw: st.DrawFn, component: str, node: dict[str, Any]) -> None:
    if removable := _spared(node):
        del node[draw(st.sampled_from(removable))]


def _null(draw: st.DrawFn, component: str, node: dict[str, Any]) -> None:
    if nullable := _spared(node):
        node[draw(st.sampled_from(nullable))] = None


def _extend(draw: st.DrawFn, component: str, node: dict[str, Any]) -> None:
    enums = [name for name, schema in properties(SCHEMAS[component]).items() if "enum" in deref(schema)]
    if enums:
        node[draw(st.sampled_from(enums))] = draw(_NEW_WORDS)


_NEW_WORDS: Strategy = TEXT | st.sampled_from(["ORGANIZATION", "automatic_everything", "pending2"])


def _spared(node: dict[str, Any]) -> list[str]:
    """All fields but the items of a page: without them an answer is no page, and an error by contract."""
    return [name for name in node if name != "data"]
