"""Reading, held against what it promises in words: for any answer the same model, or the same error at the same place.

The reference below knows the document and no model. Answers come several in a row, because how one is read may lean on
the one before it.
"""

import functools
from collections import OrderedDict, UserDict, defaultdict
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_organizations_api import DecodeError, models
from tests.contract.budget import BUDGET
from tests.contract.growth import grown
from tests.contract.reading import assert_reads, component_of
from tests.contract.values import JSON, Strategy, properties, values_of
from tests.support.document import OPERATIONS, SCHEMAS, deref

COMPONENTS = sorted({operation.model for operation in OPERATIONS.values()})
KINDS = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", int: "a number", float: "a number"}


class Marked(dict[str, Any]):
    """A dict of a class of its own."""


MAPPINGS: list[Callable[[dict[str, Any]], Mapping[str, Any]]] = [
    OrderedDict, Marked, UserDict, MappingProxyType, lambda wire: defaultdict(lambda: "made up", wire),
]  # fmt: skip


def problems(component: str, wire: Any, at: str = "$") -> Iterator[tuple[str, str]]:
    """Where an answer cannot be read and why, the first place first."""
    if not isinstance(wire, Mapping):
        yield at, f"expected an object, got {_kind(wire)}"
        return
    for name, schema in properties(SCHEMAS[component]).items():
        value, types, items = wire.get(name), deref(schema).get("type", ""), deref(schema).get("items", {})
        if value is None:
            if name == "data":
                yield at, "expected a page with an array 'data', got none"
        elif component_of(schema):
            yield from problems(component_of(schema), value, f"{at}.{name}")
        elif "array" in types and not isinstance(value, list):
            yield f"{at}.{name}", f"expected an array, got {_kind(value)}"
        elif "object" in types and not isinstance(value, dict):
            yield f"{at}.{name}", f"expected an object, got {_kind(value)}"
        elif component_of(items):
            for index, item in enumerate(value):
                yield from problems(component_of(items), item, f"{at}.{name}[{index}]")


def _kind(value: Any) -> str:
    return "null" if value is None else KINDS.get(type(value), type(value).__name__)


@st.composite
def answers(draw: st.DrawFn, component: str) -> Any:
    """Anything that may come: valid, grown, broken; its names in any order, and not always in a plain dict."""
    wire = draw(_wires(component))
    return draw(JSON) if draw(st.integers(0, 19)) == 0 else _shaken(draw, component, wire)


@functools.cache
def _wires(component: str) -> Strategy:
    return values_of(component) | grown(component)


def _shaken(draw: st.DrawFn, component: str, wire: Any) -> Any:
    """The same with names in another order, wrong values in some places, and other kinds of mappings."""
    if not isinstance(wire, dict):
        return wire
    names = draw(st.permutations(list(wire))) if draw(st.booleans()) else list(wire)
    shaken: dict[str, Any] = {name: wire[name] for name in names}
    for name, schema in properties(SCHEMAS[component]).items():
        inner, items = component_of(schema), component_of(deref(schema).get("items", {}))
        if name in shaken and draw(st.integers(0, 29)) == 0:
            shaken[name] = draw(JSON)
        elif name in shaken and inner:
            shaken[name] = _shaken(draw, inner, shaken[name])
        elif name in shaken and items and isinstance(shaken[name], list):
            shaken[name] = [_shaken(draw, items, item) for item in shaken[name]]
    return draw(st.sampled_from(MAPPINGS))(shaken) if draw(st.integers(0, 9)) == 0 else shaken


@pytest.mark.sample(5)
@pytest.mark.parametrize("component", COMPONENTS)
def test_any_answer_is_read_as_the_document_has_it(component: str) -> None:
    @BUDGET
    @given(row=st.lists(answers(component), min_size=1, max_size=3))
    def is_read(row: list[Any]) -> None:
        for wire in [*row, *row]:
            _assert_read(component, wire)

    is_read()


def _assert_read(component: str, wire: Any) -> None:
    cls = getattr(models, component)
    first = next(problems(component, wire), None)
    if first is not None:
        with pytest.raises(DecodeError) as caught:
            cls.from_dict(wire)
        assert (caught.value.path, caught.value.reason) == first
        return
    size = len(wire)
    model = cls.from_dict(wire)
    assert_reads(component, model, wire)
    assert len(wire) == size  # looking a name up adds none
    known = [name for name in properties(SCHEMAS[component]) if name in wire]
    assert list(model.to_dict()) == known + [name for name in wire if name not in known]
    assert model.to_dict() == wire


@pytest.mark.parametrize("make", MAPPINGS)
def test_a_mapping_of_another_kind_is_read_like_a_dict(make: Callable[[dict[str, Any]], Mapping[str, Any]]) -> None:
    wire = {**OPERATIONS["GetOrganization"].answer, "new": 1}
    del wire["members_count"]
    for given_one in (make(wire), wire, make(wire)):
        model = models.Organization.from_dict(given_one)
        assert (model.members_count, model.id, model.extras) == (None, wire["id"], {"new": 1})
        assert model.to_dict() == wire
    assert "members_count" not in make(wire)


def test_one_name_fewer_and_another_more_are_both_seen() -> None:
    whole = OPERATIONS["GetOrganization"].answer
    for name in whole:
        models.Organization.from_dict(whole)
        swapped = {"new" if key == name else key: value for key, value in whole.items()}
        assert models.Organization.from_dict(swapped).extras == {"new": whole[name]}
        assert models.Organization.from_dict(swapped).to_dict() == swapped


def test_new_fields_keep_the_order_they_came_in() -> None:
    for names in ("ab", "ba", "ab"):
        assert list(models.DeletedObject.from_dict(dict.fromkeys(names)).to_dict()) == [*names]


def test_the_names_of_an_answer_alone_are_no_answer() -> None:
    whole = OPERATIONS["GetOrganization"].answer
    models.Organization.from_dict(whole)
    with pytest.raises(DecodeError, match=r"^\$: expected an object, got an array$"):
        models.Organization.from_dict([*whole])  # type: ignore[arg-type]  # what an API must not send


@attrs.frozen
class Noted(models.Organization):
    """A model of somebody who adds a field."""

    note: str = "none yet"


class Counted(models.Organization):
    """A model of somebody who does something in its `__init__`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made = f"{self.name} has {len(self.extras)} new fields"


def test_a_subclass_is_made_by_its_own_init() -> None:
    wire = {**OPERATIONS["GetOrganization"].answer, "new": 1}
    noted, counted = Noted.from_dict(wire), Counted.from_dict(wire)
    assert (type(noted), noted.note, noted.to_dict()) == (Noted, "none yet", wire)
    assert (type(counted), counted.made, counted.to_dict()) == (Counted, f"{wire['name']} has 1 new fields", wire)
