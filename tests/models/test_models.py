"""Every model, held against the document: attributes, round trips, and answers that are not what they should be."""

import copy
import json
import pickle
import pprint
import reprlib
from collections import OrderedDict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis.vendor.pretty import pretty as hypothesis_pretty
from rich.pretty import pretty_repr as rich_pretty

import clerk_organizations_api
from clerk_organizations_api import DecodeError, models
from clerk_organizations_api.base_model import Model
from tests.support.document import OPERATIONS, SCHEMAS, deref

NAMES = [name for name in models.__all__ if name != "OrganizationInvitationRow"]
EACH = pytest.mark.parametrize("name", NAMES)


def properties(name: str) -> dict[str, dict[str, Any]]:
    """Properties of a component by wire name, inherited ones first."""
    return dict(_properties(SCHEMAS[name]))


def _properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in schema.get("allOf", []):
        yield from _properties(deref(part))
    yield from schema.get("properties", {}).items()


def full(name: str) -> dict[str, Any]:
    """An object with a value of its own in every field of the schema, nested ones included."""
    return {wire: _value(wire, schema, index) for index, (wire, schema) in enumerate(properties(name).items())}


def _value(wire: str, schema: dict[str, Any], index: int) -> Any:
    reference = _reference(schema)
    if reference:
        return full(reference)
    target = _not_null(deref(schema))
    if target.get("type") == "array":
        return [_value(wire, target["items"], index) for _ in range(2)]
    if "enum" in target:
        return target["enum"][-1]
    kinds = {
        "string": f"{wire} {index}", "integer": 1_700_000_000_000 + index, "number": index + 0.5, "boolean": True,
        "object": {"k": index},
    }  # fmt: skip
    kind = target["type"] if isinstance(target["type"], str) else next(t for t in target["type"] if t != "null")
    return kinds[kind]


def _reference(schema: dict[str, Any]) -> str:
    """Name of the component with properties that a schema leads to, or the empty string."""
    for part in [schema, *schema.get("oneOf", []), *schema.get("anyOf", [])]:
        if "$ref" in part and "enum" not in deref(part):
            return str(part["$ref"]).rsplit("/", 1)[1]
    return ""


def _not_null(schema: dict[str, Any]) -> dict[str, Any]:
    parts = [part for word in ("oneOf", "anyOf", "allOf") for part in schema.get(word, [])]
    return deref(next((part for part in parts if part.get("type") != "null"), schema))  # type: ignore[no-any-return]


def attribute(name: str, wire: str) -> str:
    """The wire names of this API are Python names already."""
    return wire


def matches(model: Any, wire: Any) -> bool:
    """Whether every attribute of a model equals the value at its wire name, by the document and not by to_dict."""
    if isinstance(wire, list):
        return len(model) == len(wire) and all(map(matches, model, wire))
    if not isinstance(model, Model):
        return bool(model == wire)
    return all(matches(getattr(model, name), wire[name]) for name in properties(type(model).__name__))


def test_every_component_of_an_answer_is_a_model() -> None:
    wanted, todo = set[str](), [operation.model for operation in OPERATIONS.values()]
    while todo:
        name = todo.pop()
        if name not in wanted:
            wanted.add(name)
            schemas = [schema.get("items", schema) for schema in properties(name).values()]
            todo += [reference for reference in map(_reference, schemas) if reference]
            todo += [part["$ref"].rsplit("/", 1)[1] for part in SCHEMAS[name].get("allOf", []) if "$ref" in part]
    assert wanted == set(NAMES)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@EACH
def test_every_attribute_is_the_value_at_its_wire_name(name: str) -> None:
    wire = full(name)
    model = getattr(models, name).from_dict(wire)
    assert matches(model, wire)
    assert model.extras == {}


@EACH
def test_what_was_read_is_given_back(name: str) -> None:
    wire = full(name)
    before = copy.deepcopy(wire)
    model = getattr(models, name).from_dict(wire)
    assert model.to_dict() == before == wire
    assert list(model.to_dict()) == list(before)
    assert all(type(value) is type(model.to_dict()[key]) for key, value in before.items())


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=list(OPERATIONS))
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_example_of_every_answer_is_read_and_given_back(operation: Any) -> None:
    model = getattr(models, operation.model).from_dict(operation.answer)
    assert model.to_dict() == operation.answer


@EACH
def test_unknown_fields_are_kept(name: str) -> None:
    grown = {**full(name), "brand_new": {"a": [1, None]}, "another": None}
    model = getattr(models, name).from_dict(grown)
    assert model.extras == {"brand_new": {"a": [1, None]}, "another": None}
    assert model.to_dict() == grown
    assert model != getattr(models, name).from_dict(full(name))


