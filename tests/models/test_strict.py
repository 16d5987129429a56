"""Breaches of the document in answers, held against the document itself: each is found, at its place, and no other."""

import copy
from typing import Any

import pytest

from clerk_organizations_api import models
from clerk_organizations_api.strict import breaches
from tests.contract.reading import component_of
from tests.contract.values import properties, required
from tests.models.test_models import CHANGES, NAMES, full
from tests.support.document import OPERATIONS, SCHEMAS, deref

SAMPLES: list[Any] = ["text", 7, 1.5, True, [], {"a": 1}]


def found(name: str, answer: Any) -> list[str]:
    return [path for path, _ in breaches(getattr(models, name), answer)]


def kinds(schema: dict[str, Any]) -> set[str]:
    """The JSON types that a property takes."""
    parts = [deref(part) for part in schema.get("oneOf", [schema])]
    types = [part.get("type", "object") for part in parts]
    return {kind for one in types for kind in ([one] if isinstance(one, str) else one)}


def fits(value: Any, taken: set[str]) -> bool:
    names = {str: ["string"], int: ["integer", "number"], float: ["number"], bool: ["boolean"], list: ["array"]}
    return bool(taken & set(names.get(type(value), ["object"])))


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=list(OPERATIONS))
def test_the_example_of_an_answer_is_no_breach(operation: Any) -> None:
    assert found(operation.model, operation.answer) == []


@pytest.mark.sample(40)
@pytest.mark.parametrize(("name", "wire"), CHANGES)
def test_a_field_is_there_and_not_null_as_the_document_says(name: str, wire: str) -> None:
    whole, schema = full(name), properties(SCHEMAS[name])[wire]
    assert found(name, whole) == []
    absent = {key: value for key, value in whole.items() if key != wire}
    assert found(name, absent) == ([f"$.{wire}"] if wire in required(SCHEMAS[name]) else [])
    assert found(name, {**whole, wire: None}) == ([] if "null" in kinds(schema) else [f"$.{wire}"])


@pytest.mark.sample(40)
@pytest.mark.parametrize(("name", "wire"), CHANGES)
def test_a_value_is_of_the_type_that_the_document_says(name: str, wire: str) -> None:
    schema = properties(SCHEMAS[name])[wire]
    taken = kinds(schema)
    for value in SAMPLES:
        broken = found(name, {**full(name), wire: value})
        if not fits(value, taken):
            assert broken == [f"$.{wire}"]
        elif not component_of(schema):  # what is inside of one is another test
            assert broken == []


def test_every_place_is_found_in_the_order_of_the_model() -> None:
    page: dict[str, Any] = {
        "data": [full("OrganizationMembership"), full("OrganizationMembership")],
        "total_count": "2",
    }
    page["data"][0]["organization"]["name"] = None
    page["data"][1]["permissions"] = ["a", 7, None]
    del page["data"][1]["role"]
    page["data"].append("no membership")
    told = dict(breaches(models.OrganizationMemberships, page))
    assert told == {
        "$.data[0].organization.name": "expected a string, got null",
        "$.data[1].role": "expected a string, got nothing",
        "$.data[1].permissions[1]": "expected a string, got a number",
        "$.data[1].permissions[2]": "expected a string, got null",
        "$.data[2]": "expected an object, got a string",
        "$.total_count": "expected an integer, got a string",
    }


@pytest.mark.parametrize("name", NAMES)
def test_what_is_new_is_no_breach(name: str) -> None:
    grown = copy.deepcopy(full(name)) | {"brand_new": None}
    for wire, schema in properties(SCHEMAS[name]).items():
        if "enum" in deref(schema):
            grown[wire] = "a new word"
    assert found(name, grown) == []


def test_a_class_of_ones_own_keeps_the_rules_of_its_model() -> None:
    class Mine(models.Organization):
        pass

    assert [path for path, _ in breaches(Mine, {**full("Organization"), "id": 7})] == ["$.id"]
