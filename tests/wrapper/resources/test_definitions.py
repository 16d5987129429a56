"""Methods against the generated functions they are made from: nothing is lost between the two."""

import inspect
import re
import typing
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

import pytest

from clerk_organizations import errors
from clerk_organizations_api import api
from generator.parse.names import snake_case
from generator.render.docstrings import ERRORS
from tests.support.document import Described
from tests.support.present import METHODS
from tests.support.resources import RESOURCES, definition

_MODULES = [f"clerk_organizations.{name}.operations" for name in RESOURCES]
BY_HAND = {
    name: function
    for module in _MODULES
    if find_spec(module)
    for name, function in inspect.getmembers(import_module(module), inspect.isfunction)
    if function.__module__ == module
}
GENERATED = {"update_organization_logo": "upload_organization_logo"}
OWN = {
    ("get_organization", "slug"),
    *((name, "reconcile") for name in BY_HAND if name.startswith("create_")),
}
"""Parameters that no generated function has."""
DIFFERENT = {
    ("get_organization", "organization_id"),  # or a slug
    ("update_organization_logo", "file"),  # more ways to give it
    ("update_organization_logo", "uploader_user_id"),  # None leaves it out
    ("create_organization_domain", "name"),  # required, as in TypeScript
    ("create_organization_domain", "enrollment_mode"),
}
DESCRIBED_ANEW = {*OWN, *DIFFERENT, ("create_organization_domain", "verified")} - {
    ("update_organization_logo", "uploader_user_id"),
    ("create_organization_domain", "name"),
    ("create_organization_domain", "enrollment_mode"),
}


def _parameters(function: Callable[..., Any]) -> dict[str, tuple[Any, ...]]:
    """Name → type, default and kind."""
    hints = typing.get_type_hints(function)
    found = inspect.signature(function).parameters.values()
    return {one.name: (hints[one.name], one.default, one.kind) for one in found}


def _described(function: Callable[..., Any]) -> dict[str, str]:
    """Name → what the docstring says about it; an empty name for what stands around the arguments."""
    text = inspect.getdoc(function) or ""
    found = re.fullmatch(r"(.*)Args:\n(.*?)\n\n(.*)", text, re.DOTALL)
    assert found, f"no arguments are described in {text!r}"
    head, args, tail = found.groups()
    entries = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", args, re.MULTILINE)
    return {"": head.replace("A slug may stand in the place of the id.\n\n", "") + tail} | dict(entries)


@pytest.mark.parametrize("name", BY_HAND)
def test_an_operation_by_hand_takes_all_that_its_generated_function_takes(name: str) -> None:
    by_hand, generated = (_parameters(one) for one in (BY_HAND[name], getattr(api, GENERATED.get(name, name))))
    assert by_hand.keys() - generated.keys() == {own for method, own in OWN if method == name}
    assert generated.keys() <= by_hand.keys()
    assert {one for one in generated if by_hand[one] != generated[one]} == {one for at, one in DIFFERENT if at == name}


@pytest.mark.parametrize("name", BY_HAND)
def test_an_argument_by_hand_takes_the_values_of_the_document(name: str) -> None:
    """Whatever else is different: an enum that was written out would lack the next value."""
    by_hand, generated = (_parameters(one) for one in (BY_HAND[name], getattr(api, GENERATED.get(name, name))))
    assert {one: _values(by_hand[one][0]) for one in generated} == {
        one: _values(found[0]) for one, found in generated.items()
    }


def _values(hint: Any) -> set[Any]:
    """The values of the Literals in a type."""
    inner = typing.get_args(hint)
    return set(inner) if typing.get_origin(hint) is Literal else set[Any]().union(*map(_values, inner))


@pytest.mark.parametrize("name", BY_HAND)
def test_an_operation_by_hand_says_what_its_generated_function_says(name: str) -> None:
    by_hand, generated = (_described(one) for one in (BY_HAND[name], getattr(api, GENERATED.get(name, name))))
    told_anew = {one for at, one in DESCRIBED_ANEW if at == name}
    assert {one for one in by_hand if by_hand[one] != generated.get(one)} == told_anew


@pytest.mark.parametrize("operation", METHODS.values(), ids=METHODS)
def test_a_method_is_made_from_the_function_of_its_operation(operation: Described) -> None:
    made_from = inspect.unwrap(definition(operation))
    generated = {name: one for one, name in GENERATED.items()}.get(snake_case(operation.id), snake_case(operation.id))
    assert made_from is BY_HAND.get(generated, getattr(api, snake_case(operation.id)))


def test_docstrings_name_the_exceptions_that_are_raised() -> None:
    for status in range(300, 600):
        wanted = ERRORS.get(str(status)) or (ERRORS["5XX"] if status >= 500 else "ClerkAPIResponseError")
        assert errors.error_class(status).__name__ == wanted