CHANGES = [(name, wire) for name in NAMES for wire in properties(name)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.sample(40)
@pytest.mark.parametrize(("name", "wire"), CHANGES)
def test_a_field_may_be_absent_or_null(name: str, wire: str) -> None:
    if wire == "data":  # without it an answer is no page
        for broken in ({}, {"data": None}):
            with pytest.raises(DecodeError, match=r"^\$: expected a page with an array 'data'"):
                getattr(models, name).from_dict(broken)
        return
    whole = full(name)
    for broken in ({key: value for key, value in whole.items() if key != wire}, {**whole, wire: None}):
        model = getattr(models, name).from_dict(broken)
        assert getattr(model, attribute(name, wire)) is None
        assert model.to_dict() == broken
        others = properties(name).keys() - {wire}
        assert all(matches(getattr(model, other), whole[other]) for other in others)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.sample(40)
@pytest.mark.parametrize(("name", "wire"), CHANGES)
def test_a_scalar_of_another_type_is_kept_and_another_shape_is_refused(name: str, wire: str) -> None:
    whole, cls = full(name), getattr(models, name)
    if isinstance(whole[wire], dict | list):
        for other in ("text", 7, True, {"a": 1} if isinstance(whole[wire], list) else []):
            with pytest.raises(DecodeError) as caught:
                cls.from_dict({**whole, wire: other})
            assert caught.value.path == f"$.{wire}"
    else:
        for scalar in ("text", "", 7, 1.5, False):
            model = cls.from_dict({**whole, wire: scalar})
            kept = getattr(model, attribute(name, wire))
            assert (type(kept), kept) == (type(scalar), scalar)
            assert model.to_dict()[wire] == scalar


@pytest.mark.sample(60)
@pytest.mark.parametrize("wrong", [None, [], "text", 7, True])
@EACH
def test_something_else_than_an_object_is_refused(name: str, wrong: Any) -> None:
    with pytest.raises(DecodeError, match=r"^\$: expected an object, got "):
        getattr(models, name).from_dict(wrong)


@EACH
def test_an_empty_object_is_a_model_unless_it_should_be_a_page(name: str) -> None:
    cls = getattr(models, name)
    if "data" not in properties(name):
        assert cls.from_dict({}).to_dict() == {}


def test_the_path_of_an_error_leads_through_pages_and_nested_models() -> None:
    page: dict[str, Any] = {"data": [full("OrganizationMembership"), full("OrganizationMembership")], "total_count": 2}
    page["data"][1]["organization"]["public_metadata"] = "x"
    with pytest.raises(DecodeError) as caught:
        models.OrganizationMemberships.from_dict(page)
    assert caught.value.path == "$.data[1].organization.public_metadata"
    assert caught.value.reason == "expected an object, got a string"


@EACH
def test_equal_by_value_copied_and_not_hashable(name: str) -> None:
    cls = getattr(models, name)
    one, same = cls.from_dict(full(name)), cls.from_dict(full(name))
    assert one == same
    assert one != full(name)
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)
    assert copy.deepcopy(one) == one == copy.copy(one) == pickle.loads(pickle.dumps(one))
    assert one.replace() == one


def test_models_with_the_same_fields_and_another_type_differ() -> None:
    wire = full("Organization")
    assert models.Organization.from_dict(wire) != models.OrganizationWithLogo.from_dict(wire)
    assert issubclass(models.OrganizationWithLogo, models.Organization)
    empty = {"data": [], "total_count": 0}
    assert models.Organizations.from_dict(empty) != models.OrganizationMemberships.from_dict(empty)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.sample(40)
@pytest.mark.parametrize(("name", "wire"), CHANGES)
def test_replace_changes_one_field_of_a_copy(name: str, wire: str) -> None:
    cls = getattr(models, name)
    model = cls.from_dict(full(name))
    changed = model.replace(**{wire: None})
    assert getattr(changed, wire) is None
    assert changed.to_dict() == {**full(name), wire: None}
    assert model.to_dict() == full(name)
    absent = cls.from_dict({key: value for key, value in full(name).items() if key != wire}) if wire != "data" else None
    if absent is not None:
        assert wire in absent.replace(**{wire: None}).to_dict()  # what was absent is there now


def evolved(model: Any, attribute: str, value: Any) -> Any:
    return attrs.evolve(model, **{attribute: value})


def dunder_replaced(model: Any, attribute: str, value: Any) -> Any:
    return model.__replace__(**{attribute: value})  # what copy.replace of Python 3.13 calls


def set_in_a_copy(model: Any, attribute: str, value: Any) -> Any:
    changed = copy.copy(model)
    slot = attribute if attribute in changed._FIELDS.values() else f"_{attribute}"
    object.__setattr__(changed, slot, value)
    return changed


def set_in_a_deep_copy(model: Any, attribute: str, value: Any) -> Any:
    return set_in_a_copy(copy.deepcopy(model), attribute, value)


def set_in_a_pickle(model: Any, attribute: str, value: Any) -> Any:
    return set_in_a_copy(pickle.loads(pickle.dumps(model)), attribute, value)


def made_by_keyword(model: Any, attribute: str, value: Any) -> Any:
    parts = {wire.lstrip("_"): getattr(model, slot) for wire, slot in model._FIELDS.items()}
    return type(model)(**{**parts, attribute: value}, _absent=model._absent, _extras=model._extras)


WAYS = [evolved, dunder_replaced, set_in_a_copy, set_in_a_deep_copy, set_in_a_pickle, made_by_keyword]


@pytest.mark.sample(40)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.sample(100)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "wire"), CHANGES)
def test_every_way_to_change_a_field_agrees_with_replace(way: Any, name: str, wire: str) -> None:
    whole = full(name) | {"brand_new": [1]}
    cls = getattr(models, name)
    model = cls.from_dict(whole)
    absent = cls.from_dict({key: value for key, value in whole.items() if key != wire}) if wire != "data" else model
    value = getattr(model, wire)
    for before in (model, absent):
        changed = way(before, wire, value)
        assert changed == before.replace(**{wire: value}) == model
        assert changed.to_dict() == before.replace(**{wire: value}).to_dict() == whole
    others = [other for other in properties(name) if other not in (wire, "data")]
    if others and wire != "data":  # what stays absent is not sent back as null
        changed = way(absent, others[0], getattr(model, others[0]))
        assert changed.to_dict() == absent.to_dict()


def test_copy_replace_can_put_a_null_where_nothing_was() -> None:
    organization = models.Organization.from_dict({"id": "org_1"})
    assert dunder_replaced(organization, "slug", None).to_dict() == {"id": "org_1", "slug": None}
    with pytest.raises(TypeError, match="unknown"):
        dunder_replaced(organization, "unknown", None)


@EACH
def test_copies_keep_what_a_class_of_ones_own_has(name: str) -> None:
    cls: Any = type(f"My{name}", (getattr(models, name),), {})
    one = cls.from_dict(full(name))
    one.note = "mine"
    for same in (copy.copy(one), copy.deepcopy(one)):
        assert (type(same), same, same.note) == (cls, one, "mine")


TIMES = [(name, wire) for name, wire in CHANGES if deref(properties(name)[wire]).get("x-timestamp")]


@pytest.mark.parametrize(("name", "wire"), TIMES)
def test_times_have_a_datetime_beside_them(name: str, wire: str) -> None:
    cls = getattr(models, name)
    model = cls.from_dict({wire: 1_700_000_000_123})
    expected = datetime(2023, 11, 14, 22, 13, 20, 123000, tzinfo=UTC)
    assert getattr(model, f"{wire}_datetime") == expected
    assert getattr(model, f"{wire}_datetime").utcoffset() == timedelta(0)
    assert getattr(cls.from_dict({wire: -1}), f"{wire}_datetime") == datetime(
        1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC
    )
    assert getattr(cls.from_dict({wire: None}), f"{wire}_datetime") is None


@pytest.mark.parametrize("odd", ["2024", 10**30, float("inf"), float("nan"), [1], {"a": 1}])
def test_a_time_that_is_none_has_no_datetime(odd: Any) -> None:
    organization = models.Organization.from_dict({"created_at": odd})
    assert organization.created_at_datetime is None
    assert organization.created_at is odd


def test_kinds_of_dict_and_list_are_read_at_every_depth() -> None:
    class Items(list[Any]):
        pass

    wire = OrderedDict(
        data=Items([OrderedDict(organization=OrderedDict(public_metadata=OrderedDict(a=1)), permissions=Items("a"))])
    )
    page = models.OrganizationMemberships.from_dict(wire)
    assert page.data[0].organization.public_metadata == {"a": 1}
    assert page.data[0].permissions == ["a"]
    assert page.to_dict() == wire


KINDS = ("milliseconds", "date-time")


def test_all_times_of_the_document_are_marked() -> None:
    unmarked = [
        (name, wire)
        for name, wire in CHANGES
        if wire.endswith("_at")
        and properties(name)[wire].get("x-timestamp", properties(name)[wire].get("format")) not in KINDS
    ]
    assert unmarked == []


SENSITIVE = [(name, wire) for name, wire in CHANGES if properties(name)[wire].get("x-sensitive")]


@pytest.mark.parametrize(("name", "wire"), SENSITIVE)
def test_repr_shows_no_secrets(name: str, wire: str) -> None:
    schema = properties(name)[wire]
    secret: Any = {"k": "SECRET"} if "object" in schema["type"] else "SECRET"
    model = getattr(models, name).from_dict({**full(name), wire: secret, "new_field": "SECRET"})
    assert "SECRET" not in repr(model)
    assert f"{wire}=<hidden>" in repr(model)
    assert "extras=['new_field']" in repr(model)


RENDERERS: list[Any] = [
    repr, str, "{}".format, "{!r:>10}".format, pprint.pformat, rich_pretty, hypothesis_pretty, reprlib.repr,
    lambda model: rich_pretty({"nested": [model]}), lambda model: json.dumps({"a": model}, default=repr),
    lambda model: str([(field.name, getattr(model, field.name)) for field in attrs.fields(type(model)) if field.repr]),
]  # fmt: skip


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize(("name", "wire"), SENSITIVE)
def test_no_renderer_shows_secrets(render: Any, name: str, wire: str) -> None:
    secret: Any = {"k": "SECRET"} if "object" in properties(name)[wire]["type"] else "SECRET"
    wires = {**full(name), wire: secret, "new_field": "SECRET"}
    model = getattr(models, name).from_dict(wires)
    own: Any = type("Own", (type(model),), {}).from_dict(wires)  # type: ignore[attr-defined]  # all models have one
    for shown in (model, own, attrs.evolve(model, id="x")):
        assert "SECRET" not in render(shown)
        assert "SECRET" in str(attrs.asdict(shown))  # complete, as documented


@pytest.mark.sample(5)
@EACH
def test_a_model_that_is_half_read_can_be_looked_at(name: str) -> None:
    cls = getattr(models, name)
    attributes = [*cls._FIELDS.values(), "_absent", "_extras"]
    whole = cls.from_dict(full(name) | {"data": []})
    for count in range(len(attributes)):
        half = object.__new__(cls)
        for attribute in attributes[:count]:
            setattr(half, attribute, getattr(whole, attribute))
        for render in RENDERERS[:-1]:
            assert name[:4] in render(half)
        assert half == half == copy.copy(half) == copy.deepcopy(half) == pickle.loads(pickle.dumps(half))
        assert half != whole or count >= len(attributes) - 2
        assert not hasattr(half, "unknown")


@pytest.mark.parametrize("odd", ["deep", "broken"])
def test_a_value_that_cannot_be_shown_is_named_by_its_type(odd: str) -> None:
    class Broken(str):
        def __repr__(self) -> str:
            raise ValueError("made up")

    deep: Any = {}
    for _ in range(100_000):
        deep = {"a": deep}
    organization = models.Organization.from_dict({"public_metadata": deep} if odd == "deep" else {"name": Broken()})
    assert ("public_metadata=<dict>" if odd == "deep" else "name=<Broken>") in repr(organization)


def test_private_metadata_is_a_secret_everywhere() -> None:
    assert {wire for _, wire in CHANGES if wire == "private_metadata"} == {"private_metadata"}
    assert [pair for pair in CHANGES if pair[1] == "private_metadata" and pair not in SENSITIVE] == []


DEPRECATED = [(name, wire) for name, wire in CHANGES if properties(name)[wire].get("deprecated")]


@pytest.mark.parametrize(("name", "wire"), DEPRECATED)
def test_deprecated_fields_warn_when_they_are_read_and_only_then(name: str, wire: str) -> None:
    model = getattr(models, name).from_dict(full(name))  # warnings are errors here: reading and showing are silent
    assert model.to_dict() == full(name)
    assert repr(model)
    with pytest.warns(DeprecationWarning, match=f"{wire}.* is deprecated") as caught:
        assert matches(getattr(model, wire), full(name)[wire])
    assert caught[0].filename == __file__


def test_there_are_deprecated_fields() -> None:
    assert DEPRECATED


@EACH
def test_models_are_small(name: str) -> None:
    cls: Any = getattr(models, name)
    assert attrs.has(getattr(models, name))
    assert not hasattr(cls.from_dict({"data": []}), "__dict__")
    one, other = (cls.from_dict({"data": [], "id": str(number)}) for number in range(2))
    assert one._absent is other._absent  # shared, not one set per object


def test_the_package_says_what_it_was_made_from() -> None:
    assert clerk_organizations_api.SPEC_VERSION == "2025-11-10"
